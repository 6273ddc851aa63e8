"""Courses with sessions left to book: who stands in the list, for whom, and that booking the rest is all or nothing."""

from datetime import timedelta

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.queries import courses as listed
from ibh_desktop.queries import unbooked
from ibh_desktop.store.schema import Appointment
from ibh_desktop.usecases import appointments, courses, remaining
from tests.integration.world import CHICAGO, LEAD, MANAGER, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, close_on, later


def _short_of(clinic: Clinic, *numbers: int) -> courses.Opened:
    """María's sixteen Mondays at ten with some of them cancelled by the clinic."""
    opened = clinic.open_course(at(later(1), 10))
    for number in numbers:
        clinic.app.write(appointments.cancel, opened.appointments[number], by_clinic=True)
    return opened


def test_a_course_booked_to_the_last_session_is_not_listed(clinic: Clinic) -> None:
    clinic.open_course(at(later(1), 10))
    assert clinic.as_role(RECEPTIONIST).read(unbooked.listing) == []


def test_a_cancelled_session_leaves_one_to_book_at_the_hour_of_the_last_one(clinic: Clinic) -> None:
    opened = _short_of(clinic, 0, 5)
    (line,) = clinic.as_role(RECEPTIONIST).read(unbooked.listing)
    assert (line.id, line.unbooked, line.planned, line.delivered) == (opened.course, 2, 16, 0)
    assert (line.patient_name, line.therapist_name, line.location_name) == ("O'Kon, María Elena", "Ana Lee", "Birmingham")
    assert (line.last_at, line.next_at) == (at(later(16), 10), at(later(17), 10))
    assert line.next_at is not None
    assert line.next_at.tzinfo == CHICAGO
    assert line.room == clinic.ids.room


def test_the_next_date_of_a_course_that_stood_still_lies_ahead(clinic: Clinic) -> None:
    opened = _short_of(clinic, *range(1, 16))
    clinic.clock.ahead(days=26)
    clinic.app.write(appointments.mark, opened.appointments[0], status=Status.NO_SHOW)
    (line,) = clinic.as_role(RECEPTIONIST).read(unbooked.listing)
    assert (line.last_at, line.next_at, line.unbooked) == (None, None, 16)
    ids = clinic.ids
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(remaining.book_rest, opened.course, starts=at(later(4, 1), 10), sessions=1, room=ids.room)
    clinic.clock.ahead(days=20)
    (line,) = desk.read(unbooked.listing)
    assert (line.last_at, line.next_at) == (at(later(4, 1), 10), at(later(7, 1), 10))


def test_the_list_reaches_as_far_as_that_of_courses(clinic: Clinic) -> None:
    _short_of(clinic, 3)
    seen = {}
    for who in (RECEPTIONIST, THERAPIST, OTHER, LEAD):
        desk = clinic.as_role(who)
        seen[who] = len(desk.read(unbooked.listing))
        assert seen[who] == len(desk.read(listed.listing))
    assert seen == {RECEPTIONIST: 1, THERAPIST: 1, OTHER: 0, LEAD: 1}
    with pytest.raises(NotAllowed):
        clinic.as_role(MANAGER).read(unbooked.listing)
    assert clinic.as_role(RECEPTIONIST).read(unbooked.listing, location=clinic.ids.phenix) == []


def test_the_rest_is_booked_weekly_and_a_closed_day_is_passed_over(clinic: Clinic) -> None:
    opened = _short_of(clinic, 13, 14, 15)
    clinic.app.write(close_on, clinic.ids.birmingham, later(15))
    desk = clinic.as_role(RECEPTIONIST)
    preview = desk.read(unbooked.rest, opened.course, starts=at(later(14), 10), sessions=3, room=clinic.ids.room)
    assert [row.number for row in preview] == [1, None, 2, 3]
    assert "closed" in preview[1].reason
    new = desk.write(remaining.book_rest, opened.course, starts=at(later(14), 10), sessions=3, room=clinic.ids.room)
    assert len(new) == 3
    found = clinic.rows("SELECT starts, course_id FROM appointment WHERE id >= :first ORDER BY starts", first=min(new))
    assert [course for _, course in found] == [opened.course] * 3
    assert desk.read(unbooked.listing) == []
    desk.write(appointments.unbook, new)
    assert [line.unbooked for line in desk.read(unbooked.listing)] == [3]


def test_no_more_than_the_contract_holds_is_booked(clinic: Clinic) -> None:
    opened = _short_of(clinic, 15)
    desk, before = clinic.as_role(RECEPTIONIST), clinic.count("appointment")
    for sessions in (0, 2, 200):
        with pytest.raises(Refused, match="1 of 16 sessions left") as refused:
            desk.write(remaining.book_rest, opened.course, starts=at(later(16), 10), sessions=sessions)
        assert refused.value.field == "sessions"
    assert clinic.count("appointment") == before


def test_a_past_or_crowded_hour_books_nothing(clinic: Clinic) -> None:
    opened = _short_of(clinic, 14, 15)
    desk, before = clinic.as_role(RECEPTIONIST), clinic.count("appointment")
    with pytest.raises(Refused, match="has passed"):
        desk.write(remaining.book_rest, opened.course, starts=at(later(), 8), sessions=2)
    with pytest.raises(Refused, match="Only 0 of 2 weeks are free"):
        desk.write(remaining.book_rest, opened.course, starts=at(later(16), 20), sessions=2)
    assert clinic.count("appointment") == before


def test_another_therapist_may_not_book_the_rest_of_hers(clinic: Clinic) -> None:
    opened = _short_of(clinic, 15)
    with pytest.raises(NotAllowed):
        clinic.as_role(OTHER).write(remaining.book_rest, opened.course, starts=at(later(16), 10), sessions=1)
    new = clinic.as_role(THERAPIST).write(remaining.book_rest, opened.course, starts=at(later(16), 10), sessions=1)
    ends = clinic.app.read(lambda r: r.session.get_one(Appointment, new[0]).ends)
    assert ends == at(later(16), 10) + timedelta(minutes=50)
