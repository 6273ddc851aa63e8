"""Progress notes: one to read, those that wait for their author's signature, those that wait for a supervisor's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, CourseId, NoteId, TherapistId
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.notes import NoteState, Words, digest, state_of, techniques_of
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.store.chart import Addendum, SessionNote
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading

WITHOUT_NOTE = timedelta(days=21)
"""A held session this far back is listed while it has no note at all; older ones were written elsewhere."""


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


def _shown(reading: Reading, appointment: AppointmentId) -> NoteShown | None:
    author, signer, second = aliased(Staff), aliased(Staff), aliased(Staff)
    found = reading.session.execute(
        select(SessionNote, author.name, signer.name, second.name, Therapist.id, Therapist.credential)
        .join(author, author.id == SessionNote.author_id)
        .join(Therapist, Therapist.staff_id == SessionNote.author_id, isouter=True)
        .join(signer, signer.id == SessionNote.signed_by, isouter=True)
        .join(second, second.id == SessionNote.cosigned_by, isouter=True)
        .where(SessionNote.appointment_id == appointment)
    ).one_or_none()
    if found is None:
        return None
    row, name, signed_by, cosigned_by, therapist, credential = found
    mine = row.author_id == reading.actor.staff
    state = state_of(signed=row.signed_at is not None, cosigned=row.cosigned_at is not None, credential=credential or "")
    whose = None if therapist is None else TherapistId(therapist)
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
        may_cosign=state is NoteState.WAITING and not mine and may(reading.actor, Permission.COSIGN_NOTE, whose),
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
    """The note of a session, None where there is none; raise `NotAllowed` for another therapist's patient."""
    whose = reading.session.scalar(
        select(Course.therapist_id).join(Appointment, Appointment.course_id == Course.id).where(Appointment.id == appointment)
    )
    require(reading.actor, Permission.SEE_CLINICAL, None if whose is None else TherapistId(whose))
    return None if whose is None else _shown(reading, appointment)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A session whose note is to be written, signed or co-signed; `starts` carries the location's zone."""

    course: CourseId
    appointment: AppointmentId
    note: NoteId | None
    patient_name: str
    author: str
    starts: datetime
    signed_at: datetime | None = None


def unsigned(reading: Reading) -> list[NoteLine]:
    """My notes that are not signed, and sessions of late that have none; the oldest first. One statement."""
    require(reading.actor, Permission.WRITE_NOTE)
    a = Appointment
    rows = _lines().outerjoin(SessionNote, SessionNote.appointment_id == a.id)
    since = reading.now - WITHOUT_NOTE
    begun = (SessionNote.author_id == reading.actor.staff) & SessionNote.signed_at.is_(None)
    missing = (
        SessionNote.id.is_(None)
        & (Course.therapist_id == reading.actor.therapist)
        & (a.status == Status.COMPLETED)
        & is_session()
        & (a.starts >= since)
    )
    return [_line(row) for row in reading.session.execute(rows.where(begun | missing).order_by(a.starts, a.id))]


def cosign_queue(reading: Reading) -> list[NoteLine]:
    """Signed notes of associates that this person supervises; the oldest signature first. One statement."""
    require(reading.actor, Permission.COSIGN_NOTE)
    author = aliased(Therapist)
    rows = (
        _lines()
        .join(SessionNote, SessionNote.appointment_id == Appointment.id)
        .join(author, author.staff_id == SessionNote.author_id)
        .where(
            SessionNote.signed_at.is_not(None),
            SessionNote.cosigned_at.is_(None),
            author.id.in_(sorted(reading.actor.team)),
            author.credential.in_(SUPERVISED),
        )
        .order_by(SessionNote.signed_at, SessionNote.id)
    )
    return [_line(row) for row in reading.session.execute(rows)]


def _lines() -> Select[int, int, int | None, str, str, str, str, datetime, str, datetime | None]:
    a = Appointment
    return (
        select(
            Course.id,
            a.id,
            SessionNote.id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Therapist.name,
            a.starts,
            Location.zone,
            SessionNote.signed_at,
        )
        .select_from(a)
        .join(Course, Course.id == a.course_id)
        .join(Patient, Patient.id == a.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == a.location_id)
    )


def _line(row: Row[int, int, int | None, str, str, str, str, datetime, str, datetime | None]) -> NoteLine:
    course, visit, key, given, family, preferred, author, starts, zone, signed = row
    return NoteLine(
        CourseId(course),
        AppointmentId(visit),
        None if key is None else NoteId(key),
        full_name(given, family, preferred),
        author,
        starts.astimezone(ZoneInfo(zone)),
        signed,
    )
