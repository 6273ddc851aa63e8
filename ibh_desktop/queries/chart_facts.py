"""What a course's chart holds already: tasks that are done by themselves, and what completing it asks for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.contract import AmendmentKind, size_in
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.tasks import Fact
from ibh_desktop.store.chart import (
    Amendment,
    Contract,
    CourseStep,
    Formulation,
    InventoryPerson,
    LifeEvent,
    LingeringIssue,
    Snapshot,
    TaskDone,
)
from ibh_desktop.store.schema import Course, Goal, Letter, Score

_CLOSING_LETTERS = ("referral", "psychiatry", "summary", "closure")
"""What task T7 asks for: the discharge summary or a referral; no confirmation stands for it."""
_BASELINE = ("PHQ-9", "GAD-7")


def facts(session: Session, course: Course) -> frozenset[Fact]:
    """What is there of the chart of a course. Three statements."""
    key = course.id
    asked: dict[Fact, Any] = {
        Fact.LIFE_EVENT: exists().where(LifeEvent.course_id == key, ~LifeEvent.removed),
        Fact.PERSON: exists().where(InventoryPerson.course_id == key, ~InventoryPerson.removed),
        Fact.CIRCLE: exists().where(Snapshot.course_id == key),
        Fact.CIRCLE_NOW: exists().where(Snapshot.course_id == key, Snapshot.phase == course.phase.value),
        Fact.FORMULATION: exists().where(Formulation.course_id == key, Formulation.agreed_on.is_not(None)),
        Fact.CONTRACT: exists().where(Contract.course_id == key, Contract.agreed_on.is_not(None)),
        Fact.GOAL: exists().where(Goal.course_id == key, Goal.status != GoalStatus.DROPPED),
        Fact.LETTER: exists().where(Letter.course_id == key, Letter.kind.in_(_CLOSING_LETTERS), Letter.signed_at.is_not(None)),
        Fact.ISSUES_DISPOSED: exists().where(LingeringIssue.course_id == key)
        & ~exists().where(LingeringIssue.course_id == key, LingeringIssue.disposition == ""),
    }
    row = session.execute(select(*asked.values())).one()
    found = {fact for fact, there in zip(asked, row, strict=True) if there}
    if course.diagnosis:
        found.add(Fact.DIAGNOSIS)
    if course.area is not None:
        found.add(Fact.AREA)
    if set(session.scalars(_measures(key))) >= set(_BASELINE):
        found.add(Fact.BASELINE)
    ending = session.scalar(_ending_since(key))
    if ending is not None and set(session.scalars(_measures(key, ending.date()))) >= set(_BASELINE):
        found.add(Fact.FINAL_MEASURES)
    return frozenset(found)


def _measures(course: int, since: date | None = None) -> Select[str]:
    wanted = select(Score.measure).where(Score.course_id == course, Score.total.is_not(None)).distinct()
    return wanted if since is None else wanted.where(Score.taken_on >= since)


def _ending_since(course: int) -> Select[datetime]:
    return select(func.max(CourseStep.made_at)).where(CourseStep.course_id == course, CourseStep.after == Phase.ENDING.value)


def ticked(session: Session, course: int) -> frozenset[str]:
    """Codes of the tasks that were ticked or passed over."""
    return frozenset(session.scalars(select(TaskDone.code).where(TaskDone.course_id == course)))


def undisposed(session: Session, course: int) -> int:
    """Lingering issues without a disposition."""
    wanted = select(func.count()).where(LingeringIssue.course_id == course, LingeringIssue.disposition == "")
    return session.scalar(wanted) or 0


def first_planned(session: Session, course: Course) -> int:
    """The sessions of the first contract, before anything was amended."""
    sized = [kind.value for kind in AmendmentKind if kind is not AmendmentKind.CADENCE]
    first = select(Amendment.before).where(Amendment.course_id == course.id, Amendment.kind.in_(sized)).order_by(Amendment.id)
    before = session.scalar(first.limit(1))
    return course.planned if before is None else size_in(before) or course.planned


def extended_since_ending(session: Session, course: int) -> bool:
    """Whether the contract became longer after the course came into its ending phase, by whatever amendment."""
    since = session.scalar(_ending_since(course))
    longer = AmendmentKind.EXTEND.value, AmendmentKind.VARIANT.value
    made = select(Amendment.before, Amendment.after).where(Amendment.course_id == course, Amendment.kind.in_(longer))
    if since is not None:
        made = made.where(Amendment.made_at >= since)
    return any((size_in(after) or 0) > (size_in(before) or 0) for before, after in session.execute(made))
