"""A weekly series of N sessions: the same wall time each week, weeks that do not fit are skipped, still N sessions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.slots import Slot

MOST_SKIPPED = 12
"""A series that would skip more weeks than this is not a weekly series any more."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a preview: a session with its number, or a skipped week with the reason."""

    slot: Slot
    number: int | None
    reason: str = ""


def weekly(
    first: datetime, zone: ZoneInfo, *, sessions: int, cadence_days: int, length: timedelta, why_not: Callable[[Slot], str]
) -> list[Planned]:
    """N numbered sessions and the weeks skipped between them; fewer than N when more than `MOST_SKIPPED` do not fit.

    `why_not` answers with the reason a slot cannot be booked, or an empty text.
    """
    rows: list[Planned] = []
    number = skipped = step = 0
    while number < sessions and skipped <= MOST_SKIPPED:
        starts = at_wall(first, zone, step * cadence_days)
        slot = Slot(starts, starts + length)
        reason = why_not(slot)
        if reason:
            skipped += 1
        else:
            number += 1
        rows.append(Planned(slot, None if reason else number, reason))
        step += 1
    return rows
