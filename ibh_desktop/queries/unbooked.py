"""Active courses that have sessions left to book, and the dates on which they could lie."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Subquery, and_, case, func, select, true

from ibh_desktop.domain.appointments import HOLDING, Status
from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.courses import GOING_ON
from ibh_desktop.domain.ids import CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.series import MOST_SKIPPED, Planned, weekly
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import Wanted, why_not
from ibh_desktop.queries.session_numbers import is_session, late_counts, takes
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Therapist
from ibh_desktop.store.tx import Reading

MOST = 2_000


@dataclass(frozen=True, slots=True)
class UnbookedLine:
    """One course; times carry the location's zone. `next_at` is the hour of the last session, at the next date due."""

    id: CourseId
    patient: PatientId
    patient_name: str
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    zone: str
    room: RoomId | None
    phase: Phase
    planned: int
    delivered: int
    unbooked: int
    last_at: datetime | None
    next_at: datetime | None
    target_end: date


_SHOWN = (
    Course.id,
    Course.patient_id,
    Course.therapist_id,
    Course.location_id,
    Course.phase,
    Course.planned,
    Course.cadence_days,
    Course.target_end,
    Patient.given,
    Patient.family,
    Therapist.name.label("therapist"),
    Location.name.label("location"),
    Location.zone,
    Appointment.room_id,
)


def listing(reading: Reading, *, location: LocationId | None = None) -> list[UnbookedLine]:
    """Active courses with sessions neither held, booked nor spent; whose last session comes soonest stands first.

    Two statements. Reaches as far as the list of courses does.
    """
    require(reading.actor, Permission.SEE_COURSE)
    held = _held(reading)
    last = and_(
        Appointment.course_id == Course.id,
        Appointment.starts == held.c.last,
        is_session(),
        Appointment.status.in_(HOLDING),
    )
    rows = reading.session.execute(
        select(*_SHOWN, held.c.held, held.c.delivered, held.c.last)
        .join(Patient, Patient.id == Course.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .join(held, held.c.course_id == Course.id, isouter=True)
        .join(Appointment, last, isouter=True)
        .where(*_chosen(reading), Course.planned > func.coalesce(held.c.held, 0))
        .where(true() if location is None else Course.location_id == location)
        .order_by(held.c.last.is_not(None), held.c.last, Patient.family, Patient.given, Course.id)
        .limit(MOST)
    )
    return [_line(row, reading.now) for row in rows]


def _chosen(reading: Reading) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [Course.status.in_(GOING_ON)]
    whose = reach(reading.actor, Permission.SEE_COURSE)
    if whose is not None:
        chosen.append(Course.therapist_id.in_(whose))
    return chosen


def _held(reading: Reading) -> Subquery:
    """What each contract has used or booked; the last session is the last that holds."""
    return (
        select(
            Appointment.course_id,
            func.count().label("held"),
            func.sum(case((Appointment.status == Status.COMPLETED, 1), else_=0)).label("delivered"),
            func.max(case((Appointment.status.in_(HOLDING), Appointment.starts))).label("last"),
        )
        .join(Course, Course.id == Appointment.course_id)
        .where(*_chosen(reading), takes(late_counts(reading)))
        .group_by(Appointment.course_id)
        .subquery()
    )


def _line(row: Row[*tuple[Any, ...]], now: datetime) -> UnbookedLine:
    zone = ZoneInfo(row.zone)
    return UnbookedLine(
        id=row.id,
        patient=row.patient_id,
        patient_name=list_name(row.given, row.family),
        therapist=row.therapist_id,
        therapist_name=row.therapist,
        location=row.location_id,
        location_name=row.location,
        zone=row.zone,
        room=row.room_id,
        phase=row.phase,
        planned=row.planned,
        delivered=int(row.delivered or 0),
        unbooked=row.planned - int(row.held or 0),
        last_at=row.last and row.last.astimezone(zone),
        next_at=_next(row.last, zone, row.cadence_days, now),
        target_end=row.target_end,
    )


def _next(last: datetime | None, zone: ZoneInfo, cadence: int, now: datetime) -> datetime | None:
    if last is None:
        return None
    steps = 1 + max(0, (now - last).days // cadence)
    due = at_wall(last, zone, steps * cadence)
    return (due if due > now else at_wall(last, zone, (steps + 1) * cadence)).astimezone(zone)


def rest(reading: Reading, course: CourseId, *, starts: datetime, sessions: int, room: RoomId | None = None) -> list[Planned]:
    """The next `sessions` dates of a course from `starts` on (an instant), with the weeks that do not fit and why.

    A bounded number of statements; the same function decides it that books it.
    """
    row = one(reading, Course, course)
    require(reading.actor, Permission.BOOK, TherapistId(row.therapist_id))
    weeks = timedelta(days=row.cadence_days * (sessions + MOST_SKIPPED + 1))
    therapist, location = TherapistId(row.therapist_id), LocationId(row.location_id)
    known = calendar(
        reading.session,
        Slot(starts - timedelta(days=1), starts + weeks),
        therapists=[therapist],
        patient=PatientId(row.patient_id),
        room=room,
    )
    asked = partial(
        Wanted,
        therapist=therapist,
        therapist_name=one(reading, Therapist, therapist).name,
        location=location,
        location_name=one(reading, Location, location).name,
        room=room,
    )
    return weekly(
        starts,
        known.zones[location],
        sessions=sessions,
        cadence_days=row.cadence_days,
        length=timedelta(minutes=row.minutes),
        why_not=lambda slot: why_not(known, asked(slot)),
    )
