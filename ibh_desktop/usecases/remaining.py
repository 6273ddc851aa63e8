"""Book what a running course has left: the next session or all of them, or nothing."""

from datetime import datetime, timedelta

from ibh_desktop.domain.courses import remaining
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.session_numbers import taken
from ibh_desktop.queries.unbooked import rest
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.bookable import Request, require_sound, too_few, visit
from ibh_desktop.usecases.courses import require_no_group, require_running
from ibh_desktop.usecases.self_pay import after_booking


def book_rest(tx: Tx, course: CourseId, *, starts: datetime, sessions: int, room: RoomId | None = None) -> list[AppointmentId]:
    """Book the next `sessions` sessions from `starts` on, one every cadence; weeks that do not fit are passed over.

    Raise `Refused` when the contract has fewer left or the hour is free too seldom. Undo is `appointments.unbook`.
    """
    row = one(tx, Course, course)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    require_running(row)
    require_no_group(row)
    tx.hold(therapist=row.therapist_id, room=room, patient=row.patient_id)
    _require_left(tx, row, sessions)
    slot = Slot(starts, starts + timedelta(minutes=row.minutes))
    therapist, location = TherapistId(row.therapist_id), LocationId(row.location_id)
    require_sound(tx, Request(PatientId(row.patient_id), therapist, location, room, slot))
    rows = rest(tx, course, starts=starts, sessions=sessions, room=room)
    booked = [planned.slot for planned in rows if planned.number]
    if len(booked) < sessions:
        raise Refused(too_few(rows, sessions), field="starts")
    made = [_booked(tx, row, room, each) for each in booked]
    after_booking(tx, made)
    return [AppointmentId(each.id) for each in made]


def _require_left(tx: Tx, course: Course, sessions: int) -> None:
    left = remaining(course.planned, taken(tx, CourseId(course.id)))
    if left == 0:
        raise Refused(f"All {course.planned} sessions of this course are booked or held already.", field="sessions")
    if not 1 <= sessions <= left:
        raise Refused(f"This course has {left} of {course.planned} sessions left to book.", field="sessions")


def _booked(tx: Tx, course: Course, room: RoomId | None, slot: Slot) -> Appointment:
    patient, therapist = PatientId(course.patient_id), TherapistId(course.therapist_id)
    request = Request(patient, therapist, LocationId(course.location_id), room, slot)
    row = visit(request, course=CourseId(course.id))
    tx.session.add(row)
    tx.session.flush()
    tx.record("appointment:book", Topic.APPOINTMENTS, row.id, diff={"course": course.id, "starts": slot.starts})
    return row
