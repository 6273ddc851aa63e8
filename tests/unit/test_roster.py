"""Shifts, breaks and the working time that follows."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibh_desktop.domain.clashes import require_no_clash
from ibh_desktop.domain.clocks import day_bounds, instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.roster import (
    Hours,
    Shift,
    dates,
    require_breaks,
    require_hours,
    shift_slots,
    weekly_hours,
)
from ibh_desktop.domain.slots import Slot, intersected

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2027, 1, 4)
DAY = Hours(time(8), time(17))
CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "availability_cases.json"


def shift(
    weekday: int = 0,
    hours: Hours = DAY,
    *,
    to: date | None = None,
    since: date = MONDAY,
    place: int = 1,
    breaks: tuple[Hours, ...] = (),
) -> Shift:
    """A shift of one therapist."""
    return Shift(TherapistId(1), LocationId(place), weekday, hours, since, to, None, breaks)


def test_a_shift_is_worked_on_its_weekday_between_its_dates() -> None:
    worked = shift(to=date(2027, 1, 18))
    assert [on.day for on in dates(date(2026, 12, 28), date(2027, 1, 31)) if worked.runs_on(on)] == [4, 11, 18]


def test_breaks_are_taken_out() -> None:
    worked = shift(breaks=(Hours(time(12), time(13)), Hours(time(15), time(15, 15))))
    spans = [
        (f"{s.starts.astimezone(CHICAGO):%H:%M}", f"{s.ends.astimezone(CHICAGO):%H:%M}")
        for s in shift_slots(worked, MONDAY, CHICAGO)
    ]
    assert spans == [("08:00", "12:00"), ("13:00", "15:00"), ("15:15", "17:00")]
    assert shift_slots(worked, date(2027, 1, 5), CHICAGO) == []


@pytest.mark.parametrize("hours", [Hours(time(9), time(9)), Hours(time(17), time(8))])
def test_hours_that_end_before_they_start_are_refused(hours: Hours) -> None:
    with pytest.raises(Refused, match="before it starts") as no:
        require_hours(hours)
    assert no.value.field == "ends"


@pytest.mark.parametrize("pause", [Hours(time(7), time(9)), Hours(time(16), time(18)), Hours(time(13), time(12))])
def test_a_break_outside_its_shift_is_refused(pause: Hours) -> None:
    with pytest.raises(Refused) as no:
        require_breaks(DAY, [pause])
    assert no.value.field == "break"


def test_a_break_at_the_very_edges_is_fine() -> None:
    require_breaks(DAY, [Hours(time(8), time(9)), Hours(time(16), time(17))])


@pytest.mark.parametrize(
    "other",
    [
        shift(),
        shift(hours=Hours(time(16, 59), time(18))),
        shift(hours=Hours(time(6), time(8, 1))),
        shift(place=2),
        shift(to=MONDAY),
    ],
)
def test_a_second_shift_at_the_same_time_is_refused_anywhere(other: Shift) -> None:
    with pytest.raises(Refused, match=r"There is already a shift on Monday .*End that one first"):
        require_no_clash(shift(), [other])


@pytest.mark.parametrize(
    "other",
    [
        shift(weekday=1),
        shift(hours=Hours(time(17), time(18))),
        shift(hours=Hours(time(6), time(8))),
        shift(since=date(2026, 1, 5), to=date(2027, 1, 3)),
    ],
)
def test_a_shift_beside_before_or_after_is_fine(other: Shift) -> None:
    require_no_clash(shift(), [other])


def test_a_clash_elsewhere_says_so() -> None:
    with pytest.raises(Refused, match="at another location"):
        require_no_clash(shift(), [shift(place=2)])


def test_weekly_hours_leave_breaks_out() -> None:
    assert (
        weekly_hours([shift(breaks=(Hours(time(12), time(13)),)), shift(weekday=2, hours=Hours(time(9), time(10, 30)))]) == 9.5
    )


def test_a_shift_over_the_clock_change_is_an_hour_shorter() -> None:
    sunday = Shift(TherapistId(1), LocationId(1), 6, Hours(time(0, 30), time(8)), date(2027, 3, 1))
    (worked,) = shift_slots(sunday, date(2027, 3, 14), CHICAGO)
    assert worked.length.total_seconds() == 6.5 * 3600


def working_cases() -> list[Any]:
    """Weekly rules of another scheduler; date overrides and blocks past midnight are not ours."""
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no shared data"))]
    found = [c for c in json.loads(CASES.read_text())["cases"] if c["kind"] == "working_ranges"]
    plain = [c for c in found if all("days" in r and r["start"] < r["end"] != "23:59" for r in c["input"]["rules"])]
    return [pytest.param(case, id=case["id"]) for case in plain]


@pytest.mark.parametrize("case", working_cases())
def test_weekly_rules_agree_with_another_scheduler(case: dict[str, Any]) -> None:
    asked = case["input"]
    zone = ZoneInfo(asked["timezone"])
    window = Slot(*(datetime.fromisoformat(asked[name]).astimezone(UTC) for name in ("from", "to")))
    rules = [
        Shift(
            TherapistId(1),
            LocationId(1),
            (day - 1) % 7,
            Hours(time.fromisoformat(r["start"]), time.fromisoformat(r["end"])),
            date(2000, 1, 1),
        )
        for r in asked["rules"]
        for day in r["days"]
    ]
    days = dates(window.starts.date(), window.ends.date())
    worked = [span for on in days for rule in rules for span in shift_slots(rule, on, zone)]
    found = [[s.starts.isoformat(), s.ends.isoformat()] for s in intersected(worked, [window])]
    assert found == case["expected"]["ranges"]


def test_a_day_in_a_zone_holds_its_shift() -> None:
    bounds = day_bounds(MONDAY, CHICAGO)
    (worked,) = shift_slots(shift(), MONDAY, CHICAGO)
    assert bounds.starts < worked.starts == instant(MONDAY, time(8), CHICAGO) < worked.ends < bounds.ends
