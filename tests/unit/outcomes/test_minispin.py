"""Its cut: DOMAIN.md 2.3."""

import pytest

from ibh_desktop.domain.outcomes.minispin import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing


@pytest.mark.parametrize(("total", "positive"), [(0, False), (5, False), (6, True), (MEASURE.highest, True)])
def test_the_cut_is_6_and_there_are_no_bands(total: int, *, positive: bool) -> None:
    found = score_total(MEASURE, total)
    assert (found.total, found.positive, found.band) == (total, positive, None)
    assert standing(MEASURE, total) == ("at or above the cut of 6" if positive else "below the cut of 6")


def test_all_items_take_0_to_4_and_none_may_be_left_out() -> None:
    assert score(MEASURE, [4] * 3).total == 12
    assert score(MEASURE, [None, *[0] * 2]).total is None
