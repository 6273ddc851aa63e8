"""What a patient allowed in writing, who may act for them, and what of it holds today."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from ibh_desktop.domain import authorization as rules
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.disclosure import Basis, Information, Part2, Special
from ibh_desktop.domain.guardians import Authority, Band, band, notes
from ibh_desktop.domain.ids import AuthorizationId, GuardianId, PatientId
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.clinic import header, settings
from ibh_desktop.queries.law_facts import ages_of, record_of, sees_flag, signers_of
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store import chart
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient, Recipient
from ibh_desktop.store.tx import Reading


class Standing(StrEnum):
    """What a record is worth today."""

    VALID = "valid"
    LACKING = "not enough"
    OVER = "over"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class AuthorizationLine:
    """One record; `reasons` are why it authorizes nothing today, empty while it does."""

    id: AuthorizationId
    version: int
    record: rules.Authorization
    to: str
    covers: str
    special: str
    ends: str
    standing: Standing
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """Somebody who may act for the patient."""

    id: GuardianId
    version: int
    name: str
    relation: str
    authority: Authority
    phone: str
    document: str
    restrictions: str
    custody_note: str
    contact_allowed: bool


@dataclass(frozen=True, slots=True)
class Permissions:
    """What may be told of one patient; `part2` is None for whom the flag is not. `clinic` is who would tell."""

    patient: PatientId
    name: str
    born: date
    band: Band
    today: date
    clinic: str
    part2: Part2 | None
    notes: tuple[str, ...]
    authorizations: tuple[AuthorizationLine, ...]
    guardians: tuple[GuardianLine, ...]


def permissions(reading: Reading, patient: PatientId) -> Permissions:
    """Everything on record, the latest first; what is over or void stands last."""
    require(reading.actor, Permission.SEE_AUTHORIZATIONS)
    row = one(reading, Patient, patient)
    require_own(reading, patient)
    ages = ages_of(settings(reading))
    today = home_date(reading.now)
    by = signers_of(reading, {patient: row.born}, ages)[patient]
    return Permissions(
        patient=patient,
        name=full_name(row.given, row.family),
        born=row.born,
        band=band(row.born, today, ages),
        today=today,
        clinic=header(reading).name,
        part2=Part2(row.part2) if sees_flag(reading, patient) else None,
        notes=notes(row.born, today, ages, by.guardians),
        authorizations=_authorizations(reading, patient, by, today),
        guardians=_guardians(reading, patient),
    )


def _authorizations(reading: Reading, patient: PatientId, by: rules.Signed, today: date) -> tuple[AuthorizationLine, ...]:
    a = chart.Authorization
    rows = reading.session.execute(
        select(a, Recipient.name)
        .join(Recipient, Recipient.id == a.recipient_id, isouter=True)
        .where(a.patient_id == patient)
        .order_by(a.signed_on.desc(), a.id.desc())
    )
    lines = [_line(row, record_of(row), name or "", by, today) for row, name in rows]
    return tuple(sorted(lines, key=lambda line: line.standing in (Standing.OVER, Standing.VOID)))


def _line(row: chart.Authorization, held: rules.Authorization, name: str, by: rules.Signed, today: date) -> AuthorizationLine:
    reasons = rules.defects(held, by, today)
    return AuthorizationLine(
        id=held.id,
        version=row.version,
        record=held,
        to=name or held.receivers.value or "nobody named",
        covers=", ".join(kind.value for kind in Information if kind in held.information) or "nothing",
        special=", ".join(one.value for one in Special if one in held.special),
        ends=_ends(held),
        standing=_standing(held, reasons, today),
        reasons=reasons,
    )


def _standing(held: rules.Authorization, reasons: tuple[str, ...], today: date) -> Standing:
    if held.voided:
        return Standing.VOID
    if rules.is_over(held, today):
        return Standing.OVER
    return Standing.LACKING if reasons else Standing.VALID


def _ends(held: rules.Authorization) -> str:
    if held.expires_on is not None:
        return rules.shown(held.expires_on)
    return held.expires_event or ("no end" if held.basis is Basis.PART2_CONSENT else "no end given")


def _guardians(reading: Reading, patient: PatientId) -> tuple[GuardianLine, ...]:
    g = chart.Guardian
    rows = reading.session.scalars(select(g).where(g.patient_id == patient, ~g.removed).order_by(g.id))
    return tuple(
        GuardianLine(
            GuardianId(row.id),
            row.version,
            row.name,
            row.relation,
            Authority(row.authority),
            row.phone,
            row.document_seen,
            row.restrictions,
            row.custody_note,
            row.contact_allowed,
        )
        for row in rows
    )
