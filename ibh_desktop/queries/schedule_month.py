"""A month at a location: how many visits each day holds and how much of its bookable time they take."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING, LONGEST
from ibh_desktop.domain.availability import Calendar
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import dates, shift_slots, worked_on
from ibh_desktop.domain.slots import Slot, without
from ibh_desktop.queries.calendar import calendar
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Closure, Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One date: visits, their minutes, and the minutes that can be booked; `closed` says why it is closed."""

    on: date
    visits: int
    booked: int
    bookable: int
    closed: str

    @property
    def load(self) -> float:
        """Booked of bookable time, 0 to 1."""
        return min(1.0, self.booked / self.bookable) if self.bookable else float(self.booked > 0)


@dataclass(frozen=True, slots=True)
class MonthBoard:
    """Whole weeks from the Monday before the first of the month to the Sunday after its last day."""

    first: date
    location: LocationId
    location_name: str
    zone: ZoneInfo
    days: tuple[MonthDay, ...]


def month(reading: Reading, *, on: date, location: LocationId) -> MonthBoard:
    """The month in which `on` lies. A bounded number of statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    place = one(reading, Location, location)
    zone = ZoneInfo(place.zone)
    first = on.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    shown = dates(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))
    window = Slot(day_bounds(shown[0], zone).starts, day_bounds(shown[-1], zone).ends)
    known = calendar(reading.session, window, locations=[location])
    visits, minutes = _visits(reading, window, location, zone)
    closures = select(Closure.on, Closure.label).where(Closure.location_id == location, Closure.on.in_(shown))
    closed = dict(reading.session.execute(closures).all())
    days = (
        MonthDay(day, visits[day], minutes[day], 0 if day in closed else _bookable(known, day, zone), closed.get(day, ""))
        for day in shown
    )
    return MonthBoard(first, location, place.name, zone, tuple(days))


def _visits(reading: Reading, window: Slot, location: LocationId, zone: ZoneInfo) -> tuple[Counter[date], Counter[date]]:
    a = Appointment
    held = select(a.starts, a.ends).where(
        a.location_id == location, a.starts < window.ends, a.starts > window.starts - LONGEST, a.status.in_(HOLDING)
    )
    visits: Counter[date] = Counter()
    minutes: Counter[date] = Counter()
    for starts, ends in reading.session.execute(held):
        on = starts.astimezone(zone).date()
        visits[on] += 1
        minutes[on] += int((ends - starts).total_seconds()) // 60
    return visits, minutes


def _bookable(known: Calendar, on: date, zone: ZoneInfo) -> int:
    total = timedelta()
    for shift in worked_on(known.shifts, known.exceptions, on):
        if known.not_covered(shift.therapist, "", on):
            continue
        there = without(shift_slots(shift, on, zone), known.therapist_off.get(shift.therapist, ()))
        total += sum((span.length for span in there), timedelta())
    return int(total.total_seconds()) // 60
