"""The calendar: a day at a location by therapist or by room, and a week of one therapist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, select

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Kind, Status
from ibh_desktop.domain.availability import Calendar, free_on
from ibh_desktop.domain.clocks import day_bounds, wall_slot
from ibh_desktop.domain.courses import is_session
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.roster import Shift, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot, intersected, merged, without
from ibh_desktop.queries.calendar import calendar, worked_shifts
from ibh_desktop.queries.session_numbers import earlier_sessions
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Closure, Course, Location, Patient, Room, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Block:
    """One appointment; `name` is "busy" where the reader may not know whose it is."""

    id: AppointmentId
    version: int
    starts: datetime
    ends: datetime
    therapist: TherapistId
    patient: PatientId | None
    name: str
    session: str
    phase: Phase | None
    status: Status
    course: CourseId | None
    room: RoomId | None
    overbooked: bool
    location: LocationId
    target_end: date | None = None
    """When its course ends by contract."""


@dataclass(frozen=True, slots=True)
class Column:
    """A therapist's or a room's day; spans carry the location's zone and do not leave the day.

    `name` and `credential` are the lines of its head, `person` whose day it is where the head does not say.
    `location` is where a click books, `locations` are all that are worked at on this day.
    A room has no `therapist` and no spans of its own. `unlicensed` says that the license ends before this day.
    """

    therapist: TherapistId | None
    name: str
    credential: str
    room: RoomId | None
    worked: tuple[Slot, ...]
    free: tuple[Slot, ...]
    off: tuple[Slot, ...]
    blocks: tuple[Block, ...]
    on: date
    breaks: tuple[Slot, ...] = ()
    closed: str = ""
    location: LocationId | None = None
    person: str = ""
    locations: tuple[LocationId, ...] = ()
    unlicensed: str = ""


@dataclass(frozen=True, slots=True)
class DayBoard:
    """Columns beside each other; `closed` says why nothing is worked.

    `people` are the therapists whose work decides what can land, which are not the columns where these are rooms.
    """

    on: date
    location: LocationId
    location_name: str
    zone: ZoneInfo
    columns: tuple[Column, ...]
    closed: str
    people: tuple[Column, ...] = ()
    heading: str = ""


def day(reading: Reading, *, on: date, location: LocationId) -> DayBoard:
    """Columns of all who work or are booked here on that date, by name. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    window = day_bounds(on, zone)
    blocks = _blocks(reading, window, Appointment.location_id == location, zone)
    known = calendar(reading.session, window, locations=[location])
    closed = reading.session.scalar(select(Closure.label).where(Closure.location_id == location, Closure.on == on))
    working = {shift.therapist for shift in worked_on(known.shifts, known.exceptions, on) if not closed}
    working |= {block.therapist for block in blocks}
    people = (
        select(Therapist.id, Therapist.name, Therapist.credential).where(Therapist.id.in_(working)).order_by(Therapist.name)
    )
    columns = tuple(
        _column(TherapistId(key), name, credential, known, on, zone, blocks, location=location, closed=closed or "")
        for key, name, credential in reading.session.execute(people)
    )
    return DayBoard(on, location, place.name, zone, columns, closed or "", columns, place.name)


def rooms(reading: Reading, *, on: date, location: LocationId) -> DayBoard:
    """The same day by room, with a last column for visits that need none. Two statements more than `day`."""
    board = day(reading, on=on, location=location)
    named = reading.session.execute(
        select(Room.id, Room.name).where(Room.location_id == location, Room.active).order_by(Room.name)
    ).all()
    blocks = [block for person in board.people for block in person.blocks]
    offered: list[tuple[RoomId | None, str]] = [(RoomId(key), name) for key, name in named]
    offered.append((None, "No room"))
    columns = tuple(_room_column(board, room, name, blocks, {key for key, _ in named}) for room, name in offered)
    return replace(board, columns=columns if board.people else ())


def _room_column(board: DayBoard, room: RoomId | None, name: str, blocks: Sequence[Block], active: set[int]) -> Column:
    inside = tuple(b for b in blocks if b.room == room or (room is None and b.room not in active))
    worked = tuple(merged(span for person in board.people for span in person.worked))
    free = tuple(without(worked, (Slot(b.starts, b.ends) for b in inside if b.status in HOLDING)))
    hint = "telehealth" if room is None else ""
    return Column(None, name, hint, room, worked, free, (), inside, board.on, closed=board.closed, location=board.location)


