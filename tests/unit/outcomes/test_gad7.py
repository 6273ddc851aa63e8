"""GAD-7: every vector of DOMAIN.md 2.4."""

from datetime import date

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.due import is_due
from ibh_desktop.domain.outcomes.gad7 import MEASURE
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.scoring import score


@pytest.mark.parametrize(
    ("answers", "total", "band"),
    [
        ([1, 1, 1, 1, 0, 0, 0], 4, "minimal"),
        ([1, 1, 1, 1, 1, 0, 0], 5, "mild"),
        ([2, 2, 2, 1, 1, 1, 1], 10, "moderate"),
        ([3, 3, 2, 2, 1, 2, 1], 14, "moderate"),
        ([3, 3, 2, 2, 2, 2, 1], 15, "severe"),
        ([3] * 7, 21, "severe"),
    ],
)
def test_a_complete_form(answers: list[int], total: int, band: str) -> None:
    found = score(MEASURE, answers)
    assert (found.total, found.band, found.complete, found.prorated) == (total, band, True, False)


def test_one_missing_answer_is_estimated_and_rounded_half_up() -> None:
    found = score(MEASURE, [2, 2, None, 2, 1, 1, 1])
    assert (found.total, found.band, found.prorated) == (11, "moderate", True)


@pytest.mark.parametrize("answers", [[2, 2, None, None, 1, 1, 1], [None] * 7])
def test_two_missing_answers_give_no_score(answers: list[int | None]) -> None:
    assert score(MEASURE, answers).total is None


def test_it_has_no_safety_item() -> None:
    assert score(MEASURE, [3] * 7).safety is Safety.NONE
    assert score(MEASURE, [None] * 7).safety is Safety.NONE


@pytest.mark.parametrize(
    ("latest", "reliable"), [(8, "reliable improvement"), (9, "no reliable change"), (16, "reliable deterioration")]
)
def test_a_change_of_four_is_reliable(latest: int, reliable: str) -> None:
    assert change(MEASURE, 12, latest).reliable == reliable


def test_the_lowest_answer_reads_not_at_all() -> None:
    """A copy with "not at all sure" circulates (DOMAIN.md, five things, 5)."""
    assert MEASURE.choices == ("Not at all", "Several days", "More than half the days", "Nearly every day")
    assert [sum(b.low <= total <= b.high for b in MEASURE.bands) for total in range(22)] == [1] * 22


def test_six_answers_are_refused() -> None:
    with pytest.raises(Refused, match="GAD-7 has 7 items; 6"):
        score(MEASURE, [0] * 6)


def test_it_is_due_at_the_first_the_eighth_and_the_last_session() -> None:
    assert [n for n in range(1, 13) if is_due(MEASURE, n, 12, None, date(2027, 3, 1))] == [1, 8, 12]
