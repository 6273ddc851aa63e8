"""The notes' part of the table: progress notes, drafts and private notes, and who may write them."""

from typing import Any

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, NoteId, PrivateNoteId
from ibh_desktop.domain.notes import NoteKind, Typed, Words, digest
from ibh_desktop.domain.permissions import Role
from ibh_desktop.security.keys import ClinicKey, KeyDocument
from ibh_desktop.security.private import Vault, new_private_key
from ibh_desktop.store.chart import PrivateNote, SessionNote
from ibh_desktop.store.schema import Appointment, Staff, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import drafts, notes, private_notes
from tests.integration.permitted import ANA, BEN, SUPERVISOR, Call, Hers

TEXT = Words(body="Text.")


def _visit(tx: Tx, h: Hers, status: Status = Status.COMPLETED) -> AppointmentId:
    tx.session.get_one(Appointment, h.opened.appointments[0]).status = status
    return h.opened.appointments[0]


def _signed(tx: Tx, h: Hers) -> NoteId:
    author = tx.session.get_one(Therapist, h.clinic.ids.ana).staff_id
    about = {"course": h.opened.course, "appointment": _visit(tx, h), "author": author, "signed_by": author}
    whole = digest(**about, words=Words(body="Text."), signed_at=tx.now)
    row = SessionNote(
        course_id=h.opened.course,
        appointment_id=h.opened.appointments[0],
        author_id=author,
        body="Text.",
        written_at=tx.now,
        signed_at=tx.now,
        signed_by=author,
        digest=whole,
    )
    tx.session.add(row)
    tx.session.flush()
    return NoteId(row.id)


def _left(tx: Tx, h: Hers) -> NoteId:
    """A note that somebody began in Ana's course who does not work here any more."""
    leaver = Staff(username="leaver", name="Gone Away", role=Role.THERAPIST, active=False)
    tx.session.add(leaver)
    tx.session.flush()
    row = SessionNote(
        course_id=h.opened.course,
        appointment_id=_visit(tx, h),
        author_id=leaver.id,
        body="Text.",
        written_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    return NoteId(row.id)


def _vault(tx: Tx) -> Vault:
    vault = Vault(ClinicKey(bytes(32)), tx.actor.staff)
    vault.open([new_private_key()])
    return vault


def _change_own(tx: Tx, h: Hers) -> Any:
    author = tx.actor.staff or h.clinic.ids.lead
    row = PrivateNote(course_id=h.opened.course, author_id=author, written_at=tx.now, sealed=b"", version=1)
    tx.session.add(row)
    tx.session.flush()
    return private_notes.change(tx, _vault(tx), PrivateNoteId(row.id), text="Mine.", version=1)


NOTE_WRITES: dict[str, tuple[Call, set[str]]] = {
    "notes.save": (lambda tx, h: notes.save(tx, _visit(tx, h), TEXT), {ANA}),
    "notes.sign": (lambda tx, h: notes.sign(tx, _visit(tx, h), TEXT), {ANA}),
    "notes.cosign": (lambda tx, h: notes.cosign(tx, _signed(tx, h)), {SUPERVISOR}),
    "notes.close": (lambda tx, h: notes.close(tx, _left(tx, h), reason="She moved away."), {ANA, SUPERVISOR}),
    "notes.add_addendum": (lambda tx, h: notes.add_addendum(tx, _signed(tx, h), "More."), {ANA}),
    "drafts.keep": (lambda tx, h: drafts.keep(tx, _vault(tx), _visit(tx, h), NoteKind.PROGRESS, Typed(TEXT)), {ANA}),
    "drafts.discard": (lambda tx, h: drafts.discard(tx, _visit(tx, h), NoteKind.PRIVATE), {ANA}),
    "private_notes.write": (lambda tx, h: private_notes.write(tx, _vault(tx), h.opened.course, text="Mine."), {ANA}),
    "private_notes.change": (_change_own, {ANA, BEN, SUPERVISOR}),
    "private_notes.move": (
        lambda tx, h: private_notes.move(tx, _vault(tx), _visit(tx, h), words=TEXT, moved="Mine."),
        {ANA},
    ),
    "private_notes.keep_slots": (lambda tx, _: private_notes.keep_slots(tx, KeyDocument("db")), {ANA, BEN, SUPERVISOR}),
}