def week(reading: Reading, *, monday: date, therapist: TherapistId, location: LocationId) -> DayBoard:
    """Seven days of one therapist wherever they work; times are those of `location`. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place, person = one(reading, Location, location), one(reading, Therapist, therapist)
    zone = ZoneInfo(place.zone)
    days = [monday + timedelta(days=n) for n in range(7)]
    window = Slot(day_bounds(days[0], zone).starts, day_bounds(days[-1], zone).ends)
    blocks = _blocks(reading, window, Appointment.therapist_id == therapist, zone)
    known = calendar(reading.session, window, therapists=[therapist])
    closed = {
        (where, on): label
        for where, on, label in reading.session.execute(
            select(Closure.location_id, Closure.on, Closure.label).where(Closure.on.in_(days))
        )
    }
    names = dict(reading.session.execute(select(Location.id, Location.name)).all())
    columns = []
    for on in days:
        shifts = [s for s in worked_on(known.shifts, known.exceptions, on) if s.therapist == therapist]
        here = [b for b in blocks if b.starts.date() == on]
        if on.weekday() > 4 and not shifts and not here:
            continue
        at = shifts[0].location if shifts else location
        label = closed.get((at, on), "")
        where = ", ".join(dict.fromkeys(names[s.location] for s in shifts)) or "not working"
        name = f"{on:%a} {on.day} {on:%b}"
        columns.append(_column(therapist, name, where, known, on, zone, here, location=at, closed=label, person=person.name))
    shown = tuple(columns)
    return DayBoard(monday, location, place.name, zone, shown, "", shown, person.name)


def works_at(reading: Reading, *, therapist: TherapistId, on: date) -> LocationId | None:
    """Where a therapist works on a date, None on a free day."""
    require(reading.actor, Permission.SEE_CALENDAR)
    window = Slot(datetime.combine(on, time(12), UTC), datetime.combine(on, time(12), UTC))
    shifts = worked_shifts(reading.session, window, therapists=[therapist], locations=None)
    return next((shift.location for shift in shifts if shift.runs_on(on)), None)


def _column(
    key: TherapistId,
    name: str,
    credential: str,
    known: Calendar,
    on: date,
    zone: ZoneInfo,
    blocks: Sequence[Block],
    *,
    location: LocationId,
    closed: str,
    person: str = "",
) -> Column:
    shifts = [shift for shift in worked_on(known.shifts, known.exceptions, on) if shift.therapist == key]
    open_shifts = [shift for shift in shifts if (shift.location, on) not in known.closed]
    bounds = [day_bounds(on, zone)]
    return Column(
        therapist=key,
        name=name,
        credential=credential,
        room=next((shift.room for shift in shifts), None),
        worked=_local((span for shift in open_shifts for span in shift_slots(shift, on, known.zones[shift.location])), zone),
        free=_local((span for shift, spans in free_on(known, on) if shift.therapist == key for span in spans), zone),
        off=_local(intersected(known.therapist_off.get(key, ()), bounds), zone),
        blocks=tuple(block for block in blocks if block.therapist == key),
        on=on,
        breaks=_local((span for shift in open_shifts for span in _breaks(shift, on, known)), zone),
        closed=closed,
        location=location,
        person=person,
        locations=tuple(dict.fromkeys(shift.location for shift in shifts)),
        unlicensed=known.not_covered(key, person or name, on, Kind.PHONE),
    )


def _breaks(shift: Shift, on: date, known: Calendar) -> list[Slot]:
    return [wall_slot(on, pause.starts, pause.ends, known.zones[shift.location]) for pause in shift.breaks]


def _local(spans: Iterable[Slot], zone: ZoneInfo) -> tuple[Slot, ...]:
    return tuple(Slot(s.starts.astimezone(zone), s.ends.astimezone(zone)) for s in spans)


def _blocks(reading: Reading, window: Slot, whose: ColumnElement[bool], zone: ZoneInfo) -> list[Block]:
    a = Appointment
    chosen = (
        select(
            a.id,
            a.version,
            a.starts,
            a.ends,
            a.therapist_id,
            a.patient_id,
            a.kind,
            a.intake_counts,
            a.status,
            a.course_id,
            a.room_id,
            a.location_id,
            a.overbooked,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Course.planned,
            Course.phase,
            Course.target_end,
            earlier_sessions().label("earlier"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Course, Course.id == a.course_id, isouter=True)
        .where(whose, a.starts < window.ends, a.starts > window.starts - LONGEST, a.ends > window.starts)
        .where(a.status.in_((*HOLDING, Status.NO_SHOW)))
        .order_by(a.starts, a.id)
    )
    return [_block(row, zone, reading) for row in reading.session.execute(chosen)]


def _block(row: Row[*tuple[Any, ...]], zone: ZoneInfo, reading: Reading) -> Block:
    known = may(reading.actor, Permission.SEE_PATIENT, row.therapist_id)
    told = may(reading.actor, Permission.SEE_COURSE, row.therapist_id)
    numbered = (
        told and row.course_id is not None and is_session(row.kind, intake_counts=row.intake_counts) and row.status in HOLDING
    )
    return Block(
        id=row.id,
        version=row.version,
        starts=row.starts.astimezone(zone),
        ends=row.ends.astimezone(zone),
        therapist=row.therapist_id,
        patient=row.patient_id if known else None,
        name=full_name(row.given, row.family, row.preferred) if known else "busy",
        session=f"{row.earlier + 1}/{row.planned}" if numbered else "",
        phase=row.phase if told else None,
        status=row.status,
        course=row.course_id if told else None,
        room=row.room_id,
        overbooked=row.overbooked,
        location=row.location_id,
        target_end=row.target_end if numbered else None,
    )
