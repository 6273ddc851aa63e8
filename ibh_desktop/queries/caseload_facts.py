"""What the caseload reads, course by course, in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Status
from ibh_desktop.domain.caseload import RESPONSE_SESSION
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.courses import RUNNING, CourseStatus
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.lifecycle import Event
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.session_numbers import is_session, takes
from ibh_desktop.store.chart import Contract, CourseStep, SessionNote
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, SafetyEvent, Score, Therapist

_BOOKED = (is_session(), Appointment.status.in_(HOLDING))
"""Sessions that are booked or held."""


class Taken(NamedTuple):
    """A form with its score."""

    taken_on: date
    total: int | None
    complete: bool


class CourseRow(NamedTuple):
    """A course with its names."""

    id: int
    patient_id: int
    therapist_id: int
    status: CourseStatus
    phase: Phase
    variant: str
    planned: int
    indication: str
    given: str
    family: str
    therapist: str
    location: str
    zone: str
    consent_on: date | None


class Sessions(NamedTuple):
    """What is booked or held of a course; `spent` ones were cancelled late; `before` today, by the
    zone that says when today began; `second` is session 2."""

    booked: int = 0
    spent: int = 0
    delivered: int = 0
    unwritten: int = 0
    next_at: datetime | None = None
    second: datetime | None = None
    before: Mapping[str, int] = {}


Scores = Mapping[int, Mapping[str, Sequence[Taken]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Days by zone; the rest by course, but safety events by patient."""

    today: Mapping[str, date]
    sessions: Mapping[int, Sessions]
    scores: Scores
    reviews: Mapping[int, date | None]
    safety: Mapping[int, int]
    unsigned: Mapping[int, int]
    courses: Sequence[CourseRow]


def facts(session: Session, whose: Collection[TherapistId], now: datetime, *, late: bool) -> Facts:
    """The running courses of these therapists; `late` where a late cancellation spends a session. Six statements."""
    chosen = select(Course.id).where(Course.status.in_(RUNNING), Course.therapist_id.in_(whose))
    courses = _courses(session, chosen)
    today = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in dict.fromkeys(row.zone for row in courses)}
    return Facts(
        today=today,
        sessions=_sessions(session, chosen, today, now, late=late),
        scores=_scores(session, chosen),
        reviews=_reviews(session, chosen),
        safety=_safety(session, chosen),
        unsigned=_unsigned(session, chosen),
        courses=courses,
    )


def _courses(session: Session, chosen: Select[int]) -> list[CourseRow]:
    columns = (
        Course.id,
        Course.patient_id,
        Course.therapist_id,
        Course.status,
        Course.phase,
        Course.variant,
        Course.planned,
        Course.indication,
        Patient.given,
        Patient.family,
        Therapist.name,
        Location.name.label("location"),
        Location.zone,
        Contract.consent_on,
    )
    wanted: Select[*tuple[Any, ...]] = (
        chosen.with_only_columns(*columns)
        .join(Patient, Patient.id == Course.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .join(Contract, Contract.course_id == Course.id, isouter=True)
    )
    return [CourseRow(*row) for row in session.execute(wanted)]


def _sessions(
    session: Session, chosen: Select[int], today: Mapping[str, date], now: datetime, *, late: bool
) -> dict[int, Sessions]:
    """By course, counted where they lie: reading each of them takes several times as long."""
    a, note = Appointment, SessionNote
    held, spent = a.status == Status.COMPLETED, a.status == Status.LATE_CANCEL
    # What "before today" means depends on where the course is held; a clinic has a zone or two.
    midnights = (day_bounds(on, ZoneInfo(zone)).starts for zone, on in today.items())
    counts = (
        select(
            a.course_id,
            func.count(case((~spent, 1))).label("booked"),
            func.count(case((spent, 1))).label("spent"),
            func.count(case((held, 1))).label("delivered"),
            func.count(case((and_(held, note.id.is_(None)), 1))).label("unwritten"),
            func.min(case((and_(a.starts >= now, a.status.in_(UPCOMING)), a.starts))).label("next_at"),
            *(
                func.count(case((and_(a.starts < midnight, ~spent), 1))).label(f"before_{n}")
                for n, midnight in enumerate(midnights)
            ),
        )
        .join(note, and_(held, note.appointment_id == a.id), isouter=True)
        .where(a.course_id.in_(chosen), takes(late))
        .group_by(a.course_id)
        .subquery()
    )
    key, booked, gone, delivered, unwritten, next_at, *before = counts.c
    theirs = select(a.starts).where(a.course_id == key, *_BOOKED).order_by(a.starts).offset(1).limit(1)
    second = case((delivered >= RESPONSE_SESSION, theirs.correlate(counts).scalar_subquery()))
    wanted: Select[*tuple[Any, ...]] = select(key, booked, gone, delivered, unwritten, next_at, second, *before)
    return {
        course: Sessions(of, used, held, lacking, soon, two, dict(zip(today, past, strict=True)))
        for course, of, used, held, lacking, soon, two, *past in session.execute(wanted)
    }


def _scores(session: Session, chosen: Select[int]) -> Scores:
    """By course and measure, by date; what a later row replaced is gone."""
    columns = (Score.id, Score.replaces_id, Score.course_id, Score.measure, Score.taken_on, Score.total, Score.complete)
    wanted = (
        select(*columns).where(Score.course_id.in_(chosen)).order_by(Score.course_id, Score.measure, Score.taken_on, Score.id)
    )
    rows = session.execute(wanted).all()
    replaced = {replaces for _, replaces, *_ in rows}
    found: dict[int, dict[str, list[Taken]]] = defaultdict(lambda: defaultdict(list))
    for key, _, course, measure, on, total, complete in rows:
        if key not in replaced:
            found[course][measure].append(Taken(on, total, complete))
    return found


def _reviews(session: Session, chosen: Select[int]) -> dict[int, date | None]:
    step = CourseStep
    held = chosen.where(Course.status == CourseStatus.ON_HOLD)
    wanted = select(step.course_id, step.until).where(step.event == Event.HOLD.value, step.course_id.in_(held))
    # The last hold of a course is the one that lasts.
    return {row[0]: row[1] for row in session.execute(wanted.order_by(step.made_at, step.id))}


def _safety(session: Session, chosen: Select[int]) -> dict[int, int]:
    """By patient: an event that was raised before the course, or in an earlier one, is no less open."""
    event = SafetyEvent
    # Asked of the few open events, patient by patient: listing the patients of all these courses reads every course.
    theirs = chosen.where(Course.patient_id == event.patient_id).correlate(event).exists()
    wanted = select(event.patient_id, func.count()).where(event.closed_at.is_(None), theirs)
    return {row[0]: row[1] for row in session.execute(wanted.group_by(event.patient_id))}


def _unsigned(session: Session, chosen: Select[int]) -> dict[int, int]:
    note = SessionNote
    wanted = select(note.course_id, func.count()).where(note.signed_at.is_(None), note.course_id.in_(chosen))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(note.course_id))}
