"""Registering, changing and finding patients."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from ibh_desktop.domain.errors import Conflict, NotAllowed, NotFound, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patient_file
from ibh_desktop.queries import patients as found_in
from ibh_desktop.store.own_patients import PAIRS
from ibh_desktop.usecases import appointments, patients
from tests.integration.world import MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later

DETAILS = patients.Details("Shanice", "Quarles", date(1992, 2, 2), phone="205.555.0199", email="s@example.org")


def register(clinic: Clinic, details: patients.Details = DETAILS, *, although: bool = False) -> PatientId:
    """At the front desk."""
    return clinic.as_role(RECEPTIONIST).write(patients.register, details, although_known=although)


def names(clinic: Clinic, typed: str, who: str = RECEPTIONIST) -> list[str]:
    """Who is found."""
    return [hit.name for hit in clinic.as_role(who).read(found_in.search, typed)]


def test_a_patient_is_registered_with_a_number_and_a_clean_phone(clinic: Clinic) -> None:
    new = register(clinic)
    file = clinic.app.read(patient_file.file, new)
    assert (file.number, file.given, file.phone, file.active) == ("10004", "Shanice", "+12055550199", True)


def test_the_same_name_and_birth_date_is_a_conflict_unless_it_is_meant(clinic: Clinic) -> None:
    twin = patients.Details("maria elena", "OKON", date(1985, 3, 14))
    with pytest.raises(Conflict, match="already registered: number 10001") as no:
        register(clinic, twin)
    assert no.value.field == "family"
    register(clinic, twin, although=True)
    alike = clinic.app.read(found_in.alike, given="María Elena", family="O’Kon", born=date(1985, 3, 14))
    assert len(alike) == 2


MARIA = [
    "okon",
    "O'Kon",
    "o’kon",
    "maria",
    "MARÍA",
    "elena",
    "mari",
    "maria elena okon",
    "okon maria",
    "elena o'kon",
    "okon elena maria",
    "ok mar",
    "3/14/1985",
    "3/14/85",
    "1985-03-14",
    "19850314",
    "03141985",
    "(205) 555-0142",
    "2055550142",
    "+1 205 555 0142",
    "555-0142",
    "5550142",
    "10001",
]


def test_maria_is_found_by_whatever_the_caller_says(clinic: Clinic) -> None:
    assert {typed: names(clinic, typed) for typed in MARIA} == {key: ["O'Kon, María Elena"] for key in MARIA}


NOBODY = ["xyz", "okon tyrone", "3/15/1985", "9999999", "%", "_", "'; DROP TABLE patient; --", "\\"]


def test_nobody_is_found_by_what_nobody_has(clinic: Clinic) -> None:
    assert {typed: names(clinic, typed) for typed in NOBODY} == {key: [] for key in NOBODY}


def test_others_are_found_without_their_accents(clinic: Clinic) -> None:
    assert names(clinic, "novacek jiri") == names(clinic, "Nováček") == names(clinic, "jiří") == ["Nováček, Jiří"]


def test_a_prefix_of_digits_finds_everybody_with_it(clinic: Clinic) -> None:
    assert names(clinic, "20555501") == ["O'Kon, María Elena", "Washington, Tyrone"]


def test_without_a_text_those_of_today_are_shown(clinic: Clinic) -> None:
    ids = clinic.ids
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=at(later(), 14))
    assert names(clinic, "") == ["Washington, Tyrone"]


def test_a_therapist_finds_and_opens_only_her_own(clinic: Clinic) -> None:
    ids = clinic.ids
    assert names(clinic, "okon", THERAPIST) == []
    with pytest.raises(NotAllowed, match="another therapist's patient"):
        clinic.as_role(THERAPIST).read(patient_file.file, ids.maria)
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10))
    assert names(clinic, "okon", THERAPIST) == ["O'Kon, María Elena"]
    assert clinic.as_role(THERAPIST).read(patient_file.file, ids.maria).visits[0].starts == at(later(1), 10)
    assert names(clinic, "okon", OTHER) == []


MOVED = "UPDATE appointment SET therapist_id = :ana WHERE patient_id = :jiri"


def own_pairs(clinic: Clinic) -> list[tuple[Any, ...]]:
    """Who is whose, after checking that the kept table says what visits and courses say."""
    kept = clinic.rows("SELECT therapist_id, patient_id FROM own_patient ORDER BY 1, 2")
    assert kept == sorted(clinic.rows(PAIRS))
    return kept


def test_whose_patient_somebody_is_follows_visits_and_courses(clinic: Clinic) -> None:
    ids = clinic.ids
    assert own_pairs(clinic) == []
    clinic.open_course(at(later(1), 10))
    clinic.app.write(appointments.book, patient=ids.jiri, therapist=ids.ben, location=ids.birmingham, starts=at(later(1), 14))
    assert own_pairs(clinic) == [(ids.ana, ids.maria), (ids.ben, ids.jiri)]
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text(MOVED), {"ana": ids.ana, "jiri": ids.jiri})
    assert own_pairs(clinic) == [(ids.ana, ids.maria), (ids.ana, ids.jiri)]
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text("DELETE FROM appointment WHERE patient_id = :jiri"), {"jiri": ids.jiri})
    assert own_pairs(clinic) == [(ids.ana, ids.maria)]


def test_a_therapist_changes_only_her_own(clinic: Clinic) -> None:
    ids = clinic.ids
    married = patients.Details("María Elena", "O'Kon-Webb", date(1985, 3, 14))
    clinic.app.write(appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(later(1), 10))
    with pytest.raises(NotAllowed, match="another therapist's patient"):
        clinic.as_role(OTHER).write(patients.change, ids.maria, married)
    clinic.as_role(THERAPIST).write(patients.change, ids.maria, married)
    clinic.as_role(MANAGER).write(patients.change, ids.maria, married)


def test_after_a_change_the_new_name_finds_and_the_old_does_not(clinic: Clinic) -> None:
    new = register(clinic)
    clinic.as_role(RECEPTIONIST).write(patients.change, new, patients.Details("Shanice", "Ivey", date(1992, 2, 2)))
    assert names(clinic, "ivey") == ["Ivey, Shanice"]
    assert names(clinic, "quarles") == names(clinic, "2055550199") == []
    (row,) = clinic.rows("SELECT diff FROM audit ORDER BY seq DESC LIMIT 1")
    assert row == ('{"fields": ["family", "phone", "email", "same_key"]}',)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"family": "", "given": ""}, "family"),
        ({"family": "x" * 101}, "family"),
        ({"born": date(2027, 1, 5)}, "born"),
        ({"born": date(1850, 1, 1)}, "born"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "12345"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"email": "a b@example.org"}, "email"),
        ({"email": "x" * 120 + "@example.org"}, "email"),
    ],
)
def test_a_wrong_field_is_refused_by_name(clinic: Clinic, changed: dict[str, object], field: str) -> None:
    plain: dict[str, object] = {"given": "Shanice", "family": "Quarles", "born": date(1992, 2, 2)}
    with pytest.raises(Refused) as no:
        register(clinic, patients.Details(**plain | changed))  # type: ignore[arg-type]
    assert no.value.field == field
    assert clinic.count("patient") == 3


def test_notes_keep_their_lines_and_lose_what_no_database_takes(clinic: Clinic) -> None:
    new = register(clinic, patients.Details("Odd", "Notes", date(1990, 1, 1), notes=" first\n\nsecond\0 \ud800 line "))
    assert clinic.app.read(patient_file.file, new).notes == "first\n\nsecond  line"


def test_a_name_that_grows_when_folded_is_kept(clinic: Clinic) -> None:
    register(clinic, patients.Details("ß" * 100, "ﷺ" * 60, date(1990, 1, 1)))
    assert len(names(clinic, "ssssss")) == 1


def test_a_file_that_is_gone_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.app.read(patient_file.file, PatientId(999))
