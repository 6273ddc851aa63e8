"""When a Good Faith Estimate is due: DOMAIN.md 5.5's vectors, closures, and what must hold for any dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.business_days import business_days_after, business_days_ahead, is_business_day
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.estimate import (
    Outcome,
    due_on,
    due_on_request,
    require_given,
    require_open,
    require_reason,
)

MONDAY = date(2027, 3, 1)
DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
CLOSED = st.frozensets(st.dates(date(2027, 1, 1), date(2027, 12, 31)), max_size=40)


@pytest.mark.parametrize(
    ("visit", "ahead", "due"),
    [
        (date(2027, 3, 3), 2, None),
        (date(2027, 3, 4), 3, date(2027, 3, 2)),
        (date(2027, 3, 12), 9, date(2027, 3, 2)),
        (date(2027, 3, 15), 10, date(2027, 3, 4)),
    ],
)
def test_the_specifications_vectors(visit: date, ahead: int, due: date | None) -> None:
    assert business_days_ahead(MONDAY, visit) == ahead
    assert due_on(MONDAY, visit) == due


def test_a_wish_is_due_within_three_business_days() -> None:
    assert due_on_request(MONDAY) == date(2027, 3, 4)
    assert due_on_request(date(2027, 3, 4)) == date(2027, 3, 9)  # Thursday: over the weekend


def test_closed_days_count_neither_ahead_nor_until_it_is_due() -> None:
    closed = {date(2027, 3, 2), date(2027, 3, 3)}
    assert due_on(MONDAY, date(2027, 3, 4), closed) is None
    assert due_on(MONDAY, date(2027, 3, 8), closed) == date(2027, 3, 4)


def test_booked_at_the_weekend_the_clock_begins_on_monday() -> None:
    saturday = date(2027, 2, 27)
    assert business_days_ahead(saturday, date(2027, 3, 3)) == 3
    assert due_on(saturday, date(2027, 3, 3)) == MONDAY


@given(DAYS, st.integers(0, 60), CLOSED)
def test_what_is_due_is_a_business_day_before_the_visit(booked: date, ahead: int, closed: frozenset[date]) -> None:
    visit = booked + timedelta(days=ahead)
    due = due_on(booked, visit, closed)
    assert (due is None) == (business_days_ahead(booked, visit, closed) < 3)
    if due is not None:
        assert booked < due < visit
        assert is_business_day(due, closed)


@given(DAYS, st.integers(1, 30), CLOSED)
def test_going_ahead_and_counting_back_agree(start: date, days: int, closed: frozenset[date]) -> None:
    end = business_days_after(start, days, closed)
    assert business_days_ahead(start, end, closed) == days
    assert business_days_ahead(start, end - timedelta(days=1), closed) == days - 1


@given(DAYS, st.integers(0, 60), st.integers(0, 20), CLOSED)
def test_a_later_visit_is_never_due_earlier(booked: date, ahead: int, more: int, closed: frozenset[date]) -> None:
    near = due_on(booked, booked + timedelta(days=ahead), closed)
    far = due_on(booked, booked + timedelta(days=ahead + more), closed)
    assert near is None or (far is not None and near <= far)


def test_what_was_settled_is_not_settled_again() -> None:
    require_open(Outcome.OPEN)
    with pytest.raises(Conflict, match="given already"):
        require_open(Outcome.GIVEN)


@pytest.mark.parametrize("on", [MONDAY - timedelta(days=1), MONDAY + timedelta(days=8)])
def test_it_cannot_be_given_before_it_was_asked_for_nor_tomorrow(on: date) -> None:
    with pytest.raises(Refused, match="between 03/01/2027 and today") as no:
        require_given(on, MONDAY, MONDAY + timedelta(days=7))
    assert no.value.field == "given_on"


@pytest.mark.parametrize("typed", ["", " \x00 ", "x" * 10_000])
def test_a_reason_is_a_line(typed: str) -> None:
    with pytest.raises(Refused) as no:
        require_reason(typed)
    assert no.value.field == "reason"
    assert require_reason(" Free\x07 intake ") == "Free intake"
