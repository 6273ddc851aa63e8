"""What a caseload tells of a course, at its boundaries."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from ibh_desktop.domain.caseload import forms_due, is_review_due, session_now, without_response

TODAY = date(2027, 1, 4)


@dataclass(frozen=True)
class Taken:
    """A form."""

    taken_on: date
    total: int | None
    complete: bool = True


def forms(*totals: int | None) -> list[Taken]:
    """One form a week."""
    return [Taken(TODAY + timedelta(weeks=week), total) for week, total in enumerate(totals)]


@pytest.mark.parametrize(("before", "booked", "session"), [(0, 0, None), (0, 16, 1), (7, 16, 8), (15, 16, 16), (16, 16, 16)])
def test_the_session_is_the_coming_one_and_at_last_the_last(before: int, booked: int, session: int | None) -> None:
    assert session_now(before, booked) == session


@pytest.mark.parametrize(
    ("session", "due"), [(1, ("PHQ-9", "GAD-7")), (2, ()), (4, ("PHQ-9",)), (8, ("PHQ-9", "GAD-7")), (12, ("PHQ-9",))]
)
def test_forms_are_due_at_their_sessions(session: int, due: tuple[str, ...]) -> None:
    assert forms_due("", session, 16, {}, TODAY) == due


def test_the_last_session_of_the_contract_has_every_form() -> None:
    assert forms_due("PTSD", 14, 14, {}, TODAY) == ("PHQ-9", "GAD-7", "PCL-5")
    assert forms_due("PTSD", 14, 16, {}, TODAY) == ()


def test_no_form_is_asked_again_before_the_time_that_it_asks_about_is_over() -> None:
    """PHQ-9 asks about two weeks."""
    assert "PHQ-9" not in forms_due("", 8, 16, {"PHQ-9": TODAY - timedelta(days=13)}, TODAY)
    assert "PHQ-9" in forms_due("", 8, 16, {"PHQ-9": TODAY - timedelta(days=14)}, TODAY)


def test_a_form_that_was_filled_in_before_is_due_again_though_nothing_suggests_it() -> None:
    assert "WSAS" in forms_due("depression", 8, 16, {"WSAS": TODAY - timedelta(days=60)}, TODAY)
    assert forms_due("depression", None, 16, {}, TODAY) == ()


def test_no_response_is_told_from_session_8_and_not_before() -> None:
    assert without_response(7, forms(18, 17), None) is None
    found = without_response(8, forms(18, 17), None)
    assert found is not None
    assert (found.baseline, found.latest) == (18, 17)


@pytest.mark.parametrize(
    ("totals", "told"), [((18, 10), True), ((18, 9), False), ((10, 5), False), ((0, 4), False), ((18,), False), ((), False)]
)
def test_half_of_the_baseline_is_a_response_and_nothing_is_said_where_nothing_can_be(
    totals: tuple[int, ...], *, told: bool
) -> None:
    """DOMAIN.md 2.4: 18→10 is 44 %, 18→9 is half; a baseline of 0, and a single score, say nothing."""
    assert (without_response(8, forms(*totals), None) is not None) is told


def test_the_baseline_is_the_first_complete_score_up_to_session_2_and_forms_without_a_score_are_passed_over() -> None:
    incomplete = Taken(TODAY, 20, complete=False)
    taken = [incomplete, *forms(18, None, 12)]
    found = without_response(9, taken, TODAY)
    assert found is not None
    assert (found.baseline, found.latest) == (18, 12)
    late = without_response(9, taken, TODAY - timedelta(days=1))
    assert late is not None
    assert late.baseline == 20


@pytest.mark.parametrize(("days", "due"), [(-1, True), (0, True), (1, False)])
def test_a_hold_is_reviewed_on_its_day(days: int, *, due: bool) -> None:
    assert is_review_due(TODAY + timedelta(days=days), TODAY) is due
    assert is_review_due(None, TODAY)
