"""Dates and times as people type them (LOOK.md, Hands)."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.typed import parse_clock, parse_date, parse_day, parse_when

TODAY = date(2027, 1, 4)
"""A Monday."""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("2p", time(14)),
        ("2 PM", time(14)),
        ("3pm", time(15)),
        ("3 p.m.", time(15)),
        ("230p", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("12", time(12)),
        ("12p", time(12)),
        ("12a", time(0)),
        ("8a", time(8)),
        ("2", time(14)),
        ("6", time(18)),
        ("7", time(7)),
        ("06", time(6)),
        ("0:15", time(0, 15)),
        (" 10 ", time(10)),
    ],
)
def test_a_time_as_people_type_it(text: str, wanted: time) -> None:
    assert parse_clock(text) == wanted


@pytest.mark.parametrize("text", ["", "25", "9:60", "13p", "0a", "noon", "9:3", "+1w", "9-10", "99999", "a", "p"])
def test_what_is_no_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Refused, match="Type 9, 930, 2p or 14:30") as no:
        parse_clock(text)
    assert no.value.field == "starts"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3/14/85", date(1985, 3, 14)),
        ("3/14/1985", date(1985, 3, 14)),
        ("03/14/1985", date(1985, 3, 14)),
        ("19850314", date(1985, 3, 14)),
        ("1985-03-14", date(1985, 3, 14)),
        ("3-14-1985", date(1985, 3, 14)),
        ("3.14.1985", date(1985, 3, 14)),
        ("14 Mar 1985", date(1985, 3, 14)),
        ("March 14, 1985", date(1985, 3, 14)),
        ("1/4/27", date(2027, 1, 4)),
        ("1/5/27", date(1927, 1, 5)),
        ("2/29/28", date(1928, 2, 29)),
        (" 2/29/2000 ", date(2000, 2, 29)),
    ],
)
def test_a_date_of_birth_as_people_type_it(text: str, wanted: date) -> None:
    assert parse_date(text, TODAY) == wanted


@pytest.mark.parametrize("text", ["2/29/1985", "13/14/1985", "19851314", "0/0/0000", "2/30/85"])
def test_a_date_that_does_not_exist_is_named(text: str) -> None:
    with pytest.raises(Refused, match=f"There is no date {text}") as no:
        parse_date(text, TODAY)
    assert no.value.field == "born"


@pytest.mark.parametrize("text", ["", "yesterday", "soon", "3/14", "=1+1"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a date"):
        parse_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", TODAY),
        ("today", TODAY),
        ("Tomorrow", date(2027, 1, 5)),
        ("+1w", date(2027, 1, 11)),
        ("+10d", date(2027, 1, 14)),
        ("+ 2 w", None),
        ("tue", date(2027, 1, 5)),
        ("Tuesday", date(2027, 1, 5)),
        ("mon", date(2027, 1, 11)),
        ("sun", date(2027, 1, 10)),
        ("3/15/2027", date(2027, 3, 15)),
        ("3/15/27", date(2027, 3, 15)),
    ],
)
def test_a_day_as_people_type_it(text: str, wanted: date | None) -> None:
    if wanted is None:
        with pytest.raises(Refused):
            parse_day(text, TODAY)
    else:
        assert parse_day(text, TODAY) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tue 3pm", (date(2027, 1, 5), time(15))),
        ("tue 3 pm", (date(2027, 1, 5), time(15))),
        ("930", (TODAY, time(9, 30))),
        ("3 pm", (TODAY, time(15))),
        ("tomorrow 9", (date(2027, 1, 5), time(9))),
        ("+1w 930", (date(2027, 1, 11), time(9, 30))),
        ("3/14/2027 9", (date(2027, 3, 14), time(9))),
        ("3/14/27 2p", (date(2027, 3, 14), time(14))),
    ],
)
def test_a_day_and_a_time_in_one_line(text: str, wanted: tuple[date, time]) -> None:
    assert parse_when(text, TODAY) == wanted


@pytest.mark.parametrize("text", ["", "  ", "tue", "p", "someday 9", "tue 25"])
def test_half_a_line_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_when(text, TODAY)


@given(st.text(max_size=20))
@settings(max_examples=120, deadline=None)
def test_any_text_is_understood_or_refused(text: str) -> None:
    for parse in (parse_date, parse_day, parse_when):
        with suppress(Refused):
            parse(text, TODAY)
