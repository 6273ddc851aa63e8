"""Business days: Monday to Friday without the days on which the place is closed (DOMAIN.md 5.5)."""

from collections.abc import Collection
from datetime import date, timedelta

_WEEK = 5
_FURTHEST = 366
"""A place that is closed for a whole year has no next business day; then every weekday counts."""


def is_business_day(on: date, closed: Collection[date] = ()) -> bool:
    """Whether a date is a weekday on which the place is not closed."""
    return on.weekday() < _WEEK and on not in closed


def business_days_after(on: date, days: int, closed: Collection[date] = ()) -> date:
    """The date `days` business days after `on`; the day itself is not counted, whatever day it is."""
    found = on
    for _ in range(days):
        found = _next(found, closed)
    return found


def _next(on: date, closed: Collection[date]) -> date:
    for ahead in range(1, _FURTHEST):
        if is_business_day(on + timedelta(days=ahead), closed):
            return on + timedelta(days=ahead)
    return _next(on, ())
