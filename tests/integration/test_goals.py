"""Goals of a course: one at a time, and what their ratings and moves leave behind."""

import pytest

from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import GoalId
from ibh_desktop.queries import course_page
from ibh_desktop.usecases import goals
from tests.integration.world import THERAPIST, Clinic, at, later

TEN = at(later(1), 10)


def test_goals_are_worked_on_one_at_a_time(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    ana = clinic.as_role(THERAPIST)
    first = ana.write(goals.add, opened.course, title="Say what I need at home", baseline=2)
    second = ana.write(goals.add, opened.course, title="Call two friends")
    with pytest.raises(Refused, match="one at a time"):
        ana.write(goals.move, second, status=GoalStatus.ACTIVE)
    ana.write(goals.move, first, status=GoalStatus.ACHIEVED, rating=8)
    ana.write(goals.move, second, status=GoalStatus.ACTIVE)
    shown = ana.read(course_page.page, opened.course).goals
    assert [(g.status, g.ratings) for g in shown] == [(GoalStatus.ACHIEVED, (2, 8)), (GoalStatus.ACTIVE, (None, None))]
    assert [goal.opened_on for goal in shown] == [later(), later()]


def test_a_goal_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.as_role(THERAPIST).write(goals.move, GoalId(999), status=GoalStatus.ACTIVE)
