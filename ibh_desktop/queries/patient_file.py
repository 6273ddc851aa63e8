"""A patient's file: who it is, visits and courses."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Integer, String, column, select, table

from ibh_desktop.domain.appointments import Status, kind_label
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.contact import Wishes
from ibh_desktop.domain.courses import CourseStatus, variant_name
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.people import age
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, Therapist
from ibh_desktop.store.tx import Reading

# Not by its class: a patient is looked up by many who never open the chart, and mapping the chart takes time.
_GUARDIAN = table(
    "guardian",
    column("id", Integer),
    column("patient_id", Integer),
    column("name", String),
    column("restrictions", String),
    column("custody_note", String),
    column("contact_allowed", Boolean),
    column("removed", Boolean),
)


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One appointment in a file; `starts` carries the location's zone."""

    id: AppointmentId
    version: int
    starts: datetime
    kind: str
    therapist: str
    location: str
    status: Status


@dataclass(frozen=True, slots=True)
class FileCourse:
    """One course in a file; `variant` as staff read it."""

    id: CourseId
    variant: str
    therapist: str
    starts_on: date
    status: CourseStatus
    phase: Phase


@dataclass(frozen=True, slots=True)
class PatientFile:
    """Everything the Patients page shows of one person."""

    id: PatientId
    number: str
    given: str
    family: str
    preferred: str
    born: date
    sex: str
    phone: str
    email: str
    street: str
    city: str
    state: str
    postcode: str
    notes: str
    location: LocationId | None
    active: bool
    visits: tuple[VisitLine, ...]
    courses: tuple[FileCourse, ...]
    former: str
    custody: tuple[str, ...]
    """What the front desk must know of those who act for the patient, nothing clinical (DOMAIN.md 4.6)."""
    wishes: Wishes


def file(reading: Reading, patient: PatientId) -> PatientFile:
    """A patient's file, of a merged one that which stands for it; raise `NotAllowed` for a therapist who never saw them."""
    require(reading.actor, Permission.SEE_PATIENT)
    row = one(reading, Patient, patient)
    while row.merged_into_id is not None:
        row = one(reading, Patient, row.merged_into_id)
    patient = PatientId(row.id)
    require_own(reading, patient)
    from ibh_desktop.queries.contact import known_of  # noqa: PLC0415 - start-up: brings the front desk's tables

    details = {
        name: getattr(row, name) for name in PatientFile.__slots__ if hasattr(row, name) and name not in ("location", "id")
    }
    location = None if row.location_id is None else LocationId(row.location_id)
    return PatientFile(
        id=patient,
        location=location,
        visits=_visits(reading, patient),
        courses=_courses(reading, patient),
        custody=_custody(reading, patient),
        wishes=known_of(reading, patient).wishes,
        **details,
    )


def lacks_guardian(reading: Reading, patient: PatientId) -> bool:
    """Whether somebody else must consent for this patient (DOMAIN.md 4.6) and nobody is on file who may."""
    require(reading.actor, Permission.SEE_PATIENT)
    born = one(reading, Patient, patient).born
    if age(born, home_date(reading.now)) >= settings(reading).consent_age:
        return False
    g = _GUARDIAN.c
    return reading.rows(select(g.id).where(g.patient_id == patient, ~g.removed).limit(1)).first() is None


def _custody(reading: Reading, patient: PatientId) -> tuple[str, ...]:
    g = _GUARDIAN.c
    wanted = select(g.name, g.restrictions, g.custody_note, g.contact_allowed).where(g.patient_id == patient, ~g.removed)
    lines = []
    for row in reading.rows(wanted.order_by(g.id)):
        order = "a court's order is on file" if row.restrictions else ""
        parts = [part for part in (row.custody_note, order, "" if row.contact_allowed else "no contact") if part]
        lines += [f"{row.name}: {'; '.join(parts)}"] if parts else []
    return tuple(lines)


def _visits(reading: Reading, patient: PatientId) -> tuple[VisitLine, ...]:
    a = Appointment
    rows = reading.session.execute(
        select(a.id, a.version, a.starts, a.kind, a.therapist_id, Therapist.name, Location.name, Location.zone, a.status)
        .join(Therapist, Therapist.id == a.therapist_id)
        .join(Location, Location.id == a.location_id)
        .where(a.patient_id == patient)
        .order_by(a.starts.desc())
        .limit(200)
    )
    return tuple(
        VisitLine(
            AppointmentId(key),
            version,
            starts.astimezone(ZoneInfo(zone)),
            kind_label(kind, clinical=may(reading.actor, Permission.SEE_CLINICAL, TherapistId(therapist))),
            name,
            location,
            status,
        )
        for key, version, starts, kind, therapist, name, location, zone, status in rows
    )


def _courses(reading: Reading, patient: PatientId) -> tuple[FileCourse, ...]:
    rows = reading.session.execute(
        select(
            Course.id,
            Course.therapist_id,
            Course.variant,
            Course.planned,
            Therapist.name,
            Course.starts_on,
            Course.status,
            Course.phase,
        )
        .join(Therapist, Therapist.id == Course.therapist_id)
        .where(Course.patient_id == patient)
        .order_by(Course.starts_on.desc())
    )
    return tuple(
        FileCourse(CourseId(key), variant_name(variant, planned), who, on, status, phase)
        for key, therapist, variant, planned, who, on, status, phase in rows
        if may(reading.actor, Permission.SEE_COURSE, TherapistId(therapist))
    )
