"""Putting right what became of a visit (DOMAIN.md 5.2): the same day, what was held within 24 hours, later with a reason."""

from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import UNSETTLED, Stamps, Status
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.lifecycle import require_words
from ibh_desktop.domain.permissions import Actor, Permission, may

HELD_WITHIN = timedelta(hours=24)
"""How long whoever held a session may put its end right."""

SETTLED = tuple(status for status in Status if status not in UNSETTLED and status is not Status.RESCHEDULED)
"""What a visit can be corrected from; one that was moved elsewhere is put right where it went."""


class Right(Enum):
    """Who may still put a visit right."""

    DESK = auto()
    CLINICIAN = auto()
    MANAGER = auto()


def right_needed(was: Status, settled_at: datetime, now: datetime, zone: ZoneInfo) -> Right:
    """Whose right a correction takes now; `settled_at` is when the visit got the status that it has."""
    if settled_at.astimezone(zone).date() == now.astimezone(zone).date():
        return Right.DESK
    if was is Status.COMPLETED and now - settled_at <= HELD_WITHIN:
        return Right.CLINICIAN
    return Right.MANAGER


def may_correct(actor: Actor, right: Right, whose: TherapistId) -> bool:
    """Whether somebody has the right that a correction takes; `whose` is the visit's therapist."""
    if right is Right.DESK:
        return may(actor, Permission.MOVE_ON, whose)
    held = right is Right.CLINICIAN and may(actor, Permission.SEE_CLINICAL, whose)
    return held or may(actor, Permission.CORRECT_LATER, whose)


def targets(was: Status, starts: datetime, now: datetime) -> tuple[Status, ...]:
    """What a settled visit may be corrected to: expected again only around its time, and nobody arrives a day ahead."""
    if was not in SETTLED:
        return ()
    held = (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED, Status.NO_SHOW, Status.LEFT_BEFORE_SEEN)
    open_still = (Status.SCHEDULED,) if starts > now - HELD_WITHIN else ()
    began = held if starts <= now else (Status.CHECKED_IN,) if starts - now < HELD_WITHIN else ()
    cancelled = (Status.LATE_CANCEL, Status.CANCELLED_PATIENT, Status.CANCELLED_CLINIC)
    return tuple(status for status in (*open_still, *began, *cancelled) if status is not was)


def require_correction(was: Status, wanted: Status, starts: datetime, now: datetime, *, right: Right, reason: str) -> None:
    """Raise `Refused` for a visit that is not settled, a status it cannot have had, or a missing reason after its day."""
    if was not in SETTLED:
        raise Refused(f"This visit is {was.value}: move it on, there is nothing to correct yet.", field="status")
    if wanted not in targets(was, starts, now):
        raise Refused(f"A visit that is {was.value} cannot be corrected to {wanted.value} now.", field="status")
    if right is not Right.DESK:
        require_words(reason)


def corrected(stamps: Stamps, wanted: Status, starts: datetime, ends: datetime, now: datetime) -> Stamps:
    """The time stamps that go with a corrected status; what nobody noted is taken from the visit's own times."""
    came = stamps.arrived_at or min(starts, now)
    began = stamps.started_at or max(came, min(starts, now))
    if wanted in (Status.CHECKED_IN, Status.LEFT_BEFORE_SEEN):
        return Stamps(arrived_at=came)
    if wanted is Status.IN_SESSION:
        return Stamps(came, began)
    if wanted is Status.COMPLETED:
        return Stamps(came, began, stamps.ended_at or max(began, min(ends, now)))
    return Stamps()
