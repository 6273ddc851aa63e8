"""Two files of one person become one and two again, with everything that names them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, String, Table, insert, select, text

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import merging, patient_file
from ibh_desktop.queries import patients as found_in
from ibh_desktop.store.patient_rows import KEPT_OTHERWISE, pointing
from ibh_desktop.store.schema import Base
from ibh_desktop.usecases import appointments, courses, patient_merge, patients
from ibh_desktop.usecases.patient_merge import Merged
from tests.integration.world import MANAGER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later

DETAILS = patients.Details("Mary Ellen", "Okon-Webb", date(1985, 3, 14), phone="205 555 0188", email="m@example.org")


def second(clinic: Clinic) -> PatientId:
    """María registered again under another name, with a visit of hers."""
    new = clinic.as_role(RECEPTIONIST).write(patients.register, DETAILS)
    book(clinic, new, 11)
    return new


def book(clinic: Clinic, patient: PatientId, hour: int, days: int = 1) -> None:
    """One visit with Ana."""
    ids, starts = clinic.ids, at(later(days), hour)
    clinic.app.write(appointments.book, patient=patient, therapist=ids.ana, location=ids.birmingham, starts=starts)


def merge(clinic: Clinic, other: PatientId, *take: str) -> Merged:
    """At the front desk: María's file stays."""
    return clinic.as_role(RECEPTIONIST).write(patient_merge.merge, clinic.ids.maria, other, take=frozenset(take))


