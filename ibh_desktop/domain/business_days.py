"""Business days: Monday to Friday without the days on which the place is closed (DOMAIN.md 5.5)."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import islice

_WEEK = 5
_FURTHEST = 366
"""A place that is closed for a whole year has no next business day; then every weekday counts."""
FURTHEST = timedelta(days=60)
"""How far `next_business_days` looks."""


def is_business_day(on: date, closed: Collection[date] = ()) -> bool:
    """Whether a date is a weekday on which the place is not closed."""
    return on.weekday() < _WEEK and on not in closed


def business_days_after(on: date, days: int, closed: Collection[date] = ()) -> date:
    """The date `days` business days after `on`; the day itself is not counted, whatever day it is."""
    found = on
    for _ in range(days):
        found = _next(found, closed)
    return found


def business_days_ahead(today: date, on: date, closed: Collection[date] = ()) -> int:
    """How many business days a date lies ahead: today is not counted, the date itself is."""
    days = max(0, (on - today).days)
    return sum(is_business_day(today + timedelta(days=n), closed) for n in range(1, days + 1))


def next_business_days(today: date, count: int, closed: Collection[date] = ()) -> tuple[date, ...]:
    """The next `count` business days after today; fewer where a place stays closed for longer than `FURTHEST`."""
    ahead = (today + timedelta(days=n) for n in range(1, FURTHEST.days + 1))
    return tuple(islice((on for on in ahead if is_business_day(on, closed)), count))


def _next(on: date, closed: Collection[date]) -> date:
    for ahead in range(1, _FURTHEST):
        if is_business_day(on + timedelta(days=ahead), closed):
            return on + timedelta(days=ahead)
    return _next(on, ())
