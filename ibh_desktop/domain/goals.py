"""Goals, worked on one at a time (DOMAIN.md 1.6, 1.7.5)."""

from enum import StrEnum

from ibh_desktop.domain.errors import Refused


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

NEXT: dict[GoalStatus, tuple[GoalStatus, ...]] = {
    GoalStatus.PROPOSED: (GoalStatus.ACTIVE, GoalStatus.DROPPED),
    GoalStatus.ACTIVE: (GoalStatus.PAUSED, *CLOSED),
    GoalStatus.PAUSED: (GoalStatus.ACTIVE,),
    **dict.fromkeys(CLOSED, (GoalStatus.ACTIVE,)),
}


def require_goal_move(current: GoalStatus, wanted: GoalStatus, *, other_active: bool) -> None:
    """Raise `Refused` for a move that 1.7.5 does not have, or a second active goal."""
    if wanted not in NEXT[current]:
        raise Refused(f"A goal that is {current.value} cannot become {wanted.value}.", field="status")
    if wanted is GoalStatus.ACTIVE and other_active:
        raise Refused(
            "Another goal is active. Goals are worked on one at a time: pause or close that one first.", field="status"
        )


def require_rating(rating: int) -> int:
    """Raise `Refused` outside the 0–10 scale."""
    if not 0 <= rating <= 10:
        raise Refused("A goal is rated 0 to 10.", field="rating")
    return rating
