"""The schedule: a day at a location by therapist or by room, days of one therapist, a month's load."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.availability import Calendar, free_on, while_open
from ibh_desktop.domain.clocks import day_bounds, wall_slot
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import Shift, dates, open_slot, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar, exceptions_in, worked_shifts
from ibh_desktop.queries.schedule_blocks import Block, Column, DayBoard, Mode, blocks_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Closure, Location, Room, Therapist
from ibh_desktop.store.tx import Reading


def day(reading: Reading, *, on: date, location: LocationId) -> DayBoard:
    """Columns of all who work or are booked here on that date, by name. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    window = day_bounds(on, zone)
    blocks = blocks_of(reading, window, zone, Appointment.location_id == location)
    known = calendar(reading.session, window, locations=[location])
    closed = reading.session.scalar(select(Closure.label).where(Closure.location_id == location, Closure.on == on)) or ""
    here = [shift for shift in worked_on(known.shifts, known.exceptions, on) if shift.location == location]
    working = {shift.therapist for shift in here if not closed} | {block.therapist for block in blocks}
    people = (
        select(Therapist.id, Therapist.name, Therapist.credential).where(Therapist.id.in_(working)).order_by(Therapist.name)
    )
    columns = []
    for key, name, credential in reading.session.execute(people):
        who = TherapistId(key)
        mine = [block for block in blocks if block.therapist == who]
        detail = f"{credential} · {_visits(len(mine))}"
        columns.append(_column(known, who, on, zone, blocks=mine, location=location, name=name, detail=detail))
    return DayBoard(on, location, place.name, zone, tuple(columns), closed)


