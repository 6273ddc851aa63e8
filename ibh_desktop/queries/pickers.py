"""Short lists to choose from."""

from dataclasses import dataclass

from sqlalchemy import select

from ibh_desktop.domain.addresses import city_line
from ibh_desktop.domain.ids import LocationId, RecipientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.schema import Location, Recipient, Room, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class LocationChoice:
    """An active location; `zone` is an IANA name."""

    id: LocationId
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class TherapistChoice:
    """An active therapist."""

    id: TherapistId
    name: str
    credential: str


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """An active room of a location."""

    id: RoomId
    location: LocationId
    name: str


@dataclass(frozen=True, slots=True)
class RecipientChoice:
    """Somebody letters go to, with the lines of the address."""

    id: RecipientId
    name: str
    organisation: str
    street: str
    city_line: str


def locations(reading: Reading) -> list[LocationChoice]:
    """Active locations by name."""
    require(reading.actor, Permission.SEE_CALENDAR)
    rows = reading.session.execute(
        select(Location.id, Location.name, Location.zone).where(Location.active).order_by(Location.name)
    )
    return [LocationChoice(LocationId(key), name, zone) for key, name, zone in rows]


def therapists(reading: Reading) -> list[TherapistChoice]:
    """Active therapists by name."""
    require(reading.actor, Permission.SEE_CALENDAR)
    columns = (Therapist.id, Therapist.name, Therapist.credential)
    rows = reading.session.execute(select(*columns).where(Therapist.active).order_by(Therapist.name))
    return [TherapistChoice(TherapistId(key), name, credential) for key, name, credential in rows]


def rooms(reading: Reading) -> list[RoomChoice]:
    """Active rooms by location and name."""
    require(reading.actor, Permission.SEE_CALENDAR)
    rows = reading.session.execute(
        select(Room.id, Room.location_id, Room.name).where(Room.active).order_by(Room.location_id, Room.name)
    )
    return [RoomChoice(RoomId(key), LocationId(location), name) for key, location, name in rows]


def recipients(reading: Reading) -> list[RecipientChoice]:
    """The address book by name."""
    require(reading.actor, Permission.SEE_LETTERS)
    wanted = select(Recipient).where(Recipient.merged_into_id.is_(None)).order_by(Recipient.name, Recipient.id)
    return [_recipient(row) for row in reading.session.scalars(wanted)]


def _recipient(row: Recipient) -> RecipientChoice:
    return RecipientChoice(RecipientId(row.id), row.name, row.organisation, row.street, city_line(row))
