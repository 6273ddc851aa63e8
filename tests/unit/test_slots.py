"""Set operations on spans of time, against a model that knows only single minutes."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.slots import GRID, Slot, aligned, intersected, merged, starts_in, without

DAY = datetime(2027, 1, 11, tzinfo=UTC)
CASES = Path(__file__).resolve().parents[3] / "shared" / "data" / "availability_cases.json"


def slot(first: int, last: int) -> Slot:
    """A slot in minutes of one day."""
    return Slot(DAY + timedelta(minutes=first), DAY + timedelta(minutes=last))


def minutes_of(slots: list[Slot]) -> set[int]:
    """The brute-force model: every minute that lies in one of the slots."""
    return {
        minute
        for s in slots
        for minute in range(int((s.starts - DAY).total_seconds() // 60), int((s.ends - DAY).total_seconds() // 60))
    }


spans = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 40)).map(lambda pair: slot(pair[0], pair[0] + pair[1])), max_size=8
)


@given(spans)
@settings(max_examples=50, deadline=None)
def test_merging_keeps_every_minute_and_leaves_gaps_between(slots: list[Slot]) -> None:
    union = merged(slots)
    assert minutes_of(union) == minutes_of(slots)
    assert all(a.ends < b.starts for a, b in pairwise(union))
    assert all(s.starts < s.ends for s in union)


@given(spans, spans)
@settings(max_examples=50, deadline=None)
def test_intersection_and_difference_agree_with_single_minutes(a: list[Slot], b: list[Slot]) -> None:
    assert minutes_of(intersected(a, b)) == minutes_of(a) & minutes_of(b)
    assert minutes_of(without(a, b)) == minutes_of(a) - minutes_of(b)
    assert without(a, b) == merged(without(a, b))
    assert intersected(a, b) == intersected(b, a) == merged(intersected(a, b))


@given(spans, spans)
@settings(max_examples=30, deadline=None)
def test_overlap_means_a_common_minute(a: list[Slot], b: list[Slot]) -> None:
    for x in merged(a):
        for y in merged(b):
            assert x.overlaps(y) is bool(minutes_of([x]) & minutes_of([y]))


@given(spans, st.integers(1, 60), st.sampled_from([5, 10, 15, 30]))
@settings(max_examples=50, deadline=None)
def test_starts_lie_on_the_grid_and_are_all_that_fit(free: list[Slot], length: int, grid: int) -> None:
    found = list(starts_in(merged(free), timedelta(minutes=length), timedelta(minutes=grid)))
    open_minutes = minutes_of(free)
    model = [m for m in range(0, 200, grid) if all(n in open_minutes for n in range(m, m + length))]
    assert found == [DAY + timedelta(minutes=m) for m in model]


def test_touching_slots_do_not_overlap() -> None:
    assert not slot(0, 10).overlaps(slot(10, 20))
    assert slot(0, 11).overlaps(slot(10, 20))


def test_an_instant_on_the_grid_stays_and_one_beside_it_goes_up() -> None:
    assert aligned(DAY + timedelta(minutes=25)) == DAY + timedelta(minutes=25)
    assert aligned(DAY + timedelta(minutes=25, seconds=1)) == DAY + timedelta(minutes=30)
    assert aligned(DAY + timedelta(minutes=1), timedelta(minutes=30)) == DAY + timedelta(minutes=30)
    assert timedelta(minutes=5) == GRID


def test_a_slot_knows_its_length() -> None:
    assert slot(10, 60).length == timedelta(minutes=50)


def cases(kind: str) -> list[Any]:
    """Cases of other schedulers, when they are there."""
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="no shared data"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(CASES.read_text())["cases"] if case["kind"] == kind]


def read(ranges: list[list[str]]) -> list[Slot]:
    """Ranges of a case as slots."""
    return [Slot(*(datetime.fromisoformat(at).replace(tzinfo=UTC) for at in pair)) for pair in ranges]


@pytest.mark.parametrize("case", cases("set_op"))
def test_set_operations_agree_with_other_schedulers(case: dict[str, Any]) -> None:
    given_, wanted = case["input"], read(case["expected"]["ranges"])
    if given_["op"] == "merge":
        assert merged(read(given_["ranges"])) == wanted
    elif given_["op"] == "subtract":
        assert without(read(given_["source"]), read(given_["excluded"])) == wanted
    else:
        first, *rest = (read(ranges) for ranges in given_["sets"])
        for other in rest:
            first = intersected(first, other)
        assert first == wanted


@pytest.mark.parametrize("case", cases("conflict"))
def test_conflicts_agree_with_other_schedulers(case: dict[str, Any]) -> None:
    asked = case["input"]
    if "new" in asked:
        (new,) = read([asked["new"]])
        clashing = [n for n, held in enumerate(read(asked["patient_has"])) if new.overlaps(held)]
    else:
        clashing = [n for n, wanted in enumerate(read(asked["appointments"])) if not _inside(wanted, asked)]
    assert clashing == case["expected"]["conflicts"]


def _inside(wanted: Slot, asked: dict[str, Any]) -> bool:
    hours = asked["weekly_availability"].get(f"{wanted.starts:%A}".upper(), [])
    return wanted.starts < wanted.ends and any(
        first <= f"{wanted.starts:%H:%M}" and f"{wanted.ends:%H:%M}" <= last for first, last in hours
    )


def on_our_grid(case: Any) -> bool:
    """Aligned to the clock in a whole-hour zone, with a step that we use; others have another policy."""
    asked = case.values[0]["input"] if case.values[0] else None
    return asked is None or (
        asked["policy"] == "aligned"
        and asked["step_min"] in (10, 20, 30, 60)
        and asked["timezone"] != "Asia/Kolkata"
        and not asked["min_notice_min"]
    )


@pytest.mark.parametrize("case", [case for case in cases("slots") if on_our_grid(case)])
def test_starts_on_a_shared_grid_agree_with_other_schedulers(case: dict[str, Any]) -> None:
    asked, wanted = case["input"], case["expected"]
    free = [Slot(*(datetime.fromisoformat(at).astimezone(UTC) for at in pair)) for pair in asked["free_ranges"]]
    # 23:59:59.999 is how those programs write the end of a day.
    free = [Slot(s.starts, aligned(s.ends, timedelta(minutes=1))) for s in free]
    found = list(starts_in(merged(free), timedelta(minutes=asked["duration_min"]), timedelta(minutes=asked["step_min"])))
    expected = wanted.get("slots") or wanted.get("slots_recomputed") or []
    assert len(found) == wanted.get("count", len(expected))
    assert found == [datetime.fromisoformat(at).astimezone(UTC) for at in expected]
