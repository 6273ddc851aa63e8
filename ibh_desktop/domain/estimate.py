"""When a Good Faith Estimate is due to a patient who pays alone (45 CFR 149.610; DOMAIN.md 5.5). No prices are reckoned here.

Business days are Monday to Friday without the days on which the location is closed; the day of booking is not counted.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.field_texts import line

SOON, LATER = 3, 10
"""Business days ahead from which an estimate is due within one business day, and within three."""
WITHIN_SOON, WITHIN_LATER, WITHIN_ASKED = 1, 3, 3
_DAY = timedelta(days=1)


class Outcome(StrEnum):
    """What became of an estimate; the value is what the store holds."""

    OPEN = ""
    GIVEN = "given"
    NOT_NEEDED = "not needed"


def is_business_day(on: date, closed: Collection[date] = ()) -> bool:
    """Monday to Friday, unless the location is closed."""
    return on.weekday() < 5 and on not in closed


def business_days_ahead(booked: date, visit: date, closed: Collection[date] = ()) -> int:
    """How many business days a visit lies ahead: the day of booking is not counted, that of the visit is."""
    days = max(0, (visit - booked).days)
    return sum(is_business_day(booked + n * _DAY, closed) for n in range(1, days + 1))


def after_business_days(start: date, days: int, closed: Collection[date] = ()) -> date:
    """The business day that is so many after `start`, which is not counted."""
    on = start
    while days > 0:
        on += _DAY
        days -= is_business_day(on, closed)
    return on


def due_on(booked: date, visit: date, closed: Collection[date] = ()) -> date | None:
    """When the estimate for a visit that was booked on a day is due; None for a visit too near to need one unasked."""
    ahead = business_days_ahead(booked, visit, closed)
    if ahead < SOON:
        return None
    return after_business_days(booked, WITHIN_LATER if ahead >= LATER else WITHIN_SOON, closed)


def due_on_request(asked: date, closed: Collection[date] = ()) -> date:
    """When an estimate that a patient asked for is due."""
    return after_business_days(asked, WITHIN_ASKED, closed)


def looked_at(booked: date, visit: date) -> tuple[date, date]:
    """First and last day whose closures can bear on `due_on`."""
    return booked, max(visit, booked + 30 * _DAY)


def require_open(outcome: Outcome) -> None:
    """Raise `Conflict` for an estimate that another desk settled."""
    if outcome is not Outcome.OPEN:
        raise Conflict(f"This estimate was marked as {outcome.value} already.")


def require_given(on: date, asked: date, today: date) -> date:
    """The day it was given; raise `Refused` for one before it was asked for, or to come."""
    if not asked <= on <= today:
        raise Refused(f"It was given between {asked:%m/%d/%Y} and today.", field="given_on")
    return on


def require_reason(typed: str) -> str:
    """Why no estimate is needed; raise `Refused` when nothing is said, or too much."""
    return line(typed, "reason", missing="Say why no estimate is needed.")
