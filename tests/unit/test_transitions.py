"""Appointments and goals: every move that the paper has, and the refusal of every other."""

from datetime import UTC, datetime, timedelta

import pytest

from ibh_desktop.domain.appointments import (
    CANCELLED,
    HOLDING,
    MINUTES,
    Kind,
    Stamps,
    Status,
    cancelled_by_patient,
    require_due,
    require_move,
    stamped,
)
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.goals import CLOSED, GoalStatus, require_goal_move, require_rating

S, G = Status, GoalStatus
START = datetime(2027, 1, 11, 16, tzinfo=UTC)
DAY = timedelta(hours=24)

LEAVING = {S.CANCELLED_PATIENT, S.LATE_CANCEL, S.CANCELLED_CLINIC, S.NO_SHOW, S.RESCHEDULED}
MOVES = {
    S.SCHEDULED: {S.CONFIRMED, S.CHECKED_IN, *LEAVING},
    S.CONFIRMED: {S.CHECKED_IN, *LEAVING},
    S.CHECKED_IN: {S.IN_SESSION, S.LEFT_BEFORE_SEEN, S.CANCELLED_CLINIC},
    S.IN_SESSION: {S.COMPLETED},
}
GOAL_MOVES = {
    G.PROPOSED: {G.ACTIVE, G.DROPPED},
    G.ACTIVE: {G.PAUSED, G.ACHIEVED, G.PARTLY, G.NOT_ACHIEVED, G.DROPPED},
    G.PAUSED: {G.ACTIVE},
    G.ACHIEVED: {G.ACTIVE},
    G.PARTLY: {G.ACTIVE},
    G.NOT_ACHIEVED: {G.ACTIVE},
    G.DROPPED: {G.ACTIVE},
}


@pytest.mark.parametrize("wanted", Status)
@pytest.mark.parametrize("current", Status)
def test_an_appointment_moves_only_as_the_paper_says(current: Status, wanted: Status) -> None:
    if wanted in MOVES.get(current, set()):
        require_move(current, wanted)
    else:
        with pytest.raises(Conflict, match=f"is {current.value}; it cannot become {wanted.value}"):
            require_move(current, wanted)


@pytest.mark.parametrize("wanted", GoalStatus)
@pytest.mark.parametrize("current", GoalStatus)
def test_a_goal_moves_only_as_the_paper_says(current: GoalStatus, wanted: GoalStatus) -> None:
    if wanted in GOAL_MOVES[current]:
        require_goal_move(current, wanted)
    else:
        with pytest.raises(Refused, match=f"is {current.value} cannot become {wanted.value}"):
            require_goal_move(current, wanted)


@pytest.mark.parametrize("current", [s for s in GoalStatus if s is not G.ACTIVE])
def test_a_second_active_goal_is_refused(current: GoalStatus) -> None:
    with pytest.raises(Refused, match="one at a time"):
        require_goal_move(current, G.ACTIVE, active=1)


def test_closing_a_goal_is_fine_whatever_else_is_active() -> None:
    for wanted in CLOSED:
        require_goal_move(G.ACTIVE, wanted, active=1)


@pytest.mark.parametrize("rating", [-1, 11, 100])
def test_a_rating_off_the_scale_is_refused(rating: int) -> None:
    with pytest.raises(Refused, match="0 to 10"):
        require_rating(rating)


def test_the_ends_of_the_scale_are_fine() -> None:
    assert (require_rating(0), require_rating(10)) == (0, 10)


@pytest.mark.parametrize(
    ("before", "status"),
    [
        (DAY + timedelta(seconds=1), S.CANCELLED_PATIENT),
        (DAY, S.CANCELLED_PATIENT),
        (DAY - timedelta(seconds=1), S.LATE_CANCEL),
        (timedelta(0), S.LATE_CANCEL),
        (-timedelta(hours=1), S.LATE_CANCEL),
    ],
)
def test_a_cancellation_is_late_inside_24_hours_and_in_time_at_exactly_24(before: timedelta, status: Status) -> None:
    assert cancelled_by_patient(START, START - before, notice=DAY) is status


def test_the_notice_is_an_instant_not_a_wall_time() -> None:
    """Over the night the clocks go forward, the same wall time a day before is 23 hours."""
    start = datetime(2027, 3, 14, 15, tzinfo=UTC)  # 10:00 CDT
    assert cancelled_by_patient(start, datetime(2027, 3, 13, 16, tzinfo=UTC), notice=DAY) is S.LATE_CANCEL


@pytest.mark.parametrize("late", [timedelta(minutes=15), timedelta(hours=5)])
def test_a_no_show_can_be_recorded_after_the_grace_time(late: timedelta) -> None:
    require_due(S.NO_SHOW, START, START + late, grace=timedelta(minutes=15))


@pytest.mark.parametrize("late", [timedelta(minutes=14, seconds=59), timedelta(0), -timedelta(days=1)])
def test_a_no_show_before_the_grace_time_is_refused(late: timedelta) -> None:
    with pytest.raises(Refused, match="They may still come"):
        require_due(S.NO_SHOW, START, START + late, grace=timedelta(minutes=15))


def test_other_moves_need_no_grace() -> None:
    for status in set(Status) - {S.NO_SHOW}:
        require_due(status, START, START - DAY, grace=timedelta(minutes=15))


def test_stamps_grow_with_the_visit() -> None:
    arrived = stamped(Stamps(), S.CHECKED_IN, START)
    started = stamped(arrived, S.IN_SESSION, START + timedelta(minutes=5))
    ended = stamped(started, S.COMPLETED, START + timedelta(minutes=55))
    assert ended == Stamps(START, START + timedelta(minutes=5), START + timedelta(minutes=55))
    assert stamped(arrived, S.LEFT_BEFORE_SEEN, START + DAY) == arrived


def test_a_status_that_is_over_holds_no_slot() -> None:
    assert set(HOLDING) == {S.SCHEDULED, S.CONFIRMED, S.CHECKED_IN, S.IN_SESSION, S.COMPLETED}
    assert not set(HOLDING) & set(CANCELLED)


def test_lengths_are_the_papers() -> None:
    assert [MINUTES[kind] for kind in Kind] == [60, 50, 50, 90, 60, 30, 15]
