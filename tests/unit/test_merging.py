"""When two files may become one."""

from datetime import UTC, datetime

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.merging import Held, all_former, require_mergeable, stricter

TEN = Held(datetime(2027, 1, 4, 10, tzinfo=UTC), datetime(2027, 1, 4, 11, tzinfo=UTC))


def test_two_files_without_a_clash_may_become_one() -> None:
    require_mergeable(keeper=1, other=2, running=(True, False), overlaps=[])


@pytest.mark.parametrize(
    ("other", "running", "overlaps", "words"),
    [
        (1, (False, False), [], "the same one"),
        (2, (True, True), [], "one at a time"),
        (2, (False, False), [TEN, TEN, TEN], "01/04/2027 10:00 and 2 more"),
    ],
)
def test_a_hindrance_is_said(other: int, running: tuple[bool, bool], overlaps: list[Held], words: str) -> None:
    with pytest.raises(Refused, match=words):
        require_mergeable(keeper=1, other=other, running=running, overlaps=overlaps)


@pytest.mark.parametrize(
    ("one", "other", "kept"), [("no", "yes", "yes"), ("not settled", "no", "not settled"), ("yes", "not settled", "yes")]
)
def test_of_two_flags_the_one_that_protects_more_holds(one: str, other: str, kept: str) -> None:
    assert stricter(one, other) == stricter(other, one) == kept


def test_former_names_stand_once_and_never_the_present_one() -> None:
    assert all_former("O'Kon", ["Ivey; ivey", "OKon", "McAdams,Ivey"]) == "Ivey, McAdams"
    assert all_former("Lee", ["x" * 90, "y" * 20]) == "x" * 90
