"""What a change would do to visits that are booked already, in one sentence."""

from collections.abc import Sequence

from ibh_desktop.queries.roster_effects import Affected
from ui.kit.text import clock, short_date

_NAMED = 3
"""So many visits are named; more would not fit a panel."""
OUTSIDE = "outside the roster then"
MOVED_BY = "The absence desk under Reports moves them."


def affected_words(found: Sequence[Affected], outside: str = OUTSIDE, way_on: str = MOVED_BY) -> str:
    """Count, the first few visits with their location where there are several, and what becomes of them."""
    several = len({one.location for one in found}) > 1
    named = [f"{_when(one)} {one.name}{f', {one.location}' if several else ''}" for one in found[:_NAMED]]
    more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    count = "1 booked visit lies" if len(found) == 1 else f"{len(found)} booked visits lie"
    return f"{count} {outside}: {'; '.join(named)}{more}. {way_on}"


def _when(visit: Affected) -> str:
    return f"{short_date(visit.starts.date())} {clock(visit.starts)}"
