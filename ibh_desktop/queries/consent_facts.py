"""The signed papers of patients for many screens, in one statement; tables by name only, so that start-up maps nothing.

Consent to treatment also stands with a running course: what was noted when it was started counts here too (DOMAIN.md 1.7.1).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Boolean, Date, Integer, Row, Select, String, cast, column, literal, null, select, table, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.desk_consents import DeskConsent, Kind, Visit, lacks, parse_kinds, word
from ibh_desktop.domain.guardians import Ages
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.settings import Settings
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Reading

_CONSENT = table(
    "desk_consent",
    column("patient_id", Integer),
    column("kind", String),
    column("signed_on", Date),
    column("signer", String),
    column("expires_on", Date),
    column("revoked_on", Date),
    column("removed", Boolean),
)
_CONTRACT = table(
    "contract",
    column("course_id", Integer),
    column("consent_on", Date),
    column("consent_by", String),
    column("consent_exception", String),
)
Of = Select[*tuple[Any, ...]] | Sequence[int]
"""Patients: a statement that selects their ids, or the ids."""
K = TypeVar("K")


def papers(patients: Of) -> CompoundSelect[*tuple[Any, ...]]:
    """Every paper of some patients that is on file, of the desk and of their running courses. One statement.

    `by_patient` reads its rows; an index on the patient finds both parts.
    """
    c, k = _CONSENT.c, _CONTRACT.c
    desk = (
        select(c.patient_id, c.kind, c.signed_on, c.signer, c.expires_on, c.revoked_on, literal("").label("exception"))
        .select_from(_CONSENT)
        .where(c.patient_id.in_(patients), ~c.removed)
    )
    none = cast(null(), Date)
    # As an expression: by the index of statuses the database would read every running course of the clinic.
    running = Course.status.concat("").in_([status.value for status in RUNNING])
    of_course = (
        select(Course.patient_id, literal(Kind.TREATMENT.value), k.consent_on, k.consent_by, none, none, k.consent_exception)
        .join(_CONTRACT, k.course_id == Course.id)
        .where(Course.patient_id.in_(patients), running, k.consent_on.is_not(None))
    )
    return union_all(desk, of_course)


def by_patient(rows: Sequence[Row[*tuple[Any, ...]]]) -> dict[PatientId, list[DeskConsent]]:
    """The rows of `papers`, patient by patient."""
    found: dict[PatientId, list[DeskConsent]] = defaultdict(list)
    for row in rows:
        found[PatientId(row.patient_id)].append(
            DeskConsent(
                Kind(row.kind),
                row.signed_on,
                Giver(row.signer) if row.signer else Giver.PATIENT,
                expires_on=row.expires_on,
                revoked_on=row.revoked_on,
                exempt=bool(row.exception),
            )
        )
    return dict(found)


def words_of(reading: Reading, visits: Mapping[K, tuple[PatientId, Visit]], settings: Settings) -> dict[K, str]:
    """As `words`, with the papers fetched. One statement."""
    require(reading.actor, Permission.SEE_PATIENT)
    rows = reading.session.execute(papers(sorted({who for who, _ in visits.values()}))).all()
    return words(by_patient(rows), visits, settings)


def words(
    found: Mapping[PatientId, Sequence[DeskConsent]], visits: Mapping[K, tuple[PatientId, Visit]], settings: Settings
) -> dict[K, str]:
    """`consent missing`, `consent expired` … for each visit that lacks a required paper; visits by any key."""
    required, ages = required_kinds(settings), Ages(settings.consent_age, settings.majority_age)
    said = {key: word(lacks(found.get(who, ()), visit, required, ages)) for key, (who, visit) in visits.items()}
    return {key: one for key, one in said.items() if one}


def required_kinds(settings: Settings) -> tuple[Kind, ...]:
    """What this clinic asks for before a visit."""
    return parse_kinds(settings.required_consents)
