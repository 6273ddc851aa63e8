"""The Locations page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select

from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import Hours
from ibh_desktop.store.schema import Location, LocationHours, Room
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class LocationLine:
    """One location; `hours` are those of its first open weekday."""

    id: LocationId
    name: str
    street: str
    city: str
    state: str
    postcode: str
    phone: str
    zone: str
    active: bool
    hours: Hours
    rooms: tuple[str, ...]


def locations(reading: Reading) -> list[LocationLine]:
    """Every location, active ones first. Three statements."""
    require(reading.actor, Permission.SEE_CALENDAR)
    rooms: dict[int, list[str]] = defaultdict(list)
    for room in reading.session.scalars(select(Room).where(Room.active).order_by(Room.name)):
        rooms[room.location_id].append(room.name)
    hours: dict[int, Hours] = {}
    for row in reading.session.scalars(select(LocationHours).order_by(LocationHours.weekday)):
        hours.setdefault(row.location_id, Hours(time_of(row.opens), time_of(row.closes)))
    places = reading.session.scalars(select(Location).order_by(Location.active.desc(), Location.name))
    return [
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
            hours.get(p.id, Hours(time(8), time(18))),
            tuple(rooms[p.id]),
        )
        for p in places
    ]
