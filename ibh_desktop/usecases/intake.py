"""Count the intake of a course as its session 1, or keep it as session 0: the therapist's tick (DOMAIN.md 1.7.3)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.courses import remaining
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import AppointmentId, CourseId
from ibh_desktop.domain.intake import COUNTED, SET_APART, renumbered, require_countable
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.intake import row_of
from ibh_desktop.queries.session_numbers import is_session, taken
from ibh_desktop.store.chart import CourseStep, Homework
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment, Course, Location
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.chart_rows import require_chart


@dataclass(frozen=True, slots=True)
class Ticked:
    """What Undo needs: the intake, whether it counts now, the course's version, and whether it joined the course with it."""

    course: CourseId
    version: int
    intake: AppointmentId
    counts: bool
    joined: bool


def count(tx: Tx, course: CourseId, *, counts: bool, version: int | None = None) -> Ticked:
    """Let the intake count or not; raise `Refused` when there is none, or the contract has no room for it.

    Later sessions and the homework between them are renumbered with it; the contract's dates stay as they were agreed.
    """
    row = require_chart(tx, course)
    intake = row_of(tx, row, _zone(tx, row))
    if intake is not None and intake.intake_counts is counts:
        raise Refused("The intake of this course stands so already.", field="intake")
    if counts or intake is None:
        left = remaining(row.planned, taken(tx, course))
        starts = None if intake is None else intake.starts
        require_countable(starts, _first_session(tx, course), left=left, variant=row.variant)
    assert intake is not None
    require_version(row, version)
    joined = intake.course_id is None
    intake.course_id = course
    _tick(tx, row, intake, counts=counts)
    return Ticked(course, row.version, AppointmentId(intake.id), counts, joined)


def _zone(tx: Tx, course: Course) -> ZoneInfo:
    return ZoneInfo(one(tx, Location, course.location_id).zone)


def _first_session(tx: Tx, course: CourseId) -> datetime | None:
    a = Appointment
    return tx.session.scalar(select(func.min(a.starts)).where(a.course_id == course, is_session(), a.status.in_(HOLDING)))


def _tick(tx: Tx, course: Course, intake: Appointment, *, counts: bool) -> None:
    intake.intake_counts = counts
    intake.version += 1
    since = intake.starts.astimezone(_zone(tx, course)).date()
    given = select(Homework).where(Homework.course_id == course.id, Homework.assigned_on >= since)
    for task in tx.session.scalars(given):
        task.session = renumbered(task.session, counts=counts)
        task.due_session = task.due_session and renumbered(task.due_session, counts=counts)
    told = COUNTED if counts else SET_APART
    before, after = ("session 0", "session 1") if counts else ("session 1", "session 0")
    made = {"made_at": tx.now, "made_by": tx.actor.staff}
    tx.session.add(CourseStep(course_id=course.id, event=told, before=before, after=after, **made))
    tx.record("course:intake", Topic.COURSES, course.id, diff={"counts": counts})
    tx.record("appointment:intake", Topic.APPOINTMENTS, intake.id, diff={"counts": counts, "course": course.id})


def take_back(tx: Tx, ticked: Ticked) -> None:
    """Undo the tick; raise `Conflict` when the course was changed since."""
    row = require_chart(tx, ticked.course)
    intake = one(tx, Appointment, ticked.intake)
    if row.version != ticked.version or intake.intake_counts is not ticked.counts:
        raise Conflict("Somebody changed this course since. It was left as they put it.")
    row.version += 1
    _tick(tx, row, intake, counts=not ticked.counts)
    if ticked.joined:
        intake.course_id = None
