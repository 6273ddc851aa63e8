"""Good Faith Estimates that are to be given, those due first at the top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.estimate import Outcome
from ibh_desktop.domain.ids import EstimateId, LocationId, PatientId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.patients import own_patients
from ibh_desktop.store.frontdesk import EstimateTask
from ibh_desktop.store.schema import Appointment, Location, Patient
from ibh_desktop.store.tx import Reading

MOST = 500


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One estimate; `visit` carries the location's zone and is None when the patient asked, `days` is negative when overdue."""

    id: EstimateId
    version: int
    patient: PatientId
    patient_name: str
    number: str
    phone: str
    asked_on: date
    due_on: date
    days: int
    visit: datetime | None
    location: str
    cancelled: bool
    """The visit for which it fell due holds no more."""
    outcome: Outcome
    given_on: date | None
    reason: str


def due(reading: Reading, *, location: LocationId | None = None) -> list[EstimateLine]:
    """The open estimates at one location or all, those that patients asked for at every one. One statement."""
    require(reading.actor, Permission.EDIT_PATIENT)
    t = EstimateTask
    wanted = _lines().where(t.outcome == Outcome.OPEN.value, *own_patients(reading, t.patient_id))
    if location is not None:
        wanted = wanted.where((Appointment.location_id == location) | t.appointment_id.is_(None))
    return _read(reading, wanted.order_by(t.due_on, t.id).limit(MOST))


def of_patient(reading: Reading, patient: PatientId) -> list[EstimateLine]:
    """The latest estimates of one patient, the newest first; the caller has asked whether the file may be opened."""
    t = EstimateTask
    return _read(reading, _lines().where(t.patient_id == patient).order_by(t.id.desc()).limit(20))


def _lines() -> Select[*tuple[Any, ...]]:
    t, p, a = EstimateTask, Patient, Appointment
    return (
        select(
            *(t.id, t.version, t.patient_id, t.asked_on, t.due_on, t.outcome, t.given_on, t.reason),
            *(p.given, p.family, p.preferred, p.number, p.phone),
            *(a.starts, a.status, Location.name.label("location"), Location.zone),
        )
        .join(p, p.id == t.patient_id)
        .join(a, a.id == t.appointment_id, isouter=True)
        .join(Location, Location.id == a.location_id, isouter=True)
    )


def _read(reading: Reading, wanted: Select[*tuple[Any, ...]]) -> list[EstimateLine]:
    today = home_date(reading.now)
    rows: Sequence[Row[*tuple[Any, ...]]] = reading.rows(wanted).all()
    return [
        EstimateLine(
            EstimateId(row.id),
            row.version,
            PatientId(row.patient_id),
            full_name(row.given, row.family, row.preferred),
            row.number,
            row.phone,
            row.asked_on,
            row.due_on,
            (row.due_on - today).days,
            row.starts.astimezone(ZoneInfo(row.zone)) if row.starts is not None else None,
            row.location or "",
            row.status is not None and row.status not in HOLDING,
            Outcome(row.outcome),
            row.given_on,
            row.reason,
        )
        for row in rows
    ]
