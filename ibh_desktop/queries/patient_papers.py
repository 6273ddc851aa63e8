"""What the panel of a patient's papers shows: payers, sessions authorized, signed papers, estimates, and what is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from ibh_desktop.domain.appointments import Kind, Modality
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.courses import RUNNING, is_session
from ibh_desktop.domain.cover import Cover, Covered, covered, warning
from ibh_desktop.domain.desk_consents import DeskConsent, Visit, lacks, sentences
from ibh_desktop.domain.desk_consents import Kind as Signed
from ibh_desktop.domain.guardians import Ages
from ibh_desktop.domain.ids import DeskConsentId, PatientId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries import estimates
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.consent_facts import by_patient, papers, required_kinds
from ibh_desktop.queries.cover_outrun import Booked, CoverLine, covers, visits
from ibh_desktop.queries.estimates import EstimateLine
from ibh_desktop.queries.patients import require_own
from ibh_desktop.settings import Settings
from ibh_desktop.store import frontdesk
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Patient
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One signed paper of the front desk."""

    id: DeskConsentId
    version: int
    paper: DeskConsent


@dataclass(frozen=True, slots=True)
class PatientPapers:
    """`warning` says that the course, or what is booked, outruns what is authorized; `lacks` what the next visit lacks."""

    patient: PatientId
    name: str
    today: date
    covers: tuple[CoverLine, ...]
    consents: tuple[ConsentLine, ...]
    estimates: tuple[EstimateLine, ...]
    warning: str
    lacks: tuple[str, ...]
    next_visit: datetime | None


def papers_of(reading: Reading, patient: PatientId) -> PatientPapers:
    """Everything the panel shows. Nine statements."""
    require(reading.actor, Permission.SEE_PATIENT)
    row = one(reading, Patient, patient)
    require_own(reading, patient)
    booked = visits(reading, patient)
    payers = covers(reading, patient, booked)
    coming = next((visit for visit in booked if visit.coming and visit.at >= reading.now), None)
    return PatientPapers(
        patient=patient,
        name=full_name(row.given, row.family, row.preferred),
        today=home_date(reading.now),
        covers=payers,
        consents=_consents(reading, patient),
        estimates=tuple(estimates.of_patient(reading, patient)),
        warning=warning(_course_covered(reading, patient, [line.cover for line in payers], booked)),
        lacks=_lacks(reading, row, coming, settings(reading)),
        next_visit=coming.at if coming else None,
    )


def _consents(reading: Reading, patient: PatientId) -> tuple[ConsentLine, ...]:
    c = frontdesk.DeskConsent
    rows = reading.session.scalars(select(c).where(c.patient_id == patient, ~c.removed).order_by(c.signed_on.desc(), c.id))
    return tuple(
        ConsentLine(
            DeskConsentId(row.id),
            row.version,
            DeskConsent(
                Signed(row.kind),
                row.signed_on,
                Giver(row.signer),
                row.signer_name,
                row.expires_on,
                row.revoked_on,
                row.paper_seen,
            ),
        )
        for row in rows
    )


def _course_covered(reading: Reading, patient: PatientId, payers: Sequence[Cover], booked: Sequence[Booked]) -> Covered | None:
    """Of the running course all that was agreed; where none runs, of what is booked to come."""
    running = select(Course.id, Course.planned).where(Course.patient_id == patient, Course.status.in_(RUNNING)).limit(1)
    course = reading.rows(running.order_by(Course.id.desc())).one_or_none()
    paid = [visit for visit in booked if visit.kind is not Kind.PHONE]
    if course is None:
        planned = [visit.at.date() for visit in paid if visit.at > reading.now]
        return covered(payers, planned, used=[visit.at.date() for visit in paid if visit.at <= reading.now])
    of_course = [v for v in paid if v.course == course.id and is_session(v.kind, intake_counts=v.counts)]
    used = [visit.at.date() for visit in paid if visit not in of_course and visit.at <= reading.now]
    left = max(0, course.planned - len(of_course))
    return covered(payers, [visit.at.date() for visit in of_course], undated=left, used=used)


def _lacks(reading: Reading, row: Patient, coming: Booked | None, said: Settings) -> tuple[str, ...]:
    signed = by_patient(reading.session.execute(papers([row.id])).all()).get(PatientId(row.id), [])
    on, modality = (coming.at.date(), coming.modality) if coming else (home_date(reading.now), Modality.IN_PERSON)
    visit = Visit(on, modality, row.born)
    return sentences(lacks(signed, visit, required_kinds(said), Ages(said.consent_age, said.majority_age)))
