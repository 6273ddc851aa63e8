"""Safety events with everything that was recorded about them, for who treats the patient and for clinical leads."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import CourseId, PatientId, SafetyEventId, TherapistId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.safety import (
    OVER,
    Method,
    SafetyStatus,
    Step,
    follow_up_due,
    item_words,
    missing,
    repeats,
    source_words,
)
from ibh_desktop.domain.screener import ITEMS, LEGEND_LABEL, legend
from ibh_desktop.queries.safety_finding import Kept, rows_of
from ibh_desktop.queries.safety_rights import require_event
from ibh_desktop.store.chart.safety import Assessment, ScreenerAnswers
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Location, Patient, SafetyEvent, Score
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was recorded: when (in the event's zone), by whom, what, and its lines."""

    at: datetime
    by: str
    what: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFile:
    """One event; `missing` is what a close still needs, `repeats` how often it was due to be told to the lead."""

    id: SafetyEventId
    patient: PatientId
    patient_name: str
    course: CourseId | None
    status: SafetyStatus
    source: str
    words: str
    raised_at: datetime
    raised_by: str
    zone: ZoneInfo
    entries: tuple[Entry, ...]
    missing: tuple[str, ...]
    follow_up_on: date | None
    follow_up_due: bool
    repeats: int
    may_void: bool


@dataclass(frozen=True, slots=True)
class LastEvent:
    """The last event of a course, in a line."""

    id: SafetyEventId
    status: SafetyStatus
    raised_on: date
    follow_up_on: date | None
    follow_up_due: bool


def of_course(reading: Reading, course: CourseId) -> tuple[EventFile, ...]:
    """The events of a course and of its patient without a course: those that are not over first, then the newest."""
    require(reading.actor, Permission.SEE_SAFETY)
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_SAFETY, TherapistId(row.therapist_id))
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    events = reading.session.scalars(
        select(SafetyEvent)
        .where(_belongs(row))
        .order_by(SafetyEvent.closed_at.is_(None).desc(), SafetyEvent.raised_at.desc(), SafetyEvent.id.desc())
    ).all()
    return tuple(_files(reading, events, zone))


def event(reading: Reading, event: SafetyEventId) -> EventFile:
    """One event; raise `NotAllowed` for that of another therapist's patient."""
    require(reading.actor, Permission.SEE_SAFETY)
    row = reading.session.get(SafetyEvent, event)
    if row is None:
        raise NotFound("This safety event is not there.")
    zone = require_event(reading, row, Permission.SEE_SAFETY)
    return next(_files(reading, [row], zone))


def last(reading: Reading, course: CourseId) -> LastEvent | None:
    """The last event of a course that was no error, and whether its follow-up is due: for the next session."""
    found = [file for file in of_course(reading, course) if file.status is not SafetyStatus.ENTERED_IN_ERROR]
    if not found:
        return None
    file = max(found, key=lambda each: (each.raised_at, each.id))
    return LastEvent(file.id, file.status, file.raised_at.date(), file.follow_up_on, file.follow_up_due)


def _belongs(course: Course) -> ColumnElement[bool]:
    without = and_(SafetyEvent.patient_id == course.patient_id, SafetyEvent.course_id.is_(None))
    return or_(SafetyEvent.course_id == course.id, without)


def _files(reading: Reading, events: Sequence[SafetyEvent], zone: ZoneInfo) -> Iterator[EventFile]:
    kept = rows_of(reading, events)
    scores = {row.id: row for row in reading.session.scalars(select(Score).where(Score.id.in_([e.score_id for e in events])))}
    names = {
        row.id: full_name(row.given, row.family, row.preferred)
        for row in reading.session.scalars(select(Patient).where(Patient.id.in_([e.patient_id for e in events])))
    }
    void = may(reading.actor, Permission.VOID_SAFETY)
    for row in events:
        score = scores.get(row.score_id or 0)
        yield _file(row, score, kept.of(row.id), names[row.patient_id], zone, reading.now, may_void=void)


