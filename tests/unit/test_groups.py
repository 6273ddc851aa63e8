"""Who may be in a group, and where a member's visit stands after the group met."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ibh_desktop.domain.appointments import UNSETTLED, Status
from ibh_desktop.domain.contract import require_variant
from ibh_desktop.domain.courses import GROUP, variant_of
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.groups import CAPACITY, attended, require_people, require_place
from ibh_desktop.domain.ids import PatientId


@given(st.lists(st.integers(1, 14).map(PatientId), max_size=14))
def test_a_group_has_two_to_ten_patients_none_of_them_twice(people: list[PatientId]) -> None:
    if 2 <= len(people) <= CAPACITY and len(set(people)) == len(people):
        require_people(people)
    else:
        with pytest.raises(Refused) as no:
            require_people(people)
        assert no.value.field == "more"


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_place_is_free_below_ten_members_and_with_four_sessions_to_come(members: int, to_come: int) -> None:
    if members < CAPACITY and to_come >= 4:
        require_place(members, to_come)
    else:
        with pytest.raises(Refused) as no:
            require_place(members, to_come)
        assert no.value.field == "patient"


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("present", [True, False])
def test_a_list_settles_what_is_open_and_nothing_else(status: Status, present: bool) -> None:  # noqa: FBT001
    absent = {
        Status.SCHEDULED: Status.NO_SHOW,
        Status.CONFIRMED: Status.NO_SHOW,
        Status.CHECKED_IN: Status.LEFT_BEFORE_SEEN,
    }
    wanted = (Status.COMPLETED if status in UNSETTLED else None) if present else absent.get(status)
    if wanted is None:
        with pytest.raises(Conflict, match=f"is {status.value}"):
            attended(status, present=present)
    else:
        assert attended(status, present=present) is wanted


def test_a_group_is_no_variant_to_change_to_or_from() -> None:
    for now, wanted in (("IPT16", GROUP), ("IPTG8", variant_of("IPT16"))):
        with pytest.raises(Refused, match="booked with its group"):
            require_variant(now, 12, wanted, 0)
