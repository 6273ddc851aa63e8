"""Payers and what they authorized: what can be noted, and whether a course outruns it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.cover import Cover, Covered, Payer, covered, require_cover, used_up, warning
from ibh_desktop.domain.errors import Refused

JUNE = date(2027, 6, 30)
PLAN = Cover(Payer.INSURED, "Sample Health Plan", sessions=12, last=JUNE)
WEEKS = [date(2027, 3, 1) + timedelta(weeks=n) for n in range(16)]


def test_a_course_that_outruns_its_authorization_is_told_in_one_line() -> None:
    assert warning(covered([PLAN], WEEKS)) == "12 of 16 sessions authorized until 30 Jun 2027: ask for more"


def test_dates_after_its_end_are_not_authorized_however_many_sessions_are_left() -> None:
    late = replace(PLAN, sessions=40, last=date(2027, 4, 30))
    assert covered([late], WEEKS) == Covered(9, 16, date(2027, 4, 30))


def test_what_was_used_before_is_used_first() -> None:
    before = [date(2027, 2, 1), date(2027, 2, 8)]
    assert covered([PLAN], WEEKS[:12], used=before) == Covered(10, 12, JUNE)


def test_sessions_without_a_date_yet_take_what_is_left() -> None:
    assert covered([PLAN], WEEKS[:10], undated=6) == Covered(12, 16, JUNE)


def test_a_second_authorization_goes_on_where_the_first_ends() -> None:
    more = replace(PLAN, first=date(2027, 5, 1), last=date(2027, 12, 31), sessions=4)
    assert covered([more, PLAN], WEEKS) == Covered(16, 16, date(2027, 12, 31))
    assert warning(covered([more, PLAN], WEEKS)) == ""


@pytest.mark.parametrize("cover", [Cover(Payer.SELF_PAY), Cover(Payer.SELF_PAY, last=JUNE), Cover(Payer.INSURED, "Plan")])
def test_where_nobody_set_a_limit_nothing_is_outrun(cover: Cover) -> None:
    assert covered([cover], WEEKS) is None
    assert warning(None) == ""


def test_a_number_without_an_end_names_no_end() -> None:
    assert warning(covered([replace(PLAN, last=None)], WEEKS)) == "12 of 16 sessions authorized: ask for more"


DAYS = st.dates(date(2027, 1, 1), date(2027, 12, 31))
COVERS = st.builds(
    Cover, st.sampled_from(Payer), st.just("Plan"), sessions=st.none() | st.integers(1, 20), last=st.none() | DAYS
)


@given(st.lists(COVERS, max_size=3), st.lists(DAYS, max_size=20), st.integers(0, 10), st.lists(DAYS, max_size=5))
def test_never_more_is_authorized_than_is_planned_or_was_granted(
    covers: list[Cover], planned: list[date], undated: int, used: list[date]
) -> None:
    found = covered(covers, planned, undated=undated, used=used)
    if found is not None:
        assert 0 <= found.authorized <= found.planned == len(planned) + undated
        limits = [cover.sessions for cover in covers if cover.limits]
        assert None in limits or found.authorized <= sum(n for n in limits if n is not None)


@pytest.mark.parametrize(
    ("cover", "held", "on", "word"),
    [
        (PLAN, 11, JUNE, ""),
        (PLAN, 12, JUNE, "authorization used up"),
        (PLAN, 3, date(2027, 7, 1), "authorization expired"),
        (replace(PLAN, first=date(2027, 5, 1)), 0, date(2027, 4, 1), "not authorized yet"),
        (Cover(Payer.SELF_PAY), 99, JUNE, ""),
        (Cover(Payer.INSURED, "Plan"), 99, JUNE, ""),
    ],
)
def test_a_visit_says_in_a_word_when_no_authorization_reaches_it(cover: Cover, held: int, on: date, word: str) -> None:
    assert used_up([(cover, held)], on) == word


def test_one_that_holds_is_enough() -> None:
    assert used_up([(PLAN, 12), (replace(PLAN, sessions=4), 1)], JUNE) == ""


@pytest.mark.parametrize(
    ("cover", "field"),
    [
        (replace(PLAN, name=" \x00 "), "name"),
        (replace(PLAN, name="x" * 10_000), "name"),
        (replace(PLAN, member="1" * 121), "member"),
        (replace(PLAN, note="x" * 10_000), "note"),
        (replace(PLAN, sessions=0), "sessions"),
        (replace(PLAN, sessions=-3), "sessions"),
        (replace(PLAN, sessions=10**9), "sessions"),
        (replace(PLAN, first=date(2027, 7, 1)), "last"),
        (replace(PLAN, last=date(9999, 12, 31)), "last"),
        (replace(PLAN, first=date(1, 1, 1)), "first"),
        (Cover(Payer.SELF_PAY, sessions=4), "sessions"),
    ],
)
def test_what_cannot_be_so_is_refused_at_its_field(cover: Cover, field: str) -> None:
    with pytest.raises(Refused) as no:
        require_cover(cover)
    assert no.value.field == field
    assert no.value.sentence.endswith(".")


def test_control_characters_and_blanks_go() -> None:
    kept = require_cover(replace(PLAN, name=" Blue\x07  Cross ", note="a\x00b"))
    assert (kept.name, kept.note) == ("Blue Cross", "ab")
    assert require_cover(Cover(Payer.SELF_PAY)).name == ""
