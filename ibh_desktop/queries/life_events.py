"""The life events of a course, oldest first (DOMAIN.md 1.5)."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.courses import RUNNING, Area
from ibh_desktop.domain.ids import CourseId, LifeEventId, PersonId, TherapistId
from ibh_desktop.domain.life_events import EventKind, LifeEvent, Moment, Precision
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.queries.problems import named
from ibh_desktop.store.chart import InventoryPerson
from ibh_desktop.store.chart import LifeEvent as Row
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event with the name of the person it is about."""

    id: LifeEventId
    version: int
    about: LifeEvent
    person_name: str


@dataclass(frozen=True, slots=True)
class LifeEvents:
    """All events, and the people whom one can be about."""

    course: CourseId
    today: date
    writable: bool
    events: tuple[EventLine, ...]
    people: tuple[tuple[PersonId, str], ...]


def events(reading: Reading, course: CourseId) -> LifeEvents:
    """The events; raise `NotAllowed` for whoever may not see this course's chart."""
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_CLINICAL, therapist := TherapistId(row.therapist_id))
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    p = InventoryPerson
    found = reading.session.execute(
        select(Row, p.name)
        .outerjoin(p, p.id == Row.person_id)
        .where(Row.course_id == course, ~Row.removed)
        .order_by(Row.from_on, Row.id)
    )
    return LifeEvents(
        course=course,
        today=reading.now.astimezone(zone).date(),
        writable=row.status in RUNNING and may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        events=tuple(EventLine(LifeEventId(x.id), x.version, _about(x), name or "") for x, name in found),
        people=named(reading, course),
    )


def _about(row: Row) -> LifeEvent:
    precision = Precision(row.precision)
    return LifeEvent(
        kind=EventKind(row.kind),
        title=row.title,
        begins=Moment(row.from_on, precision),
        ends=Moment(row.to_on, precision) if row.to_on else None,
        mood=row.mood,
        person=PersonId(row.person_id) if row.person_id else None,
        area=Area(row.area) if row.area else None,
    )
