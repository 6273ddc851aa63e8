"""Soft conflicts: each limit just kept and just passed."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.conflicts import Held, Limits, Soft, Warned, of_course, of_day, told
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.phases import Split
from ibh_desktop.domain.slots import Slot

CHICAGO = ZoneInfo("America/Chicago")
ON = date(2027, 1, 11)
HERE, THERE = LocationId(1), LocationId(2)
LIMITS = Limits(6, 4, timedelta(minutes=45), timedelta(minutes=10), timedelta(minutes=15))
WEEK = timedelta(days=7)


def held(hour: int, minute: int = 0, *, minutes: int = 50, at: LocationId = HERE, kind: Kind = Kind.THERAPY) -> Held:
    """A visit on the day."""
    starts = instant(ON, time(hour, minute), CHICAGO)
    return Held(Slot(starts, starts + timedelta(minutes=minutes)), at, kind)


def codes(new: Held, *others: Held) -> list[Soft]:
    """What one more visit is warned of."""
    return [warned.code for warned in of_day(new, others, LIMITS, zone=CHICAGO, name="Ana Lee")]


def test_an_empty_day_is_warned_of_nothing() -> None:
    assert codes(held(10)) == []


def test_six_sessions_are_enough_for_a_day() -> None:
    five = [held(8), held(9), held(10), held(13), held(14)]
    assert codes(held(16), *five) == []
    assert codes(held(17), *five, held(16)) == [Soft.DAY]


def test_four_in_a_row_are_enough() -> None:
    assert codes(held(16), held(13), held(14), held(15)) == []
    assert codes(held(17), held(13), held(14), held(15), held(16)) == [Soft.ROW]
    assert codes(held(17, 20), held(13), held(14), held(15), held(16)) == []


def test_half_an_hour_between_eleven_and_two_is_lunch() -> None:
    assert codes(held(12), held(11), held(13, 30, minutes=30)) == []
    assert codes(held(12), held(11), held(13)) == [Soft.LUNCH]
    assert codes(held(15), held(11), held(12), held(13)) == []


@pytest.mark.parametrize(("minute", "found"), [(34, [Soft.TRAVEL]), (35, [])])
def test_the_way_between_locations_takes_its_time(minute: int, found: list[Soft]) -> None:
    assert codes(held(15, minute), held(14, at=THERE)) == found


@pytest.mark.parametrize(
    ("minute", "kind", "found"),
    [(59, Kind.THERAPY, [Soft.PAUSE]), (0, Kind.THERAPY, []), (4, Kind.INTAKE, [Soft.PAUSE]), (5, Kind.INTAKE, [])],
)
def test_a_pause_follows_a_session_and_a_longer_one_an_intake(minute: int, kind: Kind, found: list[Soft]) -> None:
    hour = 15 if minute < 30 else 14
    assert codes(held(hour, minute), held(14, kind=kind)) == found


def weeks(*numbers: int, others: tuple[int, ...] = ()) -> list[tuple[Slot, bool]]:
    """Sessions in these weeks; those of `others` with another therapist."""
    starts = [instant(ON + number * WEEK, time(10), CHICAGO) for number in numbers]
    return [(Slot(s, s + timedelta(minutes=50)), n not in others) for s, n in zip(starts, numbers, strict=True)]


def course(*numbers: int, others: tuple[int, ...] = ()) -> list[Soft]:
    """What a course in these weeks is warned of."""
    found = of_course(weeks(*numbers, others=others), Split(2, 4, 2), cadence=WEEK, zone=CHICAGO)
    return [warned.code for warned in found]


def test_a_course_without_gaps_is_warned_of_nothing() -> None:
    assert course(*range(8)) == []


def test_the_first_four_are_with_the_same_therapist() -> None:
    assert course(*range(8), others=(3,)) == [Soft.THERAPIST]
    assert course(*range(8), others=(4,)) == []


def test_more_than_fourteen_days_are_a_gap() -> None:
    assert course(0, 1, 2, 4, 5, 6, 7, 8) == []
    assert course(0, 1, 2, 5, 6, 7, 8, 9) == [Soft.GAP]


def test_a_week_left_out_of_the_ending_phase_is_told() -> None:
    assert course(0, 1, 2, 3, 4, 5, 7, 8) == [Soft.ENDING]
    assert course(0, 1, 2, 3, 4, 5, 6, 8) == [Soft.ENDING]


def test_a_gap_keeps_its_wall_time_when_the_clocks_change() -> None:
    """From 10:00 before to 10:00 after the change fourteen days are still fourteen."""
    first, then = (instant(on, time(10), CHICAGO) for on in (date(2027, 3, 8), date(2027, 3, 22)))
    sessions = [(Slot(start, start + timedelta(minutes=50)), True) for start in (first, then)]
    assert list(of_course(sessions, Split(2, 4, 2), cadence=WEEK, zone=CHICAGO)) == []


def test_many_of_one_kind_are_told_in_one_sentence() -> None:
    at = Slot(datetime(2027, 1, 1), datetime(2027, 1, 2))
    found = [Warned(Soft.DAY, "Full.", at), Warned(Soft.DAY, "Full too.", at), Warned(Soft.ROW, "In a row.", at)]
    assert told(found) == ["Full. The same on 1 more date.", "In a row."]
