"""What must hold before a time is sold, with a refusal that names the reason and the way on."""

from dataclasses import dataclass
from datetime import timedelta

from ibh_desktop.domain.appointments import LONGEST
from ibh_desktop.domain.availability import Calendar, free_slots, nearest
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.free_slots import GRID, Wanted, why_not
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Patient, Room, Therapist
from ibh_desktop.store.tx import Reading

_AROUND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Request:
    """Who wants what time where."""

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    room: RoomId | None
    slot: Slot


def require_bookable(
    reading: Reading, request: Request, *, overbooking: bool = False, ignoring: AppointmentId | None = None
) -> None:
    """Raise `Refused` for a time that is past, impossible or not free. Overbooking passes over what is merely taken."""
    wanted = require_sound(reading, request)
    if overbooking:
        return
    window = Slot(request.slot.starts - timedelta(days=1), request.slot.ends + _AROUND)
    known = calendar(
        reading.session,
        window,
        therapists=[request.therapist],
        patient=request.patient,
        room=request.room,
        ignoring=ignoring,
    )
    if reason := why_not(known, wanted):
        raise Refused(f"{reason} {_way_on(reading, known, request)}", field="starts")


def require_sound(reading: Reading, request: Request) -> Wanted:
    """Raise `Refused` for what no overbooking can mend: past, wrong length, or people and places that are inactive."""
    slot = request.slot
    if slot.starts < reading.now - timedelta(minutes=5):
        raise Refused("This time has passed. Choose a later one.", field="starts")
    if not timedelta(minutes=5) <= slot.length <= LONGEST:
        raise Refused("An appointment lasts 5 minutes to 12 hours.", field="minutes")
    therapist = one(reading, Therapist, request.therapist)
    location = one(reading, Location, request.location)
    patient = one(reading, Patient, request.patient)
    room = one(reading, Room, request.room) if request.room else None
    for active, what, field in (
        (therapist.active, therapist.name, "therapist"),
        (location.active, location.name, "location"),
        (patient.active, "This patient's file", "patient"),
        (room is None or room.active, f"Room {room.name if room else ''}", "room"),
    ):
        if not active:
            raise Refused(f"{what} is not active any more. Choose another.", field=field)
    if room is not None and room.location_id != request.location:
        raise Refused(f"{room.name} is not at {location.name}.", field="room")
    return Wanted(slot, request.therapist, therapist.name, request.location, location.name, request.room)


def _way_on(reading: Reading, known: Calendar, request: Request) -> str:
    window = Slot(max(reading.now, request.slot.starts - timedelta(hours=8)), request.slot.starts + _AROUND)
    free = [f for f in free_slots(known, window, request.slot.length, grid=GRID, limit=60) if f.location == request.location]
    close = nearest(free, request.slot.starts)
    if not close:
        return "Nothing is free within a week; look for another therapist."
    zone = known.zones[request.location]
    day = request.slot.starts.astimezone(zone).date()
    times = (f.slot.starts.astimezone(zone) for f in close)
    return "Next free: " + ", ".join(f"{t:%H:%M}" if t.date() == day else f"{t:%a %H:%M}" for t in times) + "."
