"""Rows of a course's chart that are about to be changed: the course locked, the row as it stands, its version counted."""

from datetime import date
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, NotFound
from ibh_desktop.domain.ids import CourseId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Base, Course, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.courses import require_running

TAKEN = "Somebody else changed this a moment ago. It was left as they put it; look at it again."


class Versioned(Protocol):
    """A row that counts its changes."""

    version: int


T = TypeVar("T", bound=Base)


def require_chart(tx: Tx, course: CourseId) -> Course:
    """The course, locked; raise `NotAllowed` or `Refused` unless its chart may be written now."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(row.therapist_id))
    require_running(row)
    return row


def require_row(tx: Tx, table: type[T], key: int, *, called: str) -> tuple[T, Course]:
    """A row of a chart with its course, both locked: the course first, as everywhere."""
    columns = table.__table__.c
    course = tx.session.scalar(select(columns.course_id).where(columns.id == key))
    if course is None:
        raise NotFound(f"This {called} is not there any more.")
    course_row = require_chart(tx, CourseId(course))
    return tx.session.get_one(table, key, with_for_update=True), course_row


def require_unchanged(row: Versioned, version: int) -> int:
    """Raise `Conflict` when the row was changed since `version` was read; count this change and return the new version."""
    if row.version != version:
        raise Conflict(TAKEN)
    row.version += 1
    return row.version


def today_of(tx: Tx, course: Course) -> date:
    """The local date where the course takes place."""
    return tx.now.astimezone(ZoneInfo(one(tx, Location, course.location_id).zone)).date()
