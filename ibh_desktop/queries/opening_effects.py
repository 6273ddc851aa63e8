"""What other hours or a closed day of a location do to visits that are booked already, shown before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.ids import AppointmentId, LocationId, TherapistId
from ibh_desktop.domain.opening import Week
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import open_slot
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.calendar import opening_hours
from ibh_desktop.queries.roster_effects import Affected
from ibh_desktop.store.schema import Appointment, Closure, Location, Patient
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What is about to be saved of a location: hours of a week, closed days, or that it is not active any more."""

    location: LocationId
    week: Week | None = None
    closed: frozenset[date] = frozenset()
    given_up: bool = False


def affected(reading: Reading, changes: Sequence[PlaceChange]) -> list[Affected]:
    """Upcoming visits that lie within opening hours as they are and would not then, by time. Four statements."""
    require(reading.actor, Permission.EDIT_PLACES)
    session, by_place = reading.session, {change.location: change for change in changes}
    zones = {LocationId(key): ZoneInfo(zone) for key, zone in session.execute(select(Location.id, Location.zone))}
    opening = opening_hours(session)
    shut = {(LocationId(place), on) for place, on in session.execute(_closures(reading, changes))}
    found = []
    for key, starts, ends, place, name, therapist, *patient in session.execute(_booked(reading, changes)):
        change, slot, zone = by_place[LocationId(place)], Slot(starts, ends), zones[LocationId(place)]
        on = starts.astimezone(zone).date()
        now = (change.location, on) not in shut and _holds(open_slot(opening, change.location, on, zone), slot)
        if now and not _fits(change, slot, on, zone):
            known = may(reading.actor, Permission.SEE_PATIENT, TherapistId(therapist))
            who = full_name(*patient) if known else "busy"
            found.append(Affected(AppointmentId(key), starts.astimezone(zone), who, name))
    return found


def _fits(change: PlaceChange, slot: Slot, on: date, zone: ZoneInfo) -> bool:
    if change.given_up or on in change.closed:
        return False
    if change.week is None:
        return True
    hours = change.week[on.weekday()]
    return hours is not None and _holds(open_slot({(change.location, on.weekday()): hours}, change.location, on, zone), slot)


def _holds(hours: Slot | None, slot: Slot) -> bool:
    return hours is not None and hours.starts <= slot.starts and slot.ends <= hours.ends


def _closures(reading: Reading, changes: Sequence[PlaceChange]) -> Select[*tuple[Any, ...]]:
    soon = reading.now.date() - timedelta(days=1)
    places = [change.location for change in changes]
    return select(Closure.location_id, Closure.on).where(Closure.location_id.in_(places), Closure.on >= soon)


def _booked(reading: Reading, changes: Sequence[PlaceChange]) -> Select[*tuple[Any, ...]]:
    a = Appointment
    columns = (a.id, a.starts, a.ends, a.location_id, Location.name, a.therapist_id)
    found = (
        select(*columns, Patient.given, Patient.family, Patient.preferred)
        .join(Patient, Patient.id == a.patient_id)
        .join(Location, Location.id == a.location_id)
        .where(a.location_id.in_([change.location for change in changes]), a.starts > reading.now, a.status.in_(UPCOMING))
        .order_by(a.starts, a.id)
    )
    closed = [on for change in changes for on in change.closed]
    if any(change.week is not None or change.given_up for change in changes) or not closed:
        return found
    # Only closed days: a day more on either side, as the dates of zones differ.
    day = timedelta(days=1)
    return found.where(a.starts > _midnight(min(closed) - day), a.starts < _midnight(max(closed) + 2 * day))


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(0), UTC)
