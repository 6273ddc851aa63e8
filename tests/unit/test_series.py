"""A series with single dates changed: still N, in order, no two at one time, and the clock's missing hour told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.series import LEFT_OUT, MOST_SKIPPED, Change, Planned, nearest_free, steps_on, weekly
from ibh_desktop.domain.slots import Slot

CHICAGO = ZoneInfo("America/Chicago")
LENGTH = timedelta(minutes=50)
FIRST = instant(date(2027, 1, 11), time(10), CHICAGO)
WEEK = timedelta(weeks=1)


def rows_of(*changed: Change, sessions: int = 4, busy: frozenset[datetime] = frozenset()) -> list[Planned]:
    """A weekly series from Monday at ten."""
    return weekly(
        FIRST,
        CHICAGO,
        sessions=sessions,
        cadence_days=7,
        length=LENGTH,
        why_not=lambda slot: "busy" if slot.starts in busy else "",
        changed=changed,
    )


def test_a_changed_step_takes_its_own_time_and_the_numbers_follow_the_dates() -> None:
    late = FIRST + 2 * WEEK + timedelta(days=2)
    rows = rows_of(Change(1, late))
    assert [(row.number, row.step) for row in rows] == [(1, 0), (2, 2), (3, 1), (4, 3)]
    assert rows[2].slot.starts == late


def test_a_week_left_out_is_made_up_at_the_end() -> None:
    rows = rows_of(Change(1, None))
    assert [row.reason for row in rows] == ["", LEFT_OUT, "", "", ""]
    assert [row.number for row in rows] == [1, None, 2, 3, 4]


def test_a_changed_step_that_is_not_free_is_told_and_still_n() -> None:
    there = FIRST + WEEK + timedelta(hours=4)
    rows = rows_of(Change(1, there), busy=frozenset({there}))
    assert [row.reason for row in rows if row.step == 1] == ["busy"]
    assert sum(row.number is not None for row in rows) == 4


def test_the_hour_that_does_not_exist_is_a_clash_and_never_shifted() -> None:
    first = instant(date(2027, 2, 28), time(2, 30), CHICAGO)
    rows = weekly(first, CHICAGO, sessions=4, cadence_days=7, length=LENGTH, why_not=lambda _: "")
    (clash,) = [row for row in rows if row.reason]
    assert clash.reason == "02:30 does not exist on Sun 14 Mar: the clocks go forward."
    assert {row.slot.starts.astimezone(CHICAGO).time() for row in rows if row.number} == {time(2, 30)}


STEPS = st.integers(0, 15)
CHANGES = st.dictionaries(STEPS, st.one_of(st.none(), st.integers(-5000, 5000)), max_size=6)


@given(CHANGES, st.sets(st.integers(0, 25), max_size=8), st.integers(2, 16))
@settings(max_examples=200, deadline=None)
def test_whatever_is_changed_no_two_overlap_and_there_are_n_or_reasons(
    changed: dict[int, int | None], weeks: set[int], sessions: int
) -> None:
    edits = [
        Change(step, None if minutes is None else FIRST + step * WEEK + timedelta(minutes=minutes))
        for step, minutes in changed.items()
    ]
    busy = frozenset(FIRST + week * WEEK for week in weeks)
    rows = rows_of(*edits, sessions=sessions, busy=busy)
    booked = [row.slot for row in rows if row.number]
    assert [row.number for row in rows if row.number] == list(range(1, len(booked) + 1))
    assert booked == sorted(booked)
    assert not any(a.overlaps(b) for n, a in enumerate(booked) for b in booked[:n])
    assert all(bool(row.reason) is (row.number is None) for row in rows)
    if len(booked) < sessions:
        assert len(rows) - len(booked) == MOST_SKIPPED + 1


def test_the_nearest_three_that_are_free_come_in_order() -> None:
    wanted = Slot(FIRST, FIRST + LENGTH)
    starts = [FIRST + timedelta(minutes=30 * n) for n in range(-6, 7) if n]
    near = nearest_free(starts, wanted, free=lambda slot: not slot.overlaps(wanted))
    assert [(slot.starts - FIRST) / timedelta(minutes=30) for slot in near] == [-3, -2, 2]


@pytest.mark.parametrize(
    ("old", "new", "cadence", "steps"),
    [
        (date(2027, 1, 11), date(2027, 1, 15), 7, 0),
        (date(2027, 1, 14), date(2027, 1, 18), 7, 1),
        (date(2027, 1, 11), date(2027, 1, 27), 7, 2),
        (date(2027, 1, 18), date(2027, 1, 11), 7, 0),
        (date(2027, 1, 11), date(2027, 1, 18), 14, 0),
        (date(2027, 1, 11), date(2027, 1, 25), 14, 1),
    ],
)
def test_a_visit_goes_on_by_whole_steps_and_never_back(old: date, new: date, cadence: int, steps: int) -> None:
    assert steps_on(old, new, cadence) == steps
