"""What the front desk does with a whole board: several visits in one step, walk-ins, and people at the wrong location."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import UPCOMING, Kind, Modality, Status, require_move
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.before import Before, before_of, restore_all
from ibh_desktop.usecases.reached import local, zone_of

MOST = 200
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A visit as the board showed it."""

    id: AppointmentId
    version: int


def mark_all(tx: Tx, chosen: Sequence[Chosen], *, status: Status) -> tuple[Before, ...]:
    """Move several visits on, all or none; raise `Refused` that names by their hour those which cannot go there.

    Undo is `take_back`.
    """
    require(tx.actor, Permission.MOVE_ON)
    if len(chosen) > MOST:
        raise Refused(f"At most {MOST} visits are changed in one step.")
    done, wrong = [], []
    for visit in sorted(set(chosen), key=lambda one_of: one_of.id):
        try:
            done.append(appointments.mark(tx, visit.id, status=status, version=visit.version))
        except NotAllowed:
            raise
        except (Conflict, Refused) as reason:
            wrong.append(f"{_hour(tx, visit.id)}: {reason.sentence}")
    if wrong:
        more = f" And {len(wrong) - _NAMED} more." if len(wrong) > _NAMED else ""
        raise Refused(f"Nothing was changed. {' '.join(wrong[:_NAMED])}{more}")
    return tuple(done)


def _hour(tx: Tx, visit: AppointmentId) -> str:
    row = one(tx, Appointment, visit)
    return f"{local(row, zone_of(tx, row)):%H:%M}"


def take_back(tx: Tx, before: tuple[Before, ...]) -> None:
    """Undo a change of several visits, all or none; raise `Conflict` when one of them was changed since."""
    restore_all(tx, before)


def arrive_elsewhere(tx: Tx, visit: AppointmentId, *, location: LocationId, version: int | None = None) -> Before:
    """Check somebody in at another location than the visit's, who meets the therapist from there by video or phone.

    Undo is `appointments.restore`. Raises `Refused` for a group and for the visit's own location.
    """
    row = one(tx, Appointment, visit)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    here = one(tx, Location, location)
    if location == row.location_id or not here.active:
        raise Refused("This is the visit's own place: mark the arrival there." if here.active else f"{here.name} is closed.")
    if row.kind is Kind.GROUP or row.joins_id is not None:
        raise Refused("A group meets in one place. Book this patient for another time.")
    require_move(row.status, Status.CHECKED_IN)
    before = before_of(row)
    require_version(row, version)
    row.status, row.arrived_at, row.arrived_location_id = Status.CHECKED_IN, tx.now, location
    if row.modality is Modality.IN_PERSON:
        row.modality = Modality.TELEHEALTH
    tx.record("appointment:arrive-elsewhere", Topic.APPOINTMENTS, row.id, diff={"location": location})
    return before


def move_here(
    tx: Tx,
    visit: AppointmentId,
    *,
    location: LocationId,
    therapist: TherapistId,
    starts: datetime,
    room: RoomId | None = None,
    version: int | None = None,
    passed_reason: str = "",
) -> Before:
    """Move a visit to a time at the location where its patient stands, and check them in. Undo is `appointments.restore`.

    Raises as `appointments.move` does.
    """
    row = one(tx, Appointment, visit)
    if row.status not in UPCOMING:
        require_move(row.status, Status.CHECKED_IN)
    before = appointments.move(
        tx,
        visit,
        starts=starts,
        therapist=therapist,
        room=room,
        location=location,
        version=version,
        passed_reason=passed_reason,
    )
    # One version up, as one change: Undo takes both back.
    row.status, row.arrived_at = Status.CHECKED_IN, tx.now
    tx.session.flush()
    tx.record("appointment:mark", Topic.APPOINTMENTS, row.id, diff={"to": Status.CHECKED_IN.value})
    return before


def walk_in(
    tx: Tx,
    *,
    patient: PatientId,
    therapist: TherapistId,
    location: LocationId,
    starts: datetime,
    room: RoomId | None = None,
    kind: Kind = Kind.THERAPY,
    passed_reason: str = "",
) -> AppointmentId:
    """Book a time of today for somebody who stands at the desk, and check them in. Undo is `leave`.

    Raises as `appointments.book` does, `Refused` for a time that is not today's.
    """
    zone = ZoneInfo(one(tx, Location, location).zone)
    if starts.astimezone(zone).date() != tx.now.astimezone(zone).date():
        raise Refused("A walk-in is seen today. Book an appointment for another day.", field="starts")
    booked = appointments.book(
        tx,
        patient=patient,
        therapist=therapist,
        location=location,
        starts=starts,
        kind=kind,
        room=room,
        passed_reason=passed_reason,
    )
    appointments.mark(tx, booked, status=Status.CHECKED_IN)
    return booked


def leave(tx: Tx, walked_in: AppointmentId) -> None:
    """Undo a walk-in: the clinic cancels it; raise `Conflict` when it was moved on."""
    row = one(tx, Appointment, walked_in)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    if row.status is not Status.CHECKED_IN or row.version != _AS_WALKED_IN:
        raise Conflict("This visit was changed since; it was left as it is.")
    row.status, row.arrived_at = Status.CANCELLED_CLINIC, None
    row.version += 1
    tx.record("appointment:unbook", Topic.APPOINTMENTS, row.id)


_AS_WALKED_IN = 2
"""Booked and checked in."""
