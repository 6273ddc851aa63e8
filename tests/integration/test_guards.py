"""What the database itself refuses, tried with plain SQL on both engines (SAFETY.md 3 and 5)."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.store.overlaps import RESOURCES, overlap_in
from ibh_desktop.store.schema import Appointment
from ibh_desktop.usecases import appointments
from tests.integration.world import MANAGER, Clinic, at, engine_of, later

TEN = at(later(1), 10)
COLUMNS = [column.name for column in Appointment.__table__.columns if column.name != "id"]


def booked(clinic: Clinic) -> AppointmentId:
    """María with Ana in room 1, Monday week at ten."""
    ids = clinic.ids
    return clinic.app.write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=TEN, room=ids.room
    )


def apart(clinic: Clinic) -> AppointmentId:
    """Tyrone with Ben in room 2 at the same time: nothing in common with María's."""
    ids = clinic.ids
    return clinic.app.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ben, location=ids.birmingham, starts=TEN, room=ids.spare
    )


def run(clinic: Clinic, statement: str, **values: Any) -> None:
    """One statement in a transaction of its own."""
    with engine_of(clinic.app).begin() as connection:
        connection.execute(text(statement), values)


def refused(clinic: Clinic, statement: str, **values: Any) -> str:
    """The message with which the database refuses a statement."""
    with pytest.raises(DBAPIError) as no:
        run(clinic, statement, **values)
    return str(no.value.orig)


def copy_of(row: int, **changed: object) -> str:
    """SQL for a copy of a row with some columns changed."""
    said = [str(changed.get(name, name)) for name in COLUMNS]
    return f"INSERT INTO appointment ({', '.join(COLUMNS)}) SELECT {', '.join(said)} FROM appointment WHERE id = {row}"


@pytest.mark.parametrize("resource", RESOURCES)
def test_each_of_therapist_room_and_patient_is_guarded(clinic: Clinic, resource: str) -> None:
    """Move Tyrone's visit onto one thing that María's holds."""
    hers, his = booked(clinic), apart(clinic)
    theirs = f"(SELECT {resource}_id FROM appointment WHERE id = {hers})"
    message = refused(clinic, f"UPDATE appointment SET {resource}_id = {theirs} WHERE id = {his}")
    assert overlap_in(message) == resource


def test_an_insert_on_a_taken_time_is_refused(clinic: Clinic) -> None:
    assert overlap_in(refused(clinic, copy_of(booked(clinic)))) in RESOURCES


def test_replace_and_upsert_do_not_get_around_the_guard(clinic: Clinic) -> None:
    hers, his = booked(clinic), apart(clinic)
    if engine_of(clinic.app).dialect.name == "sqlite":
        all_columns = ", ".join(["id", *COLUMNS])
        chosen = ", ".join([str(his), *COLUMNS])
        replace = f"INSERT OR REPLACE INTO appointment ({all_columns}) SELECT {chosen} FROM appointment WHERE id = {hers}"
        assert overlap_in(refused(clinic, replace)) in RESOURCES
    upsert = (
        copy_of(hers).replace(f"({', '.join(COLUMNS)})", f"(id, {', '.join(COLUMNS)})").replace("SELECT ", f"SELECT {his}, ", 1)
    )
    upsert += " ON CONFLICT (id) DO UPDATE SET therapist_id = excluded.therapist_id"
    assert overlap_in(refused(clinic, upsert)) in RESOURCES
    assert clinic.rows("SELECT id FROM appointment ORDER BY id") == [(hers,), (his,)]


def test_a_cancelled_visit_cannot_come_back_onto_a_sold_time(clinic: Clinic) -> None:
    hers = booked(clinic)
    run(clinic, f"UPDATE appointment SET status = 'cancelled by clinic' WHERE id = {hers}")
    booked(clinic)
    assert overlap_in(refused(clinic, f"UPDATE appointment SET status = 'scheduled' WHERE id = {hers}")) in RESOURCES


def test_a_visit_cannot_be_stretched_or_shifted_into_another(clinic: Clinic) -> None:
    hers = booked(clinic)
    ids = clinic.ids
    eleven = at(later(1), 11)
    clinic.app.write(appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=eleven)
    half_past = f"(SELECT starts {shift(clinic, 30)} FROM appointment WHERE id = {hers})"
    later_end = f"(SELECT ends {shift(clinic, 30)} FROM appointment WHERE id = {hers})"
    assert overlap_in(refused(clinic, f"UPDATE appointment SET starts = {half_past}, ends = {later_end} WHERE id = {hers}"))
    assert overlap_in(refused(clinic, f"UPDATE appointment SET ends = {later_end} WHERE id = {hers}"))


def shift(clinic: Clinic, minutes: int) -> str:
    """SQL that adds minutes on the engine at hand."""
    return f"+ {60 * minutes}" if engine_of(clinic.app).dialect.name == "sqlite" else f"+ interval '{minutes} min'"


def test_an_overbooked_row_that_loses_its_flag_is_refused(clinic: Clinic) -> None:
    booked(clinic)
    ids = clinic.ids
    over = clinic.as_role(MANAGER).write(
        appointments.book, patient=ids.tyrone, therapist=ids.ana, location=ids.birmingham, starts=TEN, overbook_reason="crisis"
    )
    false = "0" if engine_of(clinic.app).dialect.name == "sqlite" else "false"
    assert overlap_in(refused(clinic, f"UPDATE appointment SET overbooked = {false} WHERE id = {over}")) == "therapist"


def test_an_appointment_longer_than_the_guard_looks_back_is_refused(clinic: Clinic) -> None:
    hers = booked(clinic)
    refused(
        clinic, f"UPDATE appointment SET ends = (SELECT starts {shift(clinic, 12 * 60 + 1)} FROM appointment) WHERE id = {hers}"
    )


def test_touching_and_missed_visits_are_no_overlap(clinic: Clinic) -> None:
    hers = booked(clinic)
    run(clinic, copy_of(hers, starts="ends", ends=f"ends {shift(clinic, 50)}"))
    run(clinic, copy_of(hers, status="'no-show'"))
    run(clinic, copy_of(hers, status="'late cancel'"))
    assert clinic.count("appointment") == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'nothing' WHERE seq = 1",
        "UPDATE audit SET reason = reason",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit",
    ],
)
def test_the_audit_is_never_changed_or_deleted(clinic: Clinic, statement: str) -> None:
    before = clinic.rows("SELECT * FROM audit ORDER BY seq")
    assert "the audit is never" in refused(clinic, statement)
    assert clinic.rows("SELECT * FROM audit ORDER BY seq") == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appointment SET patient_id = 99999",
        "UPDATE appointment SET starts = ends",
        "UPDATE appointment SET status = NULL",
        "UPDATE shift SET weekday = 7",
        "UPDATE shift SET starts = ends",
        "UPDATE location_hours SET closes = 1441",
    ],
)
def test_crooked_rows_are_refused(clinic: Clinic, statement: str) -> None:
    booked(clinic)
    refused(clinic, statement)
