"""Open a course with all its sessions, move its phase."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import (
    GROUP,
    MAINTENANCE,
    RUNNING,
    Area,
    CourseStatus,
    Variant,
    remaining,
    target_end,
    variant_of,
)
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, GroupId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.series import Planned
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.course_plan import CoursePlan, opening, require_licence
from ibh_desktop.queries.session_numbers import spent, taken
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.bookable import Passed, Request, require_bookable, require_reason, require_series, visit
from ibh_desktop.usecases.course_rows import local_date
from ibh_desktop.usecases.self_pay import after_booking, after_undoing


@dataclass(frozen=True, slots=True)
class Opened:
    """A course just opened and the sessions booked with it."""

    course: CourseId
    appointments: tuple[AppointmentId, ...]


def open_course(
    tx: Tx,
    wanted: CoursePlan,
    *,
    indication: str,
    area: Area | None = None,
    diagnosis: str = "",
    passed_reason: str = "",
) -> Opened:
    """Open a course and book all its sessions, or nothing: raise `Refused` when fewer than N weeks are free.

    It is a draft until consent to treatment is on file and it is started. Soft conflicts are refused at `passed_reason`
    until one is given.
    """
    require(tx.actor, Permission.OPEN_COURSE, wanted.therapist)
    require_licence(tx, wanted.therapist)
    variant = variant_of(wanted.variant, wanted.sessions)
    if variant is GROUP:
        raise Refused("A group's course is opened for all its patients at once. Add the others.", field="more")
    _require_alone(tx, wanted)
    tx.hold(therapist=wanted.therapist, room=wanted.room, patient=wanted.patient)
    booked = require_series(tx, wanted.series())
    passed = require_reason(tx, opening(wanted, [row.slot for row in booked]), passed_reason)
    course = add_course(
        tx,
        wanted,
        variant,
        first=local_date(tx, wanted.location, booked[0].slot.starts),
        indication=indication,
        area=area,
        diagnosis=diagnosis,
    )
    sessions = _sessions(tx, wanted, course, booked, passed)
    tx.record("course:open", Topic.COURSES, course, diff={"variant": variant.code, "sessions": len(sessions)})
    tx.record("appointment:book-course", Topic.APPOINTMENTS, course, diff={"first": sessions[0], "count": len(sessions)})
    return Opened(course, tuple(sessions))


def _require_alone(tx: Tx, wanted: CoursePlan) -> None:
    """At most one acute course of a patient runs; maintenance follows a finished one (DOMAIN.md 1.7.1; 8, invariant 1)."""
    if (wanted.variant == MAINTENANCE.code) != (wanted.follows is not None):
        raise Refused("A maintenance course follows a finished course: open it from that course's page.", field="variant")
    running = select(Course.id).where(Course.patient_id == wanted.patient, Course.status.in_(RUNNING))
    if wanted.follows is None:
        require_no_acute(tx, wanted.patient)
        return
    parent = one(tx, Course, wanted.follows)
    if parent.patient_id != wanted.patient or parent.status in RUNNING:
        raise Refused("Maintenance follows a finished course of the same patient.", field="variant")
    if tx.session.scalar(running.where(Course.variant == MAINTENANCE.code).limit(1)) is not None:
        raise Refused("This patient already has a maintenance course. End that one first.", field="patient")


def require_no_acute(tx: Tx, patient: int) -> None:
    """Raise `Refused` when an acute course of this patient runs already."""
    running = select(Course.id).where(Course.patient_id == patient, Course.status.in_(RUNNING))
    if tx.session.scalar(running.where(Course.variant != MAINTENANCE.code).limit(1)) is not None:
        raise Refused("This patient already has a running course. End that one first.", field="patient")


def add_course(
    tx: Tx,
    wanted: CoursePlan,
    variant: Variant,
    *,
    first: date,
    indication: str,
    area: Area | None = None,
    diagnosis: str = "",
    group: GroupId | None = None,
) -> CourseId:
    """Add a course as a draft, without sessions; what opening one and joining a group share."""
    row = Course(
        patient_id=wanted.patient,
        therapist_id=wanted.therapist,
        location_id=wanted.location,
        variant=variant.code,
        planned=variant.planned,
        cadence_days=variant.cadence_days,
        minutes=variant.minutes,
        starts_on=first,
        target_end=target_end(first, variant.planned, variant.cadence_days),
        status=CourseStatus.DRAFT,
        phase=Phase.MIDDLE if variant is MAINTENANCE else Phase.INITIAL,
        parent_id=wanted.follows,
        group_id=group,
        indication=clean_text(indication)[:120],
        area=area,
        diagnosis=clean_text(diagnosis)[:120],
    )
    tx.session.add(row)
    tx.session.flush()
    return CourseId(row.id)


def _sessions(tx: Tx, wanted: CoursePlan, course: CourseId, booked: Sequence[Planned], passed: Passed) -> list[AppointmentId]:
    rows = [
        visit(
            Request(wanted.patient, wanted.therapist, wanted.location, wanted.room, planned.slot), course=course, passed=passed
        )
        for planned in booked
    ]
    tx.session.add_all(rows)
    tx.session.flush()
    after_booking(tx, rows)
    return [AppointmentId(row.id) for row in rows]


def unopen(tx: Tx, opened: Opened) -> None:
    """Undo an opening while nothing happened in it: the course is cancelled and its sessions are released."""
    course = one(tx, Course, opened.course)
    require(tx.actor, Permission.OPEN_COURSE, TherapistId(course.therapist_id))
    rows = tx.session.scalars(select(Appointment).where(Appointment.id.in_(opened.appointments))).all()
    if course.version != 1 or any(row.version != 1 for row in rows):
        raise Refused("This course was worked on since; it cannot be undone any more.")
    course.status, course.ended_on = CourseStatus.CANCELLED, local_date(tx, course.location_id, tx.now)
    course.version += 1
    for row in rows:
        row.status = Status.CANCELLED_CLINIC
        row.version += 1
    tx.record("course:unopen", Topic.COURSES, opened.course)
    tx.record("appointment:unbook-course", Topic.APPOINTMENTS, opened.course)
    after_undoing(tx, opened.appointments)


def add_session(
    tx: Tx, course: CourseId, *, starts: datetime, room: RoomId | None = None, passed_reason: str = ""
) -> AppointmentId:
    """Book one more session of a running course; never more than the contract holds (DOMAIN.md 5.3)."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    tx.hold(therapist=row.therapist_id, room=room, patient=row.patient_id)
    require_session_left(tx, row)
    wanted = CoursePlan(
        PatientId(row.patient_id), TherapistId(row.therapist_id), LocationId(row.location_id), room, row.variant, starts
    )
    slot = Slot(starts, starts + timedelta(minutes=row.minutes))
    require_bookable(tx, Request(wanted.patient, wanted.therapist, wanted.location, room, slot))
    asked = Asked(wanted.patient, wanted.therapist, wanted.location, (slot,), course=course)
    (new,) = _sessions(tx, wanted, course, [Planned(slot, 1)], require_reason(tx, asked, passed_reason))
    tx.record("appointment:book", Topic.APPOINTMENTS, new, diff={"course": course})
    return new


def require_session_left(tx: Tx, course: Course) -> None:
    """Raise `Refused` for a course that is over, or whose contract is booked to the last session (DOMAIN.md 5.3)."""
    require_running(course)
    require_no_group(course)
    if remaining(course.planned, taken(tx, CourseId(course.id))):
        return
    late = " or used up by a late cancellation" if spent(tx, CourseId(course.id)) else ""
    raise Refused(
        f"All {course.planned} sessions of this course are booked or held{late}. Extend the contract first.", field="course"
    )


def require_no_group(row: Course) -> None:
    """Raise `Refused` for a group's course, whose sessions are booked for all its members at once."""
    if row.group_id is not None:
        raise Refused("A group's sessions are booked for all its members: see Group in the course's contract.", field="course")


def require_running(row: Course) -> None:
    """Raise `Refused` for a course that is over."""
    if row.status not in RUNNING:
        raise Refused(f"This course is {row.status.value}; nothing can be added to it.")
