"""Goals, homework and lingering issues as rules; goals under a machine that tries every order of moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.goals import (
    CLOSED,
    WAITING,
    GoalStatus,
    Place,
    following,
    reordered,
    require_goal_move,
    require_ratable,
)
from ibh_desktop.domain.homework import (
    HomeworkStatus,
    completion_rate,
    due_session,
    is_overdue,
    require_assigned,
    require_outcome,
)
from ibh_desktop.domain.ids import GoalId
from ibh_desktop.domain.lingering import WITHDRAWN, Disposition, Issue, require_disposed, require_severity

G, H = GoalStatus, HomeworkStatus
THREE = (Place(GoalId(1), 1, G.ACTIVE), Place(GoalId(2), 2, G.PROPOSED), Place(GoalId(3), 3, G.PAUSED))


class Goals(RuleBasedStateMachine):
    """A course whose goals are added, moved and reordered in any order, whatever is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.goals: list[Place] = []
        self.before: list[Place] = []

    @rule()
    def add(self) -> None:
        """At the end; the first open one starts at once."""
        first = all(goal.status in CLOSED for goal in self.goals)
        number = len(self.goals) + 1
        self.goals.append(Place(GoalId(number), number, G.ACTIVE if first else G.PROPOSED))

    @precondition(lambda self: self.goals)
    @rule(at=st.integers(0, 50), wanted=st.sampled_from(GoalStatus))
    def move(self, at: int, wanted: GoalStatus) -> None:
        """Any goal to any status."""
        goal = self.goals[at % len(self.goals)]
        active = sum(other.status is G.ACTIVE for other in self.goals if other is not goal)
        try:
            require_goal_move(goal.status, wanted, active=active)
        except Refused:
            return
        assert wanted is not goal.status
        assert goal.status is not G.PAUSED or wanted is G.ACTIVE
        self.goals[at % len(self.goals)] = Place(goal.id, goal.position, wanted)

    @precondition(lambda self: self.goals)
    @rule(data=st.data())
    def reorder(self, data: st.DataObject) -> None:
        """The waiting ones in any order."""
        waiting = [goal.id for goal in self.goals if goal.status in WAITING]
        places = reordered(self.goals, data.draw(st.permutations(waiting)))
        self.goals = [Place(g.id, places.get(g.id, g.position), g.status) for g in self.goals]

    @invariant()
    def never_two_active(self) -> None:
        """DOMAIN.md 8, invariant 3."""
        assert sum(goal.status is G.ACTIVE for goal in self.goals) <= 1

    @invariant()
    def every_position_is_taken_once(self) -> None:
        """Reordering loses no goal."""
        assert sorted(goal.position for goal in self.goals) == list(range(1, len(self.goals) + 1))

    @invariant()
    def the_next_one_waits_and_is_the_first_to_wait(self) -> None:
        """What is offered after closing."""
        found = following(self.goals)
        waiting = {goal.id: goal.position for goal in self.goals if goal.status in WAITING}
        assert found is None if not waiting else waiting[found or GoalId(0)] == min(waiting.values())


TestGoals = Goals.TestCase


def test_more_goals_may_be_active_where_the_clinic_says_so() -> None:
    require_goal_move(G.PROPOSED, G.ACTIVE, active=1, most=2)
    with pytest.raises(Refused, match="2 goals are active, as many as are worked on at a time"):
        require_goal_move(G.PROPOSED, G.ACTIVE, active=2, most=2)


def test_after_closing_the_next_by_position_is_offered() -> None:
    assert following(THREE) == 2
    assert following([THREE[2], Place(GoalId(9), 9, G.PROPOSED)]) == 3
    assert following(THREE[:1]) is None


def test_the_queue_is_reordered_around_the_active_goal() -> None:
    assert reordered(THREE, [GoalId(3), GoalId(2)]) == {3: 2, 2: 3}
    for wrong in ([GoalId(2)], [GoalId(1), GoalId(2), GoalId(3)], [GoalId(2), GoalId(2)]):
        with pytest.raises(Conflict, match="Somebody else changed the goals"):
            reordered(THREE, wrong)


def test_a_dropped_goal_is_not_rated() -> None:
    for status in set(G) - {G.DROPPED}:
        require_ratable(status)
    with pytest.raises(Refused, match="was dropped"):
        require_ratable(G.DROPPED)


@pytest.mark.parametrize(
    ("done", "partly", "not_done", "rate"), [(3, 2, 1, 0.667), (0, 0, 0, None), (0, 0, 2, 0.0), (1, 0, 0, 1.0), (0, 1, 0, 0.5)]
)
def test_the_completion_rate_counts_half_for_partly_done(done: int, partly: int, not_done: int, rate: float | None) -> None:
    others = [H.ASSIGNED, H.CANCELLED, H.CANCELLED]
    found = completion_rate([H.DONE] * done + [H.PARTLY] * partly + [H.NOT_DONE] * not_done + others)
    assert (found if found is None else round(found, 3)) == rate


@given(st.lists(st.sampled_from(HomeworkStatus)))
def test_the_completion_rate_is_a_share(statuses: list[HomeworkStatus]) -> None:
    rate = completion_rate(statuses)
    assert rate is None or 0 <= rate <= 1


def test_homework_is_reviewed_once() -> None:
    require_assigned(H.ASSIGNED)
    for status in set(H) - {H.ASSIGNED}:
        with pytest.raises(Refused, match=f"is already {status.value}"):
            require_assigned(status)


def test_only_what_is_unfinished_is_carried_over() -> None:
    for outcome in (H.PARTLY, H.NOT_DONE):
        require_outcome(outcome, carry=True)
    with pytest.raises(Refused, match="nothing to carry over"):
        require_outcome(H.DONE, carry=True)
    for outcome in (H.ASSIGNED, H.CANCELLED):
        with pytest.raises(Refused, match="done, partly done or not done"):
            require_outcome(outcome)


def test_review_is_expected_at_the_next_delivered_session() -> None:
    assert (due_session(0), due_session(7)) == (1, 8)
    assert [is_overdue(H.ASSIGNED, 8, delivered) for delivered in (7, 8, 9)] == [False, True, True]
    assert not is_overdue(H.DONE, 8, 9)
    assert not is_overdue(H.ASSIGNED, None, 9)


def test_every_open_issue_carries_a_disposition_before_a_course_is_completed() -> None:
    require_disposed([])
    require_disposed([Issue("Sleep", code) for code in (*Disposition, WITHDRAWN)])
    long = "The mornings are as heavy as they were in the spring when all this began with the move"
    with pytest.raises(Refused) as no:
        require_disposed([Issue("Sleep", ""), Issue("Money", Disposition.SELF_HELP), Issue(long, "")])
    assert "Still open: “Sleep”; “The mornings are as heavy as they were in the spring when al…”." in no.value.sentence
    assert "Money" not in no.value.sentence


@pytest.mark.parametrize(("severity", "fine"), [(-1, False), (0, True), (3, True), (4, False)])
def test_an_issue_weighs_0_to_3(severity: int, fine: bool) -> None:  # noqa: FBT001
    if fine:
        assert require_severity(severity) == severity
    else:
        with pytest.raises(Refused, match="0 to 3"):
            require_severity(severity)
