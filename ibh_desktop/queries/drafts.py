"""What somebody was typing when the window went: read back by that person alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteKind, Typed, unpacked
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.security.private import Vault
from ibh_desktop.store.chart import NoteDraft
from ibh_desktop.store.tx import Reading

NEEDS = {NoteKind.PROGRESS: Permission.WRITE_NOTE, NoteKind.PRIVATE: Permission.PRIVATE_NOTES}


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """Unsaved words and when they were kept last."""

    typed: Typed
    kept_at: datetime


def bound(kind: NoteKind, author: int, appointment: int) -> str:
    """What a sealed draft belongs to: moved to another person or session it does not open."""
    return f"draft|{kind.value}|{author}|{appointment}"


def draft(reading: Reading, vault: Vault, appointment: AppointmentId, kind: NoteKind) -> Draft | None:
    """My own draft; None when there is none, or it does not open with the keys in hand."""
    require(reading.actor, NEEDS[kind])
    me = reading.actor.staff
    row = reading.session.scalar(
        select(NoteDraft).where(
            NoteDraft.author_id == me, NoteDraft.kind == kind.value, NoteDraft.appointment_id == appointment
        )
    )
    words = None if row is None else vault.unsealed(kind, bytes(row.sealed), bound(kind, me, appointment))
    return None if row is None or words is None else Draft(unpacked(words), row.kept_at)
