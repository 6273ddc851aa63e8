"""The validity table of an authorization: every reason why it is not enough, each in its own sentence (DOMAIN.md 4.4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.authorization import (
    TPO,
    Authorization,
    ReceiverClass,
    Signed,
    Signer,
    Wanted,
    best,
    defects,
    failings,
)
from ibh_desktop.domain.authorization_record import require_record
from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.guardians import Authority, Guardian
from ibh_desktop.domain.ids import AuthorizationId, GuardianId, RecipientId

TODAY = date(2027, 1, 4)
HART, SHAH = RecipientId(1), RecipientId(2)
TREATMENT, DIAGNOSIS, RISK = Information.TREATMENT, Information.DIAGNOSIS, Information.RISK
SUBSTANCE, NOTES = Information.SUBSTANCE_USE, Information.PSYCHOTHERAPY_NOTES
ADULT, CHILD = Signed(date(1985, 3, 14)), Signed(date(2013, 3, 14))
MOTHER = Guardian(GuardianId(1), "Rosa O'Kon", Authority.PARENT)
WHOLE = Authorization(
    AuthorizationId(1),
    Basis.AUTHORIZATION,
    date(2026, 12, 20),
    frozenset({TREATMENT, DIAGNOSIS}),
    discloser="Riverside Clinic",
    recipient=HART,
    description="The course summary and the diagnosis",
    purpose="further treatment",
    expires_on=date(2027, 12, 20),
    revocation_told=True,
    redisclosure_told=True,
    conditioning_told=True,
    copy_given=True,
)
WANTED = Wanted(frozenset({TREATMENT, DIAGNOSIS}), HART, "Dr. Hart", provider=True)
CONSENT = replace(
    WHOLE,
    basis=Basis.PART2_CONSENT,
    information=frozenset({SUBSTANCE}),
    special=frozenset({Special.PART2}),
)
SUBSTANCES = replace(WANTED, information=frozenset({SUBSTANCE}), special=frozenset({Special.PART2}))

ALONE: list[tuple[dict[str, Any], str]] = [
    ({"voided": True}, "It was recorded by mistake and is void."),
    ({"signed_on": date(2027, 1, 5)}, "It is dated 01/05/2027, in the future."),
    ({"revoked_on": date(2027, 1, 4)}, "It was revoked on 01/04/2027."),
    ({"expires_on": date(2027, 1, 3)}, "It expired on 01/03/2027."),
    (
        {"expires_on": None, "expires_event": "the end of treatment", "expired_on": date(2027, 1, 2)},
        "It ended on 01/02/2027, as agreed: the end of treatment.",
    ),
    ({"description": " "}, "It does not describe what may be told."),
    ({"discloser": ""}, "It does not say who may tell."),
    ({"recipient": None}, "It names nobody who may receive it."),
    ({"purpose": ""}, "It states no purpose."),
    ({"expires_on": None}, "It has neither a date nor an event on which it ends."),
    ({"revocation_told": False}, "It does not say that it can be revoked, and how."),
    ({"conditioning_told": False}, "It does not say whether care depends on signing."),
    ({"redisclosure_told": False}, "It does not say that the receiver may pass the information on."),
    ({"copy_given": False}, "It was signed, but no copy was given."),
    (
        {"signer": Signer.REPRESENTATIVE, "authority": "power of attorney"},
        "It does not say who signed for the patient.",
    ),
    (
        {"signer": Signer.REPRESENTATIVE, "signer_name": "Rosa O'Kon"},
        "It does not say by what right somebody signed for the patient.",
    ),
    (
        {"special": frozenset({Special.PSYCHOTHERAPY_NOTES})},
        "It joins psychotherapy notes with something else; they need an authorization of their own.",
    ),
    (
        {"special": frozenset({Special.PART2_COUNSELING_NOTES})},
        "It joins SUD counseling notes with something else; they need a consent of their own.",
    ),
]


@pytest.mark.parametrize(("changed", "reason"), ALONE, ids=[reason for _, reason in ALONE])
def test_an_authorization_that_is_not_in_order_says_why(changed: dict[str, Any], reason: str) -> None:
    assert reason in defects(replace(WHOLE, **changed), ADULT, TODAY)
    assert defects(WHOLE, ADULT, TODAY) == ()


AGAINST: list[tuple[Authorization, Wanted, str]] = [
    (WHOLE, replace(WANTED, recipient=SHAH, receiver="Dr. Shah"), "It names another receiver than Dr. Shah."),
    (
        replace(WHOLE, recipient=None, receivers=ReceiverClass.PROVIDERS),
        replace(WANTED, provider=False, receiver="Hoover High School"),
        "It is for treating providers, not for Hoover High School.",
    ),
    (
        replace(WHOLE, recipient=None, receivers=ReceiverClass.OWN_GROUP),
        WANTED,
        "It is for clinicians of our own group, not for Dr. Hart.",
    ),
    (
        WHOLE,
        replace(WANTED, information=frozenset({TREATMENT, RISK, SUBSTANCE})),
        "It does not cover: risk, substance use.",
    ),
    (
        replace(WHOLE, information=frozenset({NOTES})),
        replace(WANTED, information=frozenset({NOTES}), special=frozenset({Special.PSYCHOTHERAPY_NOTES})),
        "It does not name for itself: psychotherapy notes.",
    ),
    (
        replace(WHOLE, information=frozenset({SUBSTANCE})),
        SUBSTANCES,
        "It is a general authorization; substance use records need a consent under 42 CFR Part 2.",
    ),
    (
        replace(CONSENT, special=frozenset()),
        SUBSTANCES,
        "It does not name for itself: substance use records (42 CFR Part 2).",
    ),
    (
        CONSENT,
        replace(SUBSTANCES, special=frozenset({Special.PART2, Special.PART2_COUNSELING_NOTES})),
        "It does not name for itself: SUD counseling notes.",
    ),
    (WHOLE, replace(WANTED, special=frozenset({Special.HIV})), "It does not name for itself: HIV status."),
    (
        replace(WHOLE, records_from=date(2026, 6, 1)),
        replace(WANTED, since=date(2026, 5, 1)),
        "It covers records from 06/01/2026; this tells of care since 05/01/2026.",
    ),
    (
        replace(WHOLE, records_to=date(2026, 6, 1)),
        replace(WANTED, until=date(2026, 6, 2)),
        "It covers records to 06/01/2026; this tells of care until 06/02/2026.",
    ),
]


@pytest.mark.parametrize(("held", "wanted", "reason"), AGAINST, ids=[reason for _, _, reason in AGAINST])
def test_an_authorization_in_order_allows_what_it_says_and_no_more(held: Authorization, wanted: Wanted, reason: str) -> None:
    assert failings(held, wanted, ADULT, TODAY) == (reason,)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (WHOLE, WANTED),
        (replace(WHOLE, expires_on=TODAY), WANTED),
        (replace(WHOLE, revoked_on=date(2027, 1, 5)), WANTED),
        (replace(WHOLE, expires_on=None, expires_event="the end of treatment"), WANTED),
        (replace(WHOLE, recipient=None, receivers=ReceiverClass.PROVIDERS), WANTED),
        (replace(WHOLE, recipient=None, receivers=ReceiverClass.OWN_GROUP), replace(WANTED, internal=True)),
        (replace(WHOLE, recipient=None, receivers=ReceiverClass.TOGETHER), replace(WANTED, recipient=None)),
        (CONSENT, SUBSTANCES),
        (replace(CONSENT, copy_given=False, conditioning_told=False, redisclosure_told=False), SUBSTANCES),
        (replace(CONSENT, purpose=TPO, expires_on=None, copy_given=False), SUBSTANCES),
    ],
)
def test_an_authorization_that_is_enough_has_no_reason_against_it(held: Authorization, wanted: Wanted) -> None:
    assert failings(held, wanted, ADULT, TODAY) == ()


def test_a_consent_for_treatment_payment_and_operations_says_what_refusing_means() -> None:
    silent = replace(CONSENT, purpose=TPO, conditioning_told=False, redisclosure_told=False)
    assert len(defects(silent, ADULT, TODAY)) == 2


def test_under_sixteen_a_guardian_signs_unless_an_exception_is_on_file() -> None:
    assert defects(WHOLE, CHILD, TODAY) == ("It was signed by the patient while under 16: a guardian signs then.",)
    assert defects(WHOLE, replace(CHILD, exempt=True), TODAY) == ()
    by_mother = replace(WHOLE, signer=Signer.GUARDIAN, signer_name=MOTHER.name, authority="parent")
    assert defects(by_mother, CHILD, TODAY) == ("It was signed by a guardian, and none is on file.",)
    assert defects(by_mother, replace(CHILD, guardians=(MOTHER,)), TODAY) == ()


def test_a_parent_does_not_sign_for_a_patient_who_is_of_age() -> None:
    by_mother = replace(WHOLE, signer=Signer.GUARDIAN, signer_name=MOTHER.name, authority="parent")
    nineteen = replace(ADULT, born=date(2008, 1, 4), guardians=(MOTHER,))
    assert defects(by_mother, nineteen, TODAY) == (
        "It was signed by a guardian, and the patient is 19 or older now: the patient signs.",
    )
    a_day_younger = replace(nineteen, born=date(2008, 1, 5))
    assert defects(by_mother, a_day_younger, TODAY) == ()
    by_court = replace(MOTHER, authority=Authority.LEGAL_GUARDIAN)
    assert defects(by_mother, replace(nineteen, guardians=(by_court,)), TODAY) == ()


def test_the_record_that_allows_most_is_taken_and_void_ones_never() -> None:
    expired = replace(WHOLE, id=AuthorizationId(2), expires_on=date(2027, 1, 1), signed_on=date(2026, 12, 31))
    void = replace(WHOLE, id=AuthorizationId(3), voided=True)
    assert best([expired, WHOLE, void], WANTED, ADULT, TODAY) is WHOLE
    assert best([expired, void], WANTED, ADULT, TODAY) is expired
    assert best([void], WANTED, ADULT, TODAY) is None


def test_an_empty_record_names_all_that_it_lacks_at_once() -> None:
    empty = Authorization(AuthorizationId(9), Basis.AUTHORIZATION, TODAY, frozenset(), signer=Signer.REPRESENTATIVE)
    said = defects(empty, ADULT, TODAY)
    assert len(said) == len(set(said)) == 12
    assert all(sentence.startswith("It ") and sentence.endswith(".") for sentence in said)


def _recorded(paper: Authorization) -> Authorization | str:
    try:
        return require_record(paper, TODAY)
    except Refused as reason:
        return reason.sentence


@given(st.text(max_size=300), st.sets(st.sampled_from(list(Information))), st.sets(st.sampled_from(list(Special))))
def test_whatever_is_typed_is_recorded_clean_or_refused_with_a_sentence(
    words: str, kinds: set[Information], special: set[Special]
) -> None:
    typed = replace(WHOLE, description=words, discloser=words, information=frozenset(kinds), special=frozenset(special))
    done = _recorded(typed)
    if isinstance(done, str):
        assert done.endswith(".")
        return
    assert len(done.discloser) <= 120
    assert not any(ord(c) < 32 for c in done.discloser)
    assert all(reason.endswith(".") for reason in defects(done, ADULT, TODAY))
