"""Rows that must be there, and whether a safety event is open."""

from typing import TypeVar

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, NotFound
from ibh_desktop.domain.safety import OVER
from ibh_desktop.store.schema import Appointment, Base, Course, Letter, Location, Patient, Recipient, SafetyEvent, Therapist
from ibh_desktop.store.tx import Reading, Tx

T = TypeVar("T", bound=Base)

_NAMES: dict[type[Base], str] = {
    Appointment: "appointment",
    Course: "course",
    Letter: "letter",
    Location: "location",
    Patient: "patient",
    Recipient: "recipient",
    Therapist: "therapist",
}


def one(reading: Reading, table: type[T], key: int) -> T:
    """The row with this key; raise `NotFound` in the clinic's words.

    A row with a version is locked for the change to come: of two desks that read version 7, the second must see version 8.
    """
    versioned = isinstance(reading, Tx) and table in (Appointment, Course, Letter, Recipient)
    row = reading.session.get(table, key, with_for_update=True if versioned else None)
    if row is None:
        raise NotFound(f"This {_NAMES.get(table, 'entry')} is not there any more.")
    return row


def standing(reading: Reading, key: int) -> Recipient:
    """The entry of the address book that stands for this one, which a desk may have merged; raise `NotFound` for none."""
    row = one(reading, Recipient, key)
    while row.merged_into_id is not None:
        row = one(reading, Recipient, row.merged_into_id)
    return row


def has_open_event(reading: Reading, patient: int) -> bool:
    """Whether a safety event of a patient is not over; that there is one is all that is read of it."""
    going = select(SafetyEvent.id).where(SafetyEvent.patient_id == patient, SafetyEvent.status.not_in(OVER)).limit(1)
    return reading.session.scalar(going) is not None


def require_version(row: Appointment | Course | Letter | Recipient, version: int | None) -> None:
    """Raise `Conflict` when the row was changed since `version` was read, and count this change."""
    if version is not None and row.version != version:
        raise Conflict("Somebody else changed this a moment ago. It was left as they put it; look at it again.")
    row.version += 1
