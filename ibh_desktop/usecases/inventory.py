"""Keep the interpersonal inventory: people, where they stand, snapshots of the circle (DOMAIN.md 1.4)."""

import json
from typing import Any

from sqlalchemy import select

from ibh_desktop.domain.circle import Place, require_place
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import CourseId, PersonId
from ibh_desktop.domain.inventory import MEMOS, Person, join_modes, require_person
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import InventoryPerson, Snapshot
from ibh_desktop.store.schema import Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.chart_rows import TAKEN, require_chart, require_row, require_unchanged, today_of

_PLAIN = ("name", "relation_words", "age", "alive", "died_on", "lives_with", "given", "received", "conflict", *MEMOS)


def add_person(tx: Tx, course: CourseId, about: Person) -> PersonId:
    """Put somebody into the inventory; raise `Refused` at the field that is wrong."""
    row = require_chart(tx, course)
    values = _values(tx, row, require_person(about, today_of(tx, row)))
    new = InventoryPerson(course_id=course, updated_at=tx.now, **values)
    tx.session.add(new)
    tx.session.flush()
    tx.record("person:add", Topic.COURSES, course, diff={"person": new.id})
    return PersonId(new.id)


def change_person(tx: Tx, person: PersonId, about: Person, *, version: int) -> None:
    """Replace what is known of somebody; raise `Conflict` when another desk changed it since."""
    row, course = _person(tx, person)
    require_unchanged(row, version)
    values = _values(tx, course, require_person(about, today_of(tx, course)))
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    row.updated_at = tx.now
    tx.record("person:change", Topic.COURSES, course.id, diff={"person": person, "fields": changed})


def _values(tx: Tx, course: Course, about: Person) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(about, name) for name in _PLAIN}
    values |= {"ring": about.place.ring, "angle": about.place.angle, "contact_modes": join_modes(about.modes)}
    values |= {name: str(getattr(about, name) or "") for name in ("relation", "contact", "confides", "area")}
    if about.sensitive_note is not None:
        # Whoever cannot read it must not overwrite it either.
        if tx.actor.therapist != course.therapist_id:
            raise Refused("The private remark is for the therapist of this course alone.", field="sensitive_note")
        values["sensitive_note"] = about.sensitive_note
    return values


def place_person(tx: Tx, person: PersonId, place: Place, *, version: int) -> int:
    """Move somebody on the circle; returns the new version, with which the move can be taken back."""
    row, course = _person(tx, person)
    new, there = require_unchanged(row, version), require_place(place)
    before = (row.ring, row.angle)
    row.ring, row.angle, row.updated_at = there.ring, there.angle, tx.now
    diff = {"person": person, "from": before, "to": (there.ring, there.angle)}
    tx.record("person:place", Topic.COURSES, course.id, diff=diff)
    return new


def remove_person(tx: Tx, person: PersonId, *, version: int) -> int:
    """Take somebody out of the inventory; the row is kept. Returns the version for `put_back_person`."""
    row, course = _person(tx, person)
    new = require_unchanged(row, version)
    row.removed, row.updated_at = True, tx.now
    tx.record("person:remove", Topic.COURSES, course.id, diff={"person": person})
    return new


def put_back_person(tx: Tx, person: PersonId, *, version: int) -> None:
    """Undo of a removal."""
    row, course = require_row(tx, InventoryPerson, person, called="person")
    require_unchanged(row, version)
    row.removed, row.updated_at = False, tx.now
    tx.record("person:put-back", Topic.COURSES, course.id, diff={"person": person})


def _person(tx: Tx, person: PersonId) -> tuple[InventoryPerson, Course]:
    row, course = require_row(tx, InventoryPerson, person, called="person")
    if row.removed:
        raise Conflict(TAKEN)
    return row, course


def take_snapshot(tx: Tx, course: CourseId) -> int:
    """Keep the circle as it stands in the phase that the course is in."""
    row = require_chart(tx, course)
    p = InventoryPerson
    people = tx.session.scalars(select(p).where(p.course_id == course, ~p.removed).order_by(p.id)).all()
    if not people:
        raise Refused("There is nobody on the circle yet.")
    places = [{"person": x.id, "name": x.name, "ring": x.ring, "angle": x.angle, "alive": x.alive} for x in people]
    new = Snapshot(course_id=course, phase=row.phase.value, taken_at=tx.now, taken_by=tx.actor.staff, places=json.dumps(places))
    tx.session.add(new)
    tx.session.flush()
    tx.record("circle:keep", Topic.COURSES, course, diff={"snapshot": new.id, "phase": row.phase.value, "people": len(places)})
    return new.id
