"""Whether the intake of a course is session 0, or session 1 because its therapist ticked it (DOMAIN.md 1.7.3)."""

from datetime import datetime

from ibh_desktop.domain.courses import GROUP, MAINTENANCE
from ibh_desktop.domain.errors import Refused

COUNTED, SET_APART = "counts its intake as session 1", "keeps its intake as session 0"
"""What the course's history says after the tick and after it is taken away."""


def require_countable(intake: datetime | None, first_session: datetime | None, *, left: int, variant: str) -> None:
    """Raise `Refused` when the intake cannot be session 1: none was held, it came later, or the contract has no room.

    `left` are sessions of the contract that are neither held, booked nor used up.
    """
    if variant == GROUP.code:
        raise Refused("The meeting before a group is session 0; the group's first session is session 1.", field="intake")
    if variant == MAINTENANCE.code:
        raise Refused("Maintenance follows a finished course; the intake was that course's.", field="intake")
    if intake is None:
        raise Refused("No intake of this patient was held for this course.", field="intake")
    if first_session is not None and first_session < intake:
        raise Refused("A session was held or is booked before the intake, so the intake cannot be session 1.", field="intake")
    if not left:
        raise Refused(
            "Every session of the contract is held or booked. Release one, or extend the contract, before the intake counts.",
            field="intake",
        )


def renumbered(number: int | None, *, counts: bool) -> int | None:
    """The number of a session once the intake counts, or counts no more; None stands for session 0."""
    return ((number or 0) + (1 if counts else -1)) or None
