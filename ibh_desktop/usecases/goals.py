"""Goals of a course, worked on one at a time, rated 0 to 10 (DOMAIN.md 1.6, 1.7.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.goals import (
    CLOSED,
    UNRESOLVED,
    GoalStatus,
    Place,
    following,
    reordered,
    require_goal_move,
    require_ratable,
    require_rating,
)
from ibh_desktop.domain.ids import CourseId, GoalId
from ibh_desktop.domain.people import clean_lines, clean_text
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.chart import GoalRating
from ibh_desktop.store.schema import Goal
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import Charted, require_as_seen, require_charted, require_entry

_LONGEST_TITLE, _LONGEST_TEXT = 200, 2000


@dataclass(frozen=True, slots=True)
class GoalWords:
    """What a goal says, as it is typed or as a form showed it."""

    title: str
    why: str = ""
    area: Area | None = None
    success_sign: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """A day's rating before it was given, None when there was none."""

    on: date
    rating: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """How a goal stood before a change and how it was left: what Undo needs."""

    id: GoalId
    status: GoalStatus
    baseline: int | None
    latest: int | None
    opened_on: date | None
    closed_on: date | None
    outcome_note: str
    rated: Rated | None
    left: tuple[GoalStatus, int | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the goal that comes next when none is active any more, and whether something lingers."""

    before: Before
    following: GoalId | None
    lingers: bool


def add(
    tx: Tx,
    course: CourseId,
    *,
    title: str,
    why: str = "",
    area: Area | None = None,
    success_sign: str = "",
    baseline: int | None = None,
) -> GoalId:
    """Put a goal at the end of the course's list; the first one becomes active at once."""
    charted = require_charted(tx, course)
    words = _clean(GoalWords(title, why, area, success_sign))
    if baseline is not None:
        require_rating(baseline)
    places = _places(tx, course)
    first = not any(goal.status not in CLOSED for goal in places)
    new = Goal(
        course_id=course,
        position=max((goal.position for goal in places), default=0) + 1,
        title=words.title,
        why=words.why,
        area=area,
        success_sign=words.success_sign,
        baseline=baseline,
        latest=baseline,
        status=GoalStatus.ACTIVE if first else GoalStatus.PROPOSED,
        opened_on=charted.today if first else None,
    )
    tx.session.add(new)
    tx.session.flush()
    tx.record("goal:add", Topic.COURSES, course, diff={"goal": new.id})
    return GoalId(new.id)


def change(tx: Tx, goal: GoalId, words: GoalWords, *, seen: GoalWords | None = None) -> None:
    """Word a goal anew; raise `Conflict` when it is not as it was `seen`."""
    charted, row = require_entry(tx, Goal, goal)
    require_as_seen(seen, GoalWords(row.title, row.why, row.area, row.success_sign))
    clean = _clean(words)
    row.title, row.why, row.area, row.success_sign = clean.title, clean.why, clean.area, clean.success_sign
    tx.record("goal:change", Topic.COURSES, charted.id, diff={"goal": goal})


def move(
    tx: Tx,
    goal: GoalId,
    *,
    status: GoalStatus,
    rating: int | None = None,
    outcome_note: str = "",
    seen: GoalStatus | None = None,
) -> Moved:
    """Activate, pause or close a goal, with its rating now; raise `Refused` for one active goal too many."""
    charted, row = require_entry(tx, Goal, goal)
    require_as_seen(seen, row.status)
    others = [place for place in _places(tx, charted.id) if place.id != goal]
    active = sum(place.status is GoalStatus.ACTIVE for place in others)
    require_goal_move(row.status, status, active=active, most=settings(tx).max_active_goals)
    before, was = _state(row), row.status
    rated = None if rating is None else _rate(tx, charted, row, rating)
    row.status = status
    row.opened_on = row.opened_on or (charted.today if status is GoalStatus.ACTIVE else None)
    row.closed_on = charted.today if status in CLOSED else None
    row.outcome_note = clean_lines(outcome_note)[:_LONGEST_TEXT] or row.outcome_note
    diff = {"goal": goal, "from": was.name, "to": status.name, "rating": rating}
    tx.record("goal:move", Topic.COURSES, charted.id, diff=diff)
    offered = following(others) if status in CLOSED and not active else None
    return Moved(_before(before, row, rated), offered, status in UNRESOLVED)


def rate(tx: Tx, goal: GoalId, *, rating: int, note: str = "") -> Before:
    """Rate a goal today; a second rating on one day corrects the first. The first one ever is its baseline."""
    charted, row = require_entry(tx, Goal, goal)
    require_ratable(row.status)
    before = _state(row)
    rated = _rate(tx, charted, row, rating, clean_text(note)[:_LONGEST_TEXT])
    tx.record("goal:rate", Topic.COURSES, charted.id, diff={"goal": goal, "rating": rating})
    return _before(before, row, rated)


def reorder(tx: Tx, course: CourseId, *, order: Sequence[GoalId]) -> tuple[GoalId, ...]:
    """Put the waiting goals into this order; return the order they had, with which Undo calls this again."""
    require_charted(tx, course)
    places = _places(tx, course)
    positions = reordered(places, order)
    rows = tx.session.scalars(select(Goal).where(Goal.id.in_(positions))).all()
    for row in rows:
        row.position = positions[GoalId(row.id)]
    tx.record("goal:reorder", Topic.COURSES, course, diff={"order": list(order)})
    return tuple(place.id for place in places if place.id in positions)


def restore(tx: Tx, before: Before) -> None:
    """Undo a move or a rating; raise `Conflict` when the goal was changed since, `Refused` when another is active by now."""
    charted, row = require_entry(tx, Goal, before.id)
    require_as_seen(before.left, (row.status, row.latest))
    if before.status is GoalStatus.ACTIVE and row.status is not GoalStatus.ACTIVE:
        active = sum(place.status is GoalStatus.ACTIVE for place in _places(tx, charted.id))
        require_goal_move(GoalStatus.PAUSED, GoalStatus.ACTIVE, active=active, most=settings(tx).max_active_goals)
    row.status, row.baseline, row.latest = before.status, before.baseline, before.latest
    row.opened_on, row.closed_on, row.outcome_note = before.opened_on, before.closed_on, before.outcome_note
    if before.rated is not None:
        _unrate(tx, before.id, before.rated)
    tx.record("goal:restore", Topic.COURSES, charted.id, diff={"goal": before.id, "to": before.status.name})


def _clean(words: GoalWords) -> GoalWords:
    title = clean_text(words.title)
    if not title:
        raise Refused("Say what the goal is.", field="title")
    if len(title) > _LONGEST_TITLE:
        raise Refused(f"A goal's title has up to {_LONGEST_TITLE} characters; say more under “why”.", field="title")
    why, sign = clean_lines(words.why)[:_LONGEST_TEXT], clean_lines(words.success_sign)[:_LONGEST_TEXT]
    return GoalWords(title, why, words.area, sign)


def _places(tx: Tx, course: CourseId) -> list[Place]:
    rows = tx.session.execute(
        select(Goal.id, Goal.position, Goal.status).where(Goal.course_id == course).order_by(Goal.position, Goal.id)
    )
    return [Place(GoalId(key), position, status) for key, position, status in rows]


def _today_row(tx: Tx, goal: int, on: date) -> GoalRating | None:
    return tx.session.scalars(select(GoalRating).where(GoalRating.goal_id == goal, GoalRating.on == on)).one_or_none()


def _rate(tx: Tx, charted: Charted, row: Goal, rating: int, note: str = "") -> Rated:
    require_rating(rating)
    known = _today_row(tx, row.id, charted.today)
    rated = Rated(charted.today, known.rating if known else None, known.note if known else "")
    if known is None:
        tx.session.add(GoalRating(goal_id=row.id, on=charted.today, rating=rating, note=note))
    else:
        known.rating, known.note = rating, note or known.note
    row.baseline = rating if row.baseline is None else row.baseline
    row.latest = rating
    return rated


def _unrate(tx: Tx, goal: GoalId, rated: Rated) -> None:
    row = _today_row(tx, goal, rated.on)
    if row is None:
        return
    if rated.rating is None:
        tx.session.delete(row)
    else:
        row.rating, row.note = rated.rating, rated.note


_State = tuple[GoalStatus, int | None, int | None, date | None, date | None, str]


def _state(row: Goal) -> _State:
    return row.status, row.baseline, row.latest, row.opened_on, row.closed_on, row.outcome_note


def _before(state: _State, row: Goal, rated: Rated | None) -> Before:
    return Before(GoalId(row.id), *state, rated, (row.status, row.latest))
