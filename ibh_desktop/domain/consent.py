"""Consent to treatment by age (DOMAIN.md 4.6: Act 2025-455 made 16 the age of consent in Alabama; majority is 19)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import age


class Giver(StrEnum):
    """Who agreed."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    BOTH = "patient and guardian"


class Exemption(StrEnum):
    """Cases in which somebody younger may consent alone, as the release on the act names them [S1][S2]."""

    NONE = ""
    EMERGENCY = "emergency"
    SUBSTANCE = "substance abuse"
    STD = "STD services"
    INDEPENDENT = "emancipated, pregnant or living independently"


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent to treatment as it is on file; an exemption carries a note."""

    on: date
    by: Giver
    exemption: Exemption = Exemption.NONE
    note: str = ""


def require_consent(consent: Consent | None, born: date, today: date, *, consent_age: int = 16) -> Consent:
    """The consent; raise `Refused` when it is missing, dated ahead, or given by somebody too young to give it."""
    if consent is None:
        raise Refused("No consent to treatment is on file. Note who signed it and when.", field="consent_on")
    if consent.on > today:
        raise Refused("The consent is dated in the future.", field="consent_on")
    if age(born, today) < consent_age and consent.by is Giver.PATIENT:
        if consent.exemption is Exemption.NONE:
            raise Refused(
                f"A patient under {consent_age} needs a guardian's consent, or an exemption with a note.", field="consent_by"
            )
        if not consent.note:
            raise Refused("Say in a note why the exemption holds.", field="consent_note")
    return consent
