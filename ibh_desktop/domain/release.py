"""May this letter go to this receiver today? Every reason against it, a sentence each (DOMAIN.md 4.3 to 4.6; 8, 10 and 20)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ibh_desktop.domain.authorization import Authorization, Signed, Wanted, best, failings, shown
from ibh_desktop.domain.disclosure import Basis, Information, Notice, Part2, Special
from ibh_desktop.domain.guardians import Band, band
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.domain.letter_kinds.psychiatry import PSYCHIATRY
from ibh_desktop.domain.letter_occasions import WORRY
from ibh_desktop.domain.letters import LetterKindRule
from ibh_desktop.domain.part2 import is_protected

CONSENTED = (Basis.AUTHORIZATION, Basis.PART2_CONSENT)
UNASKED = (Basis.REQUIRED_BY_LAW, Basis.SERIOUS_THREAT, Basis.EMERGENCY)
"""Grounds that ask nobody (45 CFR 164.512, 42 CFR 2.51); whoever takes one answers for it by name in the log."""
FAXED = ("fax", "label")


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom the letter goes to, as the address book knows them."""

    id: RecipientId
    name: str
    provider: bool = True
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Whose letter it is; `program` says that the place or the therapist works as a Part 2 program."""

    signed: Signed
    part2: Part2 = Part2.NO
    program: bool = False
    safety_open: bool = False


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody else who was treated together with the patient, with what they allowed."""

    name: str
    signed: Signed
    authorizations: Sequence[Authorization] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One letter at one moment. `authorizations` are all that could carry it; of a letter that names one, that one alone."""

    rule: LetterKindRule
    information: frozenset[Information]
    basis: Basis
    person: Person
    today: date
    receiver: Receiver | None = None
    participants: Sequence[Participant] = ()
    authorizations: Sequence[Authorization] = ()
    special: frozenset[Special] = frozenset()
    release_for_referral: bool = True
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a letter stands on: reasons against it, its legal basis, the record that carries it, the statement it must carry."""

    reasons: tuple[str, ...]
    basis: Basis
    authorization: Authorization | None
    notice: Notice


def ground(release: Release, *, how: str = "letter") -> Ground:
    """Judge a letter; `how` it goes decides which of the two statements of 42 CFR 2.32 it carries."""
    wanted, why = _wanted(release), _needs(release)
    held = best(release.authorizations, wanted, release.person.signed, release.today) if why else None
    lacking = (why,) if why and held is None else _of_the_authorization(release, wanted, held)
    carries = None if lacking else held
    basis = carries.basis if carries is not None else release.basis
    reasons = (*_forbidden(release), *lacking, *_of_the_others(release))
    return Ground(reasons, basis, carries, notice_for(release, basis, how=how))


def notice_for(release: Release, basis: Basis, *, how: str = "letter") -> Notice:
    """The statement that goes with what a Part 2 consent lets out: long on letters, short on faxes and labels (42 CFR 2.32)."""
    if basis is not Basis.PART2_CONSENT or not _protected(release):
        return Notice.NONE
    return Notice.SHORT if how in FAXED else Notice.LONG


def scope_words(held: Authorization) -> str:
    """What a consent covers, for whoever receives something on it without a copy of it (42 CFR 2.32(b))."""
    kinds = ", ".join(kind.value for kind in Information if kind in held.information)
    named = f"; named for itself: {', '.join(s.value for s in Special if s in held.special)}" if held.special else ""
    end = f"It ends on {shown(held.expires_on)}." if held.expires_on else f"It ends: {held.expires_event or 'when revoked'}."
    return (
        f"Scope of the consent: signed on {shown(held.signed_on)}. It covers {kinds}{named}, for the purpose of "
        f"{held.purpose}. {end}"
    )


def basis_line(found: Ground) -> str:
    """The line of legal basis as it stands in the letter (DOMAIN.md 4.3)."""
    held = f" of {shown(found.authorization.signed_on)}" if found.authorization else ""
    return f"{_BASIS_WORDS[found.basis]}{held}."


