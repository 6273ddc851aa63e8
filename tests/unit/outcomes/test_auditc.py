"""AUDIT-C: every vector of DOMAIN.md 2.4."""

import pytest

from ibh_desktop.domain.outcomes.auditc import MEASURE
from ibh_desktop.domain.outcomes.measure import Given
from ibh_desktop.domain.outcomes.scoring import score, standing


@pytest.mark.parametrize(
    ("answers", "total", "men", "women"),
    [([2, 1, 1], 4, True, True), ([1, 1, 1], 3, False, True), ([1, 1, 0], 2, False, False), ([4, 4, 4], 12, True, True)],
)
def test_the_cut_depends_on_sex(answers: list[int], total: int, *, men: bool, women: bool) -> None:
    for sex in ("M", "male", "Male"):
        assert score(MEASURE, answers, Given(sex=sex)).positive is men
    for sex in ("F", "female"):
        found = score(MEASURE, answers, Given(sex=sex))
        assert (found.total, found.positive, found.notices, found.band) == (total, women, (), None)


@pytest.mark.parametrize("sex", ["", "X", "other", "unknown"])
def test_with_sex_unknown_three_is_positive_and_it_is_said(sex: str) -> None:
    found = score(MEASURE, [1, 1, 1], Given(sex=sex))
    assert found.positive is True
    assert found.notices == ("Sex not known: the lower cut of 3 is used.",)
    assert score(MEASURE, [1, 1, 0], Given(sex=sex)).positive is False


def test_no_answer_may_be_left_out() -> None:
    assert score(MEASURE, [4, 4, None]).total is None


def test_it_says_on_which_side_of_the_cut_a_score_lies() -> None:
    assert standing(MEASURE, 4, Given(sex="M")) == "positive (≥ 4)"
    assert standing(MEASURE, 3, Given(sex="M")) == "not positive (≥ 4)"
