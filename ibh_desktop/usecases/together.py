"""Several patients in one visit, a couple or a group: a row each, the first of which holds therapist and room."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from ibh_desktop.domain.appointments import HOLDING, MINUTES, Kind, Modality, Status
from ibh_desktop.domain.groups import require_people
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.soft_conflicts import Asked
from ibh_desktop.store.lookup import require_version
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.before import Before, before_of
from ibh_desktop.usecases.bookable import Request, require_all_free, require_bookable, require_reason, visit
from ibh_desktop.usecases.self_pay import after_booking


def book_together(
    tx: Tx,
    *,
    patients: Sequence[PatientId],
    therapist: TherapistId,
    location: LocationId,
    starts: datetime,
    kind: Kind = Kind.FAMILY,
    room: RoomId | None = None,
    modality: Modality = Modality.IN_PERSON,
    passed_reason: str = "",
) -> tuple[AppointmentId, ...]:
    """Book one visit for several patients, all or none; raise `Refused` for too few, too many or one who is not free."""
    require(tx.actor, Permission.BOOK, therapist)
    require_people(patients)
    slot = Slot(starts, starts + timedelta(minutes=MINUTES[kind]))
    for patient in sorted(patients):
        tx.hold(therapist=therapist, room=room, patient=patient)
    made: list[Appointment] = []
    requests = [Request(patient, therapist, location, room, slot, kind) for patient in patients]
    for request in requests:
        require_bookable(tx, request)
    asked = [Asked(patient, therapist, location, (slot,), kind) for patient in patients]
    passed = [require_reason(tx, each, passed_reason) for each in asked]
    for request, over in zip(requests, passed, strict=True):
        row = visit(request, kind=kind, modality=modality, passed=over)
        row.joins_id = made[0].id if made else None
        tx.session.add(row)
        tx.session.flush()
        made.append(row)
    told = {"starts": starts, "therapist": therapist, "count": len(made)}
    tx.record("appointment:book-together", Topic.APPOINTMENTS, made[0].id, reason=made[0].passed_reason, diff=told)
    after_booking(tx, made)
    return tuple(AppointmentId(row.id) for row in made)


def companions(tx: Tx, row: Appointment) -> list[Appointment]:
    """The other patients' rows of a visit that still hold; empty for a visit of one."""
    a, first = Appointment, row.joins_id or row.id
    wanted = select(a).where(or_(a.joins_id == first, a.id == first), a.id != row.id, a.status.in_(HOLDING))
    return list(tx.session.scalars(wanted.order_by(a.id).with_for_update()))


def move_all(
    tx: Tx,
    row: Appointment,
    others: Sequence[Appointment],
    slot: Slot,
    *,
    therapist: TherapistId,
    room: RoomId | None,
    passed_reason: str,
    version: int | None,
) -> Before:
    """Move a visit for all its patients; raise `Refused` when one of them, the therapist or the room is not free."""
    rows = [row, *others]
    before = [before_of(each) for each in rows]
    where = room or (None if therapist != row.therapist_id or row.room_id is None else RoomId(row.room_id))
    requests = [Request(PatientId(r.patient_id), therapist, LocationId(r.location_id), where, slot, r.kind) for r in rows]
    for request in sorted(requests, key=lambda request: request.patient):
        tx.hold(therapist=therapist, room=where, patient=request.patient)
    for each in rows:
        each.status = Status.RESCHEDULED
    tx.session.flush()
    require_all_free(tx, requests)
    for each, was, request in zip(rows, before, requests, strict=True):
        asked = Asked(request.patient, therapist, request.location, (slot,), each.kind)
        each.passed, each.passed_reason = require_reason(tx, asked, passed_reason).of(slot)
        each.starts, each.ends, each.therapist_id, each.room_id = slot.starts, slot.ends, therapist, where
        require_version(each, version if each is row else None)
        tx.record("appointment:move", Topic.APPOINTMENTS, each.id, diff={"from": was.starts, "to": slot.starts})
    for each, was in zip(rows, before, strict=True):
        each.status = was.status
    tx.session.flush()
    return replace(before[0], others=tuple(before[1:]))


def pass_hold(tx: Tx, row: Appointment, status: Status) -> tuple[Before, ...]:
    """When the first of several drops out, the next one holds therapist and room; how the others stood before."""
    if status in HOLDING or row.joins_id is not None or not (others := companions(tx, row)):
        return ()
    before = tuple(before_of(other) for other in others)
    row.status = status
    tx.session.flush()
    for other in others:
        other.joins_id = None if other is others[0] else others[0].id
        other.version += 1
        tx.record("appointment:pass-hold", Topic.APPOINTMENTS, other.id)
    tx.session.flush()
    return before
