"""Set operations on spans of time, against a model that knows only single minutes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.slots import GRID, Slot, aligned, intersected, merged, starts_in, without

DAY = datetime(2027, 1, 11, tzinfo=UTC)


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
