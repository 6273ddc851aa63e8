"""Goals, worked on one at a time (DOMAIN.md 1.6, 1.7.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import GoalId


class GoalStatus(StrEnum):
    """Where a goal stands; the last four are closed."""

    PROPOSED = "next"
    ACTIVE = "active"
    PAUSED = "paused"
    ACHIEVED = "achieved"
    PARTLY = "partly achieved"
    NOT_ACHIEVED = "not achieved"
    DROPPED = "dropped"


CLOSED = (GoalStatus.ACHIEVED, GoalStatus.PARTLY, GoalStatus.NOT_ACHIEVED, GoalStatus.DROPPED)
WAITING = (GoalStatus.PROPOSED, GoalStatus.PAUSED)
"""They queue by position until the active one is closed."""
UNRESOLVED = (GoalStatus.PARTLY, GoalStatus.NOT_ACHIEVED)
"""A goal closed so offers to note what lingers."""

NEXT: dict[GoalStatus, tuple[GoalStatus, ...]] = {
    GoalStatus.PROPOSED: (GoalStatus.ACTIVE, GoalStatus.DROPPED),
    GoalStatus.ACTIVE: (GoalStatus.PAUSED, *CLOSED),
    GoalStatus.PAUSED: (GoalStatus.ACTIVE,),
    **dict.fromkeys(CLOSED, (GoalStatus.ACTIVE,)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A goal in its course's list."""

    id: GoalId
    position: int
    status: GoalStatus


def require_goal_move(current: GoalStatus, wanted: GoalStatus, *, active: int = 0, most: int = 1) -> None:
    """Raise `Refused` for a move that 1.7.5 does not have, or one active goal more than the clinic works on at a time."""
    if wanted not in NEXT[current]:
        raise Refused(f"A goal that is {current.value} cannot become {wanted.value}.", field="status")
    if wanted is not GoalStatus.ACTIVE or active < most:
        return
    if most == 1:
        sentence = "Another goal is active. Goals are worked on one at a time: pause or close that one first."
    else:
        sentence = f"{active} goals are active, as many as are worked on at a time: pause or close one first."
    raise Refused(sentence, field="status")


def following(goals: Iterable[Place]) -> GoalId | None:
    """The goal that comes next by position, None when none waits."""
    waiting = sorted((goal for goal in goals if goal.status in WAITING), key=lambda goal: (goal.position, goal.id))
    return waiting[0].id if waiting else None


def reordered(goals: Sequence[Place], order: Sequence[GoalId]) -> dict[GoalId, int]:
    """New positions of the waiting goals; the others keep theirs. Raise `Conflict` when other goals wait by now."""
    waiting = [goal for goal in goals if goal.status in WAITING]
    if sorted(order) != sorted(goal.id for goal in waiting):
        raise Conflict("Somebody else changed the goals a moment ago. They were left as they are; look at them again.")
    return dict(zip(order, sorted(goal.position for goal in waiting), strict=True))


def require_rating(rating: int) -> int:
    """Raise `Refused` outside the 0–10 scale."""
    if not 0 <= rating <= 10:
        raise Refused("A goal is rated 0 to 10.", field="rating")
    return rating


def require_ratable(status: GoalStatus) -> None:
    """Raise `Refused` for a goal that nobody works on any more; the others are reviewed to the end of the course."""
    if status is GoalStatus.DROPPED:
        raise Refused("This goal was dropped. Make it active again before you rate it.", field="rating")
