"""Safety events as pure rules: steps, what a close asks for, when an open one is told again (DOMAIN.md 3.3, 3.5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.licences import SUPERVISED
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.safety import (
    Clinician,
    Finding,
    IntakeAnswer,
    SafetyStatus,
    Source,
    follow_up_due,
    item_words,
    missing,
    needs_hand_off,
    outreach_by_therapist,
    repeats,
    require_closable,
    require_move,
    source_words,
)

OPEN, IN_ASSESSMENT, ASSESSED, FOLLOW_UP, CLOSED, IN_ERROR = SafetyStatus
ALLOWED = {
    (OPEN, IN_ASSESSMENT),
    (OPEN, IN_ERROR),
    (IN_ASSESSMENT, ASSESSED),
    (ASSESSED, FOLLOW_UP),
    (FOLLOW_UP, CLOSED),
    (CLOSED, IN_ASSESSMENT),
    (IN_ERROR, OPEN),
}
NOON = datetime(2027, 1, 4, 18, tzinfo=UTC)
TODAY = date(2027, 1, 4)
WHOLE = Finding(
    licensed=True,
    assessed_at=NOON,
    method="interview",
    finding="Passing thoughts, no plan.",
    actions="Safety plan; sister called.",
    told=1,
    plan="made",
    means="yes",
    follow_up_on=date(2027, 1, 6),
    supervised=True,
    supervisor_told_at=NOON,
)
PARTS = [
    ({"licensed": False}, "an assessment by a licensed clinician"),
    ({"assessed_at": None}, "the time of the assessment"),
    ({"method": ""}, "how it was assessed"),
    ({"method": "closed"}, "how it was assessed"),
    ({"finding": " "}, "what was found"),
    ({"actions": ""}, "what was done"),
    ({"told": 0}, "who was told"),
    ({"plan": ""}, "what became of the safety plan"),
    ({"means": ""}, "whether means safety was talked about"),
    ({"follow_up_on": None}, "a follow-up date"),
    ({"supervisor_told_at": None}, "when the supervisor was told"),
]


@pytest.mark.parametrize(("current", "wanted"), list(product(SafetyStatus, SafetyStatus)))
def test_an_event_takes_the_steps_of_the_paper_and_no_other(current: SafetyStatus, wanted: SafetyStatus) -> None:
    if (current, wanted) in ALLOWED:
        require_move(current, wanted)
    else:
        with pytest.raises(Refused):
            require_move(current, wanted)


def test_a_refused_step_says_where_the_way_goes_on() -> None:
    with pytest.raises(Refused, match="is assessed cannot become closed; it can become follow-up"):
        require_move(ASSESSED, CLOSED)
    with pytest.raises(Refused, match="Only an open one can be entered in error; assess and close it instead"):
        require_move(FOLLOW_UP, IN_ERROR)


@pytest.mark.parametrize(("without", "words"), PARTS, ids=lambda part: str(part)[:40])
def test_a_close_asks_for_each_part_by_itself(without: dict[str, object], words: str) -> None:
    lacking = replace(WHOLE, **without)  # type: ignore[arg-type]
    assert missing(lacking) == (words,)
    with pytest.raises(Refused) as no:
        require_closable(lacking)
    assert no.value.sentence == f"This event cannot be closed yet. Still missing: {words}."


def test_a_close_with_all_parts_passes_and_an_independent_clinician_needs_no_supervisor() -> None:
    require_closable(WHOLE)
    require_closable(replace(WHOLE, supervised=False, supervisor_told_at=None))


def test_one_sentence_names_everything_that_is_missing() -> None:
    with pytest.raises(Refused) as no:
        require_closable(replace(WHOLE, told=0, plan="", follow_up_on=None))
    assert no.value.sentence == (
        "This event cannot be closed yet. Still missing: who was told, what became of the safety plan and a follow-up date."
    )
    assert len(missing(Finding())) == 9


def test_an_associate_is_supervised_and_an_expired_license_is_none() -> None:
    for credential in SUPERVISED:
        assert Clinician(credential, "AL-1", None).supervised
        assert Clinician(credential, "AL-1", None).is_licensed(TODAY)
    independent = Clinician("LPC", "AL-1", TODAY)
    assert not independent.supervised
    assert independent.is_licensed(TODAY)
    assert not independent.is_licensed(TODAY + timedelta(days=1))
    assert not Clinician("", "", None).is_licensed(TODAY)
    lead = Clinician("", "", None, leads=True)
    assert (lead.is_licensed(TODAY), lead.supervised) == (True, False)


@pytest.mark.parametrize(
    ("minutes", "times"), [(0, 0), (29, 0), (30, 0), (31, 1), (59, 1), (60, 2), (89, 2), (90, 3), (24 * 60, 48)]
)
def test_an_open_event_is_told_again_every_thirty_minutes(minutes: int, times: int) -> None:
    assert repeats(OPEN, NOON, NOON + timedelta(minutes=minutes)) == times


@pytest.mark.parametrize("status", [status for status in SafetyStatus if status is not OPEN])
def test_an_event_that_a_clinician_has_taken_up_is_not_told_again(status: SafetyStatus) -> None:
    assert repeats(status, NOON, NOON + timedelta(hours=5)) == 0


def test_a_follow_up_is_due_from_its_day_until_the_event_is_over() -> None:
    assert follow_up_due(FOLLOW_UP, TODAY, TODAY)
    assert follow_up_due(FOLLOW_UP, TODAY, TODAY + timedelta(days=3))
    assert not follow_up_due(FOLLOW_UP, TODAY, TODAY - timedelta(days=1))
    assert not follow_up_due(FOLLOW_UP, None, TODAY)
    assert not follow_up_due(CLOSED, TODAY, TODAY)
    assert not follow_up_due(IN_ERROR, TODAY, TODAY)


def test_outreach_belongs_to_the_therapist_while_the_last_flag_stands() -> None:
    assert [outreach_by_therapist(status) for status in SafetyStatus] == [True, True, True, True, False, False]
    assert not outreach_by_therapist(None)


def test_yes_and_unsure_at_intake_go_to_a_clinician() -> None:
    assert [needs_hand_off(answer) for answer in IntakeAnswer] == [True, True, False, False]


def test_the_answer_is_said_in_the_words_of_the_form() -> None:
    phq9, gad7 = BY_CODE["PHQ-9"], BY_CODE["GAD-7"]
    assert item_words(phq9, [0] * 8 + [1]) == f"Item 9 was answered “{phq9.choices[1]}”."
    assert item_words(phq9, [*([0] * 8), None]) == "Item 9 was left out: ask."
    assert item_words(gad7, [3] * 7) == ""
    assert item_words(phq9, []) == ""


def test_a_source_has_words_and_a_measure_is_its_own() -> None:
    assert source_words(Source.THREAT) == "Threat to another person"
    assert source_words("PHQ-9") == "PHQ-9"
