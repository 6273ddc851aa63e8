"""When a Good Faith Estimate is due to a patient who pays alone (45 CFR 149.610; DOMAIN.md 5.5). No prices are reckoned here.

Business days are Monday to Friday without the days on which the location is closed; the day of booking is not counted.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from ibh_desktop.domain.business_days import business_days_after, business_days_ahead
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.field_texts import line

SOON, LATER = 3, 10
"""Business days ahead from which an estimate is due within one business day, and within three."""
WITHIN_SOON, WITHIN_LATER, WITHIN_ASKED = 1, 3, 3


class Outcome(StrEnum):
    """What became of an estimate; the value is what the store holds."""

    OPEN = ""
    GIVEN = "given"
    NOT_NEEDED = "not needed"


def due_on(booked: date, visit: date, closed: Collection[date] = ()) -> date | None:
    """When the estimate for a visit that was booked on a day is due; None for a visit too near to need one unasked."""
    ahead = business_days_ahead(booked, visit, closed)
    if ahead < SOON:
        return None
    return business_days_after(booked, WITHIN_LATER if ahead >= LATER else WITHIN_SOON, closed)


def due_on_request(asked: date, closed: Collection[date] = ()) -> date:
    """When an estimate that a patient asked for is due."""
    return business_days_after(asked, WITHIN_ASKED, closed)


def looked_at(booked: date, visit: date) -> tuple[date, date]:
    """First and last day whose closures can bear on `due_on`."""
    return booked, max(visit, booked + timedelta(days=30))


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
