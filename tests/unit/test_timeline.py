"""The geometry of a course on one page, in days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import CANCELLED, Status
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, GoalId
from ibh_desktop.domain.phases import Phase, split
from ibh_desktop.domain.timeline import Goal, Visit, axis, bands, goal_bars, marks

FIRST = date(2027, 1, 4)


def weekly(statuses: list[Status]) -> list[Visit]:
    """One visit a week."""
    return [Visit(AppointmentId(n), FIRST + timedelta(weeks=n), status) for n, status in enumerate(statuses)]


@pytest.mark.parametrize("sessions", [1, 4, 8, 12, 16, 20, 60])
def test_date_labels_never_crowd(sessions: int) -> None:
    shown = axis([visit.on for visit in weekly([Status.SCHEDULED] * sessions)])
    assert 1 <= len(shown.ticks) <= 12
    assert len({b - a for a, b in pairwise(shown.ticks)}) <= 1
    assert all(shown.on(tick).weekday() == 0 for tick in shown.ticks)
    assert all(0 <= tick < shown.days for tick in shown.ticks)


def test_days_and_dates_are_each_others_opposite() -> None:
    shown = axis([FIRST, FIRST + timedelta(days=200)])
    assert shown.on(shown.day(FIRST)) == FIRST
    assert 0 < shown.day(FIRST) < shown.day(FIRST + timedelta(days=200)) < shown.days


def test_missed_sessions_carry_no_number() -> None:
    statuses = [Status.COMPLETED, Status.NO_SHOW, Status.COMPLETED, Status.LATE_CANCEL, Status.SCHEDULED]
    shown = axis([FIRST, FIRST + timedelta(days=100)])
    assert [mark.number for mark in marks(weekly(statuses), split(16), shown)] == [1, None, 2, None, 3]


def test_marks_come_in_order_of_time() -> None:
    visits = weekly([Status.SCHEDULED] * 6)
    shown = axis([visit.on for visit in visits])
    assert [mark.number for mark in marks(visits[::-1], split(16), shown)] == [1, 2, 3, 4, 5, 6]


statuses = st.lists(st.sampled_from(Status), min_size=1, max_size=60)


@given(statuses, st.sampled_from([4, 8, 12, 16, 20, 60]))
@settings(max_examples=80, deadline=None)
def test_phase_bands_never_overlap_and_stand_in_order(found: list[Status], planned: int) -> None:
    visits = weekly(found)
    shown = axis([visit.on for visit in visits])
    placed = marks(visits, split(planned), shown)
    drawn = bands(placed)
    assert [band.phase for band in drawn] == [phase for phase in Phase if phase in {band.phase for band in drawn}]
    assert all(band.first <= band.last for band in drawn)
    assert all(a.last < b.first for a, b in pairwise(drawn))
    for mark in placed:
        if mark.status not in CANCELLED:
            assert any(band.first <= mark.day <= band.last and band.phase is mark.phase for band in drawn)


def test_two_sessions_on_one_day_do_not_turn_a_band_around() -> None:
    """A double session across the border of two phases."""
    visits = [Visit(AppointmentId(n), FIRST, Status.COMPLETED) for n in range(2)]
    drawn = bands(marks(visits, split(4), axis([FIRST])))
    assert all(band.first <= band.last for band in drawn)


goals = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 100), st.sampled_from(GoalStatus)).map(
        lambda g: Goal(GoalId(g[0]), "A goal", g[2], FIRST + timedelta(days=g[0]), FIRST + timedelta(days=g[0] + g[1]), (2, 5))
    ),
    max_size=8,
)


@given(goals)
@settings(max_examples=60, deadline=None)
def test_goals_on_one_lane_do_not_overlap(found: list[Goal]) -> None:
    shown = axis([FIRST, FIRST + timedelta(days=300)])
    bars = goal_bars(found, shown, FIRST + timedelta(days=150))
    assert [bar.id for bar in bars] == [goal.id for goal in found]
    assert all(bar.first < bar.last for bar in bars)
    for lane in {bar.lane for bar in bars}:
        together = [bar for bar in bars if bar.lane == lane]
        assert all(a.last < b.first for a, b in pairwise(together))


def test_a_goal_that_is_open_runs_until_today() -> None:
    shown = axis([FIRST, FIRST + timedelta(days=100)])
    goal = Goal(GoalId(1), "Call my sister", GoalStatus.ACTIVE, FIRST, None, (2, None))
    (bar,) = goal_bars([goal], shown, FIRST + timedelta(days=30))
    assert (shown.on(bar.first), shown.on(bar.last)) == (FIRST, FIRST + timedelta(days=30))
