"""Private notes: sealed with their author's key before a row is made; what is stored nobody else can read."""

import json

from ibh_desktop.domain.errors import Conflict, NotFound
from ibh_desktop.domain.ids import AppointmentId, CourseId, PrivateNoteId, TherapistId
from ibh_desktop.domain.notes import NoteKind, Words, require_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.private_notes import bound
from ibh_desktop.security.keys import KeyDocument, to_json
from ibh_desktop.security.private import Vault
from ibh_desktop.store.chart import PrivateKeySlot, PrivateNote
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import notes
from ibh_desktop.usecases.drafts import drop


def write(tx: Tx, vault: Vault, course: CourseId, *, text: str, appointment: AppointmentId | None = None) -> PrivateNoteId:
    """Add a private note to a course; raise `Refused` while private notes are locked."""
    require(tx.actor, Permission.PRIVATE_NOTES, TherapistId(one(tx, Course, course).therapist_id))
    if appointment is not None:
        drop(tx, NoteKind.PRIVATE, appointment)
    return _add(tx, vault, course, text, appointment)


def _add(tx: Tx, vault: Vault, course: CourseId, text: str, appointment: AppointmentId | None) -> PrivateNoteId:
    plain = require_text(text, "private")
    row = PrivateNote(
        course_id=course, appointment_id=appointment, author_id=tx.actor.staff, written_at=tx.now, sealed=b"", version=1
    )
    tx.session.add(row)
    tx.session.flush()  # its id is part of what it is sealed with
    row.sealed = vault.seal(NoteKind.PRIVATE, plain, bound(course, tx.actor.staff, row.id))
    tx.session.flush()
    tx.record("private-note:write", Topic.COURSES, course, diff={"note": row.id})
    return PrivateNoteId(row.id)


def change(
    tx: Tx, vault: Vault, note: PrivateNoteId, *, text: str, version: int, appointment: AppointmentId | None = None
) -> int:
    """Replace a note's text and return its new version; only its author finds it at all.

    `appointment` is the session whose sheet it was typed on: its draft is let go.
    """
    require(tx.actor, Permission.PRIVATE_NOTES)
    row = tx.session.get(PrivateNote, note, with_for_update=True)
    if row is None or row.author_id != tx.actor.staff:
        raise NotFound("This note is not there any more.")
    if row.version != version:
        raise Conflict("You changed this note at another desk. It was left as it is there; look at it again.")
    row.sealed = vault.seal(NoteKind.PRIVATE, require_text(text, "private"), bound(row.course_id, row.author_id, row.id))
    row.version += 1
    if appointment is not None:
        drop(tx, NoteKind.PRIVATE, appointment)
    tx.record("private-note:change", Topic.COURSES, row.course_id, diff={"note": note})
    return row.version


def move(
    tx: Tx, vault: Vault, appointment: AppointmentId, *, words: Words, moved: str, version: int | None = None
) -> notes.Saved:
    """Move text out of a progress note that is not signed: `words` is what stays in it, `moved` becomes a private note."""
    _, course = notes.require_session(tx, appointment, Permission.PRIVATE_NOTES)
    saved = notes.save(tx, appointment, words, version=version)
    _add(tx, vault, CourseId(course.id), moved, appointment)
    return saved


def keep_slots(tx: Tx, document: KeyDocument) -> None:
    """Store the slots of my own key; each is wrapped under a password of mine and useless to anybody else."""
    require(tx.actor, Permission.PRIVATE_NOTES)
    row = tx.session.get(PrivateKeySlot, tx.actor.staff, with_for_update=True)
    if row is None:
        row = PrivateKeySlot(staff_id=tx.actor.staff)
        tx.session.add(row)
    row.document = json.dumps(to_json(document)).encode()
    tx.record("private-key:store", Topic.SESSION, tx.actor.staff, diff={"slots": len(document.slots)})
