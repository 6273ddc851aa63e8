"""What patients of the day must still sign, and whose payer allows no more: asked for after the board shows.

Apart from the board, so that it is read and painted first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from ibh_desktop.domain.appointments import UNSETTLED
from ibh_desktop.domain.clocks import around
from ibh_desktop.domain.desk_consents import Visit
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries import consent_facts, cover_facts
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.patients import own_patients
from ibh_desktop.store.schema import Appointment, Location, Patient
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class _Open:
    id: AppointmentId
    patient: PatientId
    visit: Visit


def papers(reading: Reading, *, on: date, location: LocationId | None = None) -> dict[AppointmentId, tuple[str, ...]]:
    """What each visit of a date still lacks, in words; none where it is settled or lacks nothing. Four statements."""
    require(reading.actor, Permission.SEE_PATIENT)
    visits, window = _open(reading, on, location), around(on, on)
    lacking = consent_facts.words_of(reading, {v.id: (v.patient, v.visit) for v in visits}, settings(reading))
    beyond = cover_facts.words_of(reading, sorted({v.patient for v in visits}), on, window.ends)
    found = {v.id: (lacking.get(v.id, ""), beyond.get(v.patient, "")) for v in visits}
    return {key: told for key, words in found.items() if (told := tuple(_begun(word) for word in words if word))}


def _begun(word: str) -> str:
    return word[0].upper() + word[1:]


def _open(reading: Reading, on: date, location: LocationId | None) -> list[_Open]:
    a, window = Appointment, around(on, on)
    wanted = (
        select(a.id, a.patient_id, a.starts, a.modality, Patient.born, Location.zone)
        .join(Patient, Patient.id == a.patient_id)
        .join(Location, Location.id == a.location_id)
        .where(a.starts >= window.starts, a.starts < window.ends, a.status.in_(UNSETTLED))
        .where(*own_patients(reading, a.patient_id))
    )
    if location is not None:
        wanted = wanted.where(or_(a.location_id == location, a.arrived_location_id == location))
    rows = ((row, _day(row.starts, row.zone)) for row in reading.rows(wanted))
    return [_Open(row.id, row.patient_id, Visit(day, row.modality, row.born)) for row, day in rows if day == on]


def _day(starts: datetime, zone: str) -> date:
    return starts.astimezone(ZoneInfo(zone)).date()
