"""GAD-2: DOMAIN.md 2.2."""

import pytest

from ibh_desktop.domain.outcomes.gad2 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score


@pytest.mark.parametrize(
    ("answers", "positive"), [([0, 0], False), ([1, 1], False), ([2, 1], True), ([0, 3], True), ([3, 3], True)]
)
def test_three_of_six_is_positive(answers: list[int], *, positive: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.positive, found.band) == (sum(answers), positive, None)


def test_no_answer_may_be_left_out() -> None:
    assert score(MEASURE, [None, 3]).total is None
