"""Set up the clinic: its row, locations with hours and rooms, staff, settings; sign-ins for the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, select

from ibh_desktop.domain.clocks import HOME_ZONE, minutes
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import LocationId, StaffId, TherapistId
from ibh_desktop.domain.opening import OFFICE_WEEK, Week, require_week
from ibh_desktop.domain.people import clean_name
from ibh_desktop.domain.permissions import Permission, Role, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.security.keys import require_username
from ibh_desktop.settings import DESCRIBED, require_value
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Clinic, Location, LocationHours, Room, SettingRow, Staff, Therapist
from ibh_desktop.store.tx import Tx


@dataclass(frozen=True, slots=True)
class LocationDetails:
    """A location as the set-up page and the Locations page edit it; `zone` is an IANA name."""

    name: str
    street: str = ""
    city: str = ""
    state: str = "AL"
    postcode: str = ""
    phone: str = ""
    zone: str = HOME_ZONE
    week: Week = OFFICE_WEEK


def found_clinic(tx: Tx, *, name: str, is_sample: bool = False) -> None:
    """Write the clinic's one row; raise `Conflict` when there is one."""
    require(tx.actor, Permission.EDIT_SETTINGS)
    if tx.session.scalar(select(Clinic.id)):
        raise Conflict("This clinic is already set up.")
    tx.session.add(Clinic(id=1, name=clean_name(name, "name"), is_sample=is_sample, created_at=tx.now))
    tx.record("clinic:found", Topic.CLINIC, 1)


def add_location(tx: Tx, details: LocationDetails, *, rooms: Sequence[str] = ()) -> LocationId:
    """Add a location with the hours of its week and its rooms."""
    require(tx.actor, Permission.EDIT_PLACES)
    row = Location(**_columns(tx, details), active=True)
    tx.session.add(row)
    tx.session.flush()
    _open_hours(tx, row.id, details.week)
    tx.session.add_all(Room(location_id=row.id, name=clean_name(room, "rooms")) for room in dict.fromkeys(rooms))
    tx.record("location:add", Topic.PLACES, row.id)
    return LocationId(row.id)


def change_location(tx: Tx, location: LocationId, details: LocationDetails, *, active: bool, rooms: Sequence[str] = ()) -> None:
    """Replace a location's details and add rooms; one that is not active leaves pickers, not history."""
    require(tx.actor, Permission.EDIT_PLACES)
    row = one(tx, Location, location)
    for name, value in _columns(tx, details, itself=location).items():
        setattr(row, name, value)
    row.active = active
    tx.session.execute(delete(LocationHours).where(LocationHours.location_id == location))
    _open_hours(tx, location, details.week)
    known = set(tx.session.scalars(select(Room.name).where(Room.location_id == location)))
    for room in dict.fromkeys(rooms):
        name = clean_name(room, "room")
        if name in known:
            raise Conflict(f"There is already a room {name} here.", field="room")
        tx.session.add(Room(location_id=location, name=name))
    tx.record("location:change", Topic.PLACES, location, diff={"active": active, "rooms": len(rooms)})


def _columns(tx: Tx, details: LocationDetails, itself: LocationId | None = None) -> dict[str, object]:
    name = clean_name(details.name, "name")
    same = select(Location.id).where(Location.name == name)
    if tx.session.scalar(same if itself is None else same.where(Location.id != itself)):
        raise Conflict(f"There is already a location {name}.", field="name")
    try:
        ZoneInfo(details.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused(f"“{details.zone[:40]}” is not a time zone.", field="zone") from None
    require_week(details.week)
    return {
        "name": name,
        "street": clean_name(details.street, "street", required=False),
        "city": clean_name(details.city, "city", required=False),
        "state": clean_name(details.state, "state", required=False),
        "postcode": clean_name(details.postcode, "postcode", required=False),
        "phone": parse_phone(details.phone),
        "zone": details.zone,
    }


def _open_hours(tx: Tx, location: int, week: Week) -> None:
    tx.session.add_all(
        LocationHours(location_id=location, weekday=day, opens=minutes(hours.starts), closes=minutes(hours.ends))
        for day, hours in enumerate(week)
        if hours is not None
    )


def add_staff(tx: Tx, *, username: str, name: str, role: Role) -> StaffId:
    """Add a person; the password is set on the key ring, not here."""
    require(tx.actor, Permission.EDIT_STAFF)
    user = require_username(username)
    if tx.session.scalar(select(Staff.id).where(Staff.username == user)):
        raise Conflict(f"There is already a sign-in name {user}.", field="username")
    row = Staff(username=user, name=clean_name(name, "name"), role=role)
    tx.session.add(row)
    tx.session.flush()
    tx.record("staff:add", Topic.STAFF, row.id, diff={"role": role.value})
    return StaffId(row.id)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as it stands under a letter: code of DOMAIN.md 4.7, number, last valid day."""

    code: str
    number: str
    expires: date | None = None
    npi: str = ""


def make_therapist(tx: Tx, staff: StaffId, *, licence: Licence, supervisor: StaffId | None = None) -> TherapistId:
    """Let a staff member see patients."""
    require(tx.actor, Permission.EDIT_STAFF)
    row = one(tx, Staff, staff)
    new = Therapist(
        staff_id=staff,
        name=row.name,
        credential=licence.code,
        licence=licence.number,
        licence_expires=licence.expires,
        npi=licence.npi,
        supervisor_id=supervisor,
    )
    tx.session.add(new)
    tx.session.flush()
    tx.record("therapist:add", Topic.STAFF, new.id)
    return TherapistId(new.id)


def change_setting(tx: Tx, name: str, text: str) -> None:
    """Store one setting; raise `Refused` out of bounds."""
    require(tx.actor, Permission.EDIT_SETTINGS)
    described = next((d for d in DESCRIBED if d.name == name), None)
    if described is None:
        raise NotFound(f"There is no setting {name}.")
    tx.session.merge(SettingRow(name=name, value=require_value(described, text)))
    tx.record("setting:change", Topic.CLINIC, None, diff={"name": name})
