"""The intake as session 0 or session 1: when it may count, and how sessions are renumbered (DOMAIN.md 1.7.3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.intake import renumbered, require_countable

INTAKE = datetime(2027, 1, 4, 15, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def test_an_intake_before_the_first_session_counts_while_the_contract_has_room() -> None:
    require_countable(INTAKE, INTAKE + WEEK, left=1, maintenance=False)
    require_countable(INTAKE, None, left=16, maintenance=False)


@pytest.mark.parametrize(
    ("intake", "first", "left", "maintenance", "why"),
    [
        (None, INTAKE, 1, False, "No intake of this patient was held"),
        (INTAKE, INTAKE - WEEK, 1, False, "before the intake"),
        (INTAKE, INTAKE + WEEK, 0, False, "Every session of the contract is held or booked"),
        (INTAKE, None, 1, True, "Maintenance follows a finished course"),
    ],
)
def test_an_intake_that_cannot_be_session_1_is_refused_with_its_reason(
    intake: datetime | None,
    first: datetime | None,
    left: int,
    maintenance: bool,  # noqa: FBT001
    why: str,
) -> None:
    with pytest.raises(Refused, match=why) as no:
        require_countable(intake, first, left=left, maintenance=maintenance)
    assert no.value.field == "intake"


@given(st.none() | st.integers(1, 60))
def test_numbers_go_one_up_with_the_tick_and_back_without_it(number: int | None) -> None:
    up = renumbered(number, counts=True)
    assert up == (number or 0) + 1
    assert renumbered(up, counts=False) == number
