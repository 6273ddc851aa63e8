"""The printed schedule: a day at a location, a column a therapist; or the week of one therapist, a column a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import HOME_ZONE, day_bounds
from ibh_desktop.domain.courses import is_session
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.people import full_name, initials
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import Shift, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot
from ibh_desktop.letters.calendar_sheet import CalendarSheet, SheetBlock, SheetColumn
from ibh_desktop.queries import schedule
from ibh_desktop.queries.calendar import exceptions_in, worked_shifts
from ibh_desktop.queries.clinic import header
from ibh_desktop.queries.session_numbers import earlier_sessions
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Therapist, TimeOff
from ibh_desktop.store.tx import Reading


class Naming(StrEnum):
    """How much of a patient's name goes on paper; the value is what staff choose."""

    FULL = "Full names"
    INITIALS = "Initials only"
    BUSY = "No names, only “busy”"


@dataclass(frozen=True, slots=True)
class _Visit:
    """One appointment with its location's wall time."""

    starts: datetime
    ends: datetime
    name: str
    detail: str
    known: bool


def day(reading: Reading, *, on: date, location: LocationId, naming: Naming) -> CalendarSheet:
    """Everybody who works or is booked at a location on a date. A bounded number of statements."""
    board = schedule.day(reading, on=on, location=location)
    columns = tuple(
        SheetColumn(
            heading=column.name,
            below=column.credential,
            worked=_minutes(column.worked, on),
            blocks=tuple(
                _block(_Visit(b.starts, b.ends, b.name, b.session, b.patient is not None), on, naming)
                for b in column.blocks
                if b.status in HOLDING
            ),
            note="Away" if column.off else "",
        )
        for column in board.columns
    )
    why = f"Closed: {board.closed}" if board.closed else ("" if columns else "Nobody works here on this day")
    about = (board.location_name, f"times are {datetime.combine(on, datetime.min.time(), board.zone):%Z}", why)
    return _sheet(reading, board.zone, f"{on:%A}, {on:%B} {on.day}, {on.year}", about, columns)


def week(reading: Reading, *, monday: date, therapist: TherapistId, naming: Naming) -> CalendarSheet:
    """Monday to Friday of one therapist wherever she works, the weekend where something is on it."""
    require(reading.actor, Permission.SEE_CALENDAR)
    person = one(reading, Therapist, therapist)
    zones = {key: ZoneInfo(zone) for key, zone in reading.session.execute(select(Location.id, Location.zone))}
    names = dict(reading.session.execute(select(Location.id, Location.name)).all())
    home = next(iter(zones.values()), ZoneInfo(HOME_ZONE))
    days = [monday + timedelta(days=n) for n in range(7)]
    window = Slot(day_bounds(days[0], home).starts, day_bounds(days[-1], home).ends)
    shifts = worked_shifts(reading.session, window, therapists=[therapist], locations=None)
    special = exceptions_in(reading.session, days[0], days[-1], therapists=[therapist])
    visits = _visits(reading, window, therapist)
    away = _away(reading, window, therapist)
    columns = []
    for on in days:
        worked = worked_on(shifts, special, on)
        column = _week_day(on, worked, [v for v in visits if v.starts.date() == on], zones, names, naming)
        if away_on(away, on, home):
            column = SheetColumn(column.heading, column.below, (), column.blocks, "Away")
        if on.weekday() < 5 or column.worked or column.blocks:
            columns.append(column)
    here = {zones[shift.location] for shift in shifts} or {home}
    told = " and ".join(sorted(f"{datetime.combine(monday, datetime.min.time(), zone):%Z}" for zone in here))
    title = f"{person.name}, {person.credential}: week of {monday:%B} {monday.day}, {monday.year}"
    return _sheet(reading, home, title, (f"Times are {told}",), tuple(columns))


