"""Confirmations by the stack: which days can be asked for (FEATURES e9)."""

from datetime import date

from ibh_desktop.domain.errors import Refused

MOST_DAYS = 92
"""Days that one stack may reach over: three months."""


def require_days(first: date, last: date) -> None:
    """Raise `Refused` when the last day comes before the first one, or the stack would reach over more than `MOST_DAYS`."""
    if last < first:
        raise Refused("The last day comes before the first one.", field="last")
    if (last - first).days >= MOST_DAYS:
        raise Refused(f"One stack reaches over at most {MOST_DAYS} days; choose fewer.", field="last")
