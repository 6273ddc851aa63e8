"""What a change of the roster does to visits that are booked already, shown before it is saved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.ids import AppointmentId, LocationId, ShiftId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.roster import DayException, Shift, shift_slots, worked_on
from ibh_desktop.domain.roster_changes import RosterChange, roster_then
from ibh_desktop.domain.slots import Slot, lies_within
from ibh_desktop.queries.calendar import as_shift, breaks_of, exceptions_in
from ibh_desktop.store.schema import Appointment, Location, Patient
from ibh_desktop.store.schema import Shift as ShiftRow
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Affected:
    """A booked visit that would lie outside what is worked; `name` is "busy" where the reader may not know it."""

    id: AppointmentId
    starts: datetime
    name: str
    location: str


def affected(reading: Reading, change: RosterChange) -> list[Affected]:
    """Upcoming visits that fit the roster as it is and would not fit it then, by time. Six statements at most."""
    require(reading.actor, Permission.SEE_ROSTER)
    places = {LocationId(k): (name, ZoneInfo(z)) for k, name, z in reading.session.execute(_PLACES)}
    zones = {key: zone for key, (_, zone) in places.items()}
    now = shifts_of(reading.session, change.therapist)
    special = exceptions_in(reading.session, reading.now.date(), date.max, therapists=[change.therapist])
    then, changed = roster_then(change, now, special)
    found = []
    for key, starts, ends, place, given, family, preferred in reading.session.execute(_booked(reading, change.therapist)):
        slot, zone = Slot(starts, ends), zones[LocationId(place)]
        on = starts.astimezone(zone).date()
        if not lies_within(slot, _worked(list(now.values()), special, on, zones)):
            continue
        if lies_within(slot, _worked(then, changed, on, zones)) and not (change.off and change.off.overlaps(slot)):
            continue
        known = may(reading.actor, Permission.SEE_PATIENT, change.therapist)
        name = full_name(given, family, preferred) if known else "busy"
        found.append(Affected(AppointmentId(key), starts.astimezone(zone), name, places[LocationId(place)][0]))
    return found


_PLACES = select(Location.id, Location.name, Location.zone)


def _booked(reading: Reading, therapist: TherapistId) -> Select[*tuple[Any, ...]]:
    a = Appointment
    columns = (a.id, a.starts, a.ends, a.location_id, Patient.given, Patient.family, Patient.preferred)
    return (
        select(*columns)
        .join(Patient, Patient.id == a.patient_id)
        .where(a.therapist_id == therapist, a.starts > reading.now, a.status.in_(UPCOMING))
        .order_by(a.starts)
    )


def shifts_of(session: Session, therapist: TherapistId) -> dict[ShiftId, Shift]:
    """Every weekly shift of a therapist, past and to come. Two statements."""
    rows = session.scalars(select(ShiftRow).where(ShiftRow.therapist_id == therapist).order_by(ShiftRow.id)).all()
    pauses = breaks_of(session, [row.id for row in rows])
    return {ShiftId(row.id): as_shift(row, pauses) for row in rows}


def _worked(
    shifts: Sequence[Shift], exceptions: Iterable[DayException], on: date, zones: dict[LocationId, ZoneInfo]
) -> list[Slot]:
    # A day before and after as well: the dates of two zones differ around midnight.
    days = (on + timedelta(days=n) for n in (-1, 0, 1))
    special = list(exceptions)
    return [
        span
        for day in days
        for shift in worked_on(shifts, special, day)
        for span in shift_slots(shift, day, zones[shift.location])
    ]
