"""PG-13-R: DOMAIN.md 2.3."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.measure import Given
from ibh_desktop.domain.outcomes.pg13r import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing


@pytest.mark.parametrize(
    ("total", "months", "impaired", "positive"),
    [
        (30, 12, True, True),
        (50, 120, True, True),
        (29, 12, True, False),
        (30, 11, True, False),
        (30, 12, False, False),
        (30, 11, None, False),
        (30, None, False, False),
        (30, None, True, None),
        (30, 12, None, None),
        (29, None, None, False),
    ],
)
def test_thirty_is_positive_only_a_year_after_the_loss_and_with_impairment(
    total: int, months: int | None, *, impaired: bool | None, positive: bool | None
) -> None:
    found = score_total(MEASURE, total, Given(months_since_loss=months, impaired=impaired))
    assert (found.total, found.positive) == (total, positive)
    assert any("still to be asked" in words for words in found.notices) is (positive is None)


def test_items_three_to_twelve_are_scored_one_to_five() -> None:
    assert (score(MEASURE, [1] * 10).total, score(MEASURE, [5] * 10).total) == (10, 50)
    with pytest.raises(Refused, match=r"^Item 3 takes 1 to 5, not 0\.$"):
        score(MEASURE, [0] * 10)
    with pytest.raises(Refused, match=r"^PG-13-R has 10 items: scored ones, 3 to 12; 13 answers were given\.$"):
        score(MEASURE, [1] * 13)
    with pytest.raises(Refused, match="takes 10 to 50, not 55"):
        score_total(MEASURE, 55)


def test_months_are_a_whole_number() -> None:
    with pytest.raises(Refused, match="whole number, 0 or more"):
        score_total(MEASURE, 30, Given(months_since_loss=-1))
    assert standing(MEASURE, 30) == "30 or more, conditions not known"
