"""Open safety events for whoever signs in: own for a therapist, all for a clinical lead, neutral lines for the front desk.

Reads no table of the chart by its class: the first page asks this at start-up, and mapping the chart takes time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, Row, ScalarSelect, Select, String, and_, column, func, or_, select, table

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import CourseId, PatientId, SafetyEventId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, Role, Scope, require, scope
from ibh_desktop.domain.safety import OVER, Method, SafetyStatus, Step, follow_up_due, repeats
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.patients import own_patients
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, SafetyEvent, Staff, Therapist
from ibh_desktop.store.tx import Reading
from ibh_desktop.store.types import Instant

_ENTRY = table(
    "safety_assessment",
    column("id", Integer),
    column("event_id", Integer),
    column("method", String),
    column("assessed_at", Instant),
    column("follow_up_on", Date),
)
_GOING = (SafetyEvent.closed_at.is_(None), SafetyEvent.status.not_in(OVER))
_DATED = (SafetyStatus.ASSESSED, SafetyStatus.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class BannerLine:
    """Whom to call for whom; never why."""

    patient: PatientId
    patient_name: str
    clinician: str
    location: str
    phone: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An event that is not over; `since` carries the event's zone, `repeats` is above 0 when it is overdue."""

    id: SafetyEventId
    patient: PatientId
    patient_name: str
    course: CourseId | None
    therapist: str
    status: SafetyStatus
    since: datetime
    repeats: int
    follow_up_on: date | None
    follow_up_due: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many events stand where: all that a manager reads."""

    open: int
    under_way: int
    overdue: int


def banner(reading: Reading) -> tuple[BannerLine, ...]:
    """One line a patient with an event that no clinician has seen to yet. Two statements."""
    require(reading.actor, Permission.SEE_SAFETY_BANNER)
    chosen = (
        _columns(reading.now)
        .where(SafetyEvent.closed_at.is_(None), SafetyEvent.status == SafetyStatus.OPEN)
        .order_by(SafetyEvent.raised_at, SafetyEvent.id)
    )
    rows = reading.session.execute(chosen).all()
    leads = reading.session.scalars(select(Staff.name).where(Staff.role == Role.LEAD, Staff.active).order_by(Staff.name)).all()
    anyone = " or ".join(("any clinician", *leads))
    return tuple({row.patient_id: _banner(row, anyone) for row in reversed(rows)}.values())[::-1]


def open_events(reading: Reading) -> tuple[OpenLine, ...]:
    """What is carried over until it is closed: overdue first, then what waits longest. One statement."""
    require(reading.actor, Permission.SEE_SAFETY)
    chosen = _columns(reading.now).where(*_GOING, *_own(reading)).order_by(SafetyEvent.raised_at, SafetyEvent.id)
    lines = [_open(row, reading.now) for row in reading.session.execute(chosen)]
    order = list(SafetyStatus)
    return tuple(sorted(lines, key=lambda line: (-line.repeats, not line.follow_up_due, order.index(line.status), line.since)))


def counts(reading: Reading) -> Counts:
    """How many events are open, under way and overdue; no names. One statement."""
    require(reading.actor, Permission.COUNT_SAFETY)
    rows = reading.session.execute(
        select(SafetyEvent.status, SafetyEvent.raised_at, _reopened().label("reopened")).where(*_GOING)
    ).all()
    waiting = [row for row in rows if row.status is SafetyStatus.OPEN]
    overdue = sum(repeats(row.status, row.reopened or row.raised_at, reading.now) > 0 for row in waiting)
    return Counts(len(waiting), len(rows) - len(waiting), overdue)


def _own(reading: Reading) -> Iterator[ColumnElement[bool]]:
    if scope(reading.actor, Permission.SEE_SAFETY) is Scope.OWN:
        alone = and_(SafetyEvent.course_id.is_(None), *own_patients(reading, SafetyEvent.patient_id))
        yield or_(Course.therapist_id == reading.actor.therapist, alone)


def _columns(now: datetime) -> Select[*tuple[Any, ...]]:
    e = SafetyEvent
    # Without a course, the clinician is whom the patient saw last or sees today.
    visit = (
        select(Appointment.id)
        .where(Appointment.patient_id == e.patient_id, Appointment.starts <= now + timedelta(hours=12))
        .where(Appointment.status.in_(HOLDING))
        .order_by(Appointment.starts.desc(), Appointment.id.desc())
        .limit(1)
        .correlate(e)
        .scalar_subquery()
    )
    return (
        select(
            e.id,
            e.patient_id,
            e.course_id,
            e.status,
            e.raised_at,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Therapist.name.label("therapist"),
            Location.name.label("location"),
            Location.phone,
            Location.zone,
            _reopened().label("reopened"),
            _follow_up().label("follow_up_on"),
        )
        .join(Patient, Patient.id == e.patient_id)
        .join(Course, Course.id == e.course_id, isouter=True)
        .join(Appointment, and_(e.course_id.is_(None), Appointment.id == visit), isouter=True)
        .join(Therapist, Therapist.id == func.coalesce(Course.therapist_id, Appointment.therapist_id), isouter=True)
        .join(
            Location,
            Location.id == func.coalesce(Course.location_id, Appointment.location_id, Patient.location_id),
            isouter=True,
        )
    )


def _reopened() -> ScalarSelect[datetime]:
    again = select(func.max(_ENTRY.c.assessed_at)).where(_ENTRY.c.event_id == SafetyEvent.id, _ENTRY.c.method == Step.REOPENED)
    return again.correlate(SafetyEvent).scalar_subquery()


def _follow_up() -> ScalarSelect[date]:
    latest = select(_ENTRY.c.follow_up_on).where(_ENTRY.c.event_id == SafetyEvent.id, _ENTRY.c.method.in_(list(Method)))
    return latest.order_by(_ENTRY.c.id.desc()).limit(1).correlate(SafetyEvent).scalar_subquery()


def _banner(row: Row[*tuple[Any, ...]], anyone: str) -> BannerLine:
    name = full_name(row.given, row.family, row.preferred)
    phone = shown_phone(row.phone or "")
    return BannerLine(PatientId(row.patient_id), name, row.therapist or anyone, row.location or "", phone)


def _open(row: Row[*tuple[Any, ...]], now: datetime) -> OpenLine:
    zone = ZoneInfo(row.zone or HOME_ZONE)
    since = row.reopened or row.raised_at
    follow_up = row.follow_up_on if row.status in _DATED else None
    return OpenLine(
        id=SafetyEventId(row.id),
        patient=PatientId(row.patient_id),
        patient_name=full_name(row.given, row.family, row.preferred),
        course=None if row.course_id is None else CourseId(row.course_id),
        therapist=row.therapist or "",
        status=row.status,
        since=since.astimezone(zone),
        repeats=repeats(row.status, since, now),
        follow_up_on=follow_up,
        follow_up_due=follow_up_due(row.status, follow_up, now.astimezone(zone).date()),
    )
