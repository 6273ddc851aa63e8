"""Status, phases, tasks, contract and consent of a course: the tables of DOMAIN.md 1.2, 1.7 and 4.6."""

from datetime import date, timedelta

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.consent import Consent, Exemption, Giver, require_consent
from ibh_desktop.domain.contract import (
    AmendmentKind,
    ContractWarning,
    as_amended,
    needs_cosign,
    phase_prompt,
    require_extension,
    require_shortening,
    require_variant,
    said,
    size_in,
    warnings,
)
from ibh_desktop.domain.courses import MAINTENANCE, VARIANTS, CourseStatus, Variant, parts_of, variant_of
from ibh_desktop.domain.engagement import Prompt, prompts
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.lifecycle import (
    FINAL,
    Closing,
    EndReason,
    Event,
    moved,
    require_completable,
    require_end_early,
    require_gate,
    require_review,
)
from ibh_desktop.domain.phases import Phase, Split, require_phase_move
from ibh_desktop.domain.tasks import TASKS, Fact, open_gates, tasks_of

TODAY = date(2027, 3, 1)
_S, _E = CourseStatus, Event
ALLOWED = {
    (_S.DRAFT, _E.START): _S.ACTIVE,
    (_S.DRAFT, _E.CANCEL): _S.CANCELLED,
    (_S.ACTIVE, _E.HOLD): _S.ON_HOLD,
    (_S.ON_HOLD, _E.RESUME): _S.ACTIVE,
    (_S.ACTIVE, _E.COMPLETE): _S.COMPLETED,
    (_S.ON_HOLD, _E.COMPLETE): _S.COMPLETED,
    (_S.ACTIVE, _E.END_EARLY): _S.ENDED_EARLY,
    (_S.ON_HOLD, _E.END_EARLY): _S.ENDED_EARLY,
    (_S.ACTIVE, _E.TRANSFER): _S.TRANSFERRED,
    (_S.ON_HOLD, _E.TRANSFER): _S.TRANSFERRED,
    **{(status, _E.REOPEN): _S.ACTIVE for status in FINAL},
}


@pytest.mark.parametrize("status", CourseStatus)
@pytest.mark.parametrize("event", Event)
def test_the_status_moves_as_the_table_says_and_not_otherwise(status: CourseStatus, event: Event) -> None:
    wanted = ALLOWED.get((status, event))
    if wanted is None:
        with pytest.raises(Refused, match=f"that is {status.value} cannot be"):
            moved(status, event)
    else:
        assert moved(status, event) is wanted


def test_a_hold_is_reviewed_within_sixty_days() -> None:
    assert require_review(TODAY + timedelta(days=60), TODAY)
    for wrong in (TODAY, TODAY + timedelta(days=61)):
        with pytest.raises(Refused, match="within 60 days"):
            require_review(wrong, TODAY)


def test_completing_names_what_is_missing_and_only_tasks_may_be_passed_over() -> None:
    whole = Closing(Phase.ENDING, (), 0, 0)
    require_completable(whole, override="")
    for closing, why in (
        (Closing(Phase.MIDDLE, (), 0, 0), "from its ending phase"),
        (Closing(Phase.ENDING, (), 1, 0), "goal is still active"),
        (Closing(Phase.ENDING, (), 0, 1), "1 lingering issue has no disposition"),
        (Closing(Phase.ENDING, (), 0, 3), "3 lingering issues have no disposition"),
    ):
        with pytest.raises(Refused, match=why):
            require_completable(closing, override="a very good reason")
    with pytest.raises(Refused, match="Still open: Ending named"):
        require_completable(Closing(Phase.ENDING, ("Ending named",), 0, 0), override="too short")
    require_completable(Closing(Phase.ENDING, ("Ending named",), 0, 0), override="she moved to Ohio")


def test_lost_to_contact_needs_two_attempts_and_a_risk_needs_a_note() -> None:
    for attempts in (0, 1):
        with pytest.raises(Refused, match=f"there are {attempts}"):
            require_end_early(EndReason.LOST, outreach=attempts, risk=False, risk_note="")
    require_end_early(EndReason.LOST, outreach=2, risk=False, risk_note="")
    with pytest.raises(Refused, match="risk note"):
        require_end_early(EndReason.MOVED, outreach=0, risk=True, risk_note="")
    require_end_early(EndReason.MOVED, outreach=0, risk=True, risk_note="seen today, plan made")


