"""UCLA-3: DOMAIN.md 2.3."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.scoring import score
from ibh_desktop.domain.outcomes.ucla3 import MEASURE


@pytest.mark.parametrize(
    ("answers", "positive"), [([1, 1, 1], False), ([2, 2, 1], False), ([2, 2, 2], True), ([3, 3, 3], True)]
)
def test_six_of_nine_is_the_cut(answers: list[int], *, positive: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.positive) == (sum(answers), positive)


def test_items_take_one_to_three_and_half_a_score_means_nothing() -> None:
    with pytest.raises(Refused, match=r"^Item 1 takes 1 to 3, not 0\.$"):
        score(MEASURE, [0, 1, 1])
    assert change(MEASURE, 8, 4).labels == ()
