"""Completed courses whose follow-up is due: whom to call for a form three months after the end."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, func, select, true
from sqlalchemy.orm import aliased

from ibh_desktop.domain.courses import RUNNING, CourseStatus
from ibh_desktop.domain.ids import CourseId, LocationId, PatientId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.due import FOLLOW_UP_FORM, ends_followed_up, follow_up_on, is_follow_up_due
from ibh_desktop.domain.people import list_name
from ibh_desktop.domain.permissions import Permission, reach, require
from ibh_desktop.store.schema import Course, Location, Patient, Score, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """One completed course; the day on which its form was due, and the phone. No score: the front desk makes the call."""

    id: CourseId
    patient: PatientId
    patient_name: str
    phone: str
    therapist: str
    location: str
    ended_on: date
    due_on: date


def due(reading: Reading, *, location: LocationId | None = None) -> list[FollowUpLine]:
    """Courses that wait for their form today, the longest first; none of patients who are in a course again. One statement.

    Reaches as far as the list of courses does.
    """
    require(reading.actor, Permission.SEE_COURSE)
    first, last = ends_followed_up(reading.now.date())
    again = aliased(Course)
    returned = select(again.id).where(again.patient_id == Course.patient_id, again.status.in_(RUNNING)).exists()
    latest = select(func.max(Score.taken_on)).where(Score.course_id == Course.id, Score.measure == FOLLOW_UP_FORM)
    rows = reading.session.execute(
        select(
            Course.id,
            Course.patient_id,
            Course.ended_on,
            Patient.given,
            Patient.family,
            Patient.phone,
            Therapist.name.label("therapist"),
            Location.name.label("location"),
            Location.zone,
            latest.scalar_subquery().label("latest"),
        )
        .join(Patient, Patient.id == Course.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .where(Course.status == CourseStatus.COMPLETED, Course.ended_on.between(first, last), ~returned, *_mine(reading))
        .where(true() if location is None else Course.location_id == location)
        .order_by(Course.ended_on, Patient.family, Patient.given, Course.id)
    )
    form = BY_CODE[FOLLOW_UP_FORM]
    return [
        _line(row)
        for row in rows
        if is_follow_up_due(form, row.ended_on, row.latest, reading.now.astimezone(ZoneInfo(row.zone)).date())
    ]


def _mine(reading: Reading) -> list[ColumnElement[bool]]:
    whose = reach(reading.actor, Permission.SEE_COURSE)
    return [] if whose is None else [Course.therapist_id.in_(whose)]


def _line(row: Row[*tuple[Any, ...]]) -> FollowUpLine:
    return FollowUpLine(
        id=row.id,
        patient=row.patient_id,
        patient_name=list_name(row.given, row.family),
        phone=row.phone,
        therapist=row.therapist,
        location=row.location,
        ended_on=row.ended_on,
        due_on=follow_up_on(row.ended_on),
    )
