"""Which weekly hours become free when, because the course that holds them ends. No patient stands in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, case, func, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.courses import GOING_ON
from ibh_desktop.domain.forecast import WEEKS, Freed, Held, WeekCount, course_end, freed, per_week, usual_hour
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.session_numbers import is_session, late_counts, takes
from ibh_desktop.store.schema import Appointment, Course, Location, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class FreedLine:
    """One weekly hour in its location's wall time; `expected` when some sessions of its course are not booked yet."""

    therapist: TherapistId
    therapist_name: str
    location: LocationId
    location_name: str
    weekday: int
    at: time
    minutes: int
    from_on: date
    expected: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """Counts a week, and the hours behind them by date."""

    weeks: tuple[WeekCount, ...]
    lines: tuple[FreedLine, ...]


_LAST = func.max(case((Appointment.status.in_(HOLDING), Appointment.starts)))
"""When the last session is that takes place."""


def listing(reading: Reading, *, location: LocationId | None = None, weeks: int = WEEKS) -> Forecast:
    """The next weeks from this one on. Three statements.

    Everybody may read it: it names therapists and hours, no patients (DOMAIN.md 7).
    """
    require(reading.actor, Permission.SEE_CALENDAR)
    today = home_date(reading.now)
    monday = today - timedelta(days=today.weekday())
    rows, ahead = _courses(reading), _ahead(reading)
    names = {row.therapist_id: row.therapist for row in rows}
    places = {row.location_id: row.location for row in rows}
    held = [_held(row, ahead[row.id], today) for row in rows]
    found = [each for each in freed(held, monday, weeks=weeks) if location in (None, each.hour.location)]
    lines = tuple(_line(each, names, places) for each in found)
    return Forecast(tuple(per_week(found, monday, weeks=weeks)), lines)


def _courses(reading: Reading) -> list[Row[*tuple[Any, ...]]]:
    held = (
        select(Appointment.course_id, func.count().label("held"), _LAST.label("last"))
        .join(Course, Course.id == Appointment.course_id)
        .where(Course.status.in_(GOING_ON), takes(late_counts(reading)))
        .group_by(Appointment.course_id)
        .subquery()
    )
    chosen = (
        select(
            Course.id,
            Course.therapist_id,
            Course.location_id,
            Course.planned,
            Course.cadence_days,
            Course.minutes,
            Therapist.name.label("therapist"),
            Location.name.label("location"),
            Location.zone,
            held.c.held,
            held.c.last,
        )
        .join(held, held.c.course_id == Course.id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .where(Course.status.in_(GOING_ON), Therapist.active, Location.active, held.c.last.is_not(None))
    )
    return list(reading.session.execute(chosen))


def _ahead(reading: Reading) -> dict[int, list[datetime]]:
    """Sessions ahead by course."""
    ahead: dict[int, list[datetime]] = defaultdict(list)
    rows = reading.session.execute(
        select(Appointment.course_id, Appointment.starts)
        .join(Course, Course.id == Appointment.course_id)
        .where(
            Course.status.in_(GOING_ON),
            Appointment.starts >= reading.now,
            is_session(),
            Appointment.status.in_(HOLDING),
        )
    )
    for course, starts in rows:
        ahead[course or 0].append(starts)
    return ahead


def _held(row: Row[*tuple[Any, ...]], ahead: list[datetime], today: date) -> Held:
    zone = ZoneInfo(row.zone)
    weekday, at = usual_hour([starts.astimezone(zone) for starts in ahead or [row.last]])
    booked_to = row.last.astimezone(zone).date()
    until = course_end(booked_to, row.planned - row.held, row.cadence_days, today)
    return Held(row.therapist_id, row.location_id, weekday, at, row.minutes, booked_to, until)


def _line(each: Freed, names: dict[int, str], places: dict[int, str]) -> FreedLine:
    hour = each.hour
    return FreedLine(
        therapist=hour.therapist,
        therapist_name=names[hour.therapist],
        location=hour.location,
        location_name=places[hour.location],
        weekday=hour.weekday,
        at=hour.at,
        minutes=hour.length,
        from_on=each.from_on,
        expected=not hour.certain,
    )
