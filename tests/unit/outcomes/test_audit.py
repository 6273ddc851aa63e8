"""AUDIT: DOMAIN.md 2.3."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.audit import MEASURE
from ibh_desktop.domain.outcomes.measure import Answers
from ibh_desktop.domain.outcomes.scoring import score, score_total


@pytest.mark.parametrize(
    ("total", "band", "positive"),
    [
        (0, "zone 1", False),
        (7, "zone 1", False),
        (8, "zone 2", True),
        (15, "zone 2", True),
        (16, "zone 3", True),
        (19, "zone 3", True),
        (20, "zone 4", True),
        (40, "zone 4", True),
    ],
)
def test_eight_is_hazardous_and_zones_begin_where_they_should(total: int, band: str, *, positive: bool) -> None:
    found = score_total(MEASURE, total)
    assert (found.band, found.positive) == (band, positive)


@pytest.mark.parametrize("wrong", [1, 3])
@pytest.mark.parametrize("item", [9, 10])
def test_the_last_two_items_take_0_2_or_4(item: int, wrong: int) -> None:
    answers = [2] * 10
    answers[item - 1] = wrong
    with pytest.raises(Refused, match=rf"^Item {item} takes 0, 2 or 4, not {wrong}\.$"):
        score(MEASURE, answers)
    assert score(MEASURE, [2] * 10).total == 20


SKIPPED: list[tuple[Answers, int | None]] = [
    ([0, None, None, None, None, None, None, None, 0, 0], 0),
    ([0, None, None, None, None, None, None, None, 4, 2], 6),
    ([1, 0, 0, None, None, None, None, None, 0, 0], 1),
    ([3, 0, 0, None, None, None, None, None, 2, 4], 9),
    ([0, None, None, None, None, None, None, None, None, 0], None),
    ([1, 0, 0, None, None, None, None, None, 0, None], None),
    ([1, 0, None, None, None, None, None, None, 0, 0], None),
    ([1, 0, 1, None, None, None, None, None, 0, 0], None),
    ([None, 0, 0, None, None, None, None, None, 0, 0], None),
    ([2, 2, 2, 2, 2, 2, 2, 2, 2, None], None),
]


@pytest.mark.parametrize(("answers", "total"), SKIPPED)
def test_skips_of_the_form_leave_it_complete_and_other_gaps_do_not(answers: Answers, total: int | None) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.complete, found.prorated) == (total, total is not None, False)


def test_what_was_answered_in_spite_of_a_skip_counts() -> None:
    assert score(MEASURE, [0, 4, 2, 3, 1, 4, 4, 1, 2, 4]).total == 25