@pytest.mark.parametrize(
    ("now", "wanted", "extended", "fine"),
    [
        (Phase.INITIAL, Phase.MIDDLE, False, True),
        (Phase.INITIAL, Phase.ENDING, True, False),
        (Phase.MIDDLE, Phase.ENDING, False, True),
        (Phase.MIDDLE, Phase.INITIAL, False, True),
        (Phase.ENDING, Phase.MIDDLE, False, False),
        (Phase.ENDING, Phase.MIDDLE, True, True),
        (Phase.ENDING, Phase.INITIAL, True, False),
        (Phase.MIDDLE, Phase.MIDDLE, False, False),
    ],
)
def test_phases_move_as_the_table_says(now: Phase, wanted: Phase, extended: bool, fine: bool) -> None:  # noqa: FBT001
    if fine:
        require_phase_move(now, wanted, extended=extended)
    else:
        with pytest.raises(Refused):
            require_phase_move(now, wanted, extended=extended)


def test_tasks_follow_the_phase_and_what_is_left_carries_over() -> None:
    first = tasks_of("IPT16", Phase.INITIAL, {"I3"}, {Fact.PERSON, Fact.GOAL})
    assert [line.task.code for line in first] == [f"I{n}" for n in range(1, 12)]
    assert {line.task.code for line in first if line.done} == {"I3", "I6", "I11"}
    assert {line.task.code for line in first if line.by_itself} == {"I6", "I11"}
    assert len(open_gates(first, Phase.INITIAL)) == 6
    middle = tasks_of("IPT16", Phase.MIDDLE, {"I3"}, {Fact.PERSON, Fact.GOAL})
    assert [line.task.code for line in middle] == ["I1", "I2", "I4", "I5", "I7", "I8", "I9", "I10"]
    codes = {"IPTA12": "I12", "IPSRT20": "I13", "IPTG8": "I14"}
    for variant, code in codes.items():
        assert code in {line.task.code for line in tasks_of(variant, Phase.INITIAL, (), ())}
    assert {task.code for task in TASKS if task.gate and task.phase is Phase.ENDING} == {f"T{n}" for n in range(1, 7)}
    require_gate([], override="")


@pytest.mark.parametrize(
    ("first", "planned", "wanted"),
    [(16, 17, False), (16, 20, False), (16, 21, True), (12, 16, False), (12, 17, True), (20, 21, True), (18, 20, False)],
)
def test_a_clinical_lead_agrees_beyond_four_more_or_twenty(first: int, planned: int, wanted: bool) -> None:  # noqa: FBT001
    assert needs_cosign(first, planned) is wanted


def test_a_contract_grows_and_shrinks_within_its_bounds() -> None:
    assert require_extension(16, 18) == 18
    assert require_shortening(16, 12, 9) == 12
    for sessions in (16, 61):
        with pytest.raises(Refused):
            require_extension(16, sessions)
    with pytest.raises(Refused, match="has fewer"):
        require_shortening(16, 16, 0)
    with pytest.raises(Refused, match="9 sessions are held or booked"):
        require_shortening(16, 8, 9)


@pytest.mark.parametrize(
    ("delivered", "phase", "wanted"),
    [
        (3, Phase.INITIAL, ()),
        (4, Phase.INITIAL, ()),
        (5, Phase.INITIAL, (ContractWarning.PAST_PHASE,)),
        (13, Phase.MIDDLE, (ContractWarning.NEARING_END,)),
        (15, Phase.MIDDLE, (ContractWarning.PAST_PHASE, ContractWarning.NEARING_END)),
        (15, Phase.ENDING, (ContractWarning.NEARING_END,)),
        (16, Phase.ENDING, (ContractWarning.OVER,)),
    ],
)
def test_the_contract_warns(delivered: int, phase: Phase, wanted: tuple[ContractWarning, ...]) -> None:
    assert warnings(delivered, 16, phase, Split(3, 10, 3)) == wanted


def test_spent_sessions_bring_the_end_of_the_contract_nearer_and_no_phase() -> None:
    parts = Split(3, 10, 3)
    assert warnings(11, 16, Phase.MIDDLE, parts, spent=2) == (ContractWarning.NEARING_END,)
    assert warnings(14, 16, Phase.ENDING, parts, spent=2) == (ContractWarning.OVER,)
    assert warnings(3, 16, Phase.INITIAL, parts, spent=4) == ()
    assert phase_prompt(1, 16, Phase.INITIAL, parts, goals_closed=False, spent=2) is None
    assert phase_prompt(11, 16, Phase.MIDDLE, parts, goals_closed=False, spent=2) is Phase.ENDING


