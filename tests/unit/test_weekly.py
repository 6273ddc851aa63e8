"""Weekly hours, counted in bits, against plain dates."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.weekly import (
    WEEK,
    Hour,
    WallWeeks,
    at_least,
    before,
    bits_of,
    cells_of,
    day_cells,
    fits,
    span,
    weekly_hours,
)

CHICAGO, EASTERN = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
SPRING, AUTUMN = date(2027, 3, 8), date(2027, 11, 1)
"""Mondays of the weeks in which the clocks change."""
cells = st.integers(0, 200).map(lambda n: n * 9)
masks = st.lists(st.tuples(cells, st.integers(1, 40)), max_size=8).map(
    lambda spans: sum({1 << at for first, length in spans for at in range(first, min(WEEK, first + length))})
)


@given(masks, st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_a_length_fits_where_so_many_cells_are_free(free: int, length: int) -> None:
    found = set(bits_of(fits(free, length)))
    assert found == {at for at in range(WEEK) if all(free >> n & 1 for n in range(at, at + length))}


@given(masks, st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_a_pause_runs_into_what_begins_within_it(taken: int, pause: int) -> None:
    wanted = {at for at in range(WEEK) if any(taken >> n & 1 for n in range(at, at + pause + 1))}
    assert set(bits_of(before(taken, pause))) == wanted


@given(st.lists(masks, min_size=1, max_size=17), st.integers(0, 17))
@settings(max_examples=60, deadline=None)
def test_weeks_are_counted_for_every_cell_at_once(weeks: list[int], wanted: int) -> None:
    found = set(bits_of(at_least(weeks, wanted)))
    assert found == {at for at in range(WEEK) if sum(week >> at & 1 for week in weeks) >= wanted}


def marked(monday: date, zone: ZoneInfo, starts: datetime, ends: datetime, count: int = 2) -> list[int]:
    """Weeks in which one span of instants is marked."""
    weeks = [0] * count
    WallWeeks(monday, count, zone).mark(weeks, int(starts.timestamp()), int(ends.timestamp()))
    return weeks


def test_ten_o_clock_is_ten_o_clock_before_and_after_both_clock_changes() -> None:
    for zone in (CHICAGO, EASTERN):
        for monday in (SPRING, AUTUMN):
            for week in (0, 1):
                on = monday + timedelta(days=7 * week)
                starts = instant(on, time(10), zone)
                wanted = [0, 0]
                wanted[week] = cells_of(0, time(10), time(10, 50))
                assert marked(monday, zone, starts, starts + timedelta(minutes=50)) == wanted


@given(st.sampled_from([SPRING, AUTUMN]), st.sampled_from([CHICAGO, EASTERN]), st.integers(0, 14 * 24 * 12), st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_an_instant_is_marked_at_its_wall_time(monday: date, zone: ZoneInfo, at: int, length: int) -> None:
    starts = instant(monday, time(0), zone) + timedelta(minutes=5 * at)
    found = marked(monday, zone, starts, starts + timedelta(minutes=5 * length), count=3)
    local = starts.astimezone(zone)
    cell = ((local.date() - monday).days * 24 + local.hour) * 12 + local.minute // 5
    assert found[cell // WEEK] >> cell % WEEK & 1


def test_a_span_over_midnight_on_sunday_lies_in_two_weeks() -> None:
    starts = datetime(2027, 1, 11, 5, 30, tzinfo=UTC)  # Sunday, 23:30 in Chicago
    assert marked(date(2027, 1, 4), CHICAGO, starts, starts + timedelta(hours=1)) == [span(WEEK - 6, WEEK), span(0, 6)]


def test_an_hour_tells_in_which_weeks_it_is_not_free() -> None:
    worked = cells_of(1, time(9), time(12))
    weeks = [worked, worked & ~cells_of(1, time(10), time(10, 30)), worked & ~day_cells(1), worked]
    found = weekly_hours(weeks, length=50, step=30, wanted=2)
    assert found == [
        Hour(1, time(9), (2,)),
        Hour(1, time(9, 30), (1, 2)),
        Hour(1, time(10), (1, 2)),
        Hour(1, time(10, 30), (2,)),
        Hour(1, time(11), (2,)),
    ]
    assert weekly_hours(weeks, length=50, step=30, wanted=4) == []
