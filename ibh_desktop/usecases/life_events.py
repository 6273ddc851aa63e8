"""Keep a course's life events (DOMAIN.md 1.5)."""

from typing import Any

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import CourseId, LifeEventId
from ibh_desktop.domain.life_events import LifeEvent, require_event
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import InventoryPerson
from ibh_desktop.store.chart import LifeEvent as Row
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.chart_rows import TAKEN, require_chart, require_row, require_unchanged, today_of


def add_event(tx: Tx, course: CourseId, about: LifeEvent) -> LifeEventId:
    """Note something that happened; raise `Refused` at the field that is wrong."""
    course_row = require_chart(tx, course)
    new = Row(course_id=course, **_values(tx, course_row, about))
    tx.session.add(new)
    tx.session.flush()
    tx.record("event:add", Topic.COURSES, course, diff={"event": new.id, "kind": about.kind.name})
    return LifeEventId(new.id)


def change_event(tx: Tx, event: LifeEventId, about: LifeEvent, *, version: int) -> None:
    """Replace what is noted; raise `Conflict` when another desk changed it since."""
    row, course = _event(tx, event)
    require_unchanged(row, version)
    values = _values(tx, course, about)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    tx.record("event:change", Topic.COURSES, course.id, diff={"event": event, "fields": changed})


def remove_event(tx: Tx, event: LifeEventId, *, version: int) -> int:
    """Take an event off the list; the row is kept. Returns the version for `put_back_event`."""
    row, course = _event(tx, event)
    new = require_unchanged(row, version)
    row.removed = True
    tx.record("event:remove", Topic.COURSES, course.id, diff={"event": event})
    return new


def put_back_event(tx: Tx, event: LifeEventId, *, version: int) -> None:
    """Undo of a removal."""
    row, course = require_row(tx, Row, event, called="event")
    require_unchanged(row, version)
    row.removed = False
    tx.record("event:put-back", Topic.COURSES, course.id, diff={"event": event})


def _event(tx: Tx, event: LifeEventId) -> tuple[Row, Course]:
    row, course = require_row(tx, Row, event, called="event")
    if row.removed:
        raise Conflict(TAKEN)
    return row, course


def _values(tx: Tx, course: Course, about: LifeEvent) -> dict[str, Any]:
    clean = require_event(about, today_of(tx, course))
    person = None if clean.person is None else tx.session.get(InventoryPerson, clean.person)
    if clean.person is not None and (person is None or person.course_id != course.id):
        raise Refused("This person is not in the inventory of this course.", field="person")
    return {
        "kind": clean.kind.value,
        "title": clean.title,
        "from_on": clean.begins.on,
        "to_on": clean.ends.on if clean.ends else None,
        "precision": clean.begins.precision.value,
        "mood": clean.mood,
        "person_id": clean.person,
        "area": clean.area.value if clean.area else "",
    }
