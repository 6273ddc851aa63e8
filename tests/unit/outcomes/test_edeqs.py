"""Its cut: DOMAIN.md 2.3."""

import pytest

from ibh_desktop.domain.outcomes.edeqs import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing


@pytest.mark.parametrize(("total", "positive"), [(0, False), (14, False), (15, True), (MEASURE.highest, True)])
def test_the_cut_is_15_and_there_are_no_bands(total: int, *, positive: bool) -> None:
    found = score_total(MEASURE, total)
    assert (found.total, found.positive, found.band) == (total, positive, None)
    assert standing(MEASURE, total) == ("at or above the cut of 15" if positive else "below the cut of 15")


def test_all_items_take_0_to_3_and_none_may_be_left_out() -> None:
    assert score(MEASURE, [3] * 12).total == 36
    assert score(MEASURE, [None, *[0] * 11]).total is None
