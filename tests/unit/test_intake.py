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
    require_countable(INTAKE, INTAKE + WEEK, left=1, variant="IPT16")
    require_countable(INTAKE, None, left=16, variant="IPT16")


@pytest.mark.parametrize(
    ("intake", "first", "left", "variant", "why"),
    [
        (None, INTAKE, 1, "IPT16", "No intake of this patient was held"),
        (INTAKE, INTAKE - WEEK, 1, "IPT16", "before the intake"),
        (INTAKE, INTAKE + WEEK, 0, "IPT16", "Every session of the contract is held or booked"),
        (INTAKE, None, 1, "IPTG8", "The meeting before a group is session 0"),
        (INTAKE, None, 1, "IPTM", "Maintenance follows a finished course"),
    ],
)
def test_an_intake_that_cannot_be_session_1_is_refused_with_its_reason(
    intake: datetime | None,
    first: datetime | None,
    left: int,
    variant: str,
    why: str,
) -> None:
    with pytest.raises(Refused, match=why) as no:
        require_countable(intake, first, left=left, variant=variant)
    assert no.value.field == "intake"


@given(st.none() | st.integers(1, 60))
def test_numbers_go_one_up_with_the_tick_and_back_without_it(number: int | None) -> None:
    up = renumbered(number, counts=True)
    assert up == (number or 0) + 1
    assert renumbered(up, counts=False) == number
