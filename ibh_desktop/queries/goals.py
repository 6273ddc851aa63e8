"""Goals of a course with their ratings, its homework, what lingers; and the issues that a referral takes on."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import RUNNING, Area
from ibh_desktop.domain.goals import CLOSED, GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus, completion_rate, is_overdue
from ibh_desktop.domain.ids import CourseId, GoalId, HomeworkId, IssueId, LetterId, TherapistId
from ibh_desktop.domain.lingering import WITHDRAWN, Disposition
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.store.chart import GoalRating, Homework, LingeringIssue
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Goal
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Rating:
    """A goal's progress on a day, 0 to 10."""

    on: date
    rating: int
    note: str


@dataclass(frozen=True, slots=True)
class GoalLine:
    """One goal; `history` holds its ratings by day, `ratings` the first and the latest."""

    id: GoalId
    title: str
    why: str
    area: Area | None
    success_sign: str
    outcome_note: str
    position: int
    status: GoalStatus
    opened_on: date | None
    closed_on: date | None
    ratings: tuple[int | None, int | None]
    history: tuple[Rating, ...]


@dataclass(frozen=True, slots=True)
class HomeworkLine:
    """One piece of homework; `carried` when it was given again since, `again` when it was carried over itself."""

    id: HomeworkId
    text: str
    goal: GoalId | None
    goal_title: str
    assigned_on: date
    session: int | None
    due_session: int | None
    status: HomeworkStatus
    overdue: bool
    reviewed_on: date | None
    obstacle: str
    effort: str
    again: bool
    carried: bool


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One lingering issue; without a disposition it keeps its course from being completed."""

    id: IssueId
    version: int
    text: str
    area: Area | None
    severity: int
    disposition: Disposition | None
    withdrawn: bool
    goal_title: str
    letter: LetterId | None
    noted_on: date


@dataclass(frozen=True, slots=True)
class GoalsPage:
    """The section: goals by position with the active ones first and the closed ones last, unreviewed homework first."""

    course: CourseId
    writable: bool
    goals: tuple[GoalLine, ...]
    homework: tuple[HomeworkLine, ...]
    rate: float | None
    issues: tuple[IssueLine, ...]


def section(reading: Reading, course: CourseId) -> GoalsPage:
    """A course's goals, homework and lingering issues; raise `NotAllowed` for who may not see clinical parts."""
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_CLINICAL, therapist := TherapistId(row.therapist_id))
    goals = _goals(reading, course)
    titles = {goal.id: goal.title for goal in goals}
    homework = _homework(reading, course, titles)
    return GoalsPage(
        course,
        row.status in RUNNING and may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        goals,
        homework,
        completion_rate(line.status for line in homework),
        _issues(reading, course, titles),
    )


def referred(reading: Reading, course: CourseId) -> tuple[IssueLine, ...]:
    """The issues that are to be referred elsewhere, the heaviest first; raise as `section` does."""
    return tuple(issue for issue in issues(reading, course) if issue.disposition is Disposition.REFERRAL_OUT)


def issues(reading: Reading, course: CourseId) -> tuple[IssueLine, ...]:
    """What lingers in a course, open and heaviest first; raise as `section` does."""
    require(reading.actor, Permission.SEE_CLINICAL, TherapistId(one(reading, Course, course).therapist_id))
    titles = dict(reading.session.execute(select(Goal.id, Goal.title).where(Goal.course_id == course)).all())
    return _issues(reading, course, {GoalId(key): title for key, title in titles.items()})


def _goals(reading: Reading, course: CourseId) -> tuple[GoalLine, ...]:
    rated = select(GoalRating).join(Goal, Goal.id == GoalRating.goal_id).where(Goal.course_id == course).order_by(GoalRating.on)
    history: dict[int, list[Rating]] = {}
    for r in reading.session.scalars(rated):
        history.setdefault(r.goal_id, []).append(Rating(r.on, r.rating, r.note))
    rows = reading.session.scalars(select(Goal).where(Goal.course_id == course).order_by(Goal.position, Goal.id))
    lines = [_goal(g, history.get(g.id, [])) for g in rows]
    return tuple(sorted(lines, key=lambda line: (line.status is not GoalStatus.ACTIVE, line.status in CLOSED)))


def _goal(g: Goal, history: list[Rating]) -> GoalLine:
    return GoalLine(
        GoalId(g.id),
        g.title,
        g.why,
        g.area,
        g.success_sign,
        g.outcome_note,
        g.position,
        g.status,
        g.opened_on,
        g.closed_on,
        (g.baseline, g.latest),
        tuple(history),
    )


def _delivered(reading: Reading, course: CourseId) -> int:
    a = Appointment
    held = a.course_id == course, is_session(), a.status == Status.COMPLETED
    return reading.session.scalar(select(func.count()).where(*held)) or 0


def _homework(reading: Reading, course: CourseId, titles: dict[GoalId, str]) -> tuple[HomeworkLine, ...]:
    delivered = _delivered(reading, course)
    wanted = select(Homework).where(Homework.course_id == course).order_by(Homework.assigned_on, Homework.id)
    rows = reading.session.scalars(wanted).all()
    carried = {h.carried_from_id for h in rows if h.status != HomeworkStatus.CANCELLED.value}
    lines = [_task(h, titles, delivered, carried=h.id in carried) for h in rows]
    waiting = [line for line in lines if line.status is HomeworkStatus.ASSIGNED]
    return (*waiting, *(line for line in reversed(lines) if line.status is not HomeworkStatus.ASSIGNED))


def _task(h: Homework, titles: dict[GoalId, str], delivered: int, *, carried: bool) -> HomeworkLine:
    status = HomeworkStatus(h.status)
    goal = None if h.goal_id is None else GoalId(h.goal_id)
    return HomeworkLine(
        HomeworkId(h.id),
        h.text,
        goal,
        "" if goal is None else titles[goal],
        h.assigned_on,
        h.session,
        h.due_session,
        status,
        is_overdue(status, h.due_session, delivered),
        h.reviewed_on,
        h.obstacle,
        h.effort,
        h.carried_from_id is not None,
        carried,
    )


def _issues(reading: Reading, course: CourseId, titles: dict[GoalId, str]) -> tuple[IssueLine, ...]:
    i = LingeringIssue
    rows = reading.session.scalars(select(i).where(i.course_id == course).order_by(i.severity.desc(), i.noted_on, i.id))
    lines = [_issue(row, titles) for row in rows]
    return tuple(sorted(lines, key=lambda line: (line.withdrawn, line.disposition is not None)))


def _issue(i: LingeringIssue, titles: dict[GoalId, str]) -> IssueLine:
    return IssueLine(
        IssueId(i.id),
        i.version,
        i.text,
        Area(i.area) if i.area else None,
        i.severity,
        Disposition(i.disposition) if i.disposition not in ("", WITHDRAWN) else None,
        i.disposition == WITHDRAWN,
        "" if i.goal_id is None else titles[GoalId(i.goal_id)],
        None if i.referral_id is None else LetterId(i.referral_id),
        i.noted_on,
    )
