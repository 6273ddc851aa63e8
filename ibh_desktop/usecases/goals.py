"""Goals of a course, worked on one at a time (DOMAIN.md 1.6, 1.7.5)."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.goals import CLOSED, GoalStatus, require_goal_move, require_rating
from ibh_desktop.domain.ids import CourseId, GoalId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Goal, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.courses import require_running


def _today(tx: Tx, row: Course) -> date:
    return tx.now.astimezone(ZoneInfo(one(tx, Location, row.location_id).zone)).date()


def add(tx: Tx, course: CourseId, *, title: str, baseline: int | None = None) -> GoalId:
    """Put a goal at the end of the course's list; the first one becomes active at once."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(row.therapist_id))
    require_running(row)
    words = clean_text(title)
    if not words:
        raise Refused("Say what the goal is.", field="title")
    if baseline is not None:
        require_rating(baseline)
    goals = tx.session.scalars(select(Goal).where(Goal.course_id == course)).all()
    first = not any(goal.status not in CLOSED for goal in goals)
    new = Goal(
        course_id=course,
        position=len(goals) + 1,
        title=words[:200],
        baseline=baseline,
        latest=baseline,
        status=GoalStatus.ACTIVE if first else GoalStatus.PROPOSED,
        opened_on=_today(tx, row) if first else None,
    )
    tx.session.add(new)
    tx.session.flush()
    tx.record("goal:add", Topic.COURSES, course, diff={"goal": new.id})
    return GoalId(new.id)


def move(tx: Tx, goal: GoalId, *, status: GoalStatus, rating: int | None = None) -> None:
    """Activate, pause or close a goal, with its rating now; raise `Refused` for a second active one."""
    row = one(tx, Goal, goal)
    course = one(tx, Course, row.course_id)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(course.therapist_id))
    require_running(course)
    others = select(Goal.id).where(Goal.course_id == row.course_id, Goal.id != goal, Goal.status == GoalStatus.ACTIVE)
    require_goal_move(row.status, status, other_active=tx.session.scalar(others) is not None)
    row.status = status
    row.latest = row.latest if rating is None else require_rating(rating)
    today = _today(tx, course)
    row.opened_on = row.opened_on or today
    row.closed_on = today if status in CLOSED else None
    tx.record("goal:move", Topic.COURSES, course.id, diff={"goal": goal, "to": status.value})
