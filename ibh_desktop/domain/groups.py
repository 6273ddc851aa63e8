"""A group of patients in one course of sessions: who may be in it, and who came (DOMAIN.md 1.1.1, 1.7.3, 5.1, 5.2)."""

from collections.abc import Sequence

from ibh_desktop.domain.appointments import UNSETTLED, UPCOMING, Status
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.phases import FEWEST

CAPACITY = 10
"""Patients in one group (DOMAIN.md 5.1)."""


def require_people(patients: Sequence[PatientId]) -> None:
    """Raise `Refused` for one patient alone, one who is named twice, or more than a group has."""
    if len(set(patients)) < len(patients):
        raise Refused("The same patient is named twice. Take one away.", field="more")
    if len(patients) < 2:
        raise Refused("A visit for several needs two patients or more. Add one.", field="more")
    if len(patients) > CAPACITY:
        raise Refused(f"A group has {CAPACITY} patients at most; these are {len(patients)}.", field="more")


def require_place(members: int, to_come: int) -> None:
    """Raise `Refused` when a group is full, or has fewer sessions to come than the shortest course."""
    if members >= CAPACITY:
        raise Refused(f"This group has {members} patients; {CAPACITY} are the most.", field="patient")
    if to_come < FEWEST:
        raise Refused(
            f"This group has {to_come} sessions to come; a course has {FEWEST} at least. Wait for the next group.",
            field="patient",
        )


def attended(status: Status, *, present: bool) -> Status:
    """Where a member's visit stands after the group met; raise `Conflict` for one that is settled already.

    Whoever was seen to arrive and is not ticked left before the session; who is in the session cannot be absent from it.
    """
    if present and status in UNSETTLED:
        return Status.COMPLETED
    if status in UPCOMING:
        return Status.NO_SHOW
    if status is Status.CHECKED_IN:
        return Status.LEFT_BEFORE_SEEN
    raise Conflict(f"One of these visits is {status.value}. Look at the list again.")
