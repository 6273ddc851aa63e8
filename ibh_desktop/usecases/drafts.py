"""Drafts: what is being typed is kept sealed for its author, and gone once it is saved. Run through `App.keep`."""

from sqlalchemy import select

from ibh_desktop.domain.ids import AppointmentId, TherapistId
from ibh_desktop.domain.note_rights import require_writer
from ibh_desktop.domain.notes import NoteKind, Typed, packed
from ibh_desktop.domain.permissions import require
from ibh_desktop.queries.drafts import NEEDS, bound
from ibh_desktop.queries.note_rights import whose
from ibh_desktop.security.private import Vault
from ibh_desktop.store.chart import NoteDraft
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx


def keep(tx: Tx, vault: Vault, appointment: AppointmentId, kind: NoteKind, typed: Typed) -> None:
    """Keep unsaved words of a session in place of those kept before."""
    _require(tx, appointment, kind)
    me = tx.actor.staff
    sealed = vault.seal(kind, packed(typed), bound(kind, me, appointment))
    row = _row(tx, kind, appointment)
    if row is None:
        row = NoteDraft(author_id=me, kind=kind.value, appointment_id=appointment)
        tx.session.add(row)
    row.sealed, row.kept_at = sealed, tx.now


def discard(tx: Tx, appointment: AppointmentId, kind: NoteKind) -> None:
    """Let go of what was typed."""
    _require(tx, appointment, kind)
    drop(tx, kind, appointment)


def drop(tx: Tx, kind: NoteKind, appointment: AppointmentId) -> None:
    """Delete my draft of a session within a larger step."""
    row = _row(tx, kind, appointment)
    if row is not None:
        tx.session.delete(row)


def _require(tx: Tx, appointment: AppointmentId, kind: NoteKind) -> None:
    visit, found = one(tx, Appointment, appointment), whose(tx.session, appointment)
    if found is not None and kind is NoteKind.PROGRESS:
        require_writer(tx.actor, found)
    else:
        require(tx.actor, NEEDS[kind], found.course if found else TherapistId(visit.therapist_id))


def _row(tx: Tx, kind: NoteKind, appointment: AppointmentId) -> NoteDraft | None:
    mine = (NoteDraft.author_id == tx.actor.staff, NoteDraft.kind == kind.value, NoteDraft.appointment_id == appointment)
    return tx.session.scalar(select(NoteDraft).where(*mine))
