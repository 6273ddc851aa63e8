"""One progress note to read, with what was added to it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.ids import AppointmentId, NoteId
from ibh_desktop.domain.note_rights import Whose, may_close, require_reader
from ibh_desktop.domain.notes import NoteState, Words, digest, state_of, techniques_of
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.note_rights import whose
from ibh_desktop.store.chart import Addendum, SessionNote
from ibh_desktop.store.schema import Staff, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True, repr=False)
class AddendumLine:
    """Words that were added to a signed note."""

    author: str
    added_at: datetime
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class NoteShown:
    """A note as its readers see it; not `intact` when the stored words are not what was signed."""

    id: NoteId
    version: int
    state: NoteState
    author: str
    mine: bool
    words: Words
    written_at: datetime
    signed_at: datetime | None
    signed_by: str
    cosigned_at: datetime | None
    cosigned_by: str
    intact: bool
    may_cosign: bool
    may_close: bool
    addenda: tuple[AddendumLine, ...] = ()


def words_of(row: SessionNote) -> Words:
    """What a stored note says."""
    return Words(row.since_last, techniques_of(row.techniques), row.body)


def is_intact(row: SessionNote) -> bool:
    """Whether a signed note is what was signed; one that is not signed has nothing to compare with."""
    if row.signed_at is None or row.signed_by is None:
        return True
    return row.digest == digest(
        course=row.course_id,
        appointment=row.appointment_id,
        author=row.author_id,
        words=words_of(row),
        signed_at=row.signed_at,
        signed_by=row.signed_by,
    )


def _shown(reading: Reading, appointment: AppointmentId, rights: Whose) -> NoteShown | None:
    author, signer, second = aliased(Staff), aliased(Staff), aliased(Staff)
    found = reading.session.execute(
        select(SessionNote, author.name, author.active, signer.name, second.name, Therapist.credential)
        .join(author, author.id == SessionNote.author_id)
        .join(Therapist, Therapist.staff_id == SessionNote.author_id, isouter=True)
        .join(signer, signer.id == SessionNote.signed_by, isouter=True)
        .join(second, second.id == SessionNote.cosigned_by, isouter=True)
        .where(SessionNote.appointment_id == appointment)
    ).one_or_none()
    if found is None:
        return None
    row, name, works_here, signed_by, cosigned_by, credential = found
    mine = row.author_id == reading.actor.staff
    state = state_of(
        signed=row.signed_at is not None,
        cosigned=row.cosigned_at is not None,
        credential=credential or "",
        by_author=row.signed_by == row.author_id,
    )
    return NoteShown(
        id=NoteId(row.id),
        version=row.version,
        state=state,
        author=name,
        mine=mine,
        words=words_of(row),
        written_at=row.written_at,
        signed_at=row.signed_at,
        signed_by=signed_by or "",
        cosigned_at=row.cosigned_at,
        cosigned_by=cosigned_by or "",
        intact=is_intact(row),
        may_cosign=state is NoteState.WAITING
        and not mine
        and may(reading.actor, Permission.COSIGN_NOTE, rights.author_therapist),
        may_close=state is NoteState.DRAFT and not mine and not works_here and may_close(reading.actor, rights),
        addenda=_addenda(reading, row.id) if row.signed_at else (),
    )


def _addenda(reading: Reading, note: int) -> tuple[AddendumLine, ...]:
    rows = reading.session.execute(
        select(Staff.name, Addendum.added_at, Addendum.text)
        .join(Staff, Staff.id == Addendum.author_id)
        .where(Addendum.note_id == note)
        .order_by(Addendum.id)
    )
    return tuple(AddendumLine(name, at, text) for name, at, text in rows)


def note(reading: Reading, appointment: AppointmentId) -> NoteShown | None:
    """The note of a session, None where there is none; raise `NotAllowed` for whom it is none of (see `domain.note_rights`)."""
    found = whose(reading.session, appointment)
    if found is None:
        require(reading.actor, Permission.SEE_CLINICAL)
        return None
    require_reader(reading.actor, found)
    return _shown(reading, appointment, found)
