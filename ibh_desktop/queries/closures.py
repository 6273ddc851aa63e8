"""Closed days of a location, and holidays on which it could be closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.ids import ClosureId, LocationId
from ibh_desktop.domain.opening import ClosedDay, Holiday, Week, closing_day, is_kept
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.exchange.us_holidays import alabama_holidays
from ibh_desktop.queries.calendar import opening_hours
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Closure, Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """One closed day."""

    id: ClosureId
    on: date
    label: str


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """One holiday that falls on `on`: `days` are not closed yet, at `kept` of the `places` it is closed already.

    `dates` holds the day that closes; two where the observed day is kept at some locations only.
    """

    name: str
    on: date
    usual: bool
    dates: tuple[date, ...]
    days: tuple[ClosedDay, ...]
    kept: int
    places: int


def upcoming(reading: Reading, location: LocationId) -> list[ClosureLine]:
    """The closed days of a location from today on. Two statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    today = reading.now.astimezone(ZoneInfo(one(reading, Location, location).zone)).date()
    days = select(Closure).where(Closure.location_id == location, Closure.on >= today).order_by(Closure.on)
    return [ClosureLine(ClosureId(row.id), row.on, row.label) for row in reading.session.scalars(days)]


def holidays(reading: Reading, *, year: int, location: LocationId | None = None) -> list[HolidayLine]:
    """The holidays of a year that are not over, for one location or all that are active, by date. Three statements."""
    require(reading.actor, Permission.EDIT_PLACES)
    places = _places(reading, location)
    closed: dict[int, set[date]] = defaultdict(set)
    near = Closure.on.between(date(year - 1, 12, 25), date(year, 12, 31))
    for place, on in reading.session.execute(select(Closure.location_id, Closure.on).where(near)):
        closed[place].add(on)
    lines = (_line(holiday, places, closed) for holiday in alabama_holidays(year))
    return sorted((line for line in lines if line is not None), key=lambda line: line.dates)


@dataclass(frozen=True, slots=True)
class _Place:
    id: LocationId
    week: Week
    today: date


def _places(reading: Reading, location: LocationId | None) -> list[_Place]:
    active = select(Location.id, Location.zone).where(Location.active).order_by(Location.id)
    chosen = active if location is None else active.where(Location.id == location)
    opening = opening_hours(reading.session)
    return [
        _Place(
            LocationId(key),
            tuple(opening.get((LocationId(key), day)) for day in range(7)),
            reading.now.astimezone(ZoneInfo(zone)).date(),
        )
        for key, zone in reading.session.execute(chosen)
    ]


def _line(holiday: Holiday, places: Sequence[_Place], closed: dict[int, set[date]]) -> HolidayLine | None:
    coming = [(place, on) for place in places if (on := closing_day(holiday, place.week)) >= place.today]
    if not coming:
        return None
    missing = [(place, on) for place, on in coming if not is_kept(holiday, place.week, closed[place.id])]
    return HolidayLine(
        holiday.name,
        holiday.on,
        holiday.usual,
        tuple(sorted({on for _, on in coming})),
        tuple(ClosedDay(place.id, on, _label(holiday, on)) for place, on in missing),
        len(coming) - len(missing),
        len(coming),
    )


def _label(holiday: Holiday, on: date) -> str:
    return holiday.name if on == holiday.on else f"{holiday.name} (observed)"
