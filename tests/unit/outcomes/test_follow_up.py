"""When a completed course is followed up (DOMAIN.md 2.1: PHQ-9 three months after)."""

from datetime import date, timedelta

import pytest

from ibh_desktop.domain.outcomes import BY_CODE, MEASURES
from ibh_desktop.domain.outcomes.due import ends_followed_up, follow_up_on, is_follow_up, is_follow_up_due

PHQ9 = BY_CODE["PHQ-9"]
ENDED = date(2027, 4, 19)


@pytest.mark.parametrize(
    ("ended", "due"),
    [
        (date(2027, 4, 19), date(2027, 7, 19)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 10, 31), date(2028, 1, 31)),
        (date(2027, 12, 1), date(2028, 3, 1)),
    ],
)
def test_it_is_due_three_months_after_the_end_whatever_the_month(ended: date, due: date) -> None:
    assert follow_up_on(ended) == due


def test_it_stays_due_for_three_months_and_only_for_the_phq9() -> None:
    days = [ENDED + timedelta(days=n) for n in range(300)]
    due = [on for on in days if is_follow_up_due(PHQ9, ENDED, ENDED, on)]
    assert (due[0], due[-1], len(due)) == (date(2027, 7, 19), date(2027, 10, 18), 92)
    assert not any(is_follow_up_due(measure, ENDED, None, due[0]) for measure in MEASURES if measure is not PHQ9)
    assert not is_follow_up_due(PHQ9, None, None, due[0])


@pytest.mark.parametrize(("days_before", "still_due"), [(14, True), (13, False), (0, False), (-5, False)])
def test_a_form_of_the_two_weeks_before_its_day_is_the_follow_up(days_before: int, still_due: bool) -> None:  # noqa: FBT001
    taken = follow_up_on(ENDED) - timedelta(days=days_before)
    assert is_follow_up_due(PHQ9, ENDED, taken, date(2027, 8, 2)) is still_due


def test_every_end_that_is_due_on_a_day_lies_between_the_ends_that_are_asked_for() -> None:
    for on in (date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29), date(2027, 5, 31), date(2027, 8, 15)):
        first, last = ends_followed_up(on)
        due = [end for n in range(400) if is_follow_up_due(PHQ9, end := on - timedelta(days=n), None, on)]
        assert due
        assert first <= min(due)
        assert max(due) <= last


def test_a_form_is_a_follow_up_from_the_day_after_the_end_on() -> None:
    assert [is_follow_up(ENDED + timedelta(days=n), ENDED) for n in (-1, 0, 1)] == [False, False, True]
    assert not is_follow_up(ENDED, None)
