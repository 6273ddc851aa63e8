"""Half-open spans of time and the set operations on them. Aware UTC throughout."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

GRID = timedelta(minutes=5)


class Slot(NamedTuple):
    """`starts` ≤ t < `ends`, so that touching slots do not overlap."""

    starts: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts; never negative for a valid slot."""
        return self.ends - self.starts

    def overlaps(self, other: "Slot") -> bool:
        """Whether any instant lies in both; touching is fine (DOMAIN.md 5.3)."""
        return self.starts < other.ends and other.starts < self.ends


def merged(slots: Iterable[Slot]) -> list[Slot]:
    """The union in order: overlapping and touching slots become one, empty ones vanish."""
    union: list[Slot] = []
    for slot in sorted(s for s in slots if s.starts < s.ends):
        if union and slot.starts <= union[-1].ends:
            union[-1] = Slot(union[-1].starts, max(union[-1].ends, slot.ends))
        else:
            union.append(slot)
    return union


def intersected(a: Iterable[Slot], b: Iterable[Slot]) -> list[Slot]:
    """What lies in both, by one sweep over the merged lists."""
    left, right = merged(a), merged(b)
    common: list[Slot] = []
    i = j = 0
    while i < len(left) and j < len(right):
        starts, ends = max(left[i].starts, right[j].starts), min(left[i].ends, right[j].ends)
        if starts < ends:
            common.append(Slot(starts, ends))
        if left[i].ends <= right[j].ends:
            i += 1
        else:
            j += 1
    return common


def without(slots: Iterable[Slot], busy: Iterable[Slot]) -> list[Slot]:
    """What remains of `slots` outside `busy`."""
    remaining: list[Slot] = []
    taken = merged(busy)
    first = 0
    for slot in merged(slots):
        at = slot.starts
        while first < len(taken) and taken[first].ends <= slot.starts:
            first += 1
        for block in taken[first:]:
            if block.starts >= slot.ends:
                break
            if block.starts > at:
                remaining.append(Slot(at, block.starts))
            at = max(at, block.ends)
        if at < slot.ends:
            remaining.append(Slot(at, slot.ends))
    return remaining


def clashes(slot: Slot, busy: Sequence[Slot]) -> list[int]:
    """Which of `busy` a slot overlaps, by their places; a slot that ends before it starts has none: see `is_sound`."""
    return [n for n, other in enumerate(busy) if slot.overlaps(other)]


def is_sound(slot: Slot) -> bool:
    """Whether it ends after it starts."""
    return slot.starts < slot.ends


def lies_within(slot: Slot, spans: Iterable[Slot]) -> bool:
    """Whether one of the spans, those that touch taken as one, holds the whole slot."""
    return is_sound(slot) and any(span.starts <= slot.starts and slot.ends <= span.ends for span in merged(spans))


def clock_grid(step: timedelta) -> timedelta:
    """The marks of the clock that starts lie on: the largest of 60, 30, 20, 15, 10, 5 minutes that divides `step`, else 1."""
    return next(
        (timedelta(minutes=m) for m in (60, 30, 20, 15, 10, 5) if not step % timedelta(minutes=m)), timedelta(minutes=1)
    )


def aligned(at: datetime, grid: timedelta = GRID, zone: tzinfo = UTC) -> datetime:
    """The first instant on the wall clock's grid that is not before `at`."""
    local = at.astimezone(zone)
    since = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return at + -since % grid


def starts_in(free: Iterable[Slot], length: timedelta, step: timedelta = GRID, zone: tzinfo = UTC) -> Iterator[datetime]:
    """Every start at which `length` fits: in each free slot the first one on the clock's grid, then every `step`."""
    grid = clock_grid(step)
    for slot in free:
        at = aligned(slot.starts, grid, zone)
        while at + length <= slot.ends:
            yield at
            at += step
