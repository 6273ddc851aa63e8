"""PHQ-8: DOMAIN.md 2.2."""

import pytest

from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.phq8 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score


@pytest.mark.parametrize(
    ("answers", "total", "band", "positive"),
    [
        ([0, 0, 0, 0, 1, 1, 1, 1], 4, "minimal", False),
        ([0, 0, 0, 1, 1, 1, 1, 1], 5, "mild", False),
        ([1, 1, 1, 1, 1, 1, 1, 2], 9, "mild", False),
        ([1, 1, 1, 1, 1, 1, 2, 2], 10, "moderate", True),
        ([1, 2, 2, 2, 2, 2, 2, 2], 15, "moderately severe", True),
        ([3, 3, 3, 3, 2, 2, 2, 2], 20, "severe", True),
        ([3] * 8, 24, "severe", True),
    ],
)
def test_a_complete_form(answers: list[int], total: int, band: str, *, positive: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.band, found.positive, found.safety) == (total, band, positive, Safety.NONE)


def test_one_answer_may_be_left_out_and_two_may_not() -> None:
    found = score(MEASURE, [2, 2, 2, 2, 2, 2, 2, None])
    assert (found.total, found.band, found.prorated) == (16, "moderately severe", True)
    assert score(MEASURE, [2, 2, 2, 2, 2, 2, None, None]).total is None


def test_it_does_not_take_the_place_of_item_nine() -> None:
    assert MEASURE.safety_item is None
    assert "does not take the place of the PHQ-9" in MEASURE.remark
    assert not any("hurting" in words for words in MEASURE.items)


def test_it_changes_as_the_phq9_does() -> None:
    assert change(MEASURE, 18, 9).labels == ("reliable improvement", "response")
    assert change(MEASURE, 16, 4).labels == ("reliable improvement", "response", "remission")
