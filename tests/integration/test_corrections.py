"""Putting right what became of a visit: the desk the same day, the therapist within a day, later the manager with a reason."""

from datetime import timedelta

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.queries import visit_story
from ibh_desktop.queries.visit_story import VisitStory
from ibh_desktop.usecases import appointments, corrections
from tests.integration.world import LEAD, MANAGER, MONDAY, RECEPTIONIST, THERAPIST, Clinic, at, monday_with_ana

S = Status


@pytest.fixture
def visits(clinic: Clinic) -> list[AppointmentId]:
    """Three visits of Monday with Ana, at ten, two and four."""
    return monday_with_ana(clinic)


def _story(clinic: Clinic, visit: AppointmentId, who: str = MANAGER) -> VisitStory:
    return clinic.as_role(who).read(visit_story.story, visit)


def test_the_desk_puts_a_no_show_right_the_same_day_without_a_word(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    clinic.clock.now = at(MONDAY, 10, 20)
    desk.write(appointments.mark, visits[0], status=S.NO_SHOW)
    clinic.clock.now = at(MONDAY, 16, 0)
    before = desk.write(corrections.correct, visits[0], status=S.COMPLETED)
    story = _story(clinic, visits[0])
    assert story.status is S.COMPLETED
    assert story.steps[-1].was is S.NO_SHOW
    desk.write(appointments.restore, before)
    assert _story(clinic, visits[0]).status is S.NO_SHOW


def test_later_only_the_manager_does_and_says_why(clinic: Clinic, visits: list[AppointmentId]) -> None:
    clinic.clock.now = at(MONDAY, 10, 20)
    clinic.as_role(RECEPTIONIST).write(appointments.mark, visits[0], status=S.NO_SHOW)
    clinic.clock.ahead(days=3)
    for who in (RECEPTIONIST, THERAPIST, LEAD):
        assert _story(clinic, visits[0], who).targets == ()
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(corrections.correct, visits[0], status=S.COMPLETED, reason="She was here")
    with pytest.raises(Refused, match="reason"):
        clinic.app.write(corrections.correct, visits[0], status=S.COMPLETED)
    clinic.app.write(corrections.correct, visits[0], status=S.COMPLETED, reason="She was here")
    assert _story(clinic, visits[0]).steps[-1].reason == "She was here"


def test_within_a_day_the_therapist_puts_a_held_session_right(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    clinic.clock.now = at(MONDAY, 16, 55)
    for status in (S.CHECKED_IN, S.IN_SESSION, S.COMPLETED):
        desk.write(appointments.mark, visits[2], status=status)
    clinic.clock.now = at(MONDAY + timedelta(days=1), 9)
    with pytest.raises(NotAllowed):
        desk.write(corrections.correct, visits[2], status=S.LEFT_BEFORE_SEEN, reason="Left at four")
    clinic.as_role(THERAPIST).write(corrections.correct, visits[2], status=S.LEFT_BEFORE_SEEN, reason="Left at four")
    assert _story(clinic, visits[2]).status is S.LEFT_BEFORE_SEEN


def test_a_time_that_was_sold_meanwhile_is_not_taken_back(clinic: Clinic, visits: list[AppointmentId]) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.cancel, visits[1], by_clinic=False)
    desk.write(appointments.move, visits[2], starts=at(MONDAY, 14))
    with pytest.raises(Conflict, match="booked"):
        desk.write(corrections.correct, visits[1], status=S.SCHEDULED)
    assert _story(clinic, visits[1]).status is S.LATE_CANCEL
