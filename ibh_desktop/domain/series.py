"""A weekly series of N sessions: the same wall time each week, weeks that do not fit are skipped, still N sessions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.slots import Slot

MOST_SKIPPED = 12
"""A series that would skip more weeks than this is not a weekly series any more."""
LEFT_OUT = "left out by hand"
_NEAREST = 3


class Reach(StrEnum):
    """How many visits of a course or series a change is for; the value is what staff read."""

    THIS = "this one"
    FOLLOWING = "this and following"
    ALL = "all to come"


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody decided for one step of a series: another start, or None to leave it out."""

    step: int
    starts: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a preview: a session with its number, or a skipped week with the reason and the nearest free times."""

    slot: Slot
    number: int | None
    reason: str = ""
    step: int = 0
    near: tuple[Slot, ...] = ()


def weekly(
    first: datetime,
    zone: ZoneInfo,
    *,
    sessions: int,
    cadence_days: int,
    length: timedelta,
    why_not: Callable[[Slot], str],
    changed: Iterable[Change] = (),
) -> list[Planned]:
    """N numbered sessions and the weeks skipped between them, by time; fewer than N when more than `MOST_SKIPPED` do not fit.

    `why_not` answers with the reason a slot cannot be booked, or an empty text. A step of `changed` takes its own start.
    """
    decided = {change.step: change.starts for change in changed}

    def begin(step: int) -> tuple[datetime, str]:
        usual = at_wall(first, zone, step * cadence_days)
        if step not in decided:
            return usual, _skipped_hour(first, usual, zone)
        chosen = decided[step]
        return (usual, LEFT_OUT) if chosen is None else (chosen, "")

    rows: list[Planned] = []
    booked = step = 0
    while booked < sessions and step - booked <= MOST_SKIPPED:
        starts, reason = begin(step)
        slot = Slot(starts, starts + length)
        reason = reason or _doubled(slot, rows) or why_not(slot)
        rows.append(Planned(slot, None if reason else 0, reason, step))
        booked += not reason
        step += 1
    return list(_numbered(sorted(rows, key=lambda row: row.slot)))


def _doubled(slot: Slot, rows: Sequence[Planned]) -> str:
    taken = any(row.number is not None and row.slot.overlaps(slot) for row in rows)
    return "Another session of this series is at this time." if taken else ""


def _skipped_hour(first: datetime, starts: datetime, zone: ZoneInfo) -> str:
    wanted, found = first.astimezone(zone), starts.astimezone(zone)
    if wanted.time() == found.time():
        return ""
    return f"{wanted:%H:%M} does not exist on {found:%a %d %b}: the clocks go forward."


def _numbered(rows: Iterable[Planned]) -> Iterator[Planned]:
    number = 0
    for row in rows:
        number += row.number is not None
        yield row if row.number is None else replace(row, number=number)


def nearest_free(starts: Iterable[datetime], wanted: Slot, *, free: Callable[[Slot], bool]) -> tuple[Slot, ...]:
    """The three candidates closest to a slot that are `free`, in order of time."""
    found: list[Slot] = []
    for at in sorted(starts, key=lambda at: abs(at - wanted.starts)):
        slot = Slot(at, at + wanted.length)
        if free(slot):
            found.append(slot)
        if len(found) == _NEAREST:
            break
    return tuple(sorted(found))


def steps_on(old: date, new: date, cadence_days: int) -> int:
    """How many steps a visit goes on when it moves to another week; 0 within its week and for an earlier one."""
    weeks = (_monday(new) - _monday(old)).days
    return max(0, weeks // cadence_days)


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
