"""Homework: given, reviewed at the next session, carried over (DOMAIN.md 1.6, 1.7.5)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.homework import UNFINISHED, HomeworkStatus, due_session, require_assigned, require_outcome
from ibh_desktop.domain.ids import CourseId, GoalId, HomeworkId
from ibh_desktop.domain.people import clean_lines
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.store.chart import Homework
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import Charted, require_as_seen, require_charted, require_entry, require_goal_of

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done, and for which goal; as it is typed or as a form showed it."""

    text: str
    goal: GoalId | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as it was written, what it carried over, and how the homework stood before: what Undo needs."""

    id: HomeworkId
    left: HomeworkStatus
    carried: HomeworkId | None
    was: HomeworkStatus = HomeworkStatus.ASSIGNED


def assign(tx: Tx, course: CourseId, *, task: Task) -> HomeworkId:
    """Give homework in the session that is held now, or after the last one; the next session is to review it."""
    charted = require_charted(tx, course)
    require_goal_of(tx, charted, task.goal)
    new = _add(tx, charted, Task(_clean(task.text), task.goal))
    tx.record("homework:assign", Topic.COURSES, course, diff={"homework": new, "goal": task.goal})
    return new


def change(tx: Tx, homework: HomeworkId, task: Task, *, seen: Task | None = None) -> None:
    """Word homework anew before it is reviewed; raise `Conflict` when it is not as it was `seen`."""
    charted, row = require_entry(tx, Homework, homework)
    require_assigned(HomeworkStatus(row.status))
    require_as_seen(seen, Task(row.text, None if row.goal_id is None else GoalId(row.goal_id)))
    require_goal_of(tx, charted, task.goal)
    row.text, row.goal_id = _clean(task.text), task.goal
    tx.record("homework:change", Topic.COURSES, charted.id, diff={"homework": homework, "goal": task.goal})


def review(
    tx: Tx, homework: HomeworkId, *, status: HomeworkStatus, obstacle: str = "", effort: str = "", carry: bool = False
) -> Reviewed:
    """Write down what became of it; with `carry` what is left is given again as a new row."""
    charted, row = require_entry(tx, Homework, homework)
    require_assigned(HomeworkStatus(row.status))
    require_outcome(status, carry=carry)
    row.status, row.reviewed_on = status.value, charted.today
    row.obstacle, row.effort = clean_lines(obstacle)[:_LONGEST], clean_lines(effort)[:_LONGEST]
    carried = _carry(tx, charted, row) if carry else None
    diff = {"homework": homework, "to": status.name, "carried": carried}
    tx.record("homework:review", Topic.COURSES, charted.id, diff=diff)
    return Reviewed(homework, status, carried)


def carry_over(tx: Tx, homework: HomeworkId) -> Reviewed:
    """Give it again: what nobody reviewed yet counts as not done, what was reviewed is carried over once."""
    charted, row = require_entry(tx, Homework, homework)
    was = HomeworkStatus(row.status)
    if was is HomeworkStatus.ASSIGNED:
        return review(tx, homework, status=HomeworkStatus.NOT_DONE, carry=True)
    if was not in UNFINISHED:
        raise Refused(f"This homework is {was.value}: there is nothing to carry over.", field="carry")
    live = Homework.status != HomeworkStatus.CANCELLED.value
    if tx.session.scalar(select(Homework.id).where(Homework.carried_from_id == homework, live)) is not None:
        raise Refused("This homework was carried over already.", field="carry")
    carried = _carry(tx, charted, row)
    tx.record("homework:carry", Topic.COURSES, charted.id, diff={"homework": homework, "carried": carried})
    return Reviewed(homework, was, carried, was)


def cancel(tx: Tx, homework: HomeworkId) -> Reviewed:
    """It is not to be done any more; it counts for nothing."""
    charted, row = require_entry(tx, Homework, homework)
    require_assigned(HomeworkStatus(row.status))
    row.status = HomeworkStatus.CANCELLED.value
    tx.record("homework:cancel", Topic.COURSES, charted.id, diff={"homework": homework})
    return Reviewed(homework, HomeworkStatus.CANCELLED, None)


def take_back(tx: Tx, reviewed: Reviewed) -> None:
    """Undo a review, a carry-over or a cancelling; raise `Conflict` when it was worked on since."""
    charted, row = require_entry(tx, Homework, reviewed.id)
    require_as_seen(reviewed.left.value, row.status)
    if reviewed.carried is not None:
        again = tx.session.get_one(Homework, reviewed.carried)
        require_as_seen(HomeworkStatus.ASSIGNED.value, again.status)
        again.status = HomeworkStatus.CANCELLED.value
    row.status = reviewed.was.value
    if reviewed.was is HomeworkStatus.ASSIGNED:
        row.reviewed_on, row.obstacle, row.effort = None, "", ""
    tx.record("homework:take-back", Topic.COURSES, charted.id, diff={"homework": reviewed.id, "to": reviewed.was.name})


def _clean(text: str) -> str:
    words = clean_lines(text)
    if not words:
        raise Refused("Say what the homework is.", field="text")
    if len(words) > _LONGEST:
        raise Refused(f"Homework is small: this text has {len(words):,} characters of {_LONGEST:,}.", field="text")
    return words


def _add(tx: Tx, charted: Charted, task: Task, *, carried_from: int | None = None) -> HomeworkId:
    session = _session_now(tx, charted.id)
    row = Homework(
        course_id=charted.id,
        goal_id=task.goal,
        text=task.text,
        assigned_on=charted.today,
        session=session or None,
        due_session=due_session(session),
        status=HomeworkStatus.ASSIGNED.value,
        carried_from_id=carried_from,
    )
    tx.session.add(row)
    tx.session.flush()
    return HomeworkId(row.id)


def _carry(tx: Tx, charted: Charted, row: Homework) -> HomeworkId:
    goal = None if row.goal_id is None else GoalId(row.goal_id)
    return _add(tx, charted, Task(row.text, goal), carried_from=row.id)


def _session_now(tx: Tx, course: CourseId) -> int:
    """The number of the session that is held now, otherwise of the last one delivered; 0 before the first."""
    a = Appointment
    met = a.course_id == course, is_session(), a.status.in_((Status.COMPLETED, Status.IN_SESSION))
    return tx.session.scalar(select(func.count()).where(*met)) or 0
