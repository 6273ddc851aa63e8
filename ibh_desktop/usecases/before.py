"""How an appointment stood before a change, and putting it back: what Undo needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ibh_desktop.domain.appointments import HOLDING, Modality, Stamps, Status
from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.ids import AppointmentId, LocationId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.held import require_not_held
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Before:
    """How an appointment stood before a change, and its version then; `others` are the rows that were changed with it."""

    id: AppointmentId
    version: int
    status: Status
    starts: datetime
    ends: datetime
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    stamps: Stamps
    overbooked: bool = False
    passed: tuple[str, str] = ("", "")
    joins: AppointmentId | None = None
    modality: Modality = Modality.IN_PERSON
    arrived_at_location: LocationId | None = None
    others: tuple["Before", ...] = ()


def before_of(row: Appointment) -> Before:
    """How an appointment stands now."""
    return Before(
        AppointmentId(row.id),
        row.version,
        row.status,
        row.starts,
        row.ends,
        TherapistId(row.therapist_id),
        LocationId(row.location_id),
        None if row.room_id is None else RoomId(row.room_id),
        Stamps(row.arrived_at, row.started_at, row.ended_at),
        row.overbooked,
        (row.passed, row.passed_reason),
        None if row.joins_id is None else AppointmentId(row.joins_id),
        row.modality,
        None if row.arrived_location_id is None else LocationId(row.arrived_location_id),
    )


def restore_all(tx: Tx, changed: Sequence[Before]) -> None:
    """Put rows back, all or none; raise `Conflict` when one was changed again or its old time was taken."""
    whole = [one_of for before in changed for one_of in (before, *before.others)]
    rows = [_untouched(tx, before) for before in whole]
    for row in rows:
        row.status = Status.RESCHEDULED  # out of the way, so that each may take back its own time
    tx.session.flush()
    for before, row in zip(whole, rows, strict=True):
        _put_back(tx, before, row)
    tx.session.flush()


def _untouched(tx: Tx, before: Before) -> Appointment:
    row = one(tx, Appointment, before.id)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    require(tx.actor, Permission.MOVE_ON, before.therapist)
    tx.hold(therapist=before.therapist, room=before.room, patient=row.patient_id)
    tx.session.refresh(row)
    if row.version != before.version + 1:
        raise Conflict("Somebody else changed this appointment since. It was left as they put it.")
    slot = Slot(before.starts, before.ends)
    stands = row.status in HOLDING and (row.starts, row.therapist_id) == (before.starts, before.therapist)
    if before.status in HOLDING and not stands:
        require_not_held(tx, [slot], therapist=before.therapist, room=before.room, patient=row.patient_id)
    return row


def _put_back(tx: Tx, before: Before, row: Appointment) -> None:
    row.version += 1
    row.status, row.starts, row.ends, row.overbooked = before.status, before.starts, before.ends, before.overbooked
    row.therapist_id, row.location_id, row.room_id = before.therapist, before.location, before.room
    row.arrived_at, row.started_at, row.ended_at = before.stamps.arrived_at, before.stamps.started_at, before.stamps.ended_at
    row.passed, row.passed_reason = before.passed
    row.joins_id, row.modality, row.arrived_location_id = before.joins, before.modality, before.arrived_at_location
    tx.record("appointment:undo", Topic.APPOINTMENTS, row.id, diff={"to": before.status.value, "starts": before.starts})
