"""The board of a day: one line a visit."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Integer, Row, ScalarSelect, Select, Text, column, func, or_, select, table
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING, Status, kind_label
from ibh_desktop.domain.clocks import around
from ibh_desktop.domain.courses import RUNNING, is_session, last_number, remaining
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.due import is_due
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Actor, Permission, Scope, may, require, scope
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.queries.session_numbers import earlier_sessions, late_counts, session_label, spent_sessions, taken_sessions
from ibh_desktop.store.schema import Appointment, Course, Letter, Location, Patient, Room, SafetyEvent, Score, Therapist
from ibh_desktop.store.tx import Reading


class Group(StrEnum):
    """Where a visit stands on the board, in the order of the board."""

    WAITING = "Waiting"
    EXPECTED = "Expected"
    IN_SESSION = "In session"
    DONE = "Done"
    MISSED = "Missed or cancelled"


_GROUPS = {
    Status.CHECKED_IN: Group.WAITING,
    Status.SCHEDULED: Group.EXPECTED,
    Status.CONFIRMED: Group.EXPECTED,
    Status.IN_SESSION: Group.IN_SESSION,
    Status.COMPLETED: Group.DONE,
}


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One visit; times carry the location's zone. `dues` name papers, the most pressing first; `note` is the latest open line.

    `since` is when the visit's stage began; `arrived_elsewhere` names the location where the patient is, when it is another.
    `safety`: an event that no clinician has seen to yet; `flagged`: one that is not over (DOMAIN.md 1.7.4).
    """

    id: AppointmentId
    version: int
    group: Group
    starts: datetime
    ends: datetime
    arrived_at: datetime | None
    patient: PatientId
    patient_name: str
    course: CourseId | None
    session: str
    therapist: str
    room: str
    place: LocationId
    location: str
    kind: str
    status: Status
    dues: tuple[str, ...]
    safety: bool
    flagged: bool
    overbooked: bool
    since: datetime | None = None
    note: str = ""
    arrived_elsewhere: str = ""


_VISIT = (
    Appointment.id,
    Appointment.version,
    Appointment.starts,
    Appointment.ends,
    Appointment.arrived_at,
    Appointment.started_at,
    Appointment.ended_at,
    Appointment.kind,
    Appointment.intake_counts,
    Appointment.status,
    Appointment.overbooked,
    Appointment.patient_id,
    Appointment.course_id,
    Appointment.therapist_id,
    Appointment.location_id,
)


ONE_VISIT = frozenset(
    "appointment:arrive-elsewhere appointment:book appointment:cancel appointment:correct appointment:mark appointment:move"
    " appointment:pass-hold appointment:unbook appointment:undo desk-note:done desk-note:leave desk-note:put-back".split()
)
"""Audited actions whose subject is the one visit that they changed."""


def board(
    reading: Reading,
    *,
    on: date,
    location: LocationId | None = None,
    changed: Collection[AppointmentId] | None = None,
) -> list[TodayLine]:
    """All visits of a date at one location or all, by group and time. Two statements.

    A date means each location's own day; therapists see their own patients only. With `changed` only the lines that a change of
    these visits can have touched: all of their patients', and of whoever shares a visit with them.
    """
    require(reading.actor, Permission.SEE_CALENDAR)
    # Sorted by the database, it has worked all out before the first row comes: meanwhile the window is built and painted.
    chosen = _columns(late=late_counts(reading)).where(*_on(on)).order_by(Appointment.status, Appointment.starts)
    if location is not None:
        chosen = chosen.where(or_(Appointment.location_id == location, Appointment.arrived_location_id == location))
    if scope(reading.actor, Permission.SEE_PATIENT) is Scope.OWN:
        chosen = chosen.where(Appointment.therapist_id == reading.actor.therapist)
    if changed is not None:
        chosen = chosen.where(_touched_by(changed))
    lines = (_line(row, on, reading.actor) for row in reading.rows(chosen))
    return ordered(line for line in lines if line.starts.date() == on)


def _touched_by(changed: Collection[AppointmentId]) -> ColumnElement[bool]:
    a, other = Appointment, aliased(Appointment)
    first = func.coalesce(other.joins_id, other.id)
    ours = select(first).where(other.id.in_(changed))
    whose = select(other.patient_id).where(other.id.in_(changed))
    return or_(a.patient_id.in_(whose), a.id.in_(ours), a.joins_id.in_(ours))


def ordered(lines: Iterable[TodayLine]) -> list[TodayLine]:
    """Lines as they stand on the board."""
    order = {group: n for n, group in enumerate(Group)}
    return sorted(lines, key=lambda line: (order[line.group], line.starts, line.id))


def merged(lines: Sequence[TodayLine], fresh: Sequence[TodayLine], changed: Collection[AppointmentId]) -> list[TodayLine]:
    """The board after a change: `fresh` is what `board` says of the visits in `changed`, the rest stands as it stood."""
    told = {line.id for line in fresh}
    # Of who shares a visit with them only that one was asked for: their other visits stand.
    asked = {line.patient for line in (*lines, *fresh) if line.id in changed}
    kept = (line for line in lines if line.id not in told and line.patient not in asked)
    return ordered((*kept, *fresh))


def _on(on: date) -> tuple[ColumnElement[bool], ...]:
    window = around(on, on)  # the exact day is cut in Python by each location's own zone
    return Appointment.starts >= window.starts, Appointment.starts < window.ends