def rooms(reading: Reading, *, on: date, location: LocationId) -> DayBoard:
    """Columns of the active rooms of a location and what is booked in each, with what has no room at the end."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    window = day_bounds(on, zone)
    blocks = blocks_of(reading, window, zone, Appointment.location_id == location)
    known = calendar(reading.session, window, locations=[location])
    closed = reading.session.scalar(select(Closure.label).where(Closure.location_id == location, Closure.on == on)) or ""
    hours = None if closed else open_slot(known.opening, location, on, zone)
    named = select(Room.id, Room.name).where(Room.location_id == location, Room.active).order_by(Room.name)
    places: list[tuple[RoomId | None, str]] = [(RoomId(key), name) for key, name in reading.session.execute(named)]
    if any(block.room is None for block in blocks):
        places.append((None, "No room"))
    worked = _local([] if hours is None else [hours], zone)
    columns = [
        Column(on, None, name, _visits(len(held)), room, worked, worked, (), (), held, closed)
        for room, name in places
        if (held := tuple(block for block in blocks if block.room == room)) is not None
    ]
    return DayBoard(on, location, place.name, zone, tuple(columns) if worked or blocks else (), closed, Mode.ROOMS)


def week(reading: Reading, *, monday: date, therapist: TherapistId) -> DayBoard:
    """Columns of the days from Monday to Friday, and of a weekend day on which this therapist works or is booked.

    Times are those of the location where the therapist works first in that week.
    """
    require(reading.actor, Permission.SEE_CALENDAR)
    who = one(reading, Therapist, therapist)
    places = {LocationId(key): (name, ZoneInfo(zone)) for key, name, zone in reading.session.execute(_PLACES)}
    chicago = ZoneInfo("America/Chicago")
    window = Slot(day_bounds(monday, chicago).starts, day_bounds(monday + timedelta(days=6), chicago).ends)
    known = calendar(reading.session, window, therapists=[therapist])
    worked = {on: worked_on(known.shifts, known.exceptions, on) for on in dates(monday, monday + timedelta(days=6))}
    home = next((shift.location for shifts in worked.values() for shift in shifts), next(iter(places)))
    zone = places[home][1]
    blocks = blocks_of(reading, window, zone, Appointment.therapist_id == therapist)
    columns = []
    for on, shifts in worked.items():
        mine = [block for block in blocks if block.starts.date() == on]
        if on.weekday() < 5 or shifts or mine:
            where = " and ".join(dict.fromkeys(places[shift.location][0] for shift in shifts)) or "not working"
            name, detail = f"{on:%a} {on.day} {on:%b}", f"{where} · {_visits(len(mine))}"
            location = shifts[0].location if shifts else home
            columns.append(_column(known, therapist, on, zone, blocks=mine, location=location, name=name, detail=detail))
    return DayBoard(monday, home, f"{who.name}, {who.credential}", zone, tuple(columns), "", Mode.WEEK)


_PLACES = select(Location.id, Location.name, Location.zone).order_by(Location.id)


@dataclass(frozen=True, slots=True)
class DayLoad:
    """A day of a month: minutes that are booked of those that are worked."""

    on: date
    visits: int
    booked: int
    worked: int
    closed: str


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """The whole weeks around a month at one location."""

    first: date
    location: LocationId
    location_name: str
    days: tuple[DayLoad, ...]


def month(reading: Reading, *, first: date, location: LocationId) -> MonthBoard:
    """Load per day, from the Monday on or before the first of the month to the Sunday on or after its last day."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    monday = first - timedelta(days=first.weekday())
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    days = dates(monday, last + timedelta(days=6 - last.weekday()))
    window = Slot(day_bounds(days[0], zone).starts, day_bounds(days[-1], zone).ends)
    known = calendar(reading.session, window, locations=[location])
    labels = dict(reading.session.execute(select(Closure.on, Closure.label).where(Closure.location_id == location)).all())
    booked: dict[date, list[int]] = {}
    for block in blocks_of(reading, window, zone, Appointment.location_id == location):
        booked.setdefault(block.starts.date(), []).append(int((block.ends - block.starts).total_seconds() // 60))
    loads = [
        DayLoad(on, len(booked.get(on, ())), sum(booked.get(on, ())), _worked(known, location, on, zone), labels.get(on, ""))
        for on in days
    ]
    return MonthBoard(first, location, place.name, tuple(loads))


def _worked(known: Calendar, location: LocationId, on: date, zone: ZoneInfo) -> int:
    if (location, on) in known.closed:
        return 0
    spans = (
        span for shift in _here(known, location, on) for span in while_open(known, location, on, shift_slots(shift, on, zone))
    )
    return int(sum((span.length for span in spans), timedelta(0)).total_seconds() // 60)


def _here(known: Calendar, location: LocationId, on: date) -> list[Shift]:
    return [shift for shift in worked_on(known.shifts, known.exceptions, on) if shift.location == location]


def works_at(reading: Reading, *, therapist: TherapistId, on: date) -> LocationId | None:
    """Where a therapist works on a date, None on a free day."""
    require(reading.actor, Permission.SEE_CALENDAR)
    window = Slot(datetime.combine(on, time(12), UTC), datetime.combine(on, time(12), UTC))
    shifts = worked_shifts(reading.session, window, therapists=[therapist], locations=None)
    special = exceptions_in(reading.session, on, on, therapists=[therapist])
    return next((shift.location for shift in worked_on(shifts, special, on)), None)


def _column(
    known: Calendar,
    who: TherapistId,
    on: date,
    zone: ZoneInfo,
    *,
    blocks: Sequence[Block],
    location: LocationId,
    name: str,
    detail: str,
) -> Column:
    shifts = [shift for shift in worked_on(known.shifts, known.exceptions, on) if shift.therapist == who]
    open_shifts = [shift for shift in shifts if (shift.location, on) not in known.closed]
    bounds = day_bounds(on, zone)
    return Column(
        on=on,
        therapist=who,
        name=name,
        detail=detail,
        room=next((shift.room for shift in shifts), None),
        worked=_local((span for shift in open_shifts for span in shift_slots(shift, on, known.zones[shift.location])), zone),
        free=_local((span for shift, spans in free_on(known, on) if shift.therapist == who for span in spans), zone),
        off=_local((away for away in known.therapist_off.get(who, ()) if away.overlaps(bounds)), zone),
        breaks=_local(_breaks(known, open_shifts, on), zone),
        blocks=tuple(blocks),
        closed="Closed" if shifts and not open_shifts and (location, on) in known.closed else "",
    )


def _breaks(known: Calendar, shifts: Iterable[Shift], on: date) -> list[Slot]:
    return [wall_slot(on, pause.starts, pause.ends, known.zones[shift.location]) for shift in shifts for pause in shift.breaks]


def _visits(count: int) -> str:
    return f"{count} visit{'' if count == 1 else 's'}"


def _local(spans: Iterable[Slot], zone: ZoneInfo) -> tuple[Slot, ...]:
    return tuple(Slot(s.starts.astimezone(zone), s.ends.astimezone(zone)) for s in spans)
