"""The publisher's legend beside the screener's answers: the vectors of DOMAIN.md 3.4, and answers that cannot be."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.screener import HIGH, INCOMPLETE, ITEMS, LEGEND_LABEL, LOW, MODERATE, NONE, legend, require_screener

NO = dict.fromkeys(ITEMS, False)
VECTORS = [
    ({"1": True}, LOW),
    ({"2": True}, LOW),
    ({"1": True, "2": True, "3": True}, MODERATE),
    ({"2": True, "4": True}, HIGH),
    ({"2": True, "5": True}, HIGH),
    ({"6": True}, MODERATE),
    ({"6": True, "6r": True}, HIGH),
    ({}, NONE),
]


@pytest.mark.parametrize(("yes", "level"), VECTORS)
def test_the_legend_says_what_the_publisher_says(yes: dict[str, bool], level: str) -> None:
    assert legend(NO | yes).level == level


def test_recent_behavior_alone_is_high_even_where_all_else_is_no() -> None:
    assert legend(NO | {"6r": True}).level == HIGH


def test_nothing_endorsed_is_not_called_no_risk() -> None:
    said = legend(NO)
    assert said.level == "no item endorsed"
    assert said.words == "no item endorsed; this does not mean no risk"
    assert LEGEND_LABEL == "Publisher's triage legend — clinician decides"


def test_items_three_to_five_are_skipped_where_item_two_is_no() -> None:
    asked = {"1": False, "2": False, "6": False}
    assert legend(asked).level == NONE
    assert legend({"1": False, "2": False}).level == INCOMPLETE
    assert legend({"1": False, "2": None, "6": False}).level == INCOMPLETE


def test_answers_are_kept_item_by_item() -> None:
    assert require_screener({"1": True}) == {"1": True, **dict.fromkeys(list(ITEMS)[1:])}


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        ({}, "Answer at least one item"),
        ({"7": True}, "no item 7"),
        ({"2": False, "4": True}, "Item 2 is no, so items 3 to 5 are not asked"),
        ({"6": False, "6r": True}, "in a lifetime too"),
    ],
)
def test_answers_that_cannot_be_are_refused(answers: dict[str, bool], what: str) -> None:
    with pytest.raises(Refused, match=what) as no:
        require_screener(answers)
    assert no.value.field == "answers"
