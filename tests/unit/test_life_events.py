"""Dates as precise as they are remembered, and events that can have been."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.life_events import (
    EventKind,
    LifeEvent,
    Moment,
    Precision,
    parse_moment,
    require_event,
    written,
)

TODAY = date(2027, 1, 4)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _moment(on: date, precision: Precision) -> Moment:
    if precision is Precision.DAY:
        return Moment(on)
    return Moment(on.replace(day=1) if precision is Precision.MONTH else on.replace(month=1, day=1), precision)


@given(st.builds(_moment, DAYS, st.sampled_from(Precision)))
def test_what_is_written_is_read_as_the_same(moment: Moment) -> None:
    assert parse_moment(written(moment), TODAY) == moment


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [
        ("2019", date(2019, 1, 1), "year"),
        (" march  2024 ", date(2024, 3, 1), "month"),
        ("Mar 2024", date(2024, 3, 1), "month"),
        ("Sept. 2024", date(2024, 9, 1), "month"),
        ("May, 2024", date(2024, 5, 1), "month"),
        ("3/2024", date(2024, 3, 1), "month"),
        ("2024-03", date(2024, 3, 1), "month"),
        ("3/14/2024", date(2024, 3, 14), "day"),
        ("3/14/85", date(1985, 3, 14), "day"),
        ("20240314", date(2024, 3, 14), "day"),
    ],
)
def test_dates_are_typed_as_people_say_them(text: str, on: date, precision: str) -> None:
    assert parse_moment(text, TODAY) == Moment(on, Precision(precision))


@pytest.mark.parametrize("text", ["", "soon", "13/2024", "0/2024", "2/30/2024", "1234", "Mai 2024", "20", "march", "1/1/1899"])
def test_what_is_no_date_is_refused_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as no:
        parse_moment(text, TODAY, field="ends")
    assert no.value.field == "ends"


@given(st.text(max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        found = parse_moment(text, TODAY)
    except Refused:
        return
    assert parse_moment(written(found), TODAY) == found


MOVE = LifeEvent(EventKind.LIFE_EVENT, "Moved to Mobile", Moment(date(2024, 3, 1), Precision.MONTH), mood=-2)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"begins": Moment(date(2027, 1, 5))}, "begins"),
        ({"begins": Moment(date(2027, 2, 1), Precision.MONTH)}, "begins"),
        ({"ends": Moment(date(2024, 2, 1), Precision.MONTH)}, "ends"),
        ({"ends": Moment(date(2024, 3, 5))}, "ends"),
        ({"ends": Moment(date(2027, 2, 1), Precision.MONTH)}, "ends"),
        ({"mood": 4}, "mood"),
    ],
)
def test_an_event_that_cannot_have_been_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as no:
        require_event(replace(MOVE, **change), TODAY)
    assert no.value.field == field


def test_the_month_and_the_year_that_run_are_no_future() -> None:
    for begins in (Moment(date(2027, 1, 1), Precision.YEAR), Moment(date(2027, 1, 1), Precision.MONTH), Moment(TODAY)):
        assert require_event(replace(MOVE, begins=begins), TODAY).begins == begins
    lasting = replace(MOVE, ends=MOVE.begins)
    assert require_event(lasting, TODAY) == lasting
