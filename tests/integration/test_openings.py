"""The times that glow in the schedule: all of them can be booked, and nothing that can is missing."""

from datetime import datetime, timedelta

import pytest

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, PatientId, TherapistId
from ibh_desktop.queries.openings import Opening, Sought, openings
from ibh_desktop.usecases import appointments, roster
from tests.integration.test_licences import record
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, at, later

DAY = later(1)


def free(clinic: Clinic, sought: Sought | None = None, *, who: str = RECEPTIONIST, days: int = 0) -> tuple[Opening, ...]:
    """What is free at Birmingham on the day, for María unless told otherwise."""
    asked = sought or Sought(50, clinic.ids.maria)
    last = DAY + timedelta(days=days)
    return clinic.as_role(who).read(openings, asked, first=DAY, last=last, location=clinic.ids.birmingham)


def hours(found: tuple[Opening, ...], therapist: int) -> list[str]:
    """Starts of one therapist."""
    return [f"{one.starts:%H:%M}" for one in found if one.therapist == therapist]


def test_every_time_that_glows_can_be_booked_and_a_taken_one_does_not(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)

    def book(who: TherapistId, starts: datetime, patient: PatientId) -> AppointmentId:
        place = ids.birmingham
        asked = "asked for"
        return desk.write(appointments.book, patient=patient, therapist=who, location=place, starts=starts, passed_reason=asked)

    book(ids.ana, at(DAY, 10), ids.tyrone)
    clinic.app.write(roster.add_time_off, ids.ana, starts=at(DAY, 15), ends=at(DAY, 17))
    found = free(clinic)
    assert hours(found, ids.ana) == ["08:00", "08:30", "09:00", "11:00", "13:00", "13:30", "14:00"]
    assert found == tuple(sorted(found, key=lambda one: (one.starts, one.therapist)))
    for one in found:
        desk.write(appointments.unbook, [book(one.therapist, one.starts, ids.maria)])
    with pytest.raises(Refused):
        book(ids.ana, at(DAY, 15), ids.maria)


def test_what_moves_is_not_in_its_own_way_and_keeps_its_room(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    own = desk.write(
        appointments.book, patient=ids.maria, therapist=ids.ana, location=ids.birmingham, starts=at(DAY, 10), room=ids.spare
    )
    moving = Sought(50, ids.maria, moving=own, therapist=ids.ana, room=ids.spare, location=ids.birmingham)
    assert "10:00" in hours(free(clinic, moving), ids.ana)
    assert "10:00" not in hours(free(clinic), ids.ana)
    desk.write(
        appointments.book, patient=ids.tyrone, therapist=ids.ben, location=ids.birmingham, starts=at(DAY, 14), room=ids.spare
    )
    found = hours(free(clinic, moving), ids.ana)
    assert "14:00" not in found
    for start in found:
        hour, minute = map(int, start.split(":"))
        before = desk.write(appointments.move, own, starts=at(DAY, hour, minute), passed_reason="asked for")
        desk.write(appointments.restore, before)
    elsewhere = Sought(50, ids.maria, moving=own, location=ids.phenix)
    assert free(clinic, elsewhere) == ()


def test_only_from_now_on_and_only_of_whom_one_may_book(clinic: Clinic) -> None:
    ids = clinic.ids
    assert {one.therapist for one in free(clinic)} == {ids.ana, ids.ben}
    assert {one.therapist for one in free(clinic, who=THERAPIST)} == {ids.ana}
    clinic.clock.ahead(days=7, hours=3, minutes=5)
    assert hours(free(clinic), ids.ana)[0] == "13:00"
    clinic.clock.ahead(days=1)
    assert free(clinic) == ()


def test_a_week_of_one_therapist_ends_with_the_licence(clinic: Clinic) -> None:
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    record(clinic, licence_expires=later(1, 2))

    def week(sought: Sought) -> tuple[Opening, ...]:
        return desk.read(openings, sought, first=DAY, last=later(1, 6), location=ids.phenix, therapist=ids.ana)

    assert {one.starts.date() for one in week(Sought(50, ids.maria))} == {later(1, day) for day in range(3)}
    record(clinic, credential="LBSW")
    assert week(Sought(50, ids.maria)) == ()
    assert len(week(Sought(15, ids.maria, Kind.PHONE))) > 40


def test_who_does_not_treat_that_age_does_not_glow(clinic: Clinic) -> None:
    record(clinic, youngest=65)
    assert {one.therapist for one in free(clinic)} == {clinic.ids.ben}
