"""Bad input to a booking: each is refused in a sentence with the way on, and nothing is saved by halves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PatientId, RoomId, TherapistId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.store.schema import Appointment, Location, Patient, Room, Shift, ShiftBreak, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, courses, series
from tests.integration.world import RECEPTIONIST, Clinic, at, close_on, later

TEN = at(later(1), 10)


def nothing_is_left(clinic: Clinic) -> bool:
    """No course and no visit."""
    return clinic.count("course") == clinic.count("appointment") == 0


def open_(clinic: Clinic, wanted: CoursePlan) -> None:
    """Open a course at the front desk."""
    clinic.as_role(RECEPTIONIST).write(courses.open_course, wanted, indication="anxiety", passed_reason="as agreed")


def test_a_course_that_begins_in_the_past_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Refused, match="This time has passed"):
        open_(clinic, clinic.plan(at(later(), 8)))
    past = tuple(at(later(week), 10) for week in range(-1, 15))
    with pytest.raises(Refused, match="This time has passed"):
        open_(clinic, replace(clinic.plan(TEN), agreed=past))
    assert nothing_is_left(clinic)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (Therapist, "Ana Lee is not active any more"),
        (Patient, "This patient's file is not active any more"),
        (Room, "Room Room 1 is not active any more"),
        (Location, "Birmingham is not active any more"),
    ],
)
def test_a_course_with_somebody_or_something_inactive_is_refused(clinic: Clinic, table: type[Patient], sentence: str) -> None:
    ids = clinic.ids
    key = {Therapist: ids.ana, Patient: ids.maria, Room: ids.room, Location: ids.birmingham}[table]

    def retire(tx: Tx) -> None:
        tx.session.get_one(table, key).active = False
        tx.record("test:retire", Topic.STAFF, key)

    clinic.app.write(retire)
    with pytest.raises(Refused, match=f"{sentence}. Choose another"):
        open_(clinic, clinic.plan(TEN))
    assert nothing_is_left(clinic)


def test_a_therapist_without_shifts_is_refused_with_the_way_on(clinic: Clinic) -> None:
    def dismiss(tx: Tx) -> None:
        for table in (ShiftBreak, Shift):
            for row in tx.session.query(table):
                tx.session.delete(row)
            tx.session.flush()
        tx.record("test:dismiss", Topic.ROSTER, None)

    clinic.app.write(dismiss)
    ids = clinic.ids
    with pytest.raises(Refused, match=r"Ana Lee does not work at Birmingham .* look for another therapist"):
        clinic.as_role(RECEPTIONIST).write(
            appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=TEN
        )
    with pytest.raises(Refused, match=r"Only 0 of 16 weeks are free at this hour: Ana Lee does not work"):
        open_(clinic, clinic.plan(TEN))
    assert nothing_is_left(clinic)


def test_a_closed_day_in_the_agreed_dates_is_named(clinic: Clinic) -> None:
    clinic.app.write(close_on, clinic.ids.birmingham, later(3))
    agreed = tuple(at(later(week), 10) for week in range(1, 17))
    with pytest.raises(Refused, match="Session 3, Mon 25 Jan 10:00, cannot be booked: Birmingham is closed on Monday 25"):
        open_(clinic, replace(clinic.plan(TEN), agreed=agreed))
    assert nothing_is_left(clinic)


def test_a_slot_taken_meanwhile_names_the_three_nearest_free_ones(clinic: Clinic) -> None:
    ids = clinic.ids
    book = {"therapist": ids.ana, "location": ids.birmingham, "starts": TEN}
    clinic.app.write(appointments.book, patient=ids.tyrone, **book)  # type: ignore[arg-type]
    with pytest.raises(Refused) as no:
        clinic.app.write(appointments.book, patient=ids.maria, **book)  # type: ignore[arg-type]
    assert len(no.value.sentence.split("Next free: ")[1].split(", ")) == 3


@pytest.mark.parametrize("hour", [7, 12, 17])
def test_a_series_outside_the_hours_is_refused(clinic: Clinic, hour: int) -> None:
    wanted = replace(clinic.plan(at(later(1), hour)).series(), sessions=4)
    with pytest.raises(Refused, match="Only 0 of 4 weeks are free at this hour: Ana Lee does not work"):
        clinic.as_role(RECEPTIONIST).write(series.book, wanted)
    assert nothing_is_left(clinic)


def test_what_is_not_there_is_refused_before_anything_is_planned(clinic: Clinic) -> None:
    wanted = clinic.plan(TEN)
    for missing in (
        replace(wanted, patient=PatientId(999)),
        replace(wanted, therapist=TherapistId(999)),
        replace(wanted, room=RoomId(999)),
    ):
        with pytest.raises(Exception, match="is not there any more"):
            open_(clinic, missing)
    assert nothing_is_left(clinic)


def test_a_series_keeps_its_wall_time_over_both_changes_of_the_clock(clinic: Clinic) -> None:
    """From 1 March the clocks go forward on the 14th, from 25 October back on 7 November."""
    for first in (later(8), later(42)):
        wanted = replace(clinic.plan(at(first, 10)).series(), sessions=4)
        clinic.as_role(RECEPTIONIST).write(series.book, wanted)
        starts = [at(first + timedelta(weeks=week), 10) for week in range(4)]
        stored = clinic.app.read(lambda r: {a.starts for a in r.session.query(Appointment)})
        assert set(starts) <= stored
