"""Which signed papers a visit lacks: by kind, date, modality and age (DOMAIN.md 4.6)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import Modality
from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.desk_consents import (
    REQUIRED,
    DeskConsent,
    Kind,
    Lack,
    Visit,
    lacks,
    parse_kinds,
    require_record,
    sentences,
    word,
)
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.guardians import ALABAMA

TODAY = date(2027, 3, 1)
ADULT = date(1985, 3, 14)
VISIT = Visit(TODAY, Modality.IN_PERSON, ADULT)
TREATMENT = DeskConsent(Kind.TREATMENT, date(2026, 9, 1))
PRIVACY = DeskConsent(Kind.PRIVACY, date(2026, 9, 1))


def of(*papers: DeskConsent, visit: Visit = VISIT) -> dict[Kind, Lack]:
    """What a visit lacks with these papers on file."""
    return lacks(papers, visit, REQUIRED, ALABAMA)


def test_treatment_and_privacy_notice_are_asked_of_every_visit() -> None:
    assert of() == {Kind.TREATMENT: Lack.MISSING, Kind.PRIVACY: Lack.MISSING}
    assert of(TREATMENT, PRIVACY) == {}


def test_telehealth_is_asked_of_telehealth_visits_only() -> None:
    far = replace(VISIT, modality=Modality.TELEHEALTH)
    assert of(TREATMENT, PRIVACY, visit=far) == {Kind.TELEHEALTH: Lack.MISSING}
    assert of(TREATMENT, PRIVACY, visit=replace(VISIT, modality=Modality.PHONE)) == {}


@pytest.mark.parametrize(("expires", "lack"), [(TODAY, None), (TODAY - timedelta(days=1), Lack.EXPIRED)])
def test_a_paper_holds_on_its_last_day(expires: date, lack: Lack | None) -> None:
    assert of(replace(TREATMENT, expires_on=expires), PRIVACY).get(Kind.TREATMENT) is lack


@pytest.mark.parametrize(("revoked", "lack"), [(TODAY, Lack.REVOKED), (TODAY + timedelta(days=1), None)])
def test_a_paper_does_not_hold_on_the_day_it_is_revoked(revoked: date, lack: Lack | None) -> None:
    assert of(replace(TREATMENT, revoked_on=revoked), PRIVACY).get(Kind.TREATMENT) is lack


def test_a_newer_paper_stands_for_an_old_one_and_the_latest_says_why() -> None:
    old = replace(TREATMENT, expires_on=date(2026, 12, 31))
    assert of(old, replace(TREATMENT, signed_on=date(2027, 1, 1)), PRIVACY) == {}
    newer = replace(TREATMENT, signed_on=date(2027, 1, 1), revoked_on=date(2027, 2, 1))
    assert of(newer, old, PRIVACY) == {Kind.TREATMENT: Lack.REVOKED}


def test_what_is_signed_after_the_visit_does_not_count_for_it() -> None:
    assert of(replace(TREATMENT, signed_on=TODAY + timedelta(days=1)), PRIVACY) == {Kind.TREATMENT: Lack.MISSING}


@pytest.mark.parametrize(
    ("years", "signer", "lack"),
    [
        (15, Giver.PATIENT, Lack.GUARDIAN),
        (15, Giver.GUARDIAN, None),
        (15, Giver.BOTH, None),
        (16, Giver.PATIENT, None),
        (19, Giver.PATIENT, None),
    ],
)
def test_a_child_below_the_age_of_consent_needs_a_guardians_signature(years: int, signer: Giver, lack: Lack | None) -> None:
    child = replace(VISIT, born=TODAY.replace(year=TODAY.year - years))
    assert of(replace(TREATMENT, signer=signer), PRIVACY, visit=child).get(Kind.TREATMENT) is lack
    assert of(replace(TREATMENT, signer=signer, exempt=True), PRIVACY, visit=child) == {}


def test_the_word_on_the_row_names_the_worst() -> None:
    assert word({}) == ""
    assert word({Kind.PRIVACY: Lack.EXPIRED}) == "consent expired"
    assert word({Kind.PRIVACY: Lack.EXPIRED, Kind.TREATMENT: Lack.MISSING}) == "consent missing"
    assert word({Kind.TREATMENT: Lack.GUARDIAN}) == "guardian's consent missing"
    assert sentences({Kind.PRIVACY: Lack.EXPIRED}) == ("privacy notice expired",)


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PAPERS = st.builds(
    DeskConsent,
    st.sampled_from(Kind),
    DAYS,
    st.sampled_from(Giver),
    expires_on=st.none() | DAYS,
    revoked_on=st.none() | DAYS,
)


@given(st.lists(PAPERS, max_size=6), DAYS, st.sampled_from(Modality), st.dates(date(1950, 1, 1), date(2023, 1, 1)))
def test_one_more_paper_that_holds_never_makes_a_visit_lack_more(
    papers: list[DeskConsent], on: date, modality: Modality, born: date
) -> None:
    visit = Visit(on, modality, born)
    before = lacks(papers, visit, REQUIRED, ALABAMA)
    for kind in Kind:
        after = lacks([*papers, DeskConsent(kind, on, Giver.BOTH)], visit, REQUIRED, ALABAMA)
        assert set(after) == set(before) - {kind}


@pytest.mark.parametrize(
    ("paper", "field"),
    [
        (replace(TREATMENT, signed_on=TODAY + timedelta(days=1)), "signed_on"),
        (replace(TREATMENT, expires_on=date(2026, 8, 31)), "expires_on"),
        (replace(TREATMENT, revoked_on=date(2026, 8, 31)), "revoked_on"),
        (replace(TREATMENT, revoked_on=TODAY + timedelta(days=1)), "revoked_on"),
        (replace(TREATMENT, signer=Giver.GUARDIAN), "signer_name"),
        (replace(TREATMENT, signer=Giver.GUARDIAN, signer_name="x" * 10_000), "signer_name"),
        (replace(TREATMENT, signer=Giver.BOTH, signer_name="\x00\x01"), "signer_name"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_field(paper: DeskConsent, field: str) -> None:
    with pytest.raises(Refused) as no:
        require_record(paper, TODAY)
    assert no.value.field == field


def test_the_setting_names_kinds_and_nothing_else() -> None:
    assert parse_kinds(" Treatment,  privacy  notice,treatment, ") == (Kind.TREATMENT, Kind.PRIVACY)
    assert parse_kinds("") == ()
    with pytest.raises(Refused, match="“blood” is no paper of the front desk") as no:
        parse_kinds("treatment, blood")
    assert no.value.field == "required_consents"
