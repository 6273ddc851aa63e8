"""Who came to a group's session: one list, each member's visit settled at once, and Undo."""

from datetime import timedelta

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.queries import course_page, groups
from ibh_desktop.usecases import appointments, attendance
from tests.integration.group_world import ROWS, TEN, opened, visits_of
from tests.integration.world import OTHER, THERAPIST, Clinic, at, later


def test_who_came_is_settled_in_one_list_and_counts_for_each_member(clinic: Clinic) -> None:
    group = opened(clinic)
    first, second, third = visits_of(group, 0)
    ana = clinic.as_role(THERAPIST)
    clinic.clock.now = at(later(1), 11, 30)
    settle = ana.read(groups.page, group.group).to_settle
    assert settle is not None
    assert {visit.id for visit in settle.open} == {first, second, third}
    was = clinic.rows(ROWS)
    before = ana.write(attendance.take, first, present=[second, third])
    assert [(row[4], row[3]) for row in clinic.rows(ROWS)[:3]] == [("no-show", None), ("done", None), ("done", second)]
    counts = [ana.read(course_page.page, course).attendance for course in group.courses]
    assert [(held.delivered, held.no_show) for held in counts] == [(0, 1), (1, 0), (1, 0)]
    assert [member.delivered for member in ana.read(groups.page, group.group).members] == [1, 0, 1]
    assert ana.read(groups.page, group.group).to_settle is None
    ana.write(attendance.take_back, before)
    assert clinic.rows(ROWS) == was


def test_a_list_keeps_the_holder_who_came_and_what_was_settled_before(clinic: Clinic) -> None:
    group = opened(clinic)
    first, _, third = visits_of(group, 0)
    ana = clinic.as_role(THERAPIST)
    clinic.clock.now = at(later(1), 10)
    for status in (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED):
        ana.write(appointments.mark, first, status=status)
    clinic.clock.now = at(later(1), 11, 30)
    ana.write(attendance.take, first, present=[third])
    assert [(row[4], row[3]) for row in clinic.rows(ROWS)[:3]] == [("done", None), ("no-show", first), ("done", first)]
    with pytest.raises(Refused, match="settled already"):
        ana.write(attendance.take, first, present=[third])


def test_nobody_came_and_nothing_holds_the_therapist_any_more(clinic: Clinic) -> None:
    group = opened(clinic)
    ana = clinic.as_role(THERAPIST)
    clinic.clock.now = at(later(1), 10, 20)
    ana.write(attendance.take, group.appointments[0], present=[])
    assert {row[4] for row in clinic.rows(ROWS)[:3]} == {"no-show"}


def test_an_absence_is_not_recorded_before_its_time_nor_for_who_is_in_the_session(clinic: Clinic) -> None:
    group = opened(clinic)
    first, second, _ = visits_of(group, 0)
    ana = clinic.as_role(THERAPIST)
    clinic.clock.now = at(later(1), 9, 50)
    with pytest.raises(Refused, match="has not begun"):
        ana.write(attendance.take, first, present=[first])
    clinic.clock.now = at(later(1), 10, 5)
    with pytest.raises(Refused, match="15 minutes after the start"):
        ana.write(attendance.take, first, present=[first])
    clinic.clock.now = at(later(1), 10, 30)
    for status in (Status.CHECKED_IN, Status.IN_SESSION):
        ana.write(appointments.mark, second, status=status)
    with pytest.raises(Conflict, match="is in session"):
        ana.write(attendance.take, first, present=[first])


def test_another_therapist_neither_sees_the_group_nor_says_who_came(clinic: Clinic) -> None:
    group = opened(clinic)
    ben = clinic.as_role(OTHER)
    with pytest.raises(NotAllowed):
        ben.read(groups.page, group.group)
    clinic.clock.now = TEN + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        ben.write(attendance.take, group.appointments[0], present=[])
