"""ASRM: every vector of DOMAIN.md 2.4."""

import pytest

from ibh_desktop.domain.outcomes.asrm import MEASURE
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.scoring import score, score_total


@pytest.mark.parametrize(("answers", "positive"), [([1, 1, 1, 1, 1], False), ([2, 1, 1, 1, 1], True), ([4] * 5, True)])
def test_six_is_positive_and_a_soft_notice_to_the_prescriber(answers: list[int], *, positive: bool) -> None:
    for found in (score(MEASURE, answers), score_total(MEASURE, sum(answers))):
        assert (found.total, found.positive, found.safety) == (sum(answers), positive, Safety.NONE)
        assert any("prescriber" in words for words in found.notices) is positive
