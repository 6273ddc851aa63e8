"""The Locations page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.opening import Week
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.calendar import opening_hours
from ibh_desktop.store.schema import Closure, Location, Room
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class LocationLine:
    """One location; `closed_on` is the next day on which it is closed, `closed_for` what for."""

    id: LocationId
    name: str
    street: str
    city: str
    state: str
    postcode: str
    phone: str
    zone: str
    active: bool
    week: Week
    rooms: tuple[str, ...]
    closed_on: date | None = None
    closed_for: str = ""


def locations(reading: Reading) -> list[LocationLine]:
    """Every location, active ones first. Four statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    rooms: dict[int, list[str]] = defaultdict(list)
    for room in reading.session.scalars(select(Room).where(Room.active).order_by(Room.name)):
        rooms[room.location_id].append(room.name)
    opening = opening_hours(reading.session)
    closed: dict[int, list[Closure]] = defaultdict(list)
    soon = reading.now.date() - timedelta(days=1)
    for row in reading.session.scalars(select(Closure).where(Closure.on >= soon).order_by(Closure.on)):
        closed[row.location_id].append(row)
    lines = []
    for p in reading.session.scalars(select(Location).order_by(Location.active.desc(), Location.name)):
        today = reading.now.astimezone(ZoneInfo(p.zone)).date()
        shut = next((row for row in closed[p.id] if row.on >= today), None)
        lines.append(
            LocationLine(
                LocationId(p.id),
                p.name,
                p.street,
                p.city,
                p.state,
                p.postcode,
                p.phone,
                p.zone,
                p.active,
                tuple(opening.get((LocationId(p.id), day)) for day in range(7)),
                tuple(rooms[p.id]),
                shut.on if shut else None,
                shut.label if shut else "",
            )
        )
    return lines