def _columns(*, late: bool) -> Select[*tuple[Any, ...]]:
    a = Appointment
    return (
        select(
            *_VISIT,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Therapist.name.label("therapist"),
            Room.name.label("room"),
            Location.name.label("location"),
            Location.zone,
            Course.planned,
            Course.phase,
            Course.status.label("course_status"),
            _elsewhere().label("elsewhere"),
            _note().label("note"),
            _letter_waits().label("letter_waits"),
            taken_sessions(late).label("taken"),
            earlier_sessions().label("earlier"),
            spent_sessions(late).label("spent"),
            _latest_form().label("latest"),
            _event(SafetyEvent.status == SafetyStatus.OPEN).label("safety"),
            _event().label("flagged"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .join(Room, Room.id == a.room_id, isouter=True)
        .join(Course, Course.id == a.course_id, isouter=True)
    )


def _latest_form() -> ScalarSelect[date]:
    form = select(func.max(Score.taken_on)).where(Score.course_id == Appointment.course_id, Score.measure == "PHQ-9")
    return form.correlate(Appointment).scalar_subquery()


# Not by its class: mapping the tables of the desk takes time that start-up does not have.
_NOTE = table("desk_note", column("id", Integer), column("appointment_id", Integer), column("words", Text), column("done_at"))


def _note() -> ScalarSelect[str]:
    n = _NOTE.c
    latest = select(n.words).where(n.appointment_id == Appointment.id, n.done_at.is_(None)).order_by(n.id.desc()).limit(1)
    return latest.correlate(Appointment).scalar_subquery()


def _elsewhere() -> ScalarSelect[str]:
    place = aliased(Location)
    return select(place.name).where(place.id == Appointment.arrived_location_id).correlate(Appointment).scalar_subquery()


def _letter_waits() -> ColumnElement[bool]:
    # Signed and not yet printed are few: one list is held against all visits, as with `_event`.
    waiting = select(Letter.patient_id).where(Letter.status == LetterStatus.SIGNED, Letter.sent_at.is_(None))
    return Appointment.patient_id.in_(waiting)


def _event(*of: ColumnElement[bool]) -> ColumnElement[bool]:
    # Few events are open: one list of them is held against all visits, where each visit asked would read the index of all.
    return Appointment.patient_id.in_(select(SafetyEvent.patient_id).where(SafetyEvent.closed_at.is_(None), *of))


def _line(row: Row[*tuple[Any, ...]], on: date, actor: Actor) -> TodayLine:
    # A manager reads the calendar, not who is how far in a course (DOMAIN.md 7).
    told = may(actor, Permission.SEE_COURSE, row.therapist_id)
    clinical = may(actor, Permission.SEE_CLINICAL, row.therapist_id)
    zone = ZoneInfo(row.zone)
    counts = (
        told and row.course_id is not None and is_session(row.kind, intake_counts=row.intake_counts) and row.status in HOLDING
    )
    number = row.earlier + 1 if counts else None
    return TodayLine(
        id=row.id,
        version=row.version,
        group=_GROUPS.get(row.status, Group.MISSED),
        starts=row.starts.astimezone(zone),
        ends=row.ends.astimezone(zone),
        arrived_at=row.arrived_at and row.arrived_at.astimezone(zone),
        patient=row.patient_id,
        patient_name=full_name(row.given, row.family, row.preferred),
        course=row.course_id if told else None,
        session=session_label(number, row.planned, row.phase),
        therapist=row.therapist,
        room=row.room or "",
        place=LocationId(row.location_id),
        location=row.location,
        kind=kind_label(row.kind, clinical=clinical),
        status=row.status,
        dues=tuple(_dues(row, number, on)) if told else (),
        safety=told and bool(row.safety),
        flagged=told and bool(row.flagged),
        overbooked=row.overbooked,
        since=_since(row, zone),
        note=row.note or "",
        arrived_elsewhere=row.elsewhere or "",
    )


def _since(row: Row[*tuple[Any, ...]], zone: ZoneInfo) -> datetime | None:
    at = {Status.CHECKED_IN: row.arrived_at, Status.IN_SESSION: row.started_at, Status.COMPLETED: row.ended_at}.get(row.status)
    return at and at.astimezone(zone)


def _dues(row: Row[*tuple[Any, ...]], number: int | None, on: date) -> Iterator[str]:
    """What must happen around this visit; nothing of it once the visit fell out."""
    if row.status not in HOLDING:
        return
    if row.planned and _phq9_due(row, number, on):
        yield "PHQ-9 due"
    if row.letter_waits:
        yield "Letter waiting"
    if row.course_status in RUNNING and (left := remaining(row.planned, row.taken)):
        yield f"{left} unbooked"


def _phq9_due(row: Row[*tuple[Any, ...]], number: int | None, on: date) -> bool:
    return is_due(BY_CODE["PHQ-9"], number, last_number(row.planned, row.spent), row.latest, on)


def next_visit(reading: Reading, patient: PatientId) -> datetime | None:
    """The start of a patient's next booked visit."""
    require(reading.actor, Permission.SEE_CALENDAR)
    wanted = select(func.min(Appointment.starts)).where(
        Appointment.patient_id == patient,
        Appointment.starts >= reading.now,
        or_(Appointment.status == Status.SCHEDULED, Appointment.status == Status.CONFIRMED),
    )
    return reading.session.scalar(wanted)
