"""An absence that was just told, what came of the calls about it, and which free times are offered to whom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, TherapistId
from ibh_desktop.domain.slots import Slot

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Absence:
    """A therapist is away from `starts` to `ends` (instants)."""

    therapist: TherapistId
    starts: datetime
    ends: datetime


class Outcome(StrEnum):
    """What came of a call; the value is what staff read. `WITHDRAWN` takes the last one back."""

    MOVED = "moved"
    MESSAGE = "message left"
    NO_ANSWER = "no answer"
    CANCELLED = "cancelled by clinic"
    WITHDRAWN = "withdrawn"


SPOKEN = (Outcome.MESSAGE, Outcome.NO_ANSWER)
"""Outcomes that change no appointment."""


def require_span(first: date, last: date, hours: tuple[time | None, time | None] = (None, None)) -> None:
    """Raise `Refused` for an absence that ends before it starts or is too long to be one."""
    if last < first:
        raise Refused(f"The last day {last:%m/%d/%Y} lies before the first day {first:%m/%d/%Y}.", field="last")
    if last - first >= LONGEST:
        raise Refused("An absence lasts a year at most; make the therapist inactive instead.", field="last")
    starts, ends = hours
    if first == last and starts is not None and ends is not None and ends <= starts:
        raise Refused(f"It ends at {ends:%H:%M}, before it starts at {starts:%H:%M}. Give a later end.", field="ends")


Call = TypeVar("Call")


def standing(calls: Iterable[Call], outcome: Callable[[Call], Outcome]) -> list[Call]:
    """The calls that stand, in order: one that was withdrawn is gone, and so is its withdrawal."""
    left: list[Call] = []
    for call in calls:
        if outcome(call) is not Outcome.WITHDRAWN:
            left.append(call)
        elif left:
            left.pop()
    return left


@dataclass(frozen=True, slots=True)
class Need:
    """A session that needs another time; `taken` are the patient's other visits."""

    id: AppointmentId
    location: LocationId
    length: timedelta
    taken: Sequence[Slot] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time of a therapist at a location."""

    slot: Slot
    therapist: TherapistId
    location: LocationId


Offered = TypeVar("Offered", bound=Offer)


def allotted(needs: Sequence[Need], offers: Sequence[Offered], *, each: int) -> dict[AppointmentId, tuple[Offered, ...]]:
    """For every need, in order, its next `each` offers; none overlaps one that another patient is offered.

    So the list can be called from top to bottom, or by two people at once, and no time is promised twice.
    A patient is offered no day on which there is a visit already.
    """
    left = list(offers)
    given: dict[AppointmentId, tuple[Offered, ...]] = {}
    for need in needs:
        mine: list[Offered] = []
        for offer in left:
            if len(mine) == each:
                break
            if _fits(need, offer) and not any(_same(offer, other) for other in mine):
                mine.append(offer)
        left = [offer for offer in left if not any(_same(offer, other) for other in mine)]
        given[need.id] = tuple(mine)
    return given


def _fits(need: Need, offer: Offer) -> bool:
    return (
        offer.location == need.location
        and offer.slot.length >= need.length
        and all(visit.starts.astimezone(offer.slot.starts.tzinfo).date() != offer.slot.starts.date() for visit in need.taken)
    )


def _same(a: Offer, b: Offer) -> bool:
    return a.therapist == b.therapist and a.slot.overlaps(b.slot)
