"""Visits that are booked on days which their therapist's license does not cover any more: for the desk to move."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, or_, select

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.ids import AppointmentId, PatientId, TherapistId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.store.schema import Appointment, Location, Patient, Therapist
from ibh_desktop.store.tx import Reading

AHEAD = timedelta(days=400)
"""How far ahead visits can be booked; a license that runs longer covers them all."""
MOST = 2_000


@dataclass(frozen=True, slots=True)
class BeyondLine:
    """One visit; `starts` carries the location's zone, `expires` is the last day that the license covers."""

    id: AppointmentId
    version: int
    starts: datetime
    zone: ZoneInfo
    status: Status
    patient: PatientId
    patient_name: str
    phone: str
    therapist: TherapistId
    therapist_name: str
    expires: date
    location: str


def listing(reading: Reading) -> list[BeyondLine]:
    """Visits to come beyond a license, by therapist and time, as far as one may book. Two statements."""
    require(reading.actor, Permission.BOOK)
    running_out = (
        select(Therapist.id, Therapist.licence_expires)
        .where(Therapist.licence_expires.is_not(None), Therapist.licence_expires < (reading.now + AHEAD).date())
        .order_by(Therapist.id)
    )
    ends = reading.session.execute(running_out).all()
    found = [(key, on) for key, on in ends if on and may(reading.actor, Permission.BOOK, TherapistId(key))]
    if not found:
        return []
    rows = reading.session.execute(
        select(
            Appointment.id,
            Appointment.version,
            Appointment.starts,
            Appointment.status,
            Appointment.patient_id,
            Patient.given,
            Patient.family,
            Patient.preferred,
            Patient.phone,
            Therapist.id.label("therapist"),
            Therapist.name.label("therapist_name"),
            Therapist.licence_expires,
            Location.name.label("location"),
            Location.zone,
        )
        .join(Patient, Patient.id == Appointment.patient_id)
        .join(Therapist, Therapist.id == Appointment.therapist_id)
        .join(Location, Location.id == Appointment.location_id)
        .where(Appointment.starts > reading.now, Appointment.status.in_(UPCOMING))
        .where(or_(*(_after(key, on) for key, on in found)))
        .order_by(Therapist.name, Therapist.id, Appointment.starts, Appointment.id)
        .limit(MOST)
    )
    lines = [_line(row) for row in rows]
    return [line for line in lines if line.starts.date() > line.expires]


def _after(therapist: int, expires: date) -> ColumnElement[bool]:
    # From the end of that day in UTC, which no location of the clinic is ahead of; the exact day is the location's.
    return and_(Appointment.therapist_id == therapist, Appointment.starts >= day_bounds(expires, ZoneInfo("UTC")).ends)


def _line(row: Row[*tuple[Any, ...]]) -> BeyondLine:
    zone = ZoneInfo(row.zone)
    return BeyondLine(
        id=AppointmentId(row.id),
        version=row.version,
        starts=row.starts.astimezone(zone),
        zone=zone,
        status=row.status,
        patient=PatientId(row.patient_id),
        patient_name=full_name(row.given, row.family, row.preferred),
        phone=shown_phone(row.phone),
        therapist=TherapistId(row.therapist),
        therapist_name=row.therapist_name,
        expires=row.licence_expires,
        location=row.location,
    )
