"""WHO-5: every vector of DOMAIN.md 2.4. Higher is better."""

import pytest

from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.scoring import score, score_total
from ibh_desktop.domain.outcomes.who5 import MEASURE


@pytest.mark.parametrize(
    ("answers", "total", "band", "low"),
    [
        ([5, 5, 5, 5, 5], 100, "good well-being", False),
        ([3, 3, 3, 2, 2], 52, "good well-being", False),
        ([2, 2, 3, 3, 2], 48, "low well-being", True),
        ([2, 2, 2, 1, 1], 32, "low well-being", True),
        ([2, 2, 1, 1, 1], 28, "likely depression", True),
        ([0, 0, 0, 0, 0], 0, "likely depression", True),
    ],
)
def test_the_sum_counts_four_times(answers: list[int], total: int, band: str, *, low: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.band, found.positive, found.highest) == (total, band, low, 100)
    assert score_total(MEASURE, sum(answers)) == found


def test_ten_points_up_are_a_reliable_improvement_and_response_means_nothing() -> None:
    better, worse, hardly = change(MEASURE, 40, 52), change(MEASURE, 52, 40), change(MEASURE, 40, 48)
    assert (better.reliable, worse.reliable) == ("reliable improvement", "reliable deterioration")
    assert hardly.reliable == "no reliable change"
    assert (better.response, better.remission) == (None, False)
