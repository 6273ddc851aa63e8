"""The payers of one patient with what they authorized, held against the visits: whether a booking outruns them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Kind, Modality
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.cover import Cover, Payer, covered, warning
from ibh_desktop.domain.ids import CoverageId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.store import frontdesk
from ibh_desktop.store.schema import Appointment, Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One payer of a patient; `used` counts the sessions that were held within its dates."""

    id: CoverageId
    version: int
    cover: Cover
    used: int


@dataclass(frozen=True, slots=True)
class Booked:
    """One visit that holds, in its location's zone."""

    at: datetime
    kind: Kind
    course: int | None
    counts: bool
    modality: Modality
    coming: bool


def outrun(reading: Reading, patient: PatientId, therapist: TherapistId, slots: Sequence[Slot]) -> str:
    """What to say when visits about to be booked outrun what is authorized; empty where they do not. Two statements."""
    require(reading.actor, Permission.BOOK, therapist)
    found = [line.cover for line in covers(reading, patient, ())]
    if not any(cover.limits for cover in found):
        return ""
    zone = ZoneInfo(HOME_ZONE)
    used = [visit.at.date() for visit in visits(reading, patient) if visit.kind is not Kind.PHONE]
    return warning(covered(found, [slot.starts.astimezone(zone).date() for slot in slots], used=used))


def visits(reading: Reading, patient: PatientId) -> list[Booked]:
    a = Appointment
    wanted = (
        select(a.starts, a.kind, a.course_id, a.intake_counts, a.modality, a.status, Location.zone)
        .join(Location, Location.id == a.location_id)
        .where(a.patient_id == patient, a.status.in_(HOLDING))
        .order_by(a.starts)
    )
    return [
        Booked(starts.astimezone(ZoneInfo(zone)), kind, course, counts, modality, status in UPCOMING)
        for starts, kind, course, counts, modality, status, zone in reading.rows(wanted)
    ]


def covers(reading: Reading, patient: PatientId, booked: Sequence[Booked]) -> tuple[CoverLine, ...]:
    c = frontdesk.Coverage
    days = [visit.at.date() for visit in booked if visit.kind is not Kind.PHONE and visit.at <= reading.now]
    rows = reading.session.scalars(select(c).where(c.patient_id == patient, ~c.removed).order_by(c.id))
    found = []
    for row in rows:
        money = (Payer(row.payer), row.name, row.member, row.reference)
        cover = Cover(*money, row.sessions, row.valid_from, row.valid_to, row.note)
        found.append(CoverLine(CoverageId(row.id), row.version, cover, sum(cover.holds(on) for on in days)))
    return tuple(found)
