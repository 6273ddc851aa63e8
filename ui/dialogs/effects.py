"""What a change would do to visits that are booked already, in one sentence."""

from collections.abc import Sequence

from ibh_desktop.queries.roster_effects import Affected
from ui.kit.text import short_date

_NAMED = 3
"""So many visits are named; more would not fit a panel."""


def affected_words(found: Sequence[Affected]) -> str:
    """Count, the first few visits, and where they are moved."""
    first = "; ".join(f"{short_date(one.starts.date())} {one.starts:%H:%M} {one.name}" for one in found[:_NAMED])
    more = f"; and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    count = "1 booked visit lies" if len(found) == 1 else f"{len(found)} booked visits lie"
    return f"{count} outside the roster then: {first}{more}. The absence desk under Reports moves them."
