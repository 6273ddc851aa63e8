"""PHQ-9: every vector of DOMAIN.md 2.4."""

from datetime import date

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.outcomes.change import change
from ibh_desktop.domain.outcomes.due import is_due
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.outcomes.phq9 import MEASURE
from ibh_desktop.domain.outcomes.scoring import band_of, score

VECTORS = [
    ("0 1 1 1 0 1 0 0 0", 4, "minimal", Safety.NONE),
    ("1 1 1 1 1 0 0 0 0", 5, "mild", Safety.NONE),
    ("1 1 2 2 1 1 1 0 0", 9, "mild", Safety.NONE),
    ("2 2 2 2 1 1 0 0 0", 10, "moderate", Safety.NONE),
    ("2 2 2 2 2 2 1 1 0", 14, "moderate", Safety.NONE),
    ("2 2 2 2 2 2 1 1 1", 15, "moderately severe", Safety.POSITIVE),
    ("3 3 3 3 2 2 2 1 0", 19, "moderately severe", Safety.NONE),
    ("3 3 3 3 2 2 2 1 1", 20, "severe", Safety.POSITIVE),
    ("3 3 3 3 3 3 3 3 3", 27, "severe", Safety.POSITIVE),
    ("0 1 1 0 1 0 0 0 2", 5, "mild", Safety.POSITIVE),
    ("1 0 3 1 1 1 0 0 0", 7, "mild", Safety.NONE),
    ("3 1 2 1 1 0 1 1 0", 10, "moderate", Safety.NONE),
    ("2 1 2 1 0 0 1 0 0", 7, "mild", Safety.NONE),
    ("0 1 2 1 1 1 1 1 1", 9, "mild", Safety.POSITIVE),
    ("0 1 1 1 0 0 0 0 0", 3, "minimal", Safety.NONE),
    ("0 0 0 0 0 0 0 0 0", 0, "minimal", Safety.NONE),
]
ESTIMATED = [
    ("2 - 2 1 1 1 1 0 0", 9, "mild", Safety.NONE),
    ("3 3 - 2 2 - 1 1 0", 15, "moderately severe", Safety.NONE),
    ("1 1 - - 1 1 1 0 0", 6, "mild", Safety.NONE),
    ("2 2 2 2 1 1 0 0 -", 11, "moderate", Safety.UNKNOWN),
]
NO_SCORE = [
    ("1 1 - - - 1 1 0 0", Safety.NONE),
    ("1 1 - - - 1 1 0 1", Safety.POSITIVE),
    ("- - - - - - - - -", Safety.UNKNOWN),
    ("- - - - - - - - 3", Safety.POSITIVE),
]


def answers(row: str) -> list[int | None]:
    """`-` is an answer that was left out."""
    return [None if cell == "-" else int(cell) for cell in row.split()]


@pytest.mark.parametrize(("row", "total", "band", "safety"), VECTORS)
def test_a_complete_form(row: str, total: int, band: str, safety: Safety) -> None:
    found = score(MEASURE, answers(row))
    assert (found.total, found.band, found.safety, found.complete, found.prorated) == (total, band, safety, True, False)


@pytest.mark.parametrize(("row", "total", "band", "safety"), ESTIMATED)
def test_up_to_two_missing_answers_are_estimated_and_say_so(row: str, total: int, band: str, safety: Safety) -> None:
    found = score(MEASURE, answers(row))
    assert (found.total, found.band, found.safety, found.complete, found.prorated) == (total, band, safety, False, True)


@pytest.mark.parametrize(("row", "safety"), NO_SCORE)
def test_without_a_total_the_safety_item_still_counts(row: str, safety: Safety) -> None:
    found = score(MEASURE, answers(row))
    assert (found.total, found.band, found.safety, found.complete, found.prorated) == (None, None, safety, False, False)


@pytest.mark.parametrize("row", ["1 1 1 1 1 1 1 1", "1 1 1 1 1 1 1 1 1 1", "", "0 0 0"])
def test_a_wrong_number_of_answers_is_refused(row: str) -> None:
    with pytest.raises(Refused, match="PHQ-9 has 9 items"):
        score(MEASURE, answers(row))


@pytest.mark.parametrize("wrong", [-1, 4, 99])
def test_an_answer_off_the_scale_is_refused_by_item(wrong: int) -> None:
    with pytest.raises(Refused, match=f"Item 3 takes 0 to 3, not {wrong}"):
        score(MEASURE, [0, 0, wrong, 0, 0, 0, 0, 0, 0])


@pytest.mark.parametrize(
    ("baseline", "latest", "reliable", "response", "remission"),
    [
        (18, 13, "reliable improvement", False, False),
        (18, 9, "reliable improvement", True, False),
        (18, 10, "reliable improvement", False, False),
        (16, 4, "reliable improvement", True, True),
        (9, 4, "reliable improvement", True, False),
        (10, 5, "reliable improvement", True, False),
        (12, 17, "reliable deterioration", False, False),
        (12, 8, "no reliable change", False, False),
        (0, 0, "no reliable change", None, False),
        (0, 9, "reliable deterioration", None, False),
        (10, 4, "reliable improvement", True, True),
    ],
)
def test_change_carries_every_label_that_holds(
    baseline: int, latest: int, reliable: str, *, response: bool | None, remission: bool
) -> None:
    found = change(MEASURE, baseline, latest)
    assert (found.reliable, found.response, found.remission) == (reliable, response, remission)
    assert found.difference == latest - baseline


def test_bands_cover_every_total_once() -> None:
    assert [sum(b.low <= total <= b.high for b in MEASURE.bands) for total in range(28)] == [1] * 28
    assert (MEASURE.highest, band_of(MEASURE, 27)) == (27, "severe")


def test_the_form_has_nine_items_four_choices_and_the_function_item() -> None:
    assert (len(MEASURE.items), len(MEASURE.choices), MEASURE.safety_item) == (9, 4, 9)
    assert MEASURE.choices[0] == "Not at all"
    assert "difficult" in MEASURE.function_item
    assert "hurting yourself" in MEASURE.items[8]


def test_it_is_due_at_the_papers_sessions_unless_its_two_weeks_are_not_over() -> None:
    on = date(2027, 3, 1)
    assert [n for n in range(1, 17) if is_due(MEASURE, n, 16, None, on)] == [1, 4, 8, 12, 16]
    assert not is_due(MEASURE, 4, 16, date(2027, 2, 16), on)
    assert is_due(MEASURE, 4, 16, date(2027, 2, 15), on)
    assert not is_due(MEASURE, None, 16, None, on)
