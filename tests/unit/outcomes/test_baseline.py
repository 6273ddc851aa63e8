"""The baseline of a course, when measures are due, and what an indication suggests (DOMAIN.md 2.1, 1.7.6)."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from ibh_desktop.domain.courses import INDICATIONS
from ibh_desktop.domain.outcomes import BY_CODE, MEASURES
from ibh_desktop.domain.outcomes.change import baseline
from ibh_desktop.domain.outcomes.due import CORE, SUGGESTED, is_due

FIRST = date(2027, 1, 4)
SECOND = FIRST + timedelta(weeks=1)


@dataclass(frozen=True)
class Taken:
    """A score of a test."""

    taken_on: date
    total: int | None
    complete: bool = True


def on(week: int, total: int | None, *, complete: bool = True) -> Taken:
    """A score in a week of the course."""
    return Taken(FIRST + timedelta(weeks=week), total, complete)


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        ([], None),
        ([on(0, None, complete=False)], None),
        ([on(0, 18), on(1, 17), on(2, 9)], 18),
        ([on(0, 18, complete=False), on(1, 17), on(2, 9)], 17),
        ([on(0, 18, complete=False), on(2, 9)], 18),
        ([on(0, None, complete=False), on(3, 12), on(4, 9)], 12),
        ([on(3, 12), on(4, 9)], 12),
    ],
)
def test_it_is_the_earliest_complete_score_by_session_two_or_else_the_first(scores: list[Taken], wanted: int | None) -> None:
    found = baseline(scores, SECOND)
    assert (found and found.total) == wanted


def test_before_there_is_a_second_session_every_complete_score_may_be_it() -> None:
    found = baseline([on(0, 18, complete=False), on(5, 17)], None)
    assert found is not None
    assert found.total == 17


@pytest.mark.parametrize(("code", "days"), [("PHQ-9", 14), ("GAD-7", 14), ("PCL-5", 28), ("CORE-10", 7), ("AUDIT-C", 365)])
def test_nothing_is_asked_again_before_the_time_it_asks_about_is_over(code: str, days: int) -> None:
    today = date(2027, 6, 1)
    assert not is_due(BY_CODE[code], 8, 16, today - timedelta(days=days - 1), today)
    assert is_due(BY_CODE[code], 8, 16, today - timedelta(days=days), today)


def test_others_than_the_phq9_are_due_at_the_first_the_eighth_and_the_last() -> None:
    for measure in MEASURES:
        if measure.code != "PHQ-9":
            assert [n for n in range(1, 17) if is_due(measure, n, 16, None, FIRST)] == [1, 8, 16]


def test_every_indication_suggests_measures_that_we_carry() -> None:
    assert set(SUGGESTED) == set(INDICATIONS)
    assert {code for codes in SUGGESTED.values() for code in codes} | set(CORE) <= set(BY_CODE)
    assert SUGGESTED["drug and alcohol addiction"] == ("AUDIT-C", "DAST-10")
