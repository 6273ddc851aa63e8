"""Homework between sessions: given, reviewed, carried over (DOMAIN.md 1.6, 1.7.5)."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from ibh_desktop.domain.errors import Refused


class HomeworkStatus(StrEnum):
    """What became of it."""

    ASSIGNED = "assigned"
    DONE = "done"
    PARTLY = "partly done"
    NOT_DONE = "not done"
    CANCELLED = "cancelled"


OUTCOMES = (HomeworkStatus.DONE, HomeworkStatus.PARTLY, HomeworkStatus.NOT_DONE)
"""What a review can find."""
UNFINISHED = (HomeworkStatus.PARTLY, HomeworkStatus.NOT_DONE)
"""What is left of it can be carried over."""


def require_assigned(current: HomeworkStatus) -> None:
    """Raise `Refused` for homework that was reviewed or cancelled: nothing leads from there (1.7.5)."""
    if current is not HomeworkStatus.ASSIGNED:
        raise Refused(f"This homework is already {current.value}. Carry it over, or give a new one.", field="status")


def require_outcome(outcome: HomeworkStatus, *, carry: bool = False) -> None:
    """Raise `Refused` for what no review finds, or for carrying over what is finished."""
    if outcome not in OUTCOMES:
        raise Refused("Homework is done, partly done or not done.", field="status")
    if carry and outcome not in UNFINISHED:
        raise Refused("This homework is done: there is nothing to carry over.", field="carry")


def due_session(given_in: int) -> int:
    """The session that should review it: the next one delivered after session `given_in`, 0 before the first."""
    return given_in + 1


def is_overdue(status: HomeworkStatus, due: int | None, delivered: int) -> bool:
    """Whether the session that should have reviewed it is over."""
    return status is HomeworkStatus.ASSIGNED and due is not None and delivered >= due


def completion_rate(statuses: Iterable[HomeworkStatus]) -> float | None:
    """(done + half of partly done) of everything reviewed; None before the first review."""
    found = Counter(statuses)
    reviewed = sum(found[status] for status in OUTCOMES)
    return (found[HomeworkStatus.DONE] + 0.5 * found[HomeworkStatus.PARTLY]) / reviewed if reviewed else None
