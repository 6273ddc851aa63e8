"""A day at a location, a column a therapist."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Status
from ibh_desktop.domain.availability import Calendar, free_on
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.courses import COURSE_KINDS
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.roster import shift_slots
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import calendar, worked_shifts
from ibh_desktop.queries.session_numbers import earlier_sessions
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Closure, Course, Location, Patient, Therapist
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


@dataclass(frozen=True, slots=True)
class Column:
    """A therapist's day; spans carry the location's zone."""

    therapist: TherapistId
    name: str
    credential: str
    room: RoomId | None
    worked: tuple[Slot, ...]
    free: tuple[Slot, ...]
    off: tuple[Slot, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DayBoard:
    """A day at one location; `closed` says why nothing is worked."""

    on: date
    location: LocationId
    location_name: str
    zone: ZoneInfo
    columns: tuple[Column, ...]
    closed: str


def day(reading: Reading, *, on: date, location: LocationId) -> DayBoard:
    """Columns of all who work or are booked here on that date, by name. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    window = day_bounds(on, zone)
    blocks = _blocks(reading, window, location, zone)
    known = calendar(reading.session, window, locations=[location])
    closed = reading.session.scalar(select(Closure.label).where(Closure.location_id == location, Closure.on == on))
    working = {shift.therapist for shift in known.shifts if shift.runs_on(on) and not closed}
    working |= {block.therapist for block in blocks}
    people = (
        select(Therapist.id, Therapist.name, Therapist.credential).where(Therapist.id.in_(working)).order_by(Therapist.name)
    )
    columns = tuple(
        _column(TherapistId(key), name, credential, known, on, zone, blocks)
        for key, name, credential in reading.session.execute(people)
    )
    return DayBoard(on, location, place.name, zone, columns, closed or "")


def works_at(reading: Reading, *, therapist: TherapistId, on: date) -> LocationId | None:
    """Where a therapist works on a date, None on a free day."""
    require(reading.actor, Permission.SEE_CALENDAR)
    window = Slot(datetime.combine(on, time(12), UTC), datetime.combine(on, time(12), UTC))
    shifts = worked_shifts(reading.session, window, therapists=[therapist], locations=None)
    return next((shift.location for shift in shifts if shift.runs_on(on)), None)


def _column(
    key: TherapistId, name: str, credential: str, known: Calendar, on: date, zone: ZoneInfo, blocks: Sequence[Block]
) -> Column:
    shifts = [shift for shift in known.shifts if shift.therapist == key and shift.runs_on(on)]
    open_shifts = [shift for shift in shifts if (shift.location, on) not in known.closed]
    return Column(
        therapist=key,
        name=name,
        credential=credential,
        room=next((shift.room for shift in shifts), None),
        worked=_local((span for shift in open_shifts for span in shift_slots(shift, on, zone)), zone),
        free=_local((span for shift, spans in free_on(known, on) if shift.therapist == key for span in spans), zone),
        off=_local(known.therapist_off.get(key, ()), zone),
        blocks=tuple(block for block in blocks if block.therapist == key),
    )


def _local(spans: Iterable[Slot], zone: ZoneInfo) -> tuple[Slot, ...]:
    return tuple(Slot(s.starts.astimezone(zone), s.ends.astimezone(zone)) for s in spans)


def _blocks(reading: Reading, window: Slot, location: LocationId, zone: ZoneInfo) -> list[Block]:
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
            a.status,
            a.course_id,
            a.room_id,
            a.overbooked,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Course.planned,
            Course.phase,
            earlier_sessions().label("earlier"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Course, Course.id == a.course_id, isouter=True)
        .where(a.location_id == location, a.starts < window.ends, a.starts > window.starts - LONGEST, a.ends > window.starts)
        .where(a.status.in_((*HOLDING, Status.NO_SHOW)))
        .order_by(a.starts, a.id)
    )
    return [_block(row, zone, reading) for row in reading.session.execute(chosen)]


def _block(row: Row[*tuple[Any, ...]], zone: ZoneInfo, reading: Reading) -> Block:
    known = may(reading.actor, Permission.SEE_PATIENT, row.therapist_id)
    told = may(reading.actor, Permission.SEE_COURSE, row.therapist_id)
    numbered = told and row.course_id is not None and row.kind in COURSE_KINDS and row.status in HOLDING
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
    )
