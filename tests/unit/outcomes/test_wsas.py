"""WSAS: every vector of DOMAIN.md 2.4."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.measure import Given
from ibh_desktop.domain.outcomes.scoring import score, score_total
from ibh_desktop.domain.outcomes.wsas import MEASURE

RETIRED = Given(retired=True)


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([4] * 5, 20, "significant"),
        ([8, 1, 0, 0, 0], 9, "subclinical"),
        ([2] * 5, 10, "significant"),
        ([8, 8, 5, 0, 0], 21, "moderately severe or worse"),
        ([8] * 5, 40, "moderately severe or worse"),
    ],
)
def test_a_complete_form(answers: list[int], total: int, band: str) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.band, found.highest) == (total, band, 40)


@pytest.mark.parametrize("first", [None, 0, 8])
def test_for_who_is_retired_item_one_is_skipped(first: int | None) -> None:
    found = score(MEASURE, [first, 4, 4, 4, 4], RETIRED)
    assert (found.total, found.highest, found.complete) == (16, 32, True)
    assert score(MEASURE, [first, 8, 8, 8, 8], RETIRED).total == 32


def test_for_who_works_item_one_is_missing_when_it_is_left_out() -> None:
    found = score(MEASURE, [None, 8, 8, 8, 8])
    assert (found.total, found.complete) == (None, False)
    assert score(MEASURE, [None, None, 1, 1, 1], RETIRED).total is None


def test_a_total_alone_is_bounded_by_32_for_who_is_retired() -> None:
    assert score_total(MEASURE, 33).total == 33
    with pytest.raises(Refused, match=r"takes 0 to 32, not 33\.$"):
        score_total(MEASURE, 33, RETIRED)


def test_eight_points_are_a_reliable_change() -> None:
    assert change(MEASURE, 20, 12).reliable == "reliable improvement"
    assert change(MEASURE, 20, 13).reliable == "no reliable change"
