"""Who may act for a patient, by age and by paper (DOMAIN.md 4.6: consent from 16, majority at 19 in Alabama)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.ids import GuardianId
from ibh_desktop.domain.people import age


class Authority(StrEnum):
    """By what right somebody acts for a patient."""

    PARENT = "parent"
    CUSTODIAL_PARENT = "custodial parent"
    JOINT = "joint custody"
    LEGAL_GUARDIAN = "legal guardian"
    DHR = "DHR"
    COURT_ORDER = "court order"


FOR_ADULTS = (Authority.LEGAL_GUARDIAN, Authority.COURT_ORDER)
"""What makes somebody act for a patient who is of age."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Years from which a patient consents alone, and from which the patient is of age."""

    consent: int = 16
    majority: int = 19


ALABAMA = Ages()


class Band(StrEnum):
    """What a patient's age means for consent."""

    CHILD = "under the age of consent"
    SELF_CONSENT = "may consent alone"
    ADULT = "of age"


@dataclass(frozen=True, slots=True)
class Guardian:
    """Somebody who may act for a patient; `restrictions` is the text of a court's order."""

    id: GuardianId
    name: str
    authority: Authority
    restrictions: str = ""


def band(born: date, on: date, ages: Ages) -> Band:
    """The band of a patient's age on a day."""
    years = age(born, on)
    if years < ages.consent:
        return Band.CHILD
    return Band.SELF_CONSENT if years < ages.majority else Band.ADULT


def notes(born: date, on: date, ages: Ages, guardians: Sequence[Guardian]) -> tuple[str, ...]:
    """What whoever tells something of this patient should know first; nothing here blocks."""
    said = []
    if band(born, on, ages) is Band.CHILD:
        said.append(f"Under {ages.consent}: a guardian consents and signs, unless an exception is on file.")
        if not guardians:
            said.append("No guardian is on file yet.")
    if band(born, on, ages) is Band.SELF_CONSENT:
        said.append(f"{ages.consent} to {ages.majority - 1}: consents and signs alone; a guardian may be on file too.")
    if band(born, on, ages) is not Band.ADULT:
        # Act 2025-455: providers may not deny parents a minor child's health information, with two exceptions [S1].
        said.append(
            "A parent may ask for this record, unless a court order forbids it or the parent is under investigation for a "
            "crime against the child."
        )
    ordered = [guardian.name for guardian in guardians if guardian.restrictions]
    if ordered:
        said.append(f"A court's order is on file for {', '.join(ordered)}: read it before anything is told.")
    return tuple(said)
