"""Authorizations and guardians as the rules of their law see them, and who may see the Part 2 flag."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from ibh_desktop.domain import authorization as rules
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.errors import NotAllowed
from ibh_desktop.domain.guardians import Ages, Authority, Band, Guardian, band
from ibh_desktop.domain.ids import AuthorizationId, GuardianId, PatientId, RecipientId
from ibh_desktop.domain.permissions import Permission, may, reach
from ibh_desktop.settings import Settings
from ibh_desktop.store import chart
from ibh_desktop.store.chart import Contract
from ibh_desktop.store.schema import Course, OwnPatient
from ibh_desktop.store.tx import Reading

BAR = "|"
"""Between the codes of a list in one column."""


def ages_of(settings: Settings) -> Ages:
    """The two ages that the clinic has set."""
    return Ages(settings.consent_age, settings.majority_age)


def record_of(row: chart.Authorization) -> rules.Authorization:
    """A row as a record."""
    return rules.Authorization(
        id=AuthorizationId(row.id),
        basis=Basis(row.basis),
        signed_on=row.signed_on,
        information=frozenset(Information(code) for code in row.information.split(BAR) if code),
        special=frozenset(Special(code) for code in row.special.split(BAR) if code),
        signer=rules.Signer(row.signer),
        signer_name=row.signer_name,
        authority=row.authority,
        discloser=row.discloser,
        recipient=None if row.recipient_id is None else RecipientId(row.recipient_id),
        receivers=rules.ReceiverClass(row.recipient_class),
        description=row.description,
        purpose=row.purpose,
        records_from=row.records_from,
        records_to=row.records_to,
        expires_on=row.expires_on,
        expires_event=row.expires_event,
        expired_on=row.expired_on,
        revocation_told=row.revocation_told,
        redisclosure_told=row.redisclosure_told,
        conditioning_told=row.conditioning_told,
        copy_given=row.copy_given,
        revoked_on=row.revoked_on,
        voided=row.voided_at is not None,
    )


def authorizations_of(reading: Reading, patients: Collection[PatientId]) -> dict[PatientId, list[rules.Authorization]]:
    """Everything on record for these patients, void or not, oldest first."""
    a = chart.Authorization
    rows = reading.session.scalars(select(a).where(a.patient_id.in_(patients)).order_by(a.signed_on, a.id))
    found: dict[PatientId, list[rules.Authorization]] = {patient: [] for patient in patients}
    for row in rows:
        found[PatientId(row.patient_id)].append(record_of(row))
    return found


def signers_of(reading: Reading, born: dict[PatientId, date], ages: Ages) -> dict[PatientId, rules.Signed]:
    """Who must sign for each of these patients: their guardians, and whether one under age consents alone."""
    g = chart.Guardian
    guardians: dict[PatientId, list[Guardian]] = {patient: [] for patient in born}
    for row in reading.session.scalars(select(g).where(g.patient_id.in_(born), ~g.removed).order_by(g.id)):
        one = Guardian(GuardianId(row.id), row.name, Authority(row.authority), row.restrictions)
        guardians[PatientId(row.patient_id)].append(one)
    exempt = set(
        reading.session.scalars(
            select(Course.patient_id)
            .join(Contract, Contract.course_id == Course.id)
            .where(Course.patient_id.in_(born), Contract.consent_exception != "", Contract.consent_by == Giver.PATIENT.value)
        )
    )
    return {patient: rules.Signed(on, ages, tuple(guardians[patient]), patient in exempt) for patient, on in born.items()}


def band_today(reading: Reading, by: rules.Signed) -> Band:
    """What a patient's age means for consent on the clinic's date."""
    return band(by.born, home_date(reading.now), by.ages)


def sees_flag(reading: Reading, patient: PatientId) -> bool:
    """Whether the Part 2 flag of a patient is for these eyes: those of the patient's clinicians and of their lead.

    It tells of substance use, so neither the front desk nor the manager sees it (DOMAIN.md 7).
    """
    if not may(reading.actor, Permission.SEE_CLINICAL):
        return False
    seen = select(OwnPatient.patient_id).where(OwnPatient.patient_id == patient).limit(1)
    whose = reach(reading.actor, Permission.SEE_CLINICAL)
    if whose is not None:
        seen = seen.where(OwnPatient.therapist_id.in_(whose))
    return reading.session.scalar(seen) is not None


def require_flag(reading: Reading, patient: PatientId) -> None:
    """Raise `NotAllowed` for whoever is not to see the Part 2 flag of a patient."""
    if not sees_flag(reading, patient):
        raise NotAllowed("This is another therapist's patient. Ask the clinic's manager.")
