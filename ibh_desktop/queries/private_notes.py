"""Psychotherapy notes: an author's own, and nobody else's whatever the role (DOMAIN.md 4.4). There is no sharing."""

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ibh_desktop.domain.ids import AppointmentId, CourseId, PrivateNoteId
from ibh_desktop.domain.notes import NoteKind
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.drafts import Draft, draft
from ibh_desktop.security.keys import KeyDocument, from_json
from ibh_desktop.security.private import Vault
from ibh_desktop.store.chart import PrivateKeySlot, PrivateNote
from ibh_desktop.store.schema import Appointment, Course, Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True, repr=False)
class PrivateLine:
    """One note; `text` is None where it does not open with the keys in hand. Times carry the location's zone."""

    id: PrivateNoteId
    version: int
    written_at: datetime
    session_at: datetime | None
    text: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Shelf:
    """My private notes of a course, the newest first; while it is locked only how many there are."""

    has_key: bool
    locked: bool
    count: int
    notes: tuple[PrivateLine, ...] = ()
    draft: Draft | None = None


def bound(course: int, author: int, note: int) -> str:
    """What a sealed note belongs to: copied into another course or under another author it does not open."""
    return f"private-note|{course}|{author}|{note}"


def slots(reading: Reading) -> KeyDocument | None:
    """The slots of my own key; None before the first private note."""
    require(reading.actor, Permission.PRIVATE_NOTES)
    row = reading.session.get(PrivateKeySlot, reading.actor.staff)
    return None if row is None else from_json(json.loads(bytes(row.document)))


def shelf(reading: Reading, vault: Vault, course: CourseId, appointment: AppointmentId | None = None) -> Shelf:
    """What I wrote for myself in a course, with my draft for one session."""
    require(reading.actor, Permission.PRIVATE_NOTES)
    me = reading.actor.staff
    mine = (PrivateNote.course_id == course, PrivateNote.author_id == me)
    if not vault.is_open:
        count = reading.session.scalar(select(func.count()).select_from(PrivateNote).where(*mine)) or 0
        has_key = reading.session.scalar(select(PrivateKeySlot.staff_id).where(PrivateKeySlot.staff_id == me)) is not None
        return Shelf(has_key, locked=True, count=count)
    rows = reading.session.execute(
        select(PrivateNote, Appointment.starts, Location.zone)
        .join(Course, Course.id == PrivateNote.course_id)
        .join(Location, Location.id == Course.location_id)
        .join(Appointment, Appointment.id == PrivateNote.appointment_id, isouter=True)
        .where(*mine)
        .order_by(PrivateNote.id.desc())
    )
    lines = tuple(_line(vault, row, starts, ZoneInfo(zone)) for row, starts, zone in rows)
    kept = None if appointment is None else draft(reading, vault, appointment, NoteKind.PRIVATE)
    return Shelf(has_key=True, locked=False, count=len(lines), notes=lines, draft=kept)


def _line(vault: Vault, row: PrivateNote, starts: datetime | None, zone: ZoneInfo) -> PrivateLine:
    text = vault.unsealed(NoteKind.PRIVATE, bytes(row.sealed), bound(row.course_id, row.author_id, row.id))
    session_at = None if starts is None else starts.astimezone(zone)
    return PrivateLine(PrivateNoteId(row.id), row.version, row.written_at.astimezone(zone), session_at, text)
