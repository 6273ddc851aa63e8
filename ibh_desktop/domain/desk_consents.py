"""The papers that a patient signs at the front desk, and which of them a visit lacks (DOMAIN.md 4.6; 45 CFR 164.520(c)(2))."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.field_texts import line
from ibh_desktop.domain.guardians import Ages, Band, band


class Kind(StrEnum):
    """What was signed; the value is the word that staff read and that the setting names."""

    TREATMENT = "treatment"
    TELEHEALTH = "telehealth"
    PRIVACY = "privacy notice"
    MESSAGES = "texts and e-mail"
    FINANCIAL = "financial policy"


REQUIRED = (Kind.TREATMENT, Kind.PRIVACY, Kind.TELEHEALTH)
"""What a clinic asks for unless its settings say otherwise; that for telehealth is asked of telehealth visits only."""
BY_GUARDIAN = (Kind.TREATMENT, Kind.TELEHEALTH, Kind.FINANCIAL)
"""What a child below the age of consent cannot sign alone."""


SAID = {
    Kind.TREATMENT: "consent to treatment",
    Kind.TELEHEALTH: "consent to telehealth",
    Kind.PRIVACY: "privacy notice",
    Kind.MESSAGES: "consent to texts and e-mail",
    Kind.FINANCIAL: "financial policy",
}
"""As a sentence names them."""


class Lack(StrEnum):
    """What is wrong with a required paper, as a word on the visit's row."""

    MISSING = "missing"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GUARDIAN = "without a guardian's signature"


@dataclass(frozen=True, slots=True)
class DeskConsent:
    """One signed paper; `exempt` where a younger patient may sign alone by a case that the law names (DOMAIN.md 4.6)."""

    kind: Kind
    signed_on: date
    signer: Giver = Giver.PATIENT
    signer_name: str = ""
    expires_on: date | None = None
    revoked_on: date | None = None
    paper_seen: bool = False
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What of a visit bears on papers: the day where it is held, how they meet, and when the patient was born."""

    on: date
    modality: Modality
    born: date


def require_record(paper: DeskConsent, today: date) -> DeskConsent:
    """A paper ready to store; raise `Refused` at the field that cannot be so."""
    if paper.signed_on > today:
        raise Refused("It cannot have been signed in the future.", field="signed_on")
    if paper.expires_on is not None and paper.expires_on < paper.signed_on:
        raise Refused("It would expire before it was signed.", field="expires_on")
    if paper.revoked_on is not None and not paper.signed_on <= paper.revoked_on <= today:
        raise Refused("It was revoked between the day it was signed and today.", field="revoked_on")
    missing = "" if paper.signer is Giver.PATIENT else "Name the guardian who signed."
    return replace(paper, signer_name=line(paper.signer_name, "signer_name", missing=missing))


def lacks(papers: Sequence[DeskConsent], visit: Visit, required: Collection[Kind], ages: Ages) -> dict[Kind, Lack]:
    """Which required papers a visit lacks, and how; a paper holds on the day it expires and no longer on that of revocation."""
    child = band(visit.born, visit.on, ages) is Band.CHILD
    found: dict[Kind, Lack] = {}
    for kind in Kind:
        if kind not in required or (kind is Kind.TELEHEALTH and visit.modality is not Modality.TELEHEALTH):
            continue
        of_kind = [paper for paper in papers if paper.kind is kind and paper.signed_on <= visit.on]
        states = [_state(paper, visit.on, child=child) for paper in of_kind]
        if None not in states:
            # Of several the latest says why: an old one that expired explains nothing about a newer one that was revoked.
            last = max(range(len(of_kind)), key=lambda n: of_kind[n].signed_on, default=None)
            state = None if last is None else states[last]
            found[kind] = Lack.MISSING if state is None else state
    return found


def _state(paper: DeskConsent, on: date, *, child: bool) -> Lack | None:
    if paper.revoked_on is not None and paper.revoked_on <= on:
        return Lack.REVOKED
    if paper.expires_on is not None and paper.expires_on < on:
        return Lack.EXPIRED
    if child and paper.kind in BY_GUARDIAN and paper.signer is Giver.PATIENT and not paper.exempt:
        return Lack.GUARDIAN
    return None


def word(found: dict[Kind, Lack]) -> str:
    """A word for the row of a visit: `consent missing` before anything else, then revoked, a guardian's, expired."""
    for lack in (Lack.MISSING, Lack.REVOKED, Lack.GUARDIAN, Lack.EXPIRED):
        if lack in found.values():
            return "guardian's consent missing" if lack is Lack.GUARDIAN else f"consent {lack.value}"
    return ""


def sentences(found: dict[Kind, Lack]) -> tuple[str, ...]:
    """The same, paper by paper: `privacy notice missing`."""
    return tuple(f"{SAID[kind]} {lack.value}" for kind, lack in found.items())


def parse_kinds(typed: str) -> tuple[Kind, ...]:
    """Kinds named in a setting with commas between them; raise `Refused` for one that is none."""
    return tuple(dict.fromkeys(_kinds(typed)))


def _kinds(typed: str) -> Iterator[Kind]:
    for part in typed.split(","):
        if plain := " ".join(part.split()).lower():
            if plain not in list(Kind):
                known = ", ".join(kind.value for kind in Kind)
                raise Refused(f"“{plain[:40]}” is no paper of the front desk. They are: {known}.", field="required_consents")
            yield Kind(plain)
