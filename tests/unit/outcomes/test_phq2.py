"""PHQ-2: DOMAIN.md 2.2."""

import pytest

from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.phq2 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score


@pytest.mark.parametrize(
    ("answers", "positive"), [([0, 0], False), ([1, 1], False), ([2, 1], True), ([0, 3], True), ([3, 3], True)]
)
def test_three_is_positive_and_the_whole_phq9_follows(answers: list[int], *, positive: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.positive, found.band, found.safety) == (sum(answers), positive, None, Safety.NONE)
    assert any("PHQ-9 follows" in words for words in found.notices) is positive


def test_no_answer_may_be_left_out() -> None:
    assert score(MEASURE, [3, None]).total is None