def _file(
    row: SafetyEvent, score: Score | None, kept: Kept, name: str, zone: ZoneInfo, now: datetime, *, may_void: bool
) -> EventFile:
    latest = kept.latest()
    follow_up = latest.follow_up_on if latest else None
    since = kept.reopened_at() or row.raised_at
    return EventFile(
        id=SafetyEventId(row.id),
        patient=PatientId(row.patient_id),
        patient_name=name,
        course=None if row.course_id is None else CourseId(row.course_id),
        status=row.status,
        source=source_words(row.source or (score.measure if score else "")),
        words=row.words or _answer(score),
        raised_at=row.raised_at.astimezone(zone),
        raised_by=kept.people[row.raised_by][0] if row.raised_by in kept.people else "",
        zone=zone,
        entries=tuple(_entries(kept, zone)),
        missing=() if row.status in OVER else missing(kept.finding()),
        follow_up_on=follow_up,
        follow_up_due=follow_up_due(row.status, follow_up, now.astimezone(zone).date()),
        repeats=repeats(row.status, since, now),
        may_void=may_void,
    )


def _answer(score: Score | None) -> str:
    measure = BY_CODE.get(score.measure) if score else None
    return item_words(measure, json.loads(score.answers)) if measure and score else ""


def _entries(kept: Kept, zone: ZoneInfo) -> list[Entry]:
    said = [
        (_rank(row), _said(row.assessed_at, row.assessed_by, kept, zone, _what(row), *_lines(row, zone)))
        for row in kept.entries
    ]
    said += [
        (1, _said(row.asked_at, row.asked_by, kept, zone, "Screener answers recorded", *_screener(row)))
        for row in kept.screeners
    ]
    said += [(3, _said(row.told_at, row.told_by, kept, zone, f"Told {row.name}, {row.role}", row.channel)) for row in kept.told]
    return [entry for _, entry in sorted(said, key=lambda each: (each[1].at, each[0]))]


def _said(at: datetime, by: int, kept: Kept, zone: ZoneInfo, what: str, *lines: str) -> Entry:
    return Entry(at.astimezone(zone), kept.people[by][0], what, lines)


def _rank(row: Assessment) -> int:
    """What comes first of things recorded within one second."""
    return 0 if row.method == Step.BEGUN else 2 if row.method in list(Method) else 4


_STEPS = {
    Step.BEGUN: "Assessment begun",
    Step.CLOSED: "Closed",
    Step.REOPENED: "Reopened",
    Step.IN_ERROR: "Entered in error",
}


def _what(row: Assessment) -> str:
    return _STEPS[Step(row.method)] if row.method in list(Step) else f"Assessed: {row.method}"


def _lines(row: Assessment, zone: ZoneInfo) -> Iterator[str]:
    if row.method not in list(Method):
        yield from filter(None, (row.finding,))
        return
    yield f"Found: {row.finding}"
    told = row.supervisor_told_at and row.supervisor_told_at.astimezone(zone)
    for title, value in (
        ("Done", row.actions),
        ("Clinician's level", row.level),
        ("Safety plan", row.plan),
        ("Means safety talked about", row.means),
        ("Follow-up", row.follow_up_on and f"{row.follow_up_on:%a} {row.follow_up_on.day} {row.follow_up_on:%b %Y}"),
        ("Supervisor told", told and f"{told:%a} {told.day} {told:%b, %H:%M}"),
    ):
        if value:
            yield f"{title}: {value}"


def _screener(row: ScreenerAnswers) -> tuple[str, ...]:
    answers = json.loads(row.answers)
    yes = [words for item, words in ITEMS.items() if answers.get(item)]
    no = [words for item, words in ITEMS.items() if answers.get(item) is False]
    said = legend(answers)
    return (
        f"Yes: {', '.join(yes) or 'none'}",
        f"No: {', '.join(no) or 'none'}",
        f"{LEGEND_LABEL}: {said.level}" + ("" if said.words.startswith(said.level) else f" ({said.words})"),
    )
