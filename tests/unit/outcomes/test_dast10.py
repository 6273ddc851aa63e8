"""DAST-10: every vector of DOMAIN.md 2.4."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.dast10 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total


@pytest.mark.parametrize(
    ("ticked", "total", "band"),
    [("NNYNNNNNNN", 0, "none"), ("NNNNNNNNNN", 1, "low"), ("YYNYYYYYYY", 10, "severe"), ("YYYYYYYYYY", 9, "severe")],
)
def test_item_three_counts_when_it_is_no(ticked: str, total: int, band: str) -> None:
    found = score(MEASURE, [int(letter == "Y") for letter in ticked])
    assert (found.total, found.band) == (total, band)


def test_bands_begin_where_they_should() -> None:
    names = [score_total(MEASURE, total).band for total in range(11)]
    assert names == ["none", *["low"] * 2, *["moderate"] * 3, *["substantial"] * 3, *["severe"] * 2]


def test_an_answer_is_yes_or_no() -> None:
    with pytest.raises(Refused, match=r"^Item 3 takes 0 or 1, not 2\.$"):
        score(MEASURE, [0, 0, 2, 0, 0, 0, 0, 0, 0, 0])
    assert score(MEASURE, [0, 0, None, 0, 0, 0, 0, 0, 0, 0]).total is None
