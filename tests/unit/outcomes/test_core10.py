"""CORE-10: DOMAIN.md 2.2."""

import pytest

from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.core10 import MEASURE
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.scoring import score


@pytest.mark.parametrize(
    ("answers", "total", "positive"),
    [([0] * 10, 0, False), ([1] * 10, 10, False), ([2] + [1] * 9, 11, True), ([4] * 10, 40, True)],
)
def test_eleven_is_the_cut(answers: list[int], total: int, *, positive: bool) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.positive, found.band) == (total, positive, None)


def test_the_printed_numbers_of_items_two_and_three_run_the_other_way() -> None:
    assert (MEASURE.values_of(1), MEASURE.values_of(2), MEASURE.values_of(3)) == (
        (0, 1, 2, 3, 4),
        (4, 3, 2, 1, 0),
        (4, 3, 2, 1, 0),
    )
    assert MEASURE.choices_of(2)[0] == "Not at all"


def test_nine_answers_give_a_score_rounded_half_up_and_eight_none() -> None:
    assert score(MEASURE, [2, 2, 2, 2, 2, 0, 2, 2, 3, None]).total == 19  # 10 × 17 / 9 = 18.9
    assert score(MEASURE, [None, None, 1, 1, 1, 1, 1, 1, 1, 1]).total is None


@pytest.mark.parametrize(
    ("item", "safety"), [(0, Safety.NONE), (1, Safety.POSITIVE), (4, Safety.POSITIVE), (None, Safety.UNKNOWN)]
)
def test_item_six_is_the_safety_item(item: int | None, safety: Safety) -> None:
    assert score(MEASURE, [0] * 5 + [item] + [0] * 4).safety is safety


def test_six_is_a_reliable_change() -> None:
    assert change(MEASURE, 20, 14).reliable == "reliable improvement"
    assert change(MEASURE, 20, 15).reliable == "no reliable change"
    assert change(MEASURE, 20, 26).reliable == "reliable deterioration"


def test_its_wording_carries_its_attribution() -> None:
    assert "CORE System Trust, CC BY-ND 4.0" in MEASURE.licence
