"""CSI-4: DOMAIN.md 2.3. Higher is better."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.csi4 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing


@pytest.mark.parametrize(("total", "distressed"), [(0, True), (13, True), (14, False), (21, False)])
def test_below_thirteen_and_a_half_is_distressed(total: int, *, distressed: bool) -> None:
    assert score_total(MEASURE, total).positive is distressed
    assert standing(MEASURE, total) == ("distressed (≤ 13)" if distressed else "not distressed (≤ 13)")


def test_the_first_item_reaches_six() -> None:
    assert score(MEASURE, [6, 5, 5, 5]).total == 21
    with pytest.raises(Refused, match=r"^Item 2 takes 0 to 5, not 6\.$"):
        score(MEASURE, [6, 6, 5, 5])
