"""The list of courses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, case, func, select

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.courses import RUNNING, CourseStatus, remaining
from ibh_desktop.domain.ids import CourseId, PatientId, TherapistId
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.session_numbers import is_session, late_counts, takes
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Therapist
from ibh_desktop.store.tx import Reading

MOST = 2_000
LATEST = 100
"""Finished courses that are listed; older ones are found in their patient's file."""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course; `unbooked` sessions are neither held nor booked, nor spent on a late cancellation."""

    id: CourseId
    patient: PatientId
    patient_name: str
    therapist: str
    location: str
    variant: str
    phase: Phase
    status: CourseStatus
    delivered: int
    planned: int
    unbooked: int
    starts_on: date
    next_at: datetime | None
    target_end: date


_SHOWN = (
    Course.id,
    Course.patient_id,
    Course.variant,
    Course.phase,
    Course.status,
    Course.planned,
    Course.starts_on,
    Course.target_end,
    Patient.given,
    Patient.family,
    Therapist.name.label("therapist"),
    Location.name.label("location"),
    Location.zone,
)


def listing(reading: Reading, *, finished: bool = False) -> list[CourseLine]:
    """Running courses, or the latest finished ones, by patient. Two statements.

    Therapists see their own, clinical leads also those of whom they supervise.
    """
    require(reading.actor, Permission.SEE_COURSE)
    chosen = _chosen(reading, finished=finished).subquery()
    a = Appointment
    session = and_(a.course_id == chosen.c.id, is_session())
    delivered = func.coalesce(func.sum(case((a.status == Status.COMPLETED, 1), else_=0)), 0)
    taken = func.coalesce(func.sum(case((takes(late_counts(reading)), 1), else_=0)), 0)
    next_at = func.min(case((and_(a.status.in_(UPCOMING), a.starts >= reading.now), a.starts)))
    counts = (
        select(chosen.c.id, delivered.label("delivered"), taken.label("taken"), next_at.label("next_at"))
        .join_from(chosen, a, session, isouter=True)
        .group_by(chosen.c.id)
        .subquery()
    )
    rows = reading.session.execute(
        select(*_SHOWN, counts.c.delivered, counts.c.taken, counts.c.next_at)
        .join(counts, counts.c.id == Course.id)
        .join(Patient, Patient.id == Course.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .order_by(Patient.family, Patient.given, Course.id)
    )
    return [_line(row) for row in rows]


def _chosen(reading: Reading, *, finished: bool) -> Select[int]:
    chosen = select(Course.id)
    if finished:
        chosen = chosen.where(Course.status.not_in(RUNNING)).order_by(Course.id.desc()).limit(LATEST)
    else:
        chosen = chosen.where(Course.status.in_(RUNNING)).limit(MOST)
    mine = reach(reading.actor, Permission.SEE_COURSE)
    if mine is not None:
        # `+ 0`, for finished ones: SQLite would collect and sort all that the team ever finished; the latest come first by key.
        whose = Course.therapist_id + 0 if finished else Course.therapist_id
        chosen = chosen.where(whose.in_(mine))
    return chosen


def _line(row: Row[*tuple[Any, ...]]) -> CourseLine:
    return CourseLine(
        id=row.id,
        patient=row.patient_id,
        patient_name=list_name(row.given, row.family),
        therapist=row.therapist,
        location=row.location,
        variant=row.variant,
        phase=row.phase,
        status=row.status,
        delivered=int(row.delivered),
        planned=row.planned,
        unbooked=remaining(row.planned, int(row.taken)),
        starts_on=row.starts_on,
        next_at=row.next_at and row.next_at.astimezone(ZoneInfo(row.zone)),
        target_end=row.target_end,
    )


def running_of(reading: Reading, patient: PatientId) -> tuple[CourseId, TherapistId] | None:
    """A patient's running course and its therapist."""
    require(reading.actor, Permission.SEE_CALENDAR)
    row = reading.session.execute(
        select(Course.id, Course.therapist_id).where(Course.patient_id == patient, Course.status.in_(RUNNING))
    ).one_or_none()
    return None if row is None else (CourseId(row.id), TherapistId(row.therapist_id))
