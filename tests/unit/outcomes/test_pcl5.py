"""PCL-5: every vector of DOMAIN.md 2.4, and the boundaries of 2.2."""

import pytest

from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.measure import Given
from ibh_desktop.domain.outcomes.pcl5 import MEASURE
from ibh_desktop.domain.outcomes.scoring import score, score_total, standing


def form(**at: int | None) -> list[int | None]:
    """A form of zeros, save items `i1=…`."""
    return [at.get(f"i{n}", 0) for n in range(1, 21)]


def test_all_none_and_all_extreme() -> None:
    none, extreme = score(MEASURE, [0] * 20), score(MEASURE, [4] * 20)
    assert (none.total, none.positive, none.pattern, none.band) == (0, False, False, None)
    assert (extreme.total, extreme.positive, extreme.pattern, extreme.band) == (80, True, True, None)


def test_the_pattern_can_be_met_below_the_cut() -> None:
    found = score(MEASURE, form(i1=2, i6=2, i8=2, i9=2, i15=2, i16=2))
    assert (found.total, found.positive, found.pattern) == (12, False, True)


def test_without_one_cluster_the_pattern_is_not_met() -> None:
    found = score(MEASURE, [2] * 5 + [1] * 15)
    assert (found.total, found.pattern) == (25, False)
    assert score(MEASURE, form(i1=2, i6=2, i8=2, i15=2, i16=2)).pattern is False
    assert score(MEASURE, form(i1=2, i6=2, i8=2, i9=2, i15=2)).pattern is False


def test_an_answer_left_out_leaves_the_pattern_open_only_where_it_decides() -> None:
    assert score(MEASURE, form(i1=2, i6=2, i8=2, i9=2, i15=2, i16=2, i20=None)).pattern is True
    assert score(MEASURE, form(i1=2, i6=2, i8=2, i9=2, i15=2, i16=None)).pattern is None
    assert score(MEASURE, form(i1=2, i6=2, i8=2, i9=2, i16=None)).pattern is False


@pytest.mark.parametrize(("total", "cut", "positive"), [(32, None, False), (33, None, True), (31, 31, True), (30, 31, False)])
def test_the_cut_is_33_or_what_the_clinic_set(total: int, cut: int | None, *, positive: bool) -> None:
    given = Given(cut=cut)
    found = score_total(MEASURE, total, given)
    assert (found.positive, found.band, found.pattern) == (positive, None, None)
    assert standing(MEASURE, total, given) == f"{'at or above' if positive else 'below'} the cut of {cut or 33}"


def test_two_answers_may_be_left_out() -> None:
    found = score(MEASURE, [2] * 18 + [None] * 2)
    assert (found.total, found.prorated) == (40, True)
    assert score(MEASURE, [1] * 18 + [2] + [None]).total == 21  # 20 × 20 / 19 = 21.05
    assert score(MEASURE, [2] * 17 + [None] * 3).total is None


def test_item_sixteen_is_a_soft_notice_and_no_safety_event() -> None:
    assert any("Item 16" in words for words in score(MEASURE, form(i16=1)).notices)
    assert score(MEASURE, form(i15=4)).notices == ()
    assert score(MEASURE, form(i16=4)).safety.value == "none"


@pytest.mark.parametrize(
    ("latest", "labels"),
    [
        (45, ("no reliable change",)),
        (41, ("no reliable change",)),
        (40, ("no reliable change", "improved")),
        (35, ("reliable improvement", "improved")),
        (25, ("reliable improvement", "improved", "response")),
        (64, ("no reliable change",)),
        (65, ("reliable deterioration",)),
    ],
)
def test_ten_is_improved_and_fifteen_reliable(latest: int, labels: tuple[str, ...]) -> None:
    assert change(MEASURE, 50, latest).labels == labels
