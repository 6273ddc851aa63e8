"""Book, move, cancel and move on appointments; each can be put back."""

from dataclasses import replace
from datetime import datetime, timedelta

from ibh_desktop.domain.appointments import (
    MINUTES,
    UPCOMING,
    Kind,
    Modality,
    Status,
    cancelled_by_patient,
    require_due,
    require_move,
    stamped,
)
from ibh_desktop.domain.courses import COURSE_KINDS
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.before import Before as Before
from ibh_desktop.usecases.before import before_of, restore_all
from ibh_desktop.usecases.bookable import Request, require_bookable, require_reason, visit
from ibh_desktop.usecases.courses import require_session_left
from ibh_desktop.usecases.self_pay import after_booking, after_undoing
from ibh_desktop.usecases.together import companions, move_all, pass_hold


def book(
    tx: Tx,
    *,
    patient: PatientId,
    therapist: TherapistId,
    location: LocationId,
    starts: datetime,
    kind: Kind = Kind.THERAPY,
    minutes: int | None = None,
    room: RoomId | None = None,
    modality: Modality = Modality.IN_PERSON,
    course: CourseId | None = None,
    overbook_reason: str = "",
    passed_reason: str = "",
) -> AppointmentId:
    """Book one appointment; raise `Refused` with the reason and the nearest free times when it is not bookable.

    A manager's `overbook_reason` passes over what is there; soft conflicts are refused until a `passed_reason` is given.
    """
    require(tx.actor, Permission.OVERBOOK if overbook_reason else Permission.BOOK, therapist)
    slot = Slot(starts, starts + timedelta(minutes=minutes or MINUTES[kind]))
    tx.hold(therapist=therapist, room=room, patient=patient)
    if course is not None:
        _require_in_course(tx, course, patient, kind)
    request = Request(patient, therapist, location, room, slot, kind)
    require_bookable(tx, request, overbooking=bool(overbook_reason))
    why = passed_reason or overbook_reason
    passed = require_reason(tx, Asked(patient, therapist, location, (slot,), kind, course), why)
    row = visit(request, kind=kind, modality=modality, course=course, passed=passed)
    return _added(tx, row, overbook_reason)


def _added(tx: Tx, row: Appointment, overbook_reason: str) -> AppointmentId:
    row.overbooked, row.overbook_reason = bool(overbook_reason), clean_text(overbook_reason)[:120]
    tx.session.add(row)
    tx.session.flush()
    told = {"starts": row.starts, "therapist": row.therapist_id}
    tx.record("appointment:book", Topic.APPOINTMENTS, row.id, reason=row.overbook_reason or row.passed_reason, diff=told)
    after_booking(tx, [row])
    return AppointmentId(row.id)


