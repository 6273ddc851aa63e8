"""What writes to a course's chart begin with: the course, locked, running and open to whoever writes."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, NotFound
from ibh_desktop.domain.ids import CourseId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.chart import Homework, LingeringIssue
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Goal, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.courses import require_running

T = TypeVar("T", Goal, Homework, LingeringIssue)


@dataclass(frozen=True, slots=True)
class Charted:
    """A course that may be written to, and the date where it is held."""

    id: CourseId
    row: Course
    today: date


def require_charted(tx: Tx, course: int) -> Charted:
    """Raise `NotAllowed` for another therapist's course, `Refused` for one that is over."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(row.therapist_id))
    require_running(row)
    today = tx.now.astimezone(ZoneInfo(one(tx, Location, row.location_id).zone)).date()
    return Charted(CourseId(course), row, today)


def require_entry(tx: Tx, table: type[T], key: int) -> tuple[Charted, T]:
    """An entry of a chart, read after its course was locked: of two desks the second sees what the first wrote."""
    course = tx.session.scalar(select(table.course_id).where(table.id == key))
    if course is None:
        raise NotFound("This entry is not there any more.")
    charted = require_charted(tx, course)
    return charted, tx.session.get_one(table, key)


def require_goal_of(tx: Tx, charted: Charted, goal: int | None) -> None:
    """Raise `NotFound` for a goal of another course."""
    if goal is not None and one(tx, Goal, goal).course_id != charted.id:
        raise NotFound("This goal belongs to another course.")


def require_as_seen(seen: object, now: object) -> None:
    """Raise `Conflict` when an entry is not as the form showed it; None is no form."""
    if seen is not None and seen != now:
        raise Conflict("Somebody else changed this a moment ago. It was left as they put it; look at it again.")
