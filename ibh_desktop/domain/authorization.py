"""What a patient allowed in writing, and every reason why it may not be enough (45 CFR 164.508; 42 CFR 2.31; DOMAIN.md 4.4).

Each reason is a sentence that begins with "It", so that it can stand under the authorization or behind its date.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.guardians import ALABAMA, FOR_ADULTS, Ages, Band, Guardian, band
from ibh_desktop.domain.ids import AuthorizationId, RecipientId

TPO = "treatment, payment and health care operations"
"""The purpose for which a consent under Part 2 needs no end and may name a class of receivers (42 CFR 2.31(a)(4), (7))."""


class Signer(StrEnum):
    """Who signed."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "personal representative"


class Method(StrEnum):
    """How it was signed; there is no authorization by word of mouth."""

    PAPER = "paper"
    E_SIGN = "electronic signature"


class ReceiverClass(StrEnum):
    """A class of receivers where no one is named; what the address book says of an entry decides who belongs to it."""

    NONE = ""
    PROVIDERS = "treating providers"
    OWN_GROUP = "clinicians of our own group"
    TOGETHER = "the people treated together"


@dataclass(frozen=True, slots=True)
class Authorization:
    """One record; a Part 2 consent names `Special.PART2`. Days are the clinic's own, an `expired_on` that of the event."""

    id: AuthorizationId
    basis: Basis
    signed_on: date
    information: frozenset[Information]
    special: frozenset[Special] = frozenset()
    signer: Signer = Signer.PATIENT
    signer_name: str = ""
    authority: str = ""
    discloser: str = ""
    recipient: RecipientId | None = None
    receivers: ReceiverClass = ReceiverClass.NONE
    description: str = ""
    purpose: str = ""
    records_from: date | None = None
    records_to: date | None = None
    expires_on: date | None = None
    expires_event: str = ""
    expired_on: date | None = None
    revocation_told: bool = False
    redisclosure_told: bool = False
    conditioning_told: bool = False
    copy_given: bool = False
    revoked_on: date | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """Whose information it is, as far as it decides who must sign; `exempt` consents alone although under age."""

    born: date
    ages: Ages = ALABAMA
    guardians: Sequence[Guardian] = ()
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be told, to whom, of care between two days. Without a `recipient` it is told to those treated together."""

    information: frozenset[Information]
    recipient: RecipientId | None
    receiver: str
    provider: bool = False
    internal: bool = False
    special: frozenset[Special] = frozenset()
    since: date | None = None
    until: date | None = None


def shown(on: date) -> str:
    """A day as staff read it."""
    return f"{on:%m/%d/%Y}"


def is_over(held: Authorization, today: date) -> bool:
    """Whether a record was good for its time and that time is past: revoked, expired, or ended by its event."""
    ends = (held.revoked_on, held.expired_on)
    return any(on is not None and on <= today for on in ends) or (held.expires_on is not None and held.expires_on < today)


def defects(held: Authorization, by: Signed, today: date) -> tuple[str, ...]:
    """Why a record authorizes nothing at all today, whatever is asked of it."""
    return (*_over(held, today), *_lacking(held), *_statements(held), *_joined(held), *_signature(held, by, today))


def failings(held: Authorization, wanted: Wanted, by: Signed, today: date) -> tuple[str, ...]:
    """Every reason why a record does not allow what is wanted today; empty when it does."""
    return (*defects(held, by, today), *_mismatches(held, wanted))


def best(held: Iterable[Authorization], wanted: Wanted, by: Signed, today: date) -> Authorization | None:
    """The record that allows what is wanted, or comes nearest; of equal ones the latest. Void ones never count."""
    standing = [one for one in held if not one.voided]
    nearest = sorted(standing, key=lambda one: (-len(failings(one, wanted, by, today)), one.signed_on, one.id))
    return nearest[-1] if nearest else None


def _over(held: Authorization, today: date) -> Iterator[str]:
    if held.voided:
        yield "It was recorded by mistake and is void."
    if held.signed_on > today:
        yield f"It is dated {shown(held.signed_on)}, in the future."
    if held.revoked_on is not None and held.revoked_on <= today:
        yield f"It was revoked on {shown(held.revoked_on)}."
    if held.expires_on is not None and held.expires_on < today:
        yield f"It expired on {shown(held.expires_on)}."
    if held.expired_on is not None and held.expired_on <= today:
        yield f"It ended on {shown(held.expired_on)}, as agreed: {held.expires_event}."


def _lacking(held: Authorization) -> Iterator[str]:
    # 45 CFR 164.508(c)(1); 42 CFR 2.31(a).
    if not held.description.strip():
        yield "It does not describe what may be told."
    if not held.information:
        yield "It covers no class of information."
    if not held.discloser.strip():
        yield "It does not say who may tell."
    if held.recipient is None and not held.receivers:
        yield "It names nobody who may receive it."
    if not held.purpose.strip():
        yield "It states no purpose."
    endless = held.basis is Basis.PART2_CONSENT and held.purpose == TPO
    if held.expires_on is None and not held.expires_event.strip() and not endless:
        yield "It has neither a date nor an event on which it ends."
    if held.signer is not Signer.PATIENT and not held.signer_name.strip():
        yield "It does not say who signed for the patient."
    if held.signer is not Signer.PATIENT and not held.authority.strip():
        yield "It does not say by what right somebody signed for the patient."


def _statements(held: Authorization) -> Iterator[str]:
    # 45 CFR 164.508(c)(2), (c)(4). A Part 2 consent says the last two only for treatment, payment and operations.
    if not held.revocation_told:
        yield "It does not say that it can be revoked, and how."
    if held.basis is Basis.PART2_CONSENT and held.purpose != TPO:
        return
    if not held.conditioning_told:
        yield "It does not say whether care depends on signing."
    if not held.redisclosure_told:
        yield "It does not say that the receiver may pass the information on."
    if held.basis is Basis.AUTHORIZATION and not held.copy_given:
        yield "It was signed, but no copy was given."


def _joined(held: Authorization) -> Iterator[str]:
    # 45 CFR 164.508(b)(3)(ii); 42 CFR 2.31(b).
    notes = {Information.PSYCHOTHERAPY_NOTES}
    named = Special.PSYCHOTHERAPY_NOTES in held.special or notes <= held.information
    if named and (held.information - notes or held.special - {Special.PSYCHOTHERAPY_NOTES}):
        yield "It joins psychotherapy notes with something else; they need an authorization of their own."
    counseling = {Special.PART2_COUNSELING_NOTES, Special.PART2}
    named = Special.PART2_COUNSELING_NOTES in held.special
    if named and (held.information - {Information.SUBSTANCE_USE} or held.special - counseling):
        yield "It joins SUD counseling notes with something else; they need a consent of their own."


def _signature(held: Authorization, by: Signed, today: date) -> Iterator[str]:
    # DOMAIN.md 4.6. Who signed is judged by the age on the day of signing, who may stand for whom by the age today.
    if held.signer is Signer.PATIENT:
        if band(by.born, held.signed_on, by.ages) is Band.CHILD and not by.exempt:
            yield f"It was signed by the patient while under {by.ages.consent}: a guardian signs then."
    elif held.signer is Signer.GUARDIAN and not by.guardians:
        yield "It was signed by a guardian, and none is on file."
    elif held.signer is Signer.GUARDIAN:
        of_age = band(by.born, today, by.ages) is Band.ADULT
        if of_age and not any(guardian.authority in FOR_ADULTS for guardian in by.guardians):
            yield f"It was signed by a guardian, and the patient is {by.ages.majority} or older now: the patient signs."


def _mismatches(held: Authorization, wanted: Wanted) -> Iterator[str]:
    if not _reaches(held, wanted):
        named = f"is for {held.receivers}, not for" if held.receivers else "names another receiver than"
        yield f"It {named} {wanted.receiver}."
    uncovered = [kind.value for kind in Information if kind in wanted.information - held.information]
    if uncovered:
        yield f"It does not cover: {', '.join(uncovered)}."
    general = Special.PART2 in wanted.special and held.basis is not Basis.PART2_CONSENT
    if general:
        yield "It is a general authorization; substance use records need a consent under 42 CFR Part 2."
    asked = wanted.special - {Special.PART2} if general else wanted.special
    unnamed = [one.value for one in Special if one in asked - held.special]
    if unnamed:
        yield f"It does not name for itself: {', '.join(unnamed)}."
    if held.records_from and wanted.since and wanted.since < held.records_from:
        yield f"It covers records from {shown(held.records_from)}; this tells of care since {shown(wanted.since)}."
    if held.records_to and wanted.until and wanted.until > held.records_to:
        yield f"It covers records to {shown(held.records_to)}; this tells of care until {shown(wanted.until)}."


def _reaches(held: Authorization, wanted: Wanted) -> bool:
    if wanted.recipient is None:
        return held.receivers is ReceiverClass.TOGETHER
    if held.recipient is not None:
        return held.recipient == wanted.recipient
    return (held.receivers is ReceiverClass.PROVIDERS and wanted.provider) or (
        held.receivers is ReceiverClass.OWN_GROUP and wanted.internal
    )