def _sheet(
    reading: Reading, zone: ZoneInfo, title: str, about: Iterable[str], columns: tuple[SheetColumn, ...]
) -> CalendarSheet:
    clinic = header(reading)
    now = reading.now.astimezone(zone)
    return CalendarSheet(
        clinic=clinic.name,
        sample=clinic.is_sample,
        title=title,
        subtitle=" · ".join(part for part in about if part),
        file_title="Schedule",
        printed=f"printed {now:%b} {now.day}, {now:%H:%M} for {reading.actor.name}",
        columns=columns,
    )


def _week_day(
    on: date,
    shifts: Sequence[Shift],
    visits: Sequence[_Visit],
    zones: dict[int, ZoneInfo],
    names: dict[int, str],
    naming: Naming,
) -> SheetColumn:
    worked: list[tuple[int, int]] = []
    for shift in shifts:
        zone = zones[shift.location]
        spans = (Slot(s.starts.astimezone(zone), s.ends.astimezone(zone)) for s in shift_slots(shift, on, zone))
        worked += _minutes(spans, on)
    below = ", ".join(dict.fromkeys(names[shift.location] for shift in shifts)) or "not working"
    blocks = tuple(_block(visit, on, naming) for visit in visits)
    return SheetColumn(f"{on:%a} {on:%b} {on.day}", below, tuple(worked), blocks)


def away_on(away: Iterable[Slot], on: date, zone: ZoneInfo) -> bool:
    """Whether time off covers the working day."""
    noon = day_bounds(on, zone).starts + timedelta(hours=12)
    return any(span.starts <= noon < span.ends and span.length >= timedelta(hours=8) for span in away)


def _away(reading: Reading, window: Slot, therapist: TherapistId) -> list[Slot]:
    wanted = select(TimeOff.starts, TimeOff.ends).where(
        TimeOff.therapist_id == therapist, TimeOff.ends > window.starts, TimeOff.starts < window.ends
    )
    return [Slot(starts, ends) for starts, ends in reading.session.execute(wanted)]


def _visits(reading: Reading, window: Slot, therapist: TherapistId) -> list[_Visit]:
    a = Appointment
    rows = reading.session.execute(
        select(
            a.starts,
            a.ends,
            a.kind,
            a.intake_counts,
            a.therapist_id,
            a.course_id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Location.zone,
            Course.planned,
            earlier_sessions().label("earlier"),
        )
        .join(Patient, Patient.id == a.patient_id)
        .join(Location, Location.id == a.location_id)
        .join(Course, Course.id == a.course_id, isouter=True)
        .where(a.therapist_id == therapist, a.status.in_(HOLDING))
        .where(a.starts >= window.starts - timedelta(hours=4), a.starts < window.ends + timedelta(hours=6))
        .order_by(a.starts, a.id)
    )
    return [_visit(row, reading) for row in rows]


def _visit(row: Row[*tuple[Any, ...]], reading: Reading) -> _Visit:
    zone = ZoneInfo(row.zone)
    known = may(reading.actor, Permission.SEE_PATIENT, row.therapist_id)
    counts = row.planned and is_session(row.kind, intake_counts=row.intake_counts)
    told = counts and may(reading.actor, Permission.SEE_COURSE, row.therapist_id)
    return _Visit(
        row.starts.astimezone(zone),
        row.ends.astimezone(zone),
        full_name(row.given, row.family, row.preferred) if known else "busy",
        f"{row.earlier + 1}/{row.planned}" if told else "",
        known,
    )


def _minutes(spans: Iterable[Slot], on: date) -> tuple[tuple[int, int], ...]:
    return tuple((_minute(span.starts, on), _minute(span.ends, on)) for span in spans)


def _minute(at: datetime, on: date) -> int:
    return min(1440, max(0, (at.date() - on).days * 1440 + at.hour * 60 + at.minute))


def _block(visit: _Visit, on: date, naming: Naming) -> SheetBlock:
    starts, ends = _minute(visit.starts, on), _minute(visit.ends, on)
    if naming is Naming.FULL or not visit.known:
        return SheetBlock(starts, ends, visit.name, visit.detail)
    return SheetBlock(starts, ends, initials(visit.name) if naming is Naming.INITIALS else "busy")
