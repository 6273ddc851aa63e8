"""L5, L7 and L8, about one visit: what the front desk may tell of it, and never what kind of visit it was (DOMAIN.md 4.3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from ibh_desktop.domain.ids import AppointmentId, PatientId, TherapistId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.permissions import require
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.proposals.occasions import require_of_visit
from ibh_desktop.queries.proposals.proposed import Proposed
from ibh_desktop.queries.proposals.words import kept
from ibh_desktop.settings import Settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Location, Patient
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class OfVisit:
    """A visit with its place, its patient and the clinic's words; `today` is the place's date."""

    visit: Appointment
    place: Location
    patient: Patient
    chosen: Settings
    today: date


Told = Callable[[OfVisit], Mapping[str, Iterable[Line]]]


def proposed(reading: Reading, kind: str, appointment: AppointmentId, told: Told) -> Proposed:
    """A proposal about a visit; raise `NotAllowed` for another therapist's, `Refused` where it is no occasion."""
    visit = one(reading, Appointment, appointment)
    therapist = TherapistId(visit.therapist_id)
    require(reading.actor, BY_ID[kind].writes, therapist)
    require_of_visit(reading, kind, visit)
    place = one(reading, Location, visit.location_id)
    today = reading.now.astimezone(ZoneInfo(place.zone)).date()
    known = OfVisit(visit, place, one(reading, Patient, visit.patient_id), settings(reading), today)
    return Proposed(kind, PatientId(visit.patient_id), therapist, None, appointment, None, kept(told(known)))
