"""Everything that was done about a patient, newest first, as far as whoever reads may know of it (DOMAIN.md 7)."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, false, or_, select, union

from ibh_desktop.domain import history
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.history import Said, field_word
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, Scope, may, reach, require, scope
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store import frontdesk
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Audit, Course, Letter, Patient, Staff
from ibh_desktop.store.tx import Reading

PAGE = 200


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as staff call it."""

    field: str
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that was done; `at` is on the clinic's own clock, `who` empty where nobody is named."""

    id: int
    at: datetime
    who: str
    what: str
    fields: tuple[FieldChange, ...] = ()


def lines(reading: Reading, patient: PatientId) -> list[HistoryLine]:
    """The latest 200. Eight statements, each by an index, however long the audit is."""
    require(reading.actor, Permission.SEE_PATIENT)
    row = one(reading, Patient, patient)
    require_own(reading, patient)
    found = sorted(_found(reading, patient), key=lambda line: -line.id)[:PAGE]
    if not any(line.what == _REGISTERED for line in found) and len(found) < PAGE:
        zone = ZoneInfo(HOME_ZONE)
        found.append(HistoryLine(0, row.created_at.astimezone(zone), "", "came into the files by an import"))
    changes = _changes(reading, patient, found)
    return [replace(line, fields=changes[line.id]) if line.id in changes else line for line in found]


_REGISTERED = history.OF_PATIENT["patient:register"].words
_SHARED = ("appointment:book-together", "appointment:book-group", "appointment:join-group", "appointment:unbook-group")
"""Stand once for all the patients of a visit, with the row of the first of them as their subject."""
Found = Row[*tuple[Any, ...]]


def _found(reading: Reading, patient: PatientId) -> Iterator[HistoryLine]:
    """One statement a kind of subject."""
    a = Appointment
    own = {code: said for code, said in (history.OF_PATIENT | history.OF_SAFETY).items() if _of_own(reading, said)}
    about = _rows(Topic.PATIENTS).where(Audit.subject == patient, Audit.action.in_(own))
    yield from (_line(row, own) for row in reading.rows(about))
    ids = union(
        select(a.id).where(a.patient_id == patient),
        select(a.joins_id).where(a.patient_id == patient, a.joins_id.is_not(None)),
    ).subquery()
    visits = _rows(Topic.APPOINTMENTS, a.starts).join(a, a.id == Audit.subject).where(a.id.in_(select(ids.c[0])))
    visits = visits.where(or_(a.patient_id == patient, Audit.action.in_(_SHARED)), _readable(reading, history.OF_VISIT, a))
    yield from (_line(row, history.OF_VISIT) for row in reading.rows(visits))
    for topic, codes in ((Topic.APPOINTMENTS, history.BY_COURSE), (Topic.COURSES, history.OF_COURSE)):
        yield from _about(reading, topic, codes, Course, patient)
    yield from _about(reading, Topic.LETTERS, history.OF_LETTER, Letter, patient)


def _about(
    reading: Reading, topic: Topic, codes: Mapping[str, Said], of: type[Course | Letter], patient: PatientId
) -> Iterator[HistoryLine]:
    """What was done with the courses or letters of a patient."""
    # By their ids first: the database would else walk through everybody's courses for want of an estimate.
    theirs = Audit.subject.in_(select(of.id).where(of.patient_id == patient))
    rows = _rows(topic).join(of, of.id == Audit.subject).where(theirs, _readable(reading, codes, of))
    yield from (_line(row, codes) for row in reading.rows(rows))


def _of_own(reading: Reading, said: Said) -> bool:
    """Whether it may be read of a patient as such: everybody's, or one's own, which was asked before. No team has a patient."""
    return scope(reading.actor, said.needs) in (Scope.ALL, Scope.OWN)


def _rows(topic: Topic, *more: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(Audit.seq, Audit.at, Audit.action, Audit.diff, Staff.name, *more)
        .join(Staff, Staff.username == Audit.user, isouter=True)
        .where(Audit.topic == topic.value)
        .order_by(Audit.seq.desc())
        .limit(PAGE)
    )


def _readable(reading: Reading, codes: Mapping[str, Said], of: type[Appointment | Course | Letter]) -> ColumnElement[bool]:
    """Codes that whoever reads may know of, each as far as the permission it needs reaches."""
    by_permission: dict[Permission, list[str]] = defaultdict(list)
    for code, said in codes.items():
        by_permission[said.needs].append(code)
    parts: list[ColumnElement[bool]] = [false()]
    for needs, group in by_permission.items():
        whose = reach(reading.actor, needs) if may(reading.actor, needs) else frozenset()
        part = Audit.action.in_(group)
        parts.append(part if whose is None or needs is Permission.SEE_PATIENT else part & of.therapist_id.in_(whose))
    return or_(*parts)


def _line(row: Found, codes: Mapping[str, Said]) -> HistoryLine:
    zone = ZoneInfo(HOME_ZONE)
    diff = json.loads(row.diff)
    visit = diff.get("starts") or getattr(row, "starts", None)
    what = codes[row.action].words + (f": {_words(visit, zone)}" if visit is not None and "to" not in diff else "")
    fields = (FieldChange("", _words(diff["from"], zone), _words(diff["to"], zone)),) if {"from", "to"} <= diff.keys() else ()
    return HistoryLine(row.seq, row.at.astimezone(zone), row.name or "", what, fields)


def _words(value: object, zone: ZoneInfo) -> str:
    """A time in words, and a code as it is."""
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{at.astimezone(zone):%a} {at.astimezone(zone).day} {at.astimezone(zone):%b %Y %H:%M}"


def _changes(reading: Reading, patient: PatientId, found: list[HistoryLine]) -> dict[int, tuple[FieldChange, ...]]:
    """Old and new words of changed fields, by the line they belong to. One statement."""
    changed = {(line.at, line.who): line.id for line in found if line.what == history.OF_PATIENT["patient:change"].words}
    if not changed:
        return {}
    c = frontdesk.PatientChange
    since = min(at for at, _ in changed)
    wanted = select(c.at, c.field, c.was, c.became, Staff.name).join(Staff, Staff.id == c.by_id)
    rows = reading.rows(wanted.where(c.patient_id == patient, c.at >= since).order_by(c.id))
    kept: dict[int, list[FieldChange]] = defaultdict(list)
    for row in rows:
        # The audit keeps whole seconds.
        key = changed.get((row.at.replace(microsecond=0).astimezone(ZoneInfo(HOME_ZONE)), row.name))
        if key is not None:
            kept[key].append(FieldChange(field_word(row.field), row.was, row.became))
    return {key: tuple(fields) for key, fields in kept.items()}
