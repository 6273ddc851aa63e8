"""The soft conflicts of visits that somebody is about to book or move: sentences to show before a reason is asked for."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, func, or_, select

from ibh_desktop.domain.appointments import HOLDING, LONGEST, Kind
from ibh_desktop.domain.conflicts import Held, Limits, Soft, Warned, of_course, of_day
from ibh_desktop.domain.courses import COURSE_KINDS, RUNNING, parts_of
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.phases import Split
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.settings import Settings
from ibh_desktop.store.schema import Appointment, Course, Location, Therapist
from ibh_desktop.store.tx import Reading

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Visits about to be booked or moved. `opening` has the phases of a course that is about to be opened."""

    patient: PatientId
    therapist: TherapistId
    location: LocationId
    slots: tuple[Slot, ...]
    kind: Kind = Kind.THERAPY
    course: CourseId | None = None
    opening: Split | None = None
    cadence_days: int = 7
    ignoring: tuple[AppointmentId, ...] = ()


def found(reading: Reading, asked: Asked) -> list[Warned]:
    """Every soft conflict, in order of time; seven statements at most."""
    require(reading.actor, Permission.BOOK, asked.therapist)
    zones = {LocationId(key): ZoneInfo(zone) for key, zone in reading.session.execute(select(Location.id, Location.zone))}
    name, target = reading.session.execute(
        select(Therapist.name, Therapist.caseload_target).where(Therapist.id == asked.therapist)
    ).one()
    warned = [*_days(reading, asked, zones[asked.location], name), *_in_course(reading, asked, zones[asked.location])]
    if asked.opening is not None and (load := _caseload(reading, asked.therapist) + 1) > target:
        warned.append(Warned(Soft.CASELOAD, f"{name} would have a caseload of {load}; the target is {target}."))
    return warned


def limits(of: Settings) -> Limits:
    """What the clinic's settings allow."""
    return Limits(
        of.most_a_day,
        of.most_in_a_row,
        timedelta(minutes=of.travel_minutes),
        timedelta(minutes=of.buffer_minutes),
        timedelta(minutes=of.intake_buffer_minutes),
    )


def _days(reading: Reading, asked: Asked, zone: ZoneInfo, name: str) -> Iterator[Warned]:
    rows = _held(reading, asked)
    allowed = limits(settings(reading))
    own = [Held(slot, asked.location, asked.kind) for slot in asked.slots]
    visits = [
        Held(Slot(row.starts, row.ends), LocationId(row.location_id), row.kind)
        for row in rows
        if row.therapist_id == asked.therapist and row.joins_id is None
    ]
    ordered = sorted([*visits, *own], key=lambda held: held.slot.starts)
    starts = [held.slot.starts for held in ordered]
    theirs: dict[date, datetime] = {}
    for at in (row.starts.astimezone(zone) for row in rows if row.patient_id == asked.patient):
        theirs.setdefault(at.date(), at)
    for new in own:
        first, last = (bisect_left(starts, new.slot.starts + days * _DAY) for days in (-1, 1))
        near = (held for held in ordered[first:last] if held is not new)
        yield from of_day(new, near, allowed, zone=zone, name=name)
        if also := theirs.get(new.slot.starts.astimezone(zone).date()):
            yield Warned(Soft.TWICE, f"The patient has another visit on {also:%a %d %b}, at {also:%H:%M}.", new.slot)


def _held(reading: Reading, asked: Asked) -> Sequence[Row[int, int, int, Kind, datetime, datetime, int | None]]:
    a = Appointment
    first, last = min(slot.starts for slot in asked.slots), max(slot.ends for slot in asked.slots)
    columns = (a.therapist_id, a.patient_id, a.location_id, a.kind, a.starts, a.ends, a.joins_id)
    wanted = select(*columns).where(
        or_(a.therapist_id == asked.therapist, a.patient_id == asked.patient),
        a.starts > first - _DAY - LONGEST,
        a.starts < last + _DAY,
        a.status.in_(HOLDING),
    )
    if asked.ignoring:
        wanted = wanted.where(a.id.not_in(asked.ignoring))
    return reading.session.execute(wanted.order_by(a.starts)).all()


def _in_course(reading: Reading, asked: Asked, zone: ZoneInfo) -> Iterator[Warned]:
    if asked.opening is not None:
        planned = [(slot, True) for slot in sorted(asked.slots)]
        yield from of_course(planned, asked.opening, cadence=timedelta(days=asked.cadence_days), zone=zone)
    if asked.course is None or asked.kind not in COURSE_KINDS:
        return
    a = Appointment
    row = reading.session.get_one(Course, asked.course)
    kept = select(a.starts, a.ends, a.therapist_id).where(
        a.course_id == asked.course, is_session(), a.status.in_(HOLDING), a.id.not_in(asked.ignoring)
    )
    sessions = [(Slot(starts, ends), who == row.therapist_id) for starts, ends, who in reading.session.execute(kept)]
    sessions += [(slot, asked.therapist == row.therapist_id) for slot in asked.slots]
    all_of_it = of_course(
        sorted(sessions), parts_of(row.variant, row.planned), cadence=timedelta(days=row.cadence_days), zone=zone
    )
    # What was badly placed before is not this change's doing.
    moved = set(asked.slots)
    yield from (warned for warned in all_of_it if warned.at in moved)


def _caseload(reading: Reading, therapist: TherapistId) -> int:
    running = select(func.count()).where(Course.therapist_id == therapist, Course.status.in_(RUNNING))
    return reading.session.scalar(running) or 0
