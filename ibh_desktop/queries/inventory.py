"""The interpersonal inventory of a course, for its page alone: it tells of other people (DOMAIN.md 1.4)."""

import json
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.circle import Place, Spot
from ibh_desktop.domain.courses import RUNNING, Area
from ibh_desktop.domain.ids import CourseId, PersonId, TherapistId
from ibh_desktop.domain.inventory import MEMOS, Confides, Contact, Person, Relation, split_modes
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.store.chart import InventoryPerson, Snapshot
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location
from ibh_desktop.store.tx import Reading

_PLAIN = ("name", "relation_words", "age", "alive", "died_on", "lives_with", "given", "received", "conflict", *MEMOS)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody of the inventory."""

    id: PersonId
    version: int
    about: Person

    @property
    def spot(self) -> Spot:
        """Where this person stands on the circle."""
        return Spot(self.id, self.about.name, self.about.place, self.about.alive)


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """The circle as it stood once."""

    id: int
    phase: Phase
    on: date
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """People in the order they were added; `unkept` is the phase that runs while it has no snapshot yet."""

    course: CourseId
    today: date
    writable: bool
    people: tuple[PersonLine, ...]
    snapshots: tuple[SnapshotLine, ...]
    unkept: Phase | None


def people(reading: Reading, course: CourseId) -> Inventory:
    """The inventory; raise `NotAllowed` for whoever may not see this course's chart.

    The private remark is read only for the therapist of the course, not for a lead.
    """
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_CLINICAL, therapist := TherapistId(row.therapist_id))
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    p = InventoryPerson
    found = reading.session.scalars(select(p).where(p.course_id == course, ~p.removed).order_by(p.id)).all()
    own = reading.actor.therapist == therapist
    lines = tuple(PersonLine(PersonId(x.id), x.version, _about(x, own=own)) for x in found)
    snapshots = _snapshots(reading, course, zone)
    kept = {snapshot.phase for snapshot in snapshots}
    running = row.status in RUNNING
    return Inventory(
        course=course,
        today=reading.now.astimezone(zone).date(),
        writable=running and may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        people=lines,
        snapshots=snapshots,
        unkept=row.phase if running and lines and row.phase not in kept else None,
    )


def _about(row: InventoryPerson, *, own: bool) -> Person:
    return Person(
        **{name: getattr(row, name) for name in _PLAIN},
        relation=Relation(row.relation),
        place=Place(row.ring, row.angle),
        contact=Contact(row.contact) if row.contact else None,
        modes=split_modes(row.contact_modes),
        confides=Confides(row.confides) if row.confides else None,
        area=Area(row.area) if row.area else None,
        sensitive_note=row.sensitive_note if own else None,
    )


def _snapshots(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[SnapshotLine, ...]:
    s = Snapshot
    rows = reading.session.execute(
        select(s.id, s.phase, s.taken_at, s.places).where(s.course_id == course).order_by(s.taken_at, s.id)
    )
    return tuple(SnapshotLine(key, Phase(phase), at.astimezone(zone).date(), _spots(places)) for key, phase, at, places in rows)


def _spots(places: str) -> tuple[Spot, ...]:
    return tuple(Spot(PersonId(x["person"]), x["name"], Place(x["ring"], x["angle"]), x["alive"]) for x in json.loads(places))
