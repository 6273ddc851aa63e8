"""Visits beyond a licence: listed from the day after its last, for whoever books them, until moved or renewed."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from ibh_desktop.queries import beyond_licence
from ibh_desktop.queries.beyond_licence import BeyondLine
from ibh_desktop.store.schema import Appointment
from ibh_desktop.usecases import appointments, courses
from tests.integration.test_licences import LAST, record
from tests.integration.world import LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, engine_of, later


@pytest.fixture
def opened(clinic: Clinic) -> courses.Opened:
    """María's sixteen Mondays with Ana, booked while her licence seemed to last."""
    return clinic.open_course(at(later(1), 10))


def listed(clinic: Clinic, who: str = RECEPTIONIST) -> list[BeyondLine]:
    """What somebody finds in the list."""
    return clinic.as_role(who).read(beyond_licence.listing)


def test_a_licence_that_runs_on_lists_nothing(clinic: Clinic, opened: courses.Opened) -> None:
    assert listed(clinic) == []
    record(clinic, licence_expires=later(60))
    assert listed(clinic) == []


def test_every_visit_after_the_last_day_is_listed_and_that_of_the_last_day_is_not(
    clinic: Clinic, opened: courses.Opened
) -> None:
    record(clinic, licence_expires=LAST)
    lines = listed(clinic)
    assert [line.starts for line in lines] == [at(later(week), 10) for week in range(5, 17)]
    first = lines[0]
    assert (first.patient_name, first.therapist_name, first.expires) == ("María Elena (Mari) O'Kon", "Ana Lee", LAST)
    assert (first.location, first.zone.key) == ("Birmingham", "America/Chicago")


def test_the_last_day_ends_at_midnight_where_the_visit_is(clinic: Clinic, opened: courses.Opened) -> None:
    """18:30 in Chicago on the last day is the next day in UTC."""
    record(clinic, licence_expires=LAST)
    evening = at(LAST, 18, 30)
    assert len(listed(clinic)) == 12
    with Session(engine_of(clinic.app)) as session, session.begin():
        visit = session.get_one(Appointment, opened.appointments[4])
        visit.starts, visit.ends = evening, evening + timedelta(minutes=50)
    assert opened.appointments[4] not in [line.id for line in listed(clinic)]
    assert len(listed(clinic)) == 11


def test_what_is_moved_cancelled_or_renewed_leaves_the_list(clinic: Clinic, opened: courses.Opened) -> None:
    record(clinic, licence_expires=LAST)
    before = listed(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.cancel, before[0].id, by_clinic=True)
    desk.write(appointments.move, before[1].id, starts=before[1].starts, therapist=clinic.ids.ben, version=before[1].version)
    assert [line.id for line in listed(clinic)] == [line.id for line in before[2:]]
    record(clinic, licence_expires=later(60))
    assert listed(clinic) == []


def test_a_licence_that_ran_out_unnoticed_lists_what_is_still_to_come(clinic: Clinic, opened: courses.Opened) -> None:
    record(clinic, licence_expires=later(2))
    clinic.clock.ahead(days=30)
    lines = listed(clinic)
    assert len(lines) == 12
    assert all(line.starts > clinic.clock.now for line in lines)


def test_a_therapist_sees_her_own_and_whoever_books_for_all_sees_all(clinic: Clinic, opened: courses.Opened) -> None:
    record(clinic, licence_expires=LAST)
    assert {who: len(listed(clinic, who)) for who in (RECEPTIONIST, THERAPIST, OTHER, LEAD, MANAGER)} == {
        RECEPTIONIST: 12,
        THERAPIST: 12,
        OTHER: 0,
        LEAD: 12,
        MANAGER: 12,
    }