def test_the_therapist_is_asked_when_a_phase_may_move_and_never_moved() -> None:
    parts = Split(3, 10, 3)
    assert phase_prompt(2, 16, Phase.INITIAL, parts, goals_closed=False) is None
    assert phase_prompt(3, 16, Phase.INITIAL, parts, goals_closed=False) is Phase.MIDDLE
    assert phase_prompt(12, 16, Phase.MIDDLE, parts, goals_closed=False) is None
    assert phase_prompt(12, 16, Phase.MIDDLE, parts, goals_closed=True) is Phase.ENDING
    assert phase_prompt(13, 16, Phase.MIDDLE, parts, goals_closed=False) is Phase.ENDING
    assert phase_prompt(16, 16, Phase.ENDING, parts, goals_closed=True) is None


def test_no_shows_in_a_row_ask_for_more_each_time() -> None:
    done, gone, late = Status.COMPLETED, Status.NO_SHOW, Status.LATE_CANCEL
    assert prompts([done], [], TODAY, risk=True) == ()
    assert prompts([done, gone], [], TODAY, risk=False) == (Prompt.CALL,)
    assert prompts([done, gone, late, gone], [], TODAY, risk=False) == (Prompt.REVIEW,)
    assert prompts([gone, gone, gone], [], TODAY, risk=False) == (Prompt.CONSIDER_ENDING,)
    assert prompts([gone, done, gone], [], TODAY, risk=True) == (Prompt.THERAPIST_CALLS, Prompt.CALL)
    assert prompts([gone], [TODAY - timedelta(days=30)], TODAY, risk=False) == (Prompt.CONSIDER_ENDING,)
    assert prompts([gone], [TODAY - timedelta(days=29)], TODAY, risk=False) == (Prompt.CALL,)


def test_consent_follows_age() -> None:
    fifteen, sixteen = date(2011, 3, 2), date(2011, 3, 1)
    own, both = Consent(TODAY, Giver.PATIENT), Consent(TODAY, Giver.BOTH)
    assert require_consent(own, sixteen, TODAY) is own
    assert require_consent(both, fifteen, TODAY) is both
    with pytest.raises(Refused, match="under 16 needs a guardian"):
        require_consent(own, fifteen, TODAY)
    with pytest.raises(Refused, match="why the exemption holds"):
        require_consent(Consent(TODAY, Giver.PATIENT, Exemption.EMERGENCY), fifteen, TODAY)
    assert require_consent(Consent(TODAY, Giver.PATIENT, Exemption.EMERGENCY, "in the ED"), fifteen, TODAY)
    with pytest.raises(Refused, match="No consent"):
        require_consent(None, sixteen, TODAY)
    with pytest.raises(Refused, match="future"):
        require_consent(Consent(TODAY + timedelta(days=1), Giver.PATIENT), sixteen, TODAY)


def test_a_maintenance_course_has_one_phase() -> None:
    assert parts_of("IPTM", 12) == Split(0, 12, 0)
    assert parts_of("IPTM", 60) == Split(0, 60, 0)
    assert MAINTENANCE.cadence_days == 28


@pytest.mark.parametrize("wanted", VARIANTS, ids=lambda variant: variant.code)
@pytest.mark.parametrize("held", [0, 8, 9, 16, 20])
def test_a_variant_takes_over_a_course_of_which_no_more_is_held_than_it_has(wanted: Variant, held: int) -> None:
    if held <= wanted.planned:
        assert require_variant("IPT12", 30, wanted, held) is wanted
    else:
        with pytest.raises(Refused, match=f"{held} sessions are held or booked, and .* has {wanted.planned}"):
            require_variant("IPT12", 30, wanted, held)


def test_the_variant_that_a_course_has_and_maintenance_are_no_change_of_variant() -> None:
    with pytest.raises(Refused, match="of that variant already"):
        require_variant("IPT16", 16, variant_of("IPT16"), 0)
    assert require_variant("IPT16", 18, variant_of("IPT16"), 0).planned == 16
    for now, wanted in (("IPTM", variant_of("IPT16")), ("IPT16", MAINTENANCE)):
        with pytest.raises(Refused, match="a course of its own") as no:
            require_variant(now, 12, wanted, 0)
        assert no.value.field == "variant"


def test_an_amendment_says_its_numbers_with_their_unit_and_variants_by_name() -> None:
    kinds = AmendmentKind
    assert said(kinds.EXTEND, "16", "18") == "16 to 18 sessions"
    assert said(kinds.CADENCE, "7", "14") == "7 to 14 days between sessions"
    before, after = as_amended("IPT16", 18), as_amended("CUSTOM", 10)
    assert said(kinds.VARIANT, before, after) == "Standard, now 18 sessions to Custom, 10 sessions"
    assert [size_in(words) for words in ("16", before, after, "", "IPT16UK")] == [16, 18, 10, None, None]
