"""Hours of a week in words, spans of closed days, and which day of a holiday closes."""

from datetime import date, time

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.opening import (
    OFFICE_WEEK,
    Holiday,
    Week,
    closed_days,
    closing_day,
    is_kept,
    require_week,
    told,
    workdays,
)
from ibh_desktop.domain.roster import Hours
from ibh_desktop.exchange.us_holidays import alabama_holidays

SHORT = Hours(time(9), time(12))
HERE = LocationId(1)
SATURDAYS: Week = (*OFFICE_WEEK[:5], SHORT, None)
CHRISTMAS = Holiday("Christmas Day", date(2027, 12, 25), date(2027, 12, 24), usual=True)


def test_days_of_the_same_hours_are_told_together() -> None:
    assert told(OFFICE_WEEK) == ["Mon–Fri 08:00–18:00"]
    assert told(SATURDAYS) == ["Mon–Fri 08:00–18:00", "Sat 09:00–12:00"]
    assert told((SHORT, None, SHORT, SHORT, None, None, None)) == ["Mon 09:00–12:00", "Wed–Thu 09:00–12:00"]
    assert told((None,) * 7) == []


def test_a_crooked_day_is_named_and_a_week_has_an_open_day() -> None:
    with pytest.raises(Refused, match="before it starts") as no:
        require_week((*OFFICE_WEEK[:5], Hours(time(12), time(12)), None))
    assert no.value.field == "saturday"
    with pytest.raises(Refused, match="one day a week"):
        require_week((None,) * 7)
    assert require_week(workdays(SHORT)) == workdays(SHORT)


def test_a_closure_lasts_a_year_at_most_and_has_both_its_ends() -> None:
    days = closed_days(HERE, first=date(2028, 2, 28), last=date(2028, 3, 1), label=" Flood ")
    assert [(day.on.day, day.label) for day in days] == [(28, "Flood"), (29, "Flood"), (1, "Flood")]
    assert len(closed_days(HERE, first=date(2028, 1, 1), last=date(2028, 12, 31), label="Flood")) == 366
    with pytest.raises(Refused, match="a year at most"):
        closed_days(HERE, first=date(2027, 1, 1), last=date(9999, 12, 31), label="Flood")
    with pytest.raises(Refused, match="before it begins"):
        closed_days(HERE, first=date(2027, 1, 2), last=date(2027, 1, 1), label="Flood")
    with pytest.raises(Refused, match="closed for"):
        closed_days(HERE, first=date(2027, 1, 2), last=date(2027, 1, 2), label="  ")


def test_only_one_of_a_holiday_and_its_observed_day_closes() -> None:
    assert closing_day(CHRISTMAS, OFFICE_WEEK) == date(2027, 12, 24)
    assert closing_day(CHRISTMAS, SATURDAYS) == date(2027, 12, 25)
    assert closing_day(Holiday("Labor Day", date(2027, 9, 6)), (None, *OFFICE_WEEK[1:])) == date(2027, 9, 6)
    assert is_kept(CHRISTMAS, SATURDAYS, {date(2027, 12, 24)})
    assert is_kept(CHRISTMAS, OFFICE_WEEK, {date(2027, 12, 24)})
    assert not is_kept(CHRISTMAS, OFFICE_WEEK, {date(2027, 12, 25)}), "a Saturday without hours closes nothing"


def test_the_holidays_of_alabama_are_those_of_the_book() -> None:
    found = {holiday.name: holiday for holiday in alabama_holidays(2027)}
    assert [name for name, holiday in found.items() if holiday.usual] == [
        "New Year's Day",
        "Memorial Day",
        "Independence Day",
        "Labor Day",
        "Thanksgiving Day",
        "Day after Thanksgiving",
        "Christmas Day",
    ]
    assert found["Confederate Memorial Day"].on == date(2027, 4, 26)
    assert found["Jefferson Davis Birthday"].on == date(2027, 6, 7)
    assert found["Mardi Gras (Mobile and Baldwin counties)"].on == date(2027, 2, 9)
    assert found["Independence Day"].observed == date(2027, 7, 5)
    assert not any("observed" in name for name in found)


def test_a_new_year_on_a_saturday_is_observed_in_the_old_year() -> None:
    first = alabama_holidays(2028)[0]
    assert (first.on, first.observed) == (date(2028, 1, 1), date(2027, 12, 31))
