"""Where one visit would fit into the columns that the schedule shows: the times that glow there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.availability import Calendar, FreeSlot, slots_on
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import dates
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.free_slots import GRID
from ibh_desktop.queries.suitable import for_patient
from ibh_desktop.queries.suitable import therapists as suitable
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Sought:
    """The visit that looks for a time: a new one, or one that is booked already and moves.

    What moves (`moving`) is not in its own way, keeps its `room` with its own `therapist`, and stays at its `location`.
    """

    minutes: int
    patient: PatientId | None = None
    kind: Kind = Kind.THERAPY
    moving: AppointmentId | None = None
    therapist: TherapistId | None = None
    room: RoomId | None = None
    location: LocationId | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A start at which the visit fits; times carry the zone of the location that shows."""

    therapist: TherapistId
    location: LocationId
    starts: datetime
    ends: datetime


def openings(
    reading: Reading, sought: Sought, *, first: date, last: date, location: LocationId, therapist: TherapistId | None = None
) -> tuple[Opening, ...]:
    """Free starts from now on, on the days shown: of all who work at `location`, or of one `therapist` wherever; by time.

    A bounded number of statements. Times of therapists whom this person may not book are left out.
    """
    require(reading.actor, Permission.SEE_CALENDAR)
    zone = ZoneInfo(one(reading, Location, location).zone)
    window = Slot(max(reading.now, day_bounds(first, zone).starts), day_bounds(last, zone).ends)
    where = location if therapist is None else sought.location
    if window.starts >= window.ends or (sought.location or where) != where:
        return ()
    people = None if therapist is None else [therapist]
    if sought.moving is None and (wish := for_patient(reading, None, sought.patient)) is not None:
        people = [person.id for person in suitable(reading, wish, among=people)]
    rules = settings(reading)
    known = calendar(
        reading.session,
        window,
        therapists=people,
        locations=None if where is None else [where],
        patient=sought.patient,
        room=sought.room,
        ignoring=sought.moving,
        rules=rules,
    )
    pause, length = rules.pause_after(sought.kind), timedelta(minutes=sought.minutes)
    found = (
        Opening(free.therapist, free.location, free.slot.starts.astimezone(zone), free.slot.ends.astimezone(zone))
        for on in dates(first, last)
        for free in slots_on(known, on, window, length, grid=GRID, pause=pause, kind=sought.kind)
        if where in (None, free.location) and may(reading.actor, Permission.BOOK, free.therapist)
        if _room_stays_free(known, sought, free)
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda opening: (opening.starts, opening.therapist)))


def _room_stays_free(known: Calendar, sought: Sought, free: FreeSlot) -> bool:
    if sought.room is None or free.therapist != sought.therapist:
        return True
    return not any(used.overlaps(free.slot) for used in known.room_busy.get(sought.room, ()))
