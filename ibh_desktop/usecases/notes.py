"""Progress notes: write, sign, co-sign, add to, close. What is signed is never changed, by anybody.

They work on a finished course too: the note of the last session is often written after it.
"""

from dataclasses import dataclass

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import AppointmentId, NoteId, TherapistId
from ibh_desktop.domain.lifecycle import SHORTEST_REASON, require_words
from ibh_desktop.domain.note_rights import Whose, require_closer, require_writer
from ibh_desktop.domain.notes import (
    NoteKind,
    NoteState,
    Words,
    cleaned,
    digest,
    require_intact,
    require_text,
    require_unsigned,
    state_of,
    techniques_text,
    why_not_writable,
)
from ibh_desktop.domain.people import clean_lines
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.note_rights import whose
from ibh_desktop.queries.notes import is_intact, words_of
from ibh_desktop.store.chart import Addendum, SessionNote
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Staff, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.drafts import drop


@dataclass(frozen=True, slots=True)
class Saved:
    """A note as it was left."""

    note: NoteId
    version: int


def save(tx: Tx, appointment: AppointmentId, words: Words, *, version: int | None = None) -> Saved:
    """Write the note of a session; `version` is the one that was read, None where there was none.

    Raises `Conflict` when somebody saved in between, `Refused` once it is signed.
    """
    row = _written(tx, appointment, words, version)
    tx.record("note:save", Topic.COURSES, row.course_id, diff={"note": row.id, "appointment": appointment})
    return Saved(NoteId(row.id), row.version)


def sign(tx: Tx, appointment: AppointmentId, words: Words, *, version: int | None = None) -> Saved:
    """Save and sign in one step; from then on the note can only be added to."""
    row = _written(tx, appointment, words, version)
    if not row.body:
        raise Refused("Write the note before you sign it.", field="body")
    _freeze(tx, row)
    tx.record("note:sign", Topic.COURSES, row.course_id, diff={"note": row.id, "sha256": row.digest})
    return Saved(NoteId(row.id), row.version)


def cosign(tx: Tx, note: NoteId) -> None:
    """A supervisor's signature under an associate's note; nobody co-signs their own."""
    row = _locked(tx, note)
    author = _author(tx, row)
    supervised = TherapistId(one(tx, Course, row.course_id).therapist_id if author is None else author.id)
    require(tx.actor, Permission.COSIGN_NOTE, supervised)
    if row.author_id == tx.actor.staff:
        raise Refused("Nobody co-signs a note of their own.")
    state = _state(row, author)
    if state is not NoteState.WAITING:
        raise Refused(f"This note is {state.value}; there is nothing to co-sign.")
    require_intact(intact=is_intact(row))
    row.cosigned_at, row.cosigned_by = tx.now, tx.actor.staff
    row.version += 1
    tx.record("note:cosign", Topic.COURSES, row.course_id, diff={"note": note, "sha256": row.digest})


def close(tx: Tx, note: NoteId, *, reason: str) -> None:
    """Close what a leaver left unsigned: its words stay as they stand, with the reason added under the closer's name.

    Raises `Refused` while the author still works here, `NotAllowed` for who is not concerned.
    """
    row = _locked(tx, note)
    author = one(tx, Staff, row.author_id)
    require_closer(tx.actor, _whose(tx, row.appointment_id), author_name=author.name, author_left=not author.active)
    require_unsigned(_state(row, None))
    words = require_words(clean_lines(reason), shortest=SHORTEST_REASON)
    _freeze(tx, row)
    row.version += 1
    tx.session.add(Addendum(note_id=note, author_id=tx.actor.staff, added_at=tx.now, text=words))
    tx.record("note:close", Topic.COURSES, row.course_id, diff={"note": note, "sha256": row.digest})


def add_addendum(tx: Tx, note: NoteId, text: str) -> None:
    """Add words to a signed note; the note itself stays as it was signed."""
    row = _locked(tx, note)
    require_writer(tx.actor, _whose(tx, row.appointment_id))
    if row.signed_at is None:
        raise Refused("This note is not signed yet: change it directly.")
    require_intact(intact=is_intact(row))
    tx.session.add(Addendum(note_id=note, author_id=tx.actor.staff, added_at=tx.now, text=require_text(text, "addendum")))
    drop(tx, NoteKind.PROGRESS, AppointmentId(row.appointment_id))
    tx.record("note:add", Topic.COURSES, row.course_id, diff={"note": note})


def require_session(tx: Tx, appointment: AppointmentId, permission: Permission) -> tuple[Appointment, Course]:
    """The session and its course, for whoever may; raise `NotFound` for a visit outside a course."""
    visit = one(tx, Appointment, appointment)
    if visit.course_id is None:
        require(tx.actor, permission, TherapistId(visit.therapist_id))
        raise NotFound("This visit belongs to no course; notes are kept in courses.")
    course = one(tx, Course, visit.course_id)
    if permission is Permission.WRITE_NOTE:
        require_writer(tx.actor, _whose(tx, appointment))
    else:
        require(tx.actor, permission, TherapistId(course.therapist_id))
    return visit, course


def _whose(tx: Tx, appointment: int) -> Whose:
    found = whose(tx.session, AppointmentId(appointment))
    assert found is not None, "a note belongs to a session of a course"
    return found


def _written(tx: Tx, appointment: AppointmentId, words: Words, version: int | None) -> SessionNote:
    visit, course = require_session(tx, appointment, Permission.WRITE_NOTE)
    if why := why_not_writable(visit.status, visit.starts, tx.now):
        raise Refused(why)
    row = tx.session.scalar(select(SessionNote).where(SessionNote.appointment_id == appointment).with_for_update())
    if row is None:
        row = SessionNote(course_id=course.id, appointment_id=appointment, author_id=tx.actor.staff, version=0)
        tx.session.add(row)
    else:
        _require_mine(tx, row)
    require_unsigned(_state(row, None))
    if version != (row.version or None):
        raise Conflict("This note was saved somewhere else a moment ago. It was left as it is there; look at it again.")
    plain = cleaned(words)
    row.since_last, row.techniques, row.body = plain.since_last, techniques_text(plain.techniques), plain.body
    row.written_at = tx.now
    row.version += 1
    drop(tx, NoteKind.PROGRESS, appointment)
    tx.session.flush()
    return row


def _freeze(tx: Tx, row: SessionNote) -> None:
    """Put whoever acts under the words as they stand; by the digest nobody changes them unseen."""
    row.signed_at, row.signed_by = tx.now, tx.actor.staff
    row.digest = digest(
        course=row.course_id,
        appointment=row.appointment_id,
        author=row.author_id,
        words=words_of(row),
        signed_at=tx.now,
        signed_by=tx.actor.staff,
    )


def _require_mine(tx: Tx, row: SessionNote) -> None:
    if row.author_id != tx.actor.staff:
        name = one(tx, Staff, row.author_id).name
        raise Refused(f"{name} began this note, and only its author changes it. Once it is signed you can add to it.")


def _locked(tx: Tx, note: NoteId) -> SessionNote:
    row = tx.session.get(SessionNote, note, with_for_update=True)
    if row is None:
        raise NotFound("This note is not there any more.")
    return row


def _author(tx: Tx, row: SessionNote) -> Therapist | None:
    return tx.session.scalar(select(Therapist).where(Therapist.staff_id == row.author_id))


def _state(row: SessionNote, author: Therapist | None) -> NoteState:
    credential = author.credential if author else ""
    return state_of(
        signed=row.signed_at is not None,
        cosigned=row.cosigned_at is not None,
        credential=credential,
        by_author=row.signed_by == row.author_id,
    )
