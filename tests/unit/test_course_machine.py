"""The course as a state machine that Hypothesis drives: whatever is tried in whatever order, no forbidden state is reached."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from ibh_desktop.domain.contract import needs_cosign, require_extension, require_shortening, require_variant
from ibh_desktop.domain.courses import MAINTENANCE, RUNNING, VARIANTS, CourseStatus, Variant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.goals import CLOSED, GoalStatus, require_goal_move
from ibh_desktop.domain.lifecycle import (
    FINAL,
    Closing,
    EndReason,
    Event,
    moved,
    require_completable,
    require_end_early,
    require_gate,
)
from ibh_desktop.domain.phases import Phase, require_phase_move
from ibh_desktop.domain.tasks import TASKS, open_gates, tasks_of

TODAY = date(2027, 3, 1)
WHY = st.sampled_from(["", "too short", "seen on paper, all of it"])
REACHABLE = {
    (None, Phase.INITIAL),
    (Phase.INITIAL, Phase.MIDDLE),
    (Phase.MIDDLE, Phase.ENDING),
    (Phase.MIDDLE, Phase.INITIAL),
    (Phase.ENDING, Phase.MIDDLE),
}


class CourseMachine(RuleBasedStateMachine):
    """A course with its goals, tasks, lingering issues and sessions, moved by the domain's own rules alone."""

    def __init__(self) -> None:
        super().__init__()
        self.status, self.phase, self.planned, self.variant = CourseStatus.DRAFT, Phase.INITIAL, 16, "IPT16"
        self.delivered = self.undisposed = self.outreach = 0
        self.extended = self.lead = False
        self.goals: list[GoalStatus] = []
        self.ticked: set[str] = set()
        self.past: list[tuple[CourseStatus, CourseStatus, Event]] = []
        self.phases: list[tuple[Phase | None, Phase]] = [(None, Phase.INITIAL)]

    def _go(self, event: Event) -> bool:
        try:
            after = moved(self.status, event)
        except Refused:
            return False
        self.past.append((self.status, after, event))
        self.status = after
        return True

    @rule(event=st.sampled_from([Event.START, Event.CANCEL, Event.HOLD, Event.RESUME, Event.TRANSFER, Event.REOPEN]))
    def step(self, event: Event) -> None:
        self._go(event)

    @rule(override=WHY)
    def complete(self, override: str) -> None:
        lines = tasks_of("IPT16", self.phase, self.ticked, ())
        active = self.goals.count(GoalStatus.ACTIVE)
        closing = Closing(self.phase, open_gates(lines, Phase.ENDING), active, self.undisposed)
        try:
            require_completable(closing, override=override)
        except Refused:
            return
        if self._go(Event.COMPLETE):
            assert self.phase is Phase.ENDING
            assert active == self.undisposed == 0

    @rule(reason=st.sampled_from(EndReason), risk=st.booleans(), note=WHY)
    def end_early(self, reason: EndReason, risk: bool, note: str) -> None:  # noqa: FBT001 - drawn
        try:
            require_end_early(reason, outreach=self.outreach, risk=risk, risk_note=note)
        except Refused:
            return
        if self._go(Event.END_EARLY):
            assert reason is not EndReason.LOST or self.outreach >= 2

    @precondition(lambda self: self.status is CourseStatus.ACTIVE)
    @rule(phase=st.sampled_from(Phase), override=WHY)
    def move_phase(self, phase: Phase, override: str) -> None:
        try:
            require_phase_move(self.phase, phase, extended=self.extended)
            if self.phase is Phase.INITIAL:
                require_gate(open_gates(tasks_of("IPT16", self.phase, self.ticked, ()), Phase.INITIAL), override=override)
        except Refused:
            return
        self.phases.append((self.phase, phase))
        self.phase, self.extended = phase, False

    @precondition(lambda self: self.status in RUNNING)
    @rule(to=st.integers(0, 64), lead=st.booleans())
    def amend(self, to: int, lead: bool) -> None:  # noqa: FBT001 - drawn
        try:
            longer = to > self.planned
            planned = require_extension(self.planned, to) if longer else require_shortening(self.planned, to, self.delivered)
        except Refused:
            return
        if needs_cosign(16, planned) and not lead:
            return
        self.lead = self.lead or lead
        self.planned, self.extended = planned, self.extended or longer

    @precondition(lambda self: self.status in RUNNING)
    @rule(wanted=st.sampled_from((*VARIANTS, MAINTENANCE)), lead=st.booleans())
    def vary(self, wanted: Variant, lead: bool) -> None:  # noqa: FBT001 - drawn
        try:
            require_variant(self.variant, self.planned, wanted, self.delivered)
        except Refused:
            return
        longer = wanted.planned > self.planned
        if longer and needs_cosign(16, wanted.planned) and not lead:
            return
        assert wanted is not MAINTENANCE
        assert wanted.planned >= self.delivered
        self.variant, self.planned, self.extended = wanted.code, wanted.planned, self.extended or longer

    @precondition(lambda self: self.status in RUNNING and self.delivered < self.planned)
    @rule()
    def hold_a_session(self) -> None:
        self.delivered += 1

    @rule(code=st.sampled_from([task.code for task in TASKS]))
    def tick(self, code: str) -> None:
        self.ticked ^= {code}

    @precondition(lambda self: self.status in RUNNING)
    @rule()
    def add_goal(self) -> None:
        others = any(status not in CLOSED for status in self.goals)
        self.goals.append(GoalStatus.PROPOSED if others else GoalStatus.ACTIVE)

    @precondition(lambda self: self.status in RUNNING and self.goals)
    @rule(data=st.data(), wanted=st.sampled_from(GoalStatus))
    def move_goal(self, data: st.DataObject, wanted: GoalStatus) -> None:
        at = data.draw(st.integers(0, len(self.goals) - 1))
        others = (self.goals[:at] + self.goals[at + 1 :]).count(GoalStatus.ACTIVE)
        try:
            require_goal_move(self.goals[at], wanted, active=others)
        except Refused:
            return
        self.goals[at] = wanted

    @rule(change=st.sampled_from((-1, 1)))
    def lingering(self, change: int) -> None:
        if self.status in RUNNING:
            self.undisposed = max(0, self.undisposed + change)

    @rule()
    def try_to_reach(self) -> None:
        self.outreach += 1

    @invariant()
    def no_forbidden_state(self) -> None:
        assert self.goals.count(GoalStatus.ACTIVE) <= 1, "one goal at a time"
        assert self.delivered <= self.planned, "never past the contract"
        assert 4 <= self.planned <= 60
        assert self.lead or self.planned <= 20, "beyond twenty a clinical lead agreed"
        assert set(self.phases) <= REACHABLE, "no phase is skipped"
        for before, after, event in self.past:
            assert before not in FINAL or event is Event.REOPEN, "what is over moves only by reopening"
            assert after is not CourseStatus.DRAFT
        if self.past and self.past[-1][2] is Event.COMPLETE and self.status is CourseStatus.COMPLETED:
            assert self.phase is Phase.ENDING


def _run(examples: int) -> None:
    calm = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        CourseMachine,
        settings=settings(max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=calm),
    )


def test_no_order_of_steps_reaches_a_forbidden_state() -> None:
    _run(250)


@pytest.mark.slow
def test_five_thousand_runs_of_forty_steps_reach_none_either() -> None:
    _run(5_000)
