"""EPDS: DOMAIN.md 2.3, 3.2."""

import pytest

from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.epds import MEASURE
from ibh_desktop.domain.outcomes.measure import Given, Safety
from ibh_desktop.domain.outcomes.scoring import score, score_total


@pytest.mark.parametrize(
    ("total", "band", "positive"),
    [
        (0, "below the cuts", False),
        (9, "below the cuts", False),
        (10, "possible", True),
        (12, "possible", True),
        (13, "probable", True),
        (27, "probable", True),
    ],
)
def test_ten_is_possible_and_thirteen_probable(total: int, band: str, *, positive: bool) -> None:
    found = score_total(MEASURE, total, Given(safety=0))
    assert (found.band, found.positive, found.safety) == (band, positive, Safety.NONE)


@pytest.mark.parametrize(
    ("item", "safety"), [(0, Safety.NONE), (1, Safety.POSITIVE), (3, Safety.POSITIVE), (None, Safety.UNKNOWN)]
)
def test_item_ten_is_the_safety_item_whatever_the_total(item: int | None, safety: Safety) -> None:
    assert score(MEASURE, [0] * 9 + [item]).safety is safety
    assert score(MEASURE, [None] * 9 + [item]).safety is safety
    assert score_total(MEASURE, 5, Given(safety=item)).safety is safety


def test_four_points_are_a_reliable_change() -> None:
    assert change(MEASURE, 14, 10).reliable == "reliable improvement"
    assert change(MEASURE, 14, 11).reliable == "no reliable change"
