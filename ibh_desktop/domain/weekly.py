"""The weekly hour that is free for a whole course, and in which weeks it is not.

A week is an integer of 2,016 bits, one for every five minutes of the location's wall clock from Monday 00:00: what takes a
minute with dates takes a few operations with bits, and a weekly hour keeps its wall time across the clock changes by itself.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import minutes

CELL = 5
"""Minutes of a bit."""
DAY = 24 * 60 // CELL
WEEK = 7 * DAY


def span(first: int, last: int) -> int:
    """The bits from cell `first` up to cell `last`, which is not included."""
    return ((1 << max(0, last - first)) - 1) << first


def cells_of(weekday: int, starts: time, ends: time) -> int:
    """The bits of wall hours on a weekday; `ends` 00:00 is the end of the day."""
    last = minutes(ends) or 24 * 60
    return span(weekday * DAY + -(-minutes(starts) // CELL), weekday * DAY + last // CELL)


def day_cells(weekday: int) -> int:
    """All bits of a weekday."""
    return span(weekday * DAY, (weekday + 1) * DAY)


def fits(free: int, cells: int) -> int:
    """The bits at which so many free cells begin."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        free &= free >> step
        done += step
    return free


def before(taken: int, cells: int) -> int:
    """`taken` and so many cells before each of its bits: where a pause would run into it."""
    done = 0
    while done < cells:
        step = min(done + 1, cells - done)
        taken |= taken >> step
        done += step
    return taken


class WallWeeks:
    """Turns instants into week and cell of a zone's wall clock, for `count` weeks from a Monday on."""

    def __init__(self, monday: date, count: int, zone: ZoneInfo) -> None:
        self.monday, self.count, self.zone = monday, count, zone
        midnights = [datetime.combine(monday + timedelta(days=n), time(0), zone) for n in range(count * 7 + 1)]
        self._changes: list[int] = []
        self._offsets = [_offset(midnights[0])]
        for earlier, later in pairwise(midnights):
            if _offset(earlier) != _offset(later):
                self._changes.append(_change(earlier, later, zone))
                self._offsets.append(_offset(later))
        self._first = int(datetime.combine(monday, time(0), UTC).timestamp())

    def mark(self, weeks: list[int], starts: int, ends: int) -> None:
        """Set the bits of a span of epoch seconds in `weeks`, one integer a week."""
        first, last = self._minute(starts) // CELL, -(-self._minute(ends) // CELL)
        week = first // WEEK
        if 0 <= week < self.count and last <= (week + 1) * WEEK:
            weeks[week] |= span(first - week * WEEK, last - week * WEEK)
            return
        for n in range(max(0, week), min(self.count, -(-last // WEEK))):
            weeks[n] |= span(max(0, first - n * WEEK), min(WEEK, last - n * WEEK))

    def _minute(self, at: int) -> int:
        return (at + self._offsets[bisect_right(self._changes, at)] - self._first) // 60


def _offset(at: datetime) -> int:
    shift = at.utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def _change(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    low, high = int(earlier.timestamp()), int(later.timestamp())
    while high - low > 60:
        middle = (low + high) // 120 * 60
        if _offset(datetime.fromtimestamp(middle, zone)) == _offset(earlier):
            low = middle
        else:
            high = middle
    return high


def at_least(weeks: Sequence[int], wanted: int) -> int:
    """The bits that are set in at least `wanted` of the weeks: all counted at once, a binary digit an integer."""
    digits: list[int] = []
    for week in weeks:
        carry = week
        for n, digit in enumerate(digits):
            digits[n], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    enough, equal = 0, -1
    for n in range(max(len(digits), wanted.bit_length()) - 1, -1, -1):
        digit = digits[n] if n < len(digits) else 0
        if wanted >> n & 1:
            equal &= digit
        else:
            enough |= equal & digit
            equal &= ~digit
    return enough | (equal & span(0, WEEK))


def bits_of(cells: int) -> Iterator[int]:
    """The places of the bits that are set, from low to high."""
    while cells:
        low = cells & -cells
        yield low.bit_length() - 1
        cells ^= low


@dataclass(frozen=True, slots=True)
class Hour:
    """A weekly hour; `missing` are the weeks, from 0, in which it is not free."""

    weekday: int
    starts: time
    missing: tuple[int, ...] = field(default=())


def weekly_hours(free: Sequence[int], *, length: int, step: int, wanted: int) -> list[Hour]:
    """The hours of `length` minutes on the clock's grid of `step` minutes that are free in at least `wanted` weeks."""
    possible = [fits(week, -(-length // CELL)) for week in free]
    on_grid = sum(1 << at for at in range(0, WEEK, step // CELL))
    return [_hour(at, possible) for at in bits_of(at_least(possible, wanted) & on_grid)]


def _hour(at: int, possible: Iterable[int]) -> Hour:
    weekday, cell = divmod(at, DAY)
    missing = tuple(n for n, week in enumerate(possible) if not week >> at & 1)
    return Hour(weekday, time(cell * CELL // 60, cell * CELL % 60), missing)
