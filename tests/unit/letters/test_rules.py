"""What a letter must hold and the steps of its life."""

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.letter_kinds import REFERRAL
from ibh_desktop.domain.letters import (
    LONGEST_TEXT,
    NEXT,
    LetterStatus,
    missing,
    require_complete,
    require_parts,
    require_status,
)

REQUIRED = [field.name for field in REFERRAL.fields if field.required]
WHOLE = dict.fromkeys(REQUIRED, "Text.")


def test_a_referral_asks_for_what_the_paper_requires() -> None:
    assert REQUIRED == [
        "urgency",
        "reason",
        "request",
        "unresolved",
        "diagnosis",
        "scores",
        "summary",
        "medicines",
        "risk",
        "patient_view",
        "contact",
    ]


def test_an_empty_referral_lacks_everything_in_the_order_of_the_letter() -> None:
    labels = [field.label for field in REFERRAL.fields if field.required]
    assert missing(REFERRAL, {}, recipient=False) == ["Recipient", *labels]


@pytest.mark.parametrize("name", REQUIRED)
def test_each_required_part_is_missed_by_name(name: str) -> None:
    for text in ("", "   \n"):
        (label,) = missing(REFERRAL, WHOLE | {name: text}, recipient=True)
        with pytest.raises(Refused, match=f"still needs: {label}"):
            require_complete(REFERRAL, WHOLE | {name: text}, recipient=True)


def test_a_complete_referral_can_be_signed_without_the_optional_parts() -> None:
    require_complete(REFERRAL, WHOLE, recipient=True)
    with pytest.raises(Refused, match="still needs: Recipient"):
        require_complete(REFERRAL, WHOLE, recipient=False)


def test_a_part_the_kind_does_not_have_is_refused() -> None:
    with pytest.raises(Refused, match="has no part “poem”") as no:
        require_parts(REFERRAL, {"poem": "Roses"})
    assert no.value.field == "poem"


def test_a_text_beyond_all_use_is_refused() -> None:
    require_parts(REFERRAL, {"reason": "x" * LONGEST_TEXT})
    with pytest.raises(Refused, match=r"20,001 characters"):
        require_parts(REFERRAL, {"reason": "x" * (LONGEST_TEXT + 1)})


@pytest.mark.parametrize("wanted", LetterStatus)
@pytest.mark.parametrize("current", LetterStatus)
def test_a_letter_takes_the_steps_of_its_life_and_no_other(current: LetterStatus, wanted: LetterStatus) -> None:
    if wanted in NEXT[current]:
        require_status(current, wanted)
    else:
        with pytest.raises(Refused, match="Sign it first" if current is LetterStatus.DRAFT else "Start a new version"):
            require_status(current, wanted)


def test_every_life_of_a_letter_can_end() -> None:
    ends = {status for status in LetterStatus if not NEXT[status]}
    assert ends == {LetterStatus.CLOSED, LetterStatus.WITHDRAWN}
    for status in LetterStatus:
        seen, todo = {status}, [status]
        while todo:
            fresh = set(NEXT[todo.pop()]) - seen
            seen |= fresh
            todo += fresh
        assert seen & ends