def everything(clinic: Clinic) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but for the audit, which only grows, and the words of names, which stay."""
    with engine_of(clinic.app).connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in ("audit", "name_key")
        }


def test_every_column_that_names_a_patient_follows_a_merge_or_is_kept_otherwise() -> None:
    naming = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "patient.id" in {key.target_fullname for key in column.foreign_keys}
    }
    assert naming == {one.name for one in pointing()} | {
        "patient.merged_into_id",
        "own_patient.patient_id",
        "patient_key.patient_id",
    }
    assert {name.split(".")[0] for name in naming} >= KEPT_OTHERWISE
    assert {"appointment.patient_id", "course.patient_id", "guardian.patient_id", "safety_event.patient_id"} < naming


def test_all_columns_that_say_patient_are_keys_to_one() -> None:
    """A column of that name without a key would be forgotten by the test above."""
    named = {f"{t.name}.{c.name}" for t in Base.metadata.sorted_tables for c in t.columns if c.name == "patient_id"}
    assert named <= {one.name for one in pointing()} | {"own_patient.patient_id", "patient_key.patient_id"}


def test_what_named_the_other_file_names_the_keeper_and_the_other_is_found_no_more(clinic: Clinic) -> None:
    ids, other = clinic.ids, second(clinic)
    book(clinic, ids.maria, 14)
    merge(clinic, other, "email")
    desk = clinic.as_role(RECEPTIONIST)
    file = desk.read(patient_file.file, ids.maria)
    assert (len(file.visits), file.email, file.phone, file.former) == (2, "m@example.org", "+12055550142", "Okon-Webb")
    assert desk.read(patient_file.file, other).id == ids.maria
    assert [hit.id for hit in desk.read(found_in.search, "okon webb")] == [ids.maria]
    assert desk.read(found_in.search, "10004") == desk.read(found_in.search, "2055550188") == []
    assert clinic.rows("SELECT count(*) FROM own_patient WHERE patient_id = :other", other=other) == [(0,)]


def test_a_therapist_keeps_whose_visits_moved_as_her_own(clinic: Clinic) -> None:
    merge(clinic, second(clinic))
    assert [hit.id for hit in clinic.as_role(THERAPIST).read(found_in.search, "okon")] == [clinic.ids.maria]


def test_undo_puts_everything_back_exactly(clinic: Clinic) -> None:
    clinic.open_course()
    other = second(clinic)
    before = everything(clinic)
    merged = merge(clinic, other, "given", "family", "phone", "email")
    assert everything(clinic) != before
    clinic.as_role(MANAGER).write(patient_merge.unmerge, merged)
    assert everything(clinic) == before


def test_undo_says_why_it_cannot_any_more_and_changes_nothing(clinic: Clinic) -> None:
    desk, other = clinic.as_role(RECEPTIONIST), second(clinic)
    merged = merge(clinic, other)
    desk.write(patients.change, clinic.ids.maria, patients.Details("María", "O'Kon", date(1985, 3, 14)))
    now = everything(clinic)
    with pytest.raises(Conflict, match="changed since it was merged"):
        desk.write(patient_merge.unmerge, merged)
    assert everything(clinic) == now


def test_undo_after_a_moved_visit_is_gone_says_so_and_changes_nothing(clinic: Clinic) -> None:
    merged = merge(clinic, second(clinic))
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("DELETE FROM appointment WHERE patient_id = :maria"), {"maria": clinic.ids.maria})
    now = everything(clinic)
    with pytest.raises(Conflict, match="gone or moved"):
        clinic.as_role(RECEPTIONIST).write(patient_merge.unmerge, merged)
    assert everything(clinic) == now


def test_what_came_to_the_keeper_since_stays_with_it(clinic: Clinic) -> None:
    merged = merge(clinic, second(clinic))
    book(clinic, clinic.ids.maria, 15, days=2)
    clinic.as_role(RECEPTIONIST).write(patient_merge.unmerge, merged)
    assert len(clinic.app.read(patient_file.file, clinic.ids.maria).visits) == 1


def test_undo_twice_is_refused(clinic: Clinic) -> None:
    merged = merge(clinic, second(clinic))
    clinic.app.write(patient_merge.unmerge, merged)
    with pytest.raises(Conflict, match="taken back already"):
        clinic.app.write(patient_merge.unmerge, merged)


def test_two_running_courses_are_refused(clinic: Clinic) -> None:
    other = second(clinic)
    clinic.open_course()
    plan = clinic.plan(at(later(2), 14), patient=other)
    clinic.as_role(THERAPIST).write(courses.open_course, plan, indication="depression", area=Area.ROLE_DISPUTE)
    with pytest.raises(Refused, match="one person has one at a time"):
        merge(clinic, other)


def test_visits_at_the_same_time_are_refused_with_their_time(clinic: Clinic) -> None:
    ids, other = clinic.ids, second(clinic)
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ben, location=ids.birmingham, starts=at(later(1), 11))
    seen = clinic.as_role(RECEPTIONIST).read(merging.preview, ids.maria, other)
    assert f"{later(1):%m/%d/%Y} 11:00" in seen.hindrance
    with pytest.raises(Refused, match="at the same time"):
        merge(clinic, other)


def test_a_file_and_itself_and_a_file_merged_twice_are_refused(clinic: Clinic) -> None:
    other = second(clinic)
    with pytest.raises(Refused, match="this is the same one"):
        merge(clinic, clinic.ids.maria)
    merge(clinic, other)
    with pytest.raises(Conflict, match="merged one of these files already"):
        merge(clinic, other)


def test_the_preview_counts_what_moves_and_names_what_differs(clinic: Clinic) -> None:
    seen = clinic.as_role(RECEPTIONIST).read(merging.preview, clinic.ids.maria, second(clinic))
    assert seen.moves == (("visits", 1),)
    assert seen.hindrance == ""
    assert {one.name: one.other for one in seen.differing} == {
        "given": "Mary Ellen",
        "family": "Okon-Webb",
        "phone": "(205) 555-0188",
        "email": "m@example.org",
    }


def test_a_therapist_merges_nothing(clinic: Clinic) -> None:
    other = second(clinic)
    book(clinic, clinic.ids.maria, 14)
    with pytest.raises(NotAllowed, match="front desk"):
        clinic.as_role(THERAPIST).write(patient_merge.merge, clinic.ids.maria, other)


def test_of_what_there_can_be_one_of_the_keepers_stays(clinic: Clinic) -> None:
    """A table made for this test, with the patient as its key: the keeper has a row, the other one too."""
    table = Table(
        "one_each",
        Base.metadata,
        Column("patient_id", Integer, ForeignKey("patient.id"), primary_key=True),
        Column("words", String(20)),
    )
    try:
        other = second(clinic)
        with engine_of(clinic.app).begin() as connection:
            table.create(connection)
            rows = [{"patient_id": clinic.ids.maria, "words": "hers"}, {"patient_id": other, "words": "the other's"}]
            connection.execute(insert(table), rows)
        merged = merge(clinic, other)
        assert sorted(clinic.rows("SELECT patient_id, words FROM one_each")) == [
            (clinic.ids.maria, "hers"),
            (other, "the other's"),
        ]
        clinic.app.write(patient_merge.unmerge, merged)
    finally:
        with engine_of(clinic.app).begin() as connection:
            table.drop(connection)
        Base.metadata.remove(table)