_BASIS_WORDS = {
    Basis.TREATMENT: "Disclosed for treatment (45 CFR 164.506)",
    Basis.PAYMENT: "Disclosed for payment (45 CFR 164.506)",
    Basis.OPERATIONS: "Disclosed for health care operations (45 CFR 164.506)",
    Basis.AUTHORIZATION: "Disclosed on the patient's authorization (45 CFR 164.508)",
    Basis.PART2_CONSENT: "Disclosed on the patient's consent (42 CFR 2.31)",
    Basis.PATIENT_ACCESS: "Given to the patient (45 CFR 164.524)",
    Basis.REQUIRED_BY_LAW: "Disclosed because the law requires it (45 CFR 164.512)",
    Basis.SERIOUS_THREAT: "Disclosed to avert a serious threat (45 CFR 164.512)",
    Basis.EMERGENCY: "Disclosed in a medical emergency (45 CFR 164.506; 42 CFR 2.51)",
}


def _protected(release: Release) -> bool:
    return is_protected(release.person.part2, release.information, program=release.person.program)


def _wanted(release: Release) -> Wanted:
    consent = _protected(release) or release.basis is Basis.PART2_CONSENT
    special = release.special | ({Special.PART2} if consent else frozenset())
    if Information.PSYCHOTHERAPY_NOTES in release.information:
        special |= {Special.PSYCHOTHERAPY_NOTES}
    to = release.receiver
    return Wanted(
        release.information,
        to.id if to else None,
        to.name if to else "the patient",
        bool(to and to.provider),
        bool(to and to.internal),
        special,
        release.since,
        release.until,
    )


def _forbidden(release: Release) -> Iterator[str]:
    to = release.receiver
    if release.rule.needs_recipient and to is None:
        yield "Nobody is chosen to receive it."
    if release.rule is MISSED and release.person.safety_open:
        yield WORRY
    if release.rule is PSYCHIATRY and to is not None and not to.internal:
        yield f"This letter stays inside the group, and {to.name} is outside it. Write a referral letter."
    if release.basis is Basis.PATIENT_ACCESS and to is not None:
        yield "The patient's own access is a ground for letters to the patient only."
    notes = Information.PSYCHOTHERAPY_NOTES in release.information
    if notes and release.basis not in (Basis.AUTHORIZATION, Basis.REQUIRED_BY_LAW, Basis.SERIOUS_THREAT):
        yield "Psychotherapy notes go out on an authorization of their own only."


def _needs(release: Release) -> str:
    """Why the patient must have allowed it in writing; empty where nobody needs to be asked."""
    to = release.receiver
    # An emergency is the one ground on which Part 2 lets anything out unasked; the patient may always see it (2.23, 2.51).
    open_to_part2 = release.basis in (Basis.EMERGENCY, Basis.PATIENT_ACCESS)
    if _protected(release) and not open_to_part2:
        return "Substance use records are protected by 42 CFR Part 2, and no consent under that rule is on file."
    if release.basis in CONSENTED:
        what = "an authorization" if release.basis is Basis.AUTHORIZATION else "a consent under 42 CFR Part 2"
        return f"It is to go out on {what}, and none is on file."
    if release.special and release.basis not in (*UNASKED, Basis.PATIENT_ACCESS):
        named = ", ".join(one.value for one in Special if one in release.special)
        return f"An authorization must name for itself: {named}. None is on file."
    if release.basis is not Basis.TREATMENT or to is None:
        return ""
    if not to.provider:
        return f"{to.name} is no health-care provider: without an authorization nothing is told, not even attendance."
    if release.rule is REFERRAL and release.release_for_referral:
        return "The clinic asks for a signed release before a referral goes out, and none is on file."
    return ""


def _of_the_authorization(release: Release, wanted: Wanted, held: Authorization | None) -> tuple[str, ...]:
    if held is None:
        return ()
    return tuple(_of(held, reason) for reason in failings(held, wanted, release.person.signed, release.today))


def _of_the_others(release: Release) -> Iterator[str]:
    # Ala. Code 34-17A-21(5): of those treated together every adult must agree. What the patient gets of the own visits alone
    # tells of nobody else.
    own = release.receiver is None and release.information <= {Information.ATTENDANCE}
    if own or release.basis in UNASKED:
        return
    wanted = replace(_wanted(release), special=frozenset())  # the protected record is the patient's, not theirs
    for one in release.participants:
        if band(one.signed.born, release.today, one.signed.ages) is not Band.ADULT:
            continue
        held = best(one.authorizations, wanted, one.signed, release.today)
        if held is None:
            yield f"{one.name} was treated together with the patient and has not authorized it."
            continue
        found = failings(held, wanted, one.signed, release.today)
        yield from (f"{one.name}, treated together with the patient: {_of(held, reason)}" for reason in found)


def _of(held: Authorization, reason: str) -> str:
    return f"The authorization of {shown(held.signed_on)} is not enough: {reason[0].lower()}{reason[1:]}"
