"""The roster of a week: a line a therapist, a cell a weekday."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ibh_desktop.domain.clocks import HOME_ZONE, instant, time_of
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.ids import LocationId, ShiftId, TherapistId, TimeOffId
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import Hours, Shift, weekly_hours
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import as_shift, breaks_of
from ibh_desktop.store.schema import Course, Location, ShiftException, Therapist, TimeOff
from ibh_desktop.store.schema import Shift as ShiftRow
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class ShiftCell:
    """One shift as it is worked on one day of the week."""

    id: ShiftId
    on: date
    shift: Shift
    location: str


@dataclass(frozen=True, slots=True)
class Absence:
    """Time off; the reason is empty for whoever may not change this roster."""

    id: TimeOffId
    starts: datetime
    ends: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A date of the week on which it is otherwise; without `hours` the therapist does not work."""

    id: int
    on: date
    hours: Hours | None
    location: str


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One therapist's week with caseload against target."""

    id: TherapistId
    name: str
    credential: str
    licence: str
    licence_expires: date | None
    caseload: int
    caseload_target: int
    hours: float
    shifts: tuple[ShiftCell, ...]
    absences: tuple[Absence, ...]
    editable: bool
    exceptions: tuple[Exceptional, ...] = ()

    def exceptions_on(self, on: date) -> tuple[Exceptional, ...]:
        """What replaces the weekly shifts of a date."""
        return tuple(one for one in self.exceptions if one.on == on)


def week(reading: Reading, *, monday: date, location: LocationId | None = None) -> list[RosterLine]:
    """Active therapists by name, at one location or all. Six statements."""
    require(reading.actor, Permission.SEE_ROSTER)
    shifts = _shifts(reading, monday, location)
    absences = _absences(reading, monday)
    special = _exceptions(reading, monday)
    caseload = dict(
        reading.session.execute(
            select(Course.therapist_id, func.count()).where(Course.status.in_(RUNNING)).group_by(Course.therapist_id)
        ).all()
    )
    people = reading.session.scalars(select(Therapist).where(Therapist.active).order_by(Therapist.name))
    lines = [_line(reading, row, shifts[row.id], absences[row.id], caseload.get(row.id, 0), special[row.id]) for row in people]
    return [line for line in lines if line.shifts or line.exceptions or location is None]


def _exceptions(reading: Reading, monday: date) -> dict[int, list[Exceptional]]:
    special = ShiftException
    wanted = (
        select(special, Location.name)
        .join(Location, Location.id == special.location_id, isouter=True)
        .where(special.on.between(monday, monday + timedelta(days=6)))
        .order_by(special.on, special.starts)
    )
    found: dict[int, list[Exceptional]] = defaultdict(list)
    for row, name in reading.session.execute(wanted):
        hours = None if row.starts is None or row.ends is None else Hours(time_of(row.starts), time_of(row.ends))
        found[row.therapist_id].append(Exceptional(row.id, row.on, hours, name or ""))
    return found


def _shifts(reading: Reading, monday: date, location: LocationId | None) -> dict[int, list[ShiftCell]]:
    sunday = monday + timedelta(days=6)
    wanted = (
        select(ShiftRow, Location.name)
        .join(Location, Location.id == ShiftRow.location_id)
        .where(ShiftRow.from_on <= sunday, (ShiftRow.to_on.is_(None)) | (ShiftRow.to_on >= monday))
        .order_by(ShiftRow.weekday, ShiftRow.starts)
    )
    if location is not None:
        wanted = wanted.where(ShiftRow.location_id == location)
    rows = reading.session.execute(wanted).all()
    pauses = breaks_of(reading.session, [row.id for row, _ in rows])
    cells: dict[int, list[ShiftCell]] = defaultdict(list)
    for row, name in rows:
        shift, on = as_shift(row, pauses), monday + timedelta(days=row.weekday)
        if shift.runs_on(on):
            cells[row.therapist_id].append(ShiftCell(ShiftId(row.id), on, shift, name))
    return cells


def _absences(reading: Reading, monday: date) -> dict[int, list[TimeOff]]:
    zone = ZoneInfo(HOME_ZONE)
    window = Slot(instant(monday, time(0), zone), instant(monday + timedelta(days=7), time(0), zone))
    found: dict[int, list[TimeOff]] = defaultdict(list)
    for row in reading.session.scalars(select(TimeOff).where(TimeOff.ends > window.starts, TimeOff.starts < window.ends)):
        found[row.therapist_id].append(row)
    return found


def _line(
    reading: Reading,
    row: Therapist,
    shifts: Sequence[ShiftCell],
    absences: Sequence[TimeOff],
    caseload: int,
    exceptions: Sequence[Exceptional],
) -> RosterLine:
    editable = may(reading.actor, Permission.EDIT_ROSTER, TherapistId(row.id))
    return RosterLine(
        id=TherapistId(row.id),
        name=row.name,
        credential=row.credential,
        licence=row.licence,
        licence_expires=row.licence_expires,
        caseload=caseload,
        caseload_target=row.caseload_target,
        hours=weekly_hours(cell.shift for cell in shifts),
        shifts=tuple(shifts),
        absences=tuple(Absence(TimeOffId(a.id), a.starts, a.ends, a.reason if editable else "") for a in absences),
        editable=editable,
        exceptions=tuple(exceptions),
    )
