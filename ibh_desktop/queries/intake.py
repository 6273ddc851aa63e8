"""The intake that belongs to a course."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from ibh_desktop.domain.appointments import Kind, Status
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Intake:
    """The intake of a course, on its local date, and whether it counts as session 1."""

    id: AppointmentId
    on: date
    counts: bool


def row_of(reading: Reading, course: Course, zone: ZoneInfo) -> Appointment | None:
    """The intake that counts, or else the last one held that is this course's or nobody's, since the patient's last course.

    Two statements.
    """
    a = Appointment
    others = Course.patient_id == course.patient_id, Course.id != course.id
    since = reading.session.scalar(select(func.max(Course.ended_on)).where(*others))
    wanted = select(a).where(
        a.patient_id == course.patient_id,
        a.kind == Kind.INTAKE,
        or_(a.intake_counts, a.status == Status.COMPLETED),
        or_(a.course_id == course.id, a.course_id.is_(None)),
    )
    held = reading.session.scalars(wanted.order_by(a.intake_counts.desc(), a.starts.desc()))
    return next((row for row in held if since is None or row.starts.astimezone(zone).date() > since), None)


def of_course(reading: Reading, course: Course, zone: ZoneInfo) -> Intake | None:
    """The intake as the course's page shows it. Two statements."""
    row = row_of(reading, course, zone)
    return None if row is None else Intake(AppointmentId(row.id), row.starts.astimezone(zone).date(), row.intake_counts)