def move(
    tx: Tx,
    appointment: AppointmentId,
    *,
    starts: datetime,
    therapist: TherapistId | None = None,
    minutes: int | None = None,
    room: RoomId | None = None,
    location: LocationId | None = None,
    version: int | None = None,
    passed_reason: str = "",
) -> Before:
    """Give a visit another time, length or therapist, or one of one patient another place; raise as `book`, `Conflict` too."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    require(tx.actor, Permission.BOOK, who := therapist or TherapistId(row.therapist_id))
    if row.status not in UPCOMING:
        raise Refused(f"An appointment that is {row.status.value} cannot be moved.")
    slot = Slot(starts, starts + (timedelta(minutes=minutes) if minutes else row.ends - row.starts))
    place = location or LocationId(row.location_id)
    if others := companions(tx, row):
        if place != row.location_id:
            raise Refused("A visit of several patients keeps its place. Book a new one there.", field="location")
        return move_all(tx, row, others, slot, therapist=who, room=room, passed_reason=passed_reason, version=version)
    where = room if room or therapist or place != row.location_id else _room(row)
    tx.hold(therapist=who, room=where, patient=row.patient_id)
    tx.session.refresh(row)
    request = Request(PatientId(row.patient_id), who, place, where, slot, row.kind)
    over = row.overbooked and may(tx.actor, Permission.OVERBOOK)
    require_bookable(tx, request, overbooking=over, ignoring=appointment)
    before = before_of(row)
    require_version(row, version)
    passed = require_reason(tx, _asked_to_move(row, request), passed_reason)
    row.overbooked, (row.passed, row.passed_reason) = over, passed.of(slot)
    row.starts, row.ends, row.therapist_id, row.location_id, row.room_id = slot.starts, slot.ends, who, place, where
    told = {"from": before.starts, "to": slot.starts, "therapist": who}
    tx.record("appointment:move", Topic.APPOINTMENTS, row.id, reason=row.passed_reason, diff=told)
    return before


def _asked_to_move(row: Appointment, request: Request) -> Asked:
    course = None if row.course_id is None else CourseId(row.course_id)
    slots, this = (request.slot,), (AppointmentId(row.id),)
    return Asked(request.patient, request.therapist, request.location, slots, row.kind, course, ignoring=this)


def mark(tx: Tx, appointment: AppointmentId, *, status: Status, version: int | None = None) -> Before:
    """Move a visit on: confirmed, waiting, in session, done, no-show, left; raise `Conflict` when that move is not open."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    before = before_of(row)
    require_version(row, version)  # first: whoever saw an older board is told that, not that the move is not open
    require_move(row.status, status)
    require_due(status, row.starts, tx.now, grace=settings(tx).grace)
    stamps = stamped(before.stamps, status, tx.now)
    before = replace(before, others=pass_hold(tx, row, status))
    row.status, row.arrived_at, row.started_at, row.ended_at = status, stamps.arrived_at, stamps.started_at, stamps.ended_at
    tx.record("appointment:mark", Topic.APPOINTMENTS, row.id, diff={"from": before.status.value, "to": status.value})
    return before


def cancel(tx: Tx, appointment: AppointmentId, *, by_clinic: bool, reason: str = "", version: int | None = None) -> Before:
    """Cancel for the clinic or the patient; the patient's is late inside the clinic's notice."""
    row = one(tx, Appointment, appointment)
    status = Status.CANCELLED_CLINIC if by_clinic else cancelled_by_patient(row.starts, tx.now, notice=settings(tx).notice)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    require_move(row.status, status)
    before = before_of(row)
    require_version(row, version)
    before = replace(before, others=pass_hold(tx, row, status))
    row.status = status
    tx.record(
        "appointment:cancel",
        Topic.APPOINTMENTS,
        row.id,
        reason=clean_text(reason),
        diff={"from": before.status.value, "to": status.value},
    )
    return before


def restore(tx: Tx, before: Before) -> None:
    """Undo a change; raise `Conflict` when the appointment was changed again or its old time was taken."""
    restore_all(tx, [before])


def unbook(tx: Tx, appointments: list[AppointmentId]) -> None:
    """Undo a booking just made: the clinic cancels what is still untouched; raise `Conflict` when one was moved on."""
    for key in appointments:
        row = one(tx, Appointment, key)
        require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
        if row.status is not Status.SCHEDULED or row.version != 1:
            raise Conflict("This booking was changed since; cancel it instead.")
        row.status = Status.CANCELLED_CLINIC
        row.version += 1
        tx.record("appointment:unbook", Topic.APPOINTMENTS, row.id)
    after_undoing(tx, appointments)


def _require_in_course(tx: Tx, course: CourseId, patient: PatientId, kind: Kind) -> None:
    row = one(tx, Course, course)
    if row.patient_id != patient:
        raise Refused("This course is another patient's.", field="course")
    if kind in COURSE_KINDS:
        require_session_left(tx, row)


def _room(row: Appointment) -> RoomId | None:
    return None if row.room_id is None else RoomId(row.room_id)
