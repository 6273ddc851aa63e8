"""Lines about a visit between the desk and the therapist: left, and taken off the board when they are done."""

from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import AppointmentId, DeskNoteId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.frontdesk import DeskNote
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx

LONGEST = 300


def leave(tx: Tx, appointment: AppointmentId, *, words: str) -> DeskNoteId:
    """Leave a line about a visit; raise `Refused` when it is empty or too long for a line."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    said = clean_text(words)
    if not said:
        raise Refused("Write a line first.", field="words")
    if len(said) > LONGEST:
        raise Refused(f"A line has {LONGEST} characters; this one has {len(said)}.", field="words")
    note = DeskNote(appointment_id=appointment, at=tx.now, by_id=tx.actor.staff, words=said)
    tx.session.add(note)
    tx.session.flush()
    tx.record("desk-note:leave", Topic.APPOINTMENTS, appointment, diff={"note": note.id})
    return DeskNoteId(note.id)


def done(tx: Tx, note: DeskNoteId) -> None:
    """Take a line off the board; raise `Conflict` when somebody else did. Undo is `put_back`."""
    row = _held(tx, note)
    if row.done_at is not None:
        raise Conflict("Somebody else has seen to this already.")
    row.done_at, row.done_by_id = tx.now, tx.actor.staff
    tx.record("desk-note:done", Topic.APPOINTMENTS, row.appointment_id, diff={"note": note})


def put_back(tx: Tx, note: DeskNoteId) -> None:
    """Undo that a line was done."""
    row = _held(tx, note)
    row.done_at, row.done_by_id = None, None
    tx.record("desk-note:put-back", Topic.APPOINTMENTS, row.appointment_id, diff={"note": note})


def _held(tx: Tx, note: DeskNoteId) -> DeskNote:
    row = tx.session.get(DeskNote, note, with_for_update=True)
    if row is None:
        raise NotFound("This line is not there any more.")
    visit = one(tx, Appointment, row.appointment_id)
    require(tx.actor, Permission.MOVE_ON, TherapistId(visit.therapist_id))
    return row
