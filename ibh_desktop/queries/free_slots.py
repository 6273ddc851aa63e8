"""The earliest free slots with anyone suitable, anywhere; and why a given slot is not free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ibh_desktop.domain.availability import Calendar, FreeSlot, free_slots
from ibh_desktop.domain.ids import LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import shift_slots
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.store.schema import Location, Therapist
from ibh_desktop.store.tx import Reading

GRID = timedelta(minutes=30)
"""Offered starts lie on the half hour, so that the day does not crumble into gaps nobody can use."""

HORIZON = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One offer; `starts` carries the location's zone."""

    starts: datetime
    minutes: int
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None


def search(
    reading: Reading,
    *,
    minutes: int,
    therapists: Sequence[TherapistId] | None = None,
    locations: Sequence[LocationId] | None = None,
    patient: PatientId | None = None,
    from_at: datetime | None = None,
    limit: int = 50,
) -> list[SlotLine]:
    """The earliest `limit` slots of `minutes` from `from_at` (default now) within four weeks."""
    require(reading.actor, Permission.SEE_CALENDAR)
    starts = max(from_at or reading.now, reading.now)
    window = Slot(starts, starts + HORIZON)
    known = calendar(reading.session, window, therapists=therapists, locations=locations, patient=patient)
    found = free_slots(known, window, timedelta(minutes=minutes), grid=GRID, limit=limit)
    return lines(reading.session, known, found)


def lines(session: Session, known: Calendar, found: Sequence[FreeSlot]) -> list[SlotLine]:
    """Free slots with the names that staff read."""
    people = _names(session, {free.therapist for free in found})
    places = dict(session.execute(select(Location.id, Location.name)).all())
    return [
        SlotLine(
            free.slot.starts.astimezone(known.zones[free.location]),
            int(free.slot.length.total_seconds() // 60),
            free.therapist,
            people[free.therapist],
            free.location,
            places[free.location],
            free.room,
        )
        for free in found
    ]


def _names(session: Session, keys: set[TherapistId]) -> dict[int, str]:
    return dict(session.execute(select(Therapist.id, Therapist.name).where(Therapist.id.in_(keys))).all())


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot somebody asks for, with the names that a refusal needs."""

    slot: Slot
    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    room: RoomId | None


def why_not(known: Calendar, wanted: Wanted) -> str:
    """The reason in a whole sentence that a slot is not free, an empty text when it is."""
    zone = known.zones[wanted.location]
    on = wanted.slot.starts.astimezone(zone).date()
    if (wanted.location, on) in known.closed:
        return f"{wanted.location_name} is closed on {on:%A %d %B}."
    if away := _clash(known.therapist_off.get(wanted.therapist, ()), wanted.slot):
        return f"{wanted.therapist_name} is away {_span(away, zone)}."
    if mine := _clash(known.patient_busy, wanted.slot):
        return f"The patient already has an appointment {_span(mine, zone)}."
    if taken := _clash(known.therapist_busy.get(wanted.therapist, ()), wanted.slot):
        return f"{wanted.therapist_name} is with another patient {_span(taken, zone)}."
    if wanted.room is not None and (used := _clash(known.room_busy.get(wanted.room, ()), wanted.slot)):
        return f"The room is in use {_span(used, zone)}."
    worked = (
        span
        for shift in known.shifts
        if (shift.therapist, shift.location) == (wanted.therapist, wanted.location)
        for span in shift_slots(shift, on, zone)
    )
    if not any(span.starts <= wanted.slot.starts and wanted.slot.ends <= span.ends for span in worked):
        return f"{wanted.therapist_name} does not work at {wanted.location_name} {_span(wanted.slot, zone)}."
    return ""


def _clash(busy: Sequence[Slot], slot: Slot) -> Slot | None:
    return next((b for b in busy if b.overlaps(slot)), None)


def _span(slot: Slot, zone: ZoneInfo) -> str:
    starts, ends = slot.starts.astimezone(zone), slot.ends.astimezone(zone)
    if starts.date() != ends.date():
        return f"from {starts:%a %d %b} to {ends:%a %d %b}"
    return f"on {starts:%a %d %b} from {starts:%H:%M} to {ends:%H:%M}"
