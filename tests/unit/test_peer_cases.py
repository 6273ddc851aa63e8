"""Availability as other schedulers' tests state it (../shared/data/availability_cases.json, which names each source).

Our policy: the first start of a free period lies on the wall clock of the location, the next ones follow by the step; a pause
is kept on both sides; wall time decides. A case of another policy is listed in `ELSEWHERE` with the reason.
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ibh_desktop.domain.availability import Calendar, free_slots
from ibh_desktop.domain.clashes import require_no_clash
from ibh_desktop.domain.clocks import at_wall, wall_slot
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.roster import DayException, Hours, Shift, dates, require_hours, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot, aligned, clashes, intersected, lies_within, merged, starts_in, without

CASES = Path(__file__).resolve().parents[3] / "shared/data/availability_cases.json"
PLACE, ANA = LocationId(1), TherapistId(1)
MINUTE = timedelta(minutes=1)
ELSEWHERE = {
    "day_slots-028": "after a break at 10:15 that program starts anew at 10:15; our hourly starts go on at 11:00",
    "slots-020": "“optimised” moves the grid to squeeze in more starts; ours stays on the clock",
    "slots-022": "“optimised”, as above",
    "slots-026": "“optimised”, as above",
    "slots-030": "“optimised”, as above",
    "recurrence-001": "two weekdays in one series; ours has one weekday, two weekdays are two series",
    "recurrence-002": "as above, and its weeks roll from the first day where RFC 5545 counts calendar weeks",
    "recurrence-004": "two weekdays in one series, as above",
}


def cases(kind: str) -> list[Any]:
    """The cases of a kind that share our policy, when the file is there."""
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no shared data"))]
    found = [case for case in json.loads(CASES.read_text())["cases"] if case["kind"] == kind]
    return [pytest.param(case, id=case["id"]) for case in found if case["id"] not in ELSEWHERE]


def read(ranges: list[list[str]]) -> list[Slot]:
    """Ranges of a case as slots."""
    return [Slot(*(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in pair)) for pair in ranges]


@pytest.mark.parametrize("case", cases("set_op"))
def test_set_operations_are_those_of_others(case: dict[str, Any]) -> None:
    given, wanted = case["input"], read(case["expected"]["ranges"])
    if given["op"] == "merge":
        assert merged(read(given["ranges"])) == wanted
    elif given["op"] == "subtract":
        assert without(read(given["source"]), read(given["excluded"])) == wanted
    else:
        first, *rest = (read(ranges) for ranges in given["sets"])
        for other in rest:
            first = intersected(first, other)
        assert first == wanted


@pytest.mark.parametrize("case", cases("conflict"))
def test_conflicts_are_those_of_others(case: dict[str, Any]) -> None:
    asked = case["input"]
    if "new" in asked:
        (new,) = read([asked["new"]])
        found = clashes(new, read(asked["patient_has"]))
    else:
        found = [n for n, wanted in enumerate(read(asked["appointments"])) if not lies_within(wanted, _open(wanted, asked))]
    assert found == case["expected"]["conflicts"]


def _open(wanted: Slot, asked: dict[str, Any]) -> list[Slot]:
    on = wanted.starts.date()
    hours = asked["weekly_availability"].get(f"{on:%A}".upper(), [])
    return [wall_slot(on, clock(first), clock(last), ZoneInfo("UTC")) for first, last in hours]


def clock(text: str) -> time:
    """A wall time; 23:59 and 24:00 are how some programs write the end of a day."""
    return time(0) if text in ("23:59", "24:00") else time.fromisoformat(text)


@pytest.mark.parametrize("case", cases("validation"))
def test_hours_are_refused_as_elsewhere(case: dict[str, Any]) -> None:
    shortest = timedelta(minutes=case["input"]["slot_min"])
    try:
        known: list[Shift] = []
        for day, first, last in case["input"]["blocks"]:
            hours = require_hours(Hours(clock(first), clock(last)), shortest=shortest)
            new = Shift(ANA, PLACE, day - 1, hours, date(2027, 1, 1))
            require_no_clash(new, known)
            known.append(new)
        valid = True
    except Refused:
        valid = False
    assert valid is case["expected"]["valid"]


@pytest.mark.parametrize("case", cases("working_ranges"))
def test_working_ranges_are_those_of_others(case: dict[str, Any]) -> None:
    asked = case["input"]
    zone = ZoneInfo(asked["timezone"])
    window = Slot(*(datetime.fromisoformat(asked[end]).astimezone(UTC) for end in ("from", "to")))
    shifts, exceptions = _rules(asked["rules"])
    worked: list[Slot] = []
    for on in dates(window.starts.date() - timedelta(days=1), window.ends.date() + timedelta(days=1)):
        worked += (span for shift in worked_on(shifts, exceptions, on) for span in shift_slots(shift, on, zone))
    assert intersected(worked, [window]) == read(case["expected"]["ranges"])


def _rules(rules: list[dict[str, Any]]) -> tuple[list[Shift], list[DayException]]:
    shifts, exceptions = [], []
    for rule in rules:
        if special := rule.get("override"):
            hours = Hours(clock(special["start"]), clock(special["end"]))
            exceptions.append(DayException(ANA, date.fromisoformat(special["date"]), PLACE, hours))
        else:
            hours = Hours(clock(rule["start"]), clock(rule["end"]))
            # Their week begins with Sunday = 0, ours with Monday = 0.
            shifts += [Shift(ANA, PLACE, (day - 1) % 7, hours, date(2020, 1, 1)) for day in rule["days"]]
    return shifts, exceptions


@pytest.mark.parametrize("case", cases("slots"))
def test_starts_are_those_of_others(case: dict[str, Any]) -> None:
    asked, wanted = case["input"], case["expected"]
    zone = ZoneInfo(asked["timezone"])
    earliest = datetime.fromisoformat(asked["now"]).astimezone(UTC) + asked["min_notice_min"] * MINUTE
    free = [Slot(*(datetime.fromisoformat(at).astimezone(UTC) for at in pair)) for pair in asked["free_ranges"]]
    # 23:59:59.999 is how that program writes the end of a day.
    free = [Slot(span.starts, aligned(span.ends, MINUTE)) for span in free]
    starts = starts_in(merged(free), asked["duration_min"] * MINUTE, asked["step_min"] * MINUTE, zone)
    found = [at for at in starts if at >= earliest]
    expected = wanted.get("slots") or wanted.get("slots_recomputed") or []
    assert len(found) == wanted.get("count", len(expected))
    assert found == [datetime.fromisoformat(at).astimezone(UTC) for at in expected]


@pytest.mark.parametrize("case", cases("day_slots"))
def test_a_day_is_offered_as_elsewhere(case: dict[str, Any]) -> None:
    asked = case["input"]
    if "date_exception" in asked:
        assert asked["date_exception"] == "none"
    known, zone, on = _day(asked)
    window = wall_slot(on, time(0), time(0), zone)
    step = asked.get("step_min") or asked.get("step") or 5
    length = asked["duration_min"] * MINUTE
    pause = (asked.get("gap_min") or asked.get("buffer_after_min") or 0) * MINUTE
    offers = free_slots(known, window, length, grid=step * MINUTE, limit=999, pause=pause)
    found = [f"{offer.slot.starts.astimezone(zone):%H:%M}" for offer in offers]
    if "candidates" in asked:
        found = [at for at in asked["candidates"] if at in found]
    assert found == case["expected"]["starts"]


def _day(asked: dict[str, Any]) -> tuple[Calendar, ZoneInfo, date]:
    zone = ZoneInfo(asked.get("timezone") or "America/Chicago")
    on = date.fromisoformat(asked.get("date") or "2027-03-15")
    visits = [_span(pair, on, zone) for pair in asked.get("appointments", ())]
    gap = (asked.get("gap_min") or 0) * MINUTE
    off = [_span(pair, on, zone) for name in ("time_off", "office_closed") for pair in asked.get(name, ())]
    breaks = tuple(Hours(clock(pause["start"]), clock(pause["end"])) for pause in asked.get("breaks", ()))
    known = Calendar(
        [Shift(ANA, PLACE, on.weekday(), hours, on, None, None, breaks) for hours in _hours(asked)],
        {PLACE: zone},
        therapist_busy={ANA: visits},
        therapist_off={ANA: off},
        pauses={ANA: [Slot(visit.ends, visit.ends + gap) for visit in visits]},
    )
    return known, zone, on


def _hours(asked: dict[str, Any]) -> list[Hours]:
    if "free" in asked:
        # There a buffer lies inside the free period; ours follows or precedes a visit, so the period is cut by it.
        before, after = (timedelta(minutes=asked[f"buffer_{side}_min"]) for side in ("before", "after"))
        cut = ((_moved(first, before), _moved(last, -after)) for first, last in asked["free"])
        return [Hours(first, last) for first, last in cut]
    given = asked.get("working_hours") or {"start": "00:00", "end": "24:00"}
    return [Hours(clock(given["start"]), clock(given["end"]))]


def _moved(text: str, by: timedelta) -> time:
    return (datetime.combine(date(2027, 1, 1), clock(text)) + by).time()


def _span(pair: Sequence[str], on: date, zone: ZoneInfo) -> Slot:
    if len(pair[0]) == 5:
        return wall_slot(on, clock(pair[0]), clock(pair[1]), zone)
    return Slot(*(datetime.fromisoformat(at).replace(tzinfo=zone).astimezone(UTC) for at in pair))


@pytest.mark.parametrize("case", cases("recurrence"))
def test_a_series_recurs_as_elsewhere(case: dict[str, Any]) -> None:
    asked = case["input"]
    assert asked["by_day"] is None
    zone, days = ZoneInfo("America/Chicago"), asked["interval"] * {"DAILY": 1, "WEEKLY": 7}[asked["freq"]]
    first = datetime.fromisoformat(asked["start"]).replace(tzinfo=zone)
    last = asked["until"] and datetime.fromisoformat(asked["until"]).replace(tzinfo=zone)
    starts = [at_wall(first, zone, n * days) for n in range(asked["count"] or 366)]
    found = [f"{at.astimezone(zone):%Y-%m-%dT%H:%M:%S}" for at in starts if last is None or at <= last]
    assert found == case["expected"]["starts"]


def test_only_cases_of_another_policy_are_left_out() -> None:
    known = {case["id"] for case in json.loads(CASES.read_text())["cases"]} if CASES.exists() else set(ELSEWHERE)
    assert set(ELSEWHERE) <= known
