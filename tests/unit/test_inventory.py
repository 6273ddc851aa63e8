"""What may be noted of a person, of a problem area and of the formulation."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ibh_desktop.domain.circle import Place
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.inventory import Mode, Person, Relation, join_modes, require_person, split_modes
from ibh_desktop.domain.life_events import Moment
from ibh_desktop.domain.problems import (
    FIELDS,
    STAGE_MEANS,
    WHEN,
    Detail,
    Setting,
    Stage,
    require_areas,
    require_detail,
    require_formulation,
    require_stage_day,
    to_consider,
)

TODAY = date(2027, 1, 4)
ROSA = Person("  Rosa ", Relation.SIBLING, Place(2, 380))


def test_a_person_is_cleaned_and_put_on_the_circle() -> None:
    clean = require_person(replace(ROSA, satisfying=" Laughs\nwith me "), TODAY)
    assert (clean.name, clean.place, clean.satisfying) == ("Rosa", Place(2, 20), "Laughs\nwith me")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"place": Place(5, 0)}, "ring"),
        ({"conflict": 4}, "conflict"),
        ({"given": -1}, "given"),
        ({"died_on": TODAY}, "died_on"),
        ({"alive": False, "died_on": date(2027, 1, 5)}, "died_on"),
        ({"alive": False, "lives_with": True}, "lives_with"),
        ({"change_wanted": "x" * 2001}, "change_wanted"),
        ({"sensitive_note": "x" * 2001}, "sensitive_note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as no:
        require_person(replace(ROSA, **change), TODAY)
    assert no.value.field == field


def test_ways_of_contact_are_kept_in_one_order_and_fit_their_column() -> None:
    assert split_modes(join_modes((Mode.PHONE, Mode.IN_PERSON, Mode.PHONE))) == (Mode.IN_PERSON, Mode.PHONE)
    assert split_modes("") == ()
    assert len(join_modes(tuple(Mode))) <= 120


def test_every_area_says_when_it_is_chosen_and_has_its_own_fields() -> None:
    assert set(FIELDS) == set(WHEN) == set(Area)
    assert set().union(*FIELDS.values()) == set(Detail.__slots__)
    assert set(STAGE_MEANS) == set(Stage)


@pytest.mark.parametrize(
    ("area", "detail", "field"),
    [
        (Area.GRIEF, Detail(setting=Setting.HOME), "setting"),
        (Area.ROLE_DISPUTE, Detail(on=Moment(date(2020, 1, 1))), "on"),
        (Area.ROLE_TRANSITION, Detail(person=PersonId(1)), "person"),
        (Area.DEFICITS, Detail(losses="My job"), "losses"),
        (Area.DEFICITS, Detail(contacts_a_week=201), "contacts_a_week"),
        (Area.GRIEF, Detail(on=Moment(date(2027, 1, 5))), "on"),
        (Area.ROLE_DISPUTE, Detail(issues="x" * 2001), "issues"),
    ],
)
def test_an_area_refuses_details_that_it_does_not_have(area: Area, detail: Detail, field: str) -> None:
    with pytest.raises(Refused) as no:
        require_detail(area, detail, TODAY)
    assert no.value.field == field


def test_there_is_exactly_one_primary_area_and_at_most_one_more() -> None:
    assert require_areas(Area.GRIEF, None) is Area.GRIEF
    assert require_areas(Area.GRIEF, Area.DEFICITS) is Area.GRIEF
    with pytest.raises(Refused) as no:
        require_areas(None, Area.GRIEF)
    assert no.value.field == "primary"
    with pytest.raises(Refused) as no:
        require_areas(Area.GRIEF, Area.GRIEF)
    assert no.value.field == "secondary"


@pytest.mark.parametrize("words", ["Divorce", "marital conflict", "job loss", "a one-sided friendship", "unfulfilling"])
def test_words_of_the_patient_never_choose_an_area_by_themselves(words: str) -> None:
    areas = to_consider(words)
    assert len(areas) > 1
    assert Area.GRIEF not in areas
    assert to_consider("sleeps badly") == ()


def test_a_formulation_needs_words_and_from_the_second_version_a_reason() -> None:
    ask: dict[str, Any] = {"agreed_on": None, "today": TODAY}
    assert require_formulation(" So. ", edition=1, reason="", **ask) == ("So.", "")
    assert require_formulation("x" * 2000, edition=2, reason=" New\nfacts ", **ask)[1] == "New facts"
    for text, edition, field in (("", 1, "text"), ("x" * 2001, 1, "text"), ("So.", 2, "reason")):
        with pytest.raises(Refused) as no:
            require_formulation(text, edition=edition, reason="", **ask)
        assert no.value.field == field
    with pytest.raises(Refused) as no:
        require_formulation("So.", edition=1, reason="", agreed_on=date(2027, 1, 5), today=TODAY)
    assert no.value.field == "agreed_on"


def test_a_stage_begins_on_a_day_that_has_come() -> None:
    assert require_stage_day(TODAY, TODAY) == TODAY
    with pytest.raises(Refused):
        require_stage_day(date(2027, 1, 5), TODAY)
