"""Days of 23 and 25 hours, wall times that are skipped or repeated, and series that keep wall time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.clocks import at_wall, booked_instant, both_instants, day_bounds, instant, minutes, time_of, wall_slot
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.slots import Slot

CHICAGO, EASTERN = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
ZONES = pytest.mark.parametrize("zone", [CHICAGO, EASTERN], ids=str)
FORWARD, BACK = date(2027, 3, 14), date(2027, 11, 7)


@ZONES
@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (FORWARD, 23),
        (BACK, 25),
        (date(2026, 3, 8), 23),
        (date(2026, 11, 1), 25),
        (date(2028, 3, 12), 23),
        (date(2027, 1, 4), 24),
    ],
)
def test_a_day_lasts_from_midnight_to_midnight(on: date, hours: int, zone: ZoneInfo) -> None:
    assert day_bounds(on, zone).length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("on", "zone", "hour"),
    [(date(2027, 3, 8), CHICAGO, 16), (date(2027, 3, 15), CHICAGO, 15), (date(2027, 3, 15), EASTERN, 14)],
)
def test_ten_oclock_is_the_instant_that_the_domain_paper_names(on: date, zone: ZoneInfo, hour: int) -> None:
    assert instant(on, time(10), zone) == datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def test_ten_in_new_york_is_nine_in_chicago() -> None:
    assert instant(date(2027, 3, 15), time(10), EASTERN) == instant(date(2027, 3, 15), time(9), CHICAGO)


@ZONES
def test_a_weekly_series_keeps_wall_time_over_both_changes(zone: ZoneInfo) -> None:
    first = instant(date(2027, 3, 1), time(10), zone)
    walls = {at_wall(first, zone, 7 * week).astimezone(zone).time() for week in range(45)}
    assert walls == {time(10)}
    assert at_wall(first, zone, 14) - first == timedelta(days=14, hours=-1)


@ZONES
@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59)])
def test_a_time_that_is_skipped_is_refused(at: time, zone: ZoneInfo) -> None:
    with pytest.raises(Refused, match=f"{at:%H:%M} does not exist on 14 March 2027: the clocks go forward"):
        booked_instant(FORWARD, at, zone)


@ZONES
@pytest.mark.parametrize("at", [time(1, 0), time(1, 30), time(1, 59)])
def test_a_time_that_comes_twice_is_refused(at: time, zone: ZoneInfo) -> None:
    with pytest.raises(Refused, match=f"{at:%H:%M} comes twice on 07 November 2027: the clocks go back") as no:
        booked_instant(BACK, at, zone)
    assert no.value.field == "starts"


@ZONES
@pytest.mark.parametrize(("on", "at"), [(FORWARD, time(1, 59)), (FORWARD, time(3)), (BACK, time(0, 59)), (BACK, time(2))])
def test_the_times_beside_a_change_are_fine(on: date, at: time, zone: ZoneInfo) -> None:
    assert booked_instant(on, at, zone).astimezone(zone).time() == at


def test_a_skipped_time_that_nobody_chose_moves_to_the_hour_after() -> None:
    assert instant(FORWARD, time(2, 30), CHICAGO).astimezone(CHICAGO).time() == time(3, 30)


def test_midnight_as_an_end_means_the_end_of_the_day() -> None:
    assert wall_slot(date(2027, 1, 4), time(18), time(0), CHICAGO) == Slot(
        instant(date(2027, 1, 4), time(18), CHICAGO), instant(date(2027, 1, 5), time(0), CHICAGO)
    )


@given(st.integers(0, 1439))
def test_minutes_and_times_are_each_others_opposite(minute: int) -> None:
    assert minutes(time_of(minute)) == minute


def test_minute_1440_is_midnight() -> None:
    assert time_of(1440) == time(0)


def test_an_hour_that_comes_twice_gives_both_instants_in_order() -> None:
    first, second = both_instants(date(2027, 11, 7), time(1, 30), CHICAGO)
    assert (first, second) == (datetime(2027, 11, 7, 6, 30, tzinfo=UTC), datetime(2027, 11, 7, 7, 30, tzinfo=UTC))
    assert both_instants(date(2027, 11, 7), time(10), CHICAGO) == (datetime(2027, 11, 7, 16, tzinfo=UTC),)


def test_an_hour_that_does_not_exist_gives_none() -> None:
    with pytest.raises(Refused, match="does not exist"):
        both_instants(date(2027, 3, 14), time(2, 30), CHICAGO)
