"""Whether a letter may go: by kind, ground, receiver, age, Part 2 and who was treated together (DOMAIN.md 4.3 to 4.6)."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ibh_desktop.domain.authorization import Authorization, ReceiverClass, Signed
from ibh_desktop.domain.disclosure import Basis, Information, Notice, Part2, Special
from ibh_desktop.domain.guardians import ALABAMA, Authority, Band, Guardian, band, notes
from ibh_desktop.domain.ids import AuthorizationId, GuardianId, RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterKindRule, information
from ibh_desktop.domain.part2 import LONG, SHORT, TEXTS
from ibh_desktop.domain.release import Participant, Person, Receiver, Release, ground, scope_words
from tests.letter_words import whole
from tests.unit.test_authorization import ADULT, CHILD, CONSENT, HART, MOTHER, TODAY, WHOLE

DOCTOR = Receiver(HART, "Dr. Hart")
SCHOOL = Receiver(RecipientId(7), "Hoover High School", provider=False)
COLLEAGUE = Receiver(RecipientId(8), "Dr. Own", internal=True)
EVERYTHING = frozenset(Information) - {Information.PSYCHOTHERAPY_NOTES}
COVERS_ALL = replace(WHOLE, information=EVERYTHING)
CONSENTS_ALL = replace(CONSENT, information=EVERYTHING)
PERSON = Person(ADULT)
WORDS_OF_THE_RULE = "d82205a18044f9f45776343d91e26d8ddb44bf13e136af169ec73d755facd9a8"


def release(kind: str, *, without: tuple[str, ...] = ("substance_use",), **more: Any) -> Release:
    """A whole letter of a kind to whom such letters go."""
    rule = BY_ID[kind]
    parts = {name: text for name, text in whole(rule).items() if name not in without}
    to = {"psychiatry": COLLEAGUE}.get(kind, DOCTOR) if rule.needs_recipient else None
    return replace(Release(rule, information(rule, parts), rule.basis, PERSON, TODAY, to), **more)


@pytest.mark.parametrize("rule", [rule for rule in BY_ID.values() if rule.id != "referral"], ids=lambda rule: rule.id)
def test_nine_kinds_need_nobody_to_be_asked(rule: LetterKindRule) -> None:
    judged = ground(release(rule.id))
    assert (judged.reasons, judged.basis, judged.authorization, judged.notice) == ((), rule.basis, None, Notice.NONE)


def test_a_referral_needs_a_signed_release_unless_the_clinic_does_without() -> None:
    assert ground(release("referral")).reasons == (
        "The clinic asks for a signed release before a referral goes out, and none is on file.",
    )
    assert ground(release("referral", release_for_referral=False)).reasons == ()
    allowed = ground(release("referral", authorizations=(COVERS_ALL,)))
    assert (allowed.reasons, allowed.basis, allowed.authorization) == ((), Basis.AUTHORIZATION, COVERS_ALL)


def test_what_an_authorization_lacks_blocks_the_letter_with_its_reason() -> None:
    revoked = replace(COVERS_ALL, revoked_on=TODAY)
    assert ground(release("referral", authorizations=(revoked,))).reasons == (
        "The authorization of 12/20/2026 is not enough: it was revoked on 01/04/2027.",
    )
    narrow = ground(release("referral", authorizations=(WHOLE,))).reasons
    assert narrow == (
        "The authorization of 12/20/2026 is not enough: it does not cover: questionnaire scores, medicines and allergies, "
        "risk, social situation.",
    )


def test_a_referrer_who_is_no_provider_is_told_nothing_without_an_authorization() -> None:
    assert ground(release("thanks", receiver=SCHOOL)).reasons == (
        "Hoover High School is no health-care provider: without an authorization nothing is told, not even attendance.",
    )
    allowed = replace(COVERS_ALL, recipient=SCHOOL.id)
    assert ground(release("thanks", receiver=SCHOOL, authorizations=(allowed,))).reasons == ()


def test_a_missed_appointment_letter_never_goes_while_a_safety_event_is_open() -> None:
    worried = replace(PERSON, safety_open=True)
    (reason,) = ground(release("missed", person=worried)).reasons
    assert "the therapist calls instead of writing" in reason
    assert "safety" not in reason
    assert ground(release("confirmation", person=worried)).reasons == ()


def test_the_internal_referral_stays_inside_and_nobody_is_written_to_without_a_name() -> None:
    assert ground(release("psychiatry", receiver=DOCTOR)).reasons == (
        "This letter stays inside the group, and Dr. Hart is outside it. Write a referral letter.",
    )
    assert ground(release("thanks", receiver=None)).reasons == ("Nobody is chosen to receive it.",)
    assert ground(release("summary", receiver=SCHOOL)).reasons == (
        "The patient's own access is a ground for letters to the patient only.",
    )


PROTECTED = "Substance use records are protected by 42 CFR Part 2, and no consent under that rule is on file."


@pytest.mark.parametrize("flag", [Part2.YES, Part2.PENDING])
def test_substance_use_of_a_part_2_patient_needs_a_part_2_consent(flag: Part2) -> None:
    told = release("psychiatry", without=(), person=replace(PERSON, part2=flag))
    assert ground(told).reasons == (PROTECTED,)
    general = replace(COVERS_ALL, recipient=COLLEAGUE.id)
    assert "it is a general authorization" in " ".join(ground(replace(told, authorizations=(general,))).reasons)
    consent = replace(CONSENTS_ALL, recipient=COLLEAGUE.id)
    allowed = ground(replace(told, authorizations=(general, consent)))
    assert (allowed.reasons, allowed.basis, allowed.notice) == ((), Basis.PART2_CONSENT, Notice.LONG)
    assert ground(replace(told, authorizations=(consent,)), how="fax").notice is Notice.SHORT
    silent = release("psychiatry", person=replace(PERSON, part2=flag))
    assert (ground(silent).reasons, ground(silent).notice) == ((), Notice.NONE)


def test_of_a_part_2_program_even_attendance_is_protected() -> None:
    program = replace(PERSON, program=True)
    assert ground(release("thanks", person=program)).reasons == (PROTECTED,)
    assert ground(release("confirmation", person=program)).reasons == ()


def test_an_emergency_is_the_one_ground_that_asks_nobody_under_part_2() -> None:
    told = release("psychiatry", without=(), person=replace(PERSON, part2=Part2.YES))
    assert ground(replace(told, basis=Basis.EMERGENCY)).reasons == ()
    for basis in (Basis.REQUIRED_BY_LAW, Basis.SERIOUS_THREAT, Basis.PAYMENT, Basis.OPERATIONS):
        assert ground(replace(told, basis=basis)).reasons == (PROTECTED,)


def test_psychotherapy_notes_go_out_on_an_authorization_of_their_own_only() -> None:
    notes_too = release("summary", information=frozenset({Information.PSYCHOTHERAPY_NOTES}))
    assert ground(notes_too).reasons == ("Psychotherapy notes go out on an authorization of their own only.",)
    own = replace(
        WHOLE,
        information=frozenset({Information.PSYCHOTHERAPY_NOTES}),
        special=frozenset({Special.PSYCHOTHERAPY_NOTES}),
    )
    asked = replace(notes_too, basis=Basis.AUTHORIZATION, receiver=DOCTOR)
    assert ground(replace(asked, authorizations=(own,))).reasons == ()
    assert ground(asked).reasons == ("It is to go out on an authorization, and none is on file.",)


WIFE = Participant("Ines Washington", Signed(date(1991, 5, 2)))
SON = Participant("Tom Washington", Signed(date(2012, 5, 2)))


def test_of_those_treated_together_every_adult_must_have_agreed() -> None:
    """DOMAIN.md 8, invariant 20; Ala. Code 34-17A-21(5)."""
    asked = release("referral", authorizations=(COVERS_ALL,), participants=(WIFE, SON))
    assert ground(asked).reasons == ("Ines Washington was treated together with the patient and has not authorized it.",)
    hers = replace(COVERS_ALL, id=AuthorizationId(5), expires_on=date(2027, 1, 1))
    assert ground(replace(asked, participants=(replace(WIFE, authorizations=(hers,)),))).reasons == (
        "Ines Washington, treated together with the patient: The authorization of 12/20/2026 is not enough: "
        "it expired on 01/01/2027.",
    )
    agreed = replace(WIFE, authorizations=(replace(hers, expires_on=date(2028, 1, 1)),))
    assert ground(replace(asked, participants=(agreed, SON))).reasons == ()


def test_a_letter_to_the_patient_about_couple_work_needs_them_too_but_no_confirmation_does() -> None:
    asked = release("summary", participants=(WIFE,))
    assert len(ground(asked).reasons) == 1
    hers: Authorization = replace(COVERS_ALL, recipient=None, receivers=ReceiverClass.TOGETHER)
    assert ground(replace(asked, participants=(replace(WIFE, authorizations=(hers,)),))).reasons == ()
    for kind in ("confirmation", "missed", "attendance"):
        assert ground(release(kind, participants=(WIFE,))).reasons == ()
    assert ground(replace(asked, basis=Basis.REQUIRED_BY_LAW)).reasons == ()


def test_the_two_statements_are_the_regulations_own_words() -> None:
    """42 CFR 2.32(a), letter by letter."""
    assert TEXTS == {Notice.NONE: "", Notice.SHORT: SHORT, Notice.LONG: LONG}
    assert SHORT == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert LONG.startswith(
        "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2)."
    )
    assert LONG.endswith("written consent to further use or redisclose the record (see 42 CFR 2.31).")
    assert (len(LONG.split()), hashlib.sha256(LONG.encode()).hexdigest()) == (221, WORDS_OF_THE_RULE)


def test_the_scope_of_a_consent_is_explained_to_whoever_gets_no_copy() -> None:
    said = scope_words(CONSENT)
    assert said.startswith("Scope of the consent: signed on 12/20/2026. It covers substance use; named for itself: ")
    assert said.endswith("for the purpose of further treatment. It ends on 12/20/2027.")


def test_ages_fall_into_three_bands_on_the_birthday() -> None:
    days = {date(2027, 1, 4): Band.SELF_CONSENT, date(2027, 1, 3): Band.CHILD, date(2030, 1, 4): Band.ADULT}
    assert {on: band(date(2011, 1, 4), on, ALABAMA) for on in days} == days


def test_whoever_tells_something_of_a_minor_knows_what_parents_may_ask() -> None:
    said = notes(CHILD.born, TODAY, ALABAMA, ())
    assert said[:2] == (
        "Under 16: a guardian consents and signs, unless an exception is on file.",
        "No guardian is on file yet.",
    )
    ordered = Guardian(GuardianId(2), "Carl O'Kon", Authority.JOINT, "No contact without supervision.")
    sixteen = notes(date(2010, 6, 1), TODAY, ALABAMA, (MOTHER, ordered))
    assert sixteen[0] == "16 to 18: consents and signs alone; a guardian may be on file too."
    assert sixteen[1].startswith("A parent may ask for this record, unless a court order forbids it")
    assert sixteen[2] == "A court's order is on file for Carl O'Kon: read it before anything is told."
    assert notes(ADULT.born, TODAY, ALABAMA, ()) == ()
