"""The moves of a course's status and what each asks for (DOMAIN.md 1.7.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.phases import Phase


class Event(StrEnum):
    """What moves a course; the value is what staff read in its history."""

    START = "started"
    CANCEL = "cancelled"
    HOLD = "put on hold"
    RESUME = "resumed"
    COMPLETE = "completed"
    END_EARLY = "ended early"
    TRANSFER = "transferred"
    REOPEN = "reopened"


class EndReason(StrEnum):
    """Why a course ends early."""

    PATIENT_CHOICE = "patient's choice"
    GOALS_MET = "goals met early"
    LOST = "lost to contact"
    MOVED = "moved away"
    INSURANCE = "insurance"
    HIGHER_CARE = "higher level of care"
    DECEASED = "deceased"
    CLINICIAN = "clinician's decision"
    OTHER = "other"


FINAL = (CourseStatus.COMPLETED, CourseStatus.ENDED_EARLY, CourseStatus.TRANSFERRED, CourseStatus.CANCELLED)
_OPEN = (CourseStatus.ACTIVE, CourseStatus.ON_HOLD)

MOVES: dict[Event, tuple[tuple[CourseStatus, ...], CourseStatus]] = {
    Event.START: ((CourseStatus.DRAFT,), CourseStatus.ACTIVE),
    Event.CANCEL: ((CourseStatus.DRAFT,), CourseStatus.CANCELLED),
    Event.HOLD: ((CourseStatus.ACTIVE,), CourseStatus.ON_HOLD),
    Event.RESUME: ((CourseStatus.ON_HOLD,), CourseStatus.ACTIVE),
    Event.COMPLETE: (_OPEN, CourseStatus.COMPLETED),
    Event.END_EARLY: (_OPEN, CourseStatus.ENDED_EARLY),
    Event.TRANSFER: (_OPEN, CourseStatus.TRANSFERRED),
    Event.REOPEN: (FINAL, CourseStatus.ACTIVE),
}
"""For every event the statuses it starts from, and the one it leads to."""

LONGEST_HOLD = timedelta(days=60)
FEWEST_OUTREACH = 2
"""Attempts to reach a patient before a course ends as lost to contact (DOMAIN.md 1.7.4)."""
SHORTEST_REASON = 10
"""Letters of a reason that passes over a gate (DOMAIN.md 1.7.2)."""


def moved(status: CourseStatus, event: Event) -> CourseStatus:
    """The status after `event`; raise `Refused` for a move that the table does not have."""
    before, after = MOVES[event]
    if status not in before:
        raise Refused(f"A course that is {status.value} cannot be {event.value}.", field="status")
    return after


def require_words(reason: str, *, field: str = "reason", shortest: int = 1) -> str:
    """The reason; raise `Refused` when it is missing or too short to say anything."""
    if len(reason) < shortest:
        least = f", in {shortest} letters or more" if shortest > 1 else ""
        raise Refused(f"Give the reason{least}.", field=field)
    return reason


def require_review(review_on: date, today: date) -> date:
    """When a hold is looked at again: after today, within 60 days."""
    if not today < review_on <= today + LONGEST_HOLD:
        raise Refused(f"A hold is reviewed within {LONGEST_HOLD.days} days: choose a date after today.", field="review_on")
    return review_on


@dataclass(frozen=True, slots=True)
class Closing:
    """What stands in the way of completing a course: DOMAIN.md 1.7.1, the row `complete`."""

    phase: Phase
    open_tasks: Sequence[str]
    active_goals: int
    undisposed: int


def require_completable(closing: Closing, *, override: str) -> None:
    """Raise `Refused` that names what is missing; only open tasks may be passed over, with a reason of ten letters."""
    if closing.phase is not Phase.ENDING:
        raise Refused(f"A course is completed from its ending phase; this one is in the {closing.phase.value} phase.")
    if closing.active_goals:
        raise Refused("A goal is still active. Close it first: achieved, partly achieved, not achieved or dropped.")
    if closing.undisposed:
        issues = "1 lingering issue has" if closing.undisposed == 1 else f"{closing.undisposed} lingering issues have"
        raise Refused(f"{issues} no disposition yet. Say what becomes of each first.")
    require_gate(closing.open_tasks, override=override)


def require_gate(open_tasks: Sequence[str], *, override: str) -> None:
    """Raise `Refused` at `override` for open tasks until a reason of ten letters passes over them (a soft gate)."""
    if open_tasks and len(override) < SHORTEST_REASON:
        raise Refused(
            f"Still open: {'; '.join(open_tasks)}. Do them, or give a reason of {SHORTEST_REASON} letters or more.",
            field="override",
        )


def require_end_early(reason: EndReason, *, outreach: int, risk: bool, risk_note: str) -> None:
    """Raise `Refused` for "lost to contact" without two attempts, or without a risk note where risk was last answered."""
    if reason is EndReason.LOST and outreach < FEWEST_OUTREACH:
        raise Refused(
            f"“Lost to contact” needs {FEWEST_OUTREACH} attempts to reach the patient on record; there are {outreach}.",
            field="reason",
        )
    if risk and not risk_note:
        raise Refused("The last item 9 was above 0: write a risk note.", field="risk_note")
