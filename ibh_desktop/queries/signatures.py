"""What waits for the signature of whoever is signed in: others' notes and one's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, and_, false, or_, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, NoteId, TherapistId
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.signatures import Paper, Waits
from ibh_desktop.queries import letters
from ibh_desktop.queries.session_numbers import earlier_sessions, is_session
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Staff, Therapist
from ibh_desktop.store.tx import Reading

WITHOUT_NOTE = timedelta(days=21)
"""A held session this far back is listed while it has no note at all; older ones were written elsewhere."""
_Author, _Holder, _AuthorTherapist = aliased(Staff), aliased(Therapist), aliased(Therapist)
_HolderStaff = aliased(Staff)


@dataclass(frozen=True, slots=True)
class Session:
    """The session that a note is about; `starts` is in the zone of its location."""

    course: CourseId
    appointment: AppointmentId
    number: int
    planned: int
    zone: ZoneInfo
    starts: datetime
    reachable: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One paper. A note has its `session`, and only who may see the course can open its page (`reachable`).

    `title` says what kind of letter or note it is.
    """

    paper: Paper
    waits: Waits
    title: str
    patient_name: str
    author: str
    since: datetime
    session: Session | None = None
    note: NoteId | None = None
    letter: LetterId | None = None

    @property
    def id(self) -> tuple[Paper, int]:
        """What the row is known by."""
        return self.paper, self.session.appointment if self.session else self.letter or 0


def waiting(reading: Reading) -> list[WaitingLine]:
    """All that waits for this person: to co-sign, to close, to sign, to write, each the longest first. Four statements."""
    require(reading.actor, Permission.WRITE_NOTE)
    found = [*_letters(reading), *_to_cosign(reading), *_unsigned(reading), *_unwritten(reading)]
    return sorted(found, key=lambda line: (list(Waits).index(line.waits), line.since, line.id))


def _letters(reading: Reading) -> list[WaitingLine]:
    """Letters of associates whom this person supervises."""
    if not reading.actor.team or not may(reading.actor, Permission.COSIGN_LETTER):
        return []
    return [
        WaitingLine(
            paper=Paper.LETTER,
            waits=Waits.COSIGN,
            title=letter.title,
            patient_name=letter.patient_name,
            author=letter.therapist,
            since=letter.signed_at or letter.created_at,
            letter=letter.id,
        )
        for letter in letters.waiting_for_cosign(reading)
    ]


def _to_cosign(reading: Reading) -> list[WaitingLine]:
    """Signed notes of associates whom this person supervises."""
    team = sorted(reading.actor.team) if may(reading.actor, Permission.COSIGN_NOTE) else []
    if not team:
        return []
    associates = select(Therapist.staff_id).where(Therapist.id.in_(team), Therapist.credential.in_(SUPERVISED))
    signed = and_(SessionNote.signed_at.is_not(None), SessionNote.cosigned_at.is_(None))
    # Closed by somebody else is no signature of the author, and needs no second one.
    rows = _noted(reading, SessionNote.author_id.in_(associates), signed, SessionNote.signed_by == SessionNote.author_id)
    return [_line(reading, row, Waits.COSIGN, row.signed_at) for row in rows]


def _unsigned(reading: Reading) -> list[WaitingLine]:
    """My own, and those of leavers that I may close."""
    actor = reading.actor
    closes = and_(~_Author.active, or_(Course.therapist_id == actor.therapist, _supervised(reading)))
    mine = SessionNote.author_id == actor.staff
    rows = _noted(reading, SessionNote.signed_at.is_(None), or_(mine, closes))
    return [_line(reading, row, Waits.SIGN if row.mine else Waits.CLOSE, row.written_at) for row in rows]


def _supervised(reading: Reading) -> ColumnElement[bool]:
    if not may(reading.actor, Permission.COSIGN_NOTE):
        return false()
    team = sorted(reading.actor.team)
    return or_(Course.therapist_id.in_(team), _AuthorTherapist.id.in_(team))


def _unwritten(reading: Reading) -> list[WaitingLine]:
    """Sessions of late that I held and nobody noted; those that a leaver held in a course of mine too."""
    a, me = Appointment, reading.actor.therapist
    if me is None:
        return []
    late = and_(a.starts >= reading.now - WITHOUT_NOTE, a.starts <= reading.now)
    left_to_me = and_(Course.therapist_id == me, ~_HolderStaff.active)
    rows = reading.session.execute(
        _base(_Holder.name)
        .join(_HolderStaff, _HolderStaff.id == _Holder.staff_id)
        .join(SessionNote, SessionNote.appointment_id == a.id, isouter=True)
        .where(SessionNote.id.is_(None), late, a.status == Status.COMPLETED, is_session())
        .where(or_(a.therapist_id == me, left_to_me))
    )
    return [_line(reading, row, Waits.WRITE, row.ends) for row in rows]


def _noted(reading: Reading, *chosen: ColumnElement[bool]) -> list[Row[*tuple[Any, ...]]]:
    rows = (
        _base(_Author.name)
        .add_columns(SessionNote.id.label("note"), SessionNote.signed_at, SessionNote.written_at)
        .join(SessionNote, SessionNote.appointment_id == Appointment.id)
        .join(_Author, _Author.id == SessionNote.author_id)
        .join(_AuthorTherapist, _AuthorTherapist.staff_id == SessionNote.author_id, isouter=True)
        .where(*chosen)
    )
    return list(reading.session.execute(rows.add_columns((SessionNote.author_id == reading.actor.staff).label("mine"))))


def _base(author: Any) -> Select[*tuple[Any, ...]]:
    a = Appointment
    return (
        select(
            Course.id.label("course"),
            Course.therapist_id.label("whose"),
            Course.planned,
            a.id.label("visit"),
            a.starts,
            a.ends,
            Patient.given,
            Patient.family,
            Location.zone,
            author.label("author"),
            earlier_sessions().label("earlier"),
        )
        .select_from(a)
        .join(Course, Course.id == a.course_id)
        .join(Patient, Patient.id == a.patient_id)
        .join(_Holder, _Holder.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
    )


def _line(reading: Reading, row: Row[*tuple[Any, ...]], waits: Waits, since: datetime) -> WaitingLine:
    zone, note = ZoneInfo(row.zone), getattr(row, "note", None)
    return WaitingLine(
        paper=Paper.NOTE,
        waits=waits,
        title=Paper.NOTE.value.capitalize(),
        patient_name=list_name(row.given, row.family),
        author=row.author,
        since=since.astimezone(zone),
        session=Session(
            course=CourseId(row.course),
            appointment=AppointmentId(row.visit),
            number=int(row.earlier) + 1,
            planned=row.planned,
            zone=zone,
            starts=row.starts.astimezone(zone),
            reachable=may(reading.actor, Permission.SEE_CLINICAL, TherapistId(row.whose)),
        ),
        note=None if note is None else NoteId(note),
    )
