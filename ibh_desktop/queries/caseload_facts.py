"""What the caseload reads, course by course, in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ScalarSelect, Select, Subquery, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Status
from ibh_desktop.domain.caseload import RESPONSE_SESSION
from ibh_desktop.domain.clocks import day_bounds
from ibh_desktop.domain.courses import COURSE_KINDS, RUNNING, CourseStatus
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.lifecycle import Event
from ibh_desktop.domain.phases import Phase
from ibh_desktop.store.chart import Contract, CourseStep, SessionNote
from ibh_desktop.store.schema import Appointment, Course, Location, Patient, SafetyEvent, Score, Therapist


class Taken(NamedTuple):
    """A form with its score."""

    taken_on: date
    total: int | None
    complete: bool


class CourseRow(NamedTuple):
    """A course with its names and counts; `before` are booked sessions before today, `second` is when session 2 is."""

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
    second: datetime | None
    booked: int
    delivered: int
    before: int
    unwritten: int
    next_at: datetime | None


Scores = Mapping[int, Mapping[str, Sequence[Taken]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Days by zone; the rest by course, but safety events by patient."""

    today: Mapping[str, date]
    scores: Scores
    reviews: Mapping[int, date | None]
    safety: Mapping[int, int]
    unsigned: Mapping[int, int]
    courses: Sequence[CourseRow]


def facts(session: Session, whose: Collection[TherapistId], now: datetime) -> Facts:
    """The running courses of these therapists. Six statements."""
    chosen = select(Course.id).where(Course.status.in_(RUNNING), Course.therapist_id.in_(whose))
    zones = session.scalars(select(Location.zone).distinct()).all()
    today = {zone: now.astimezone(ZoneInfo(zone)).date() for zone in zones}
    return Facts(
        today=today,
        scores=_scores(session, chosen),
        reviews=_reviews(session, chosen),
        safety=_safety(session, chosen),
        unsigned=_unsigned(session, chosen),
        courses=[CourseRow(*row) for row in session.execute(_columns(_counts(chosen, today, now)))],
    )


def _counts(chosen: Select[int], today: Mapping[str, date], now: datetime) -> Subquery:
    """Sessions that are booked or held, counted where they lie: reading each of them takes several times as long."""
    a, note = Appointment, SessionNote
    # What "before today" means depends on where the course is held; a clinic has a zone or two.
    starts = {zone: day_bounds(on, ZoneInfo(zone)).starts for zone, on in today.items()}
    before = or_(false(), *(and_(Location.zone == zone, a.starts < midnight) for zone, midnight in starts.items()))
    booked = and_(a.course_id == Course.id, a.kind.in_(COURSE_KINDS), a.status.in_(HOLDING))
    held = a.status == Status.COMPLETED
    return (
        select(
            Course.id,
            func.count(a.id).label("booked"),
            func.count(case((held, 1))).label("delivered"),
            func.count(case((before, 1))).label("before"),
            func.count(case((and_(held, note.id.is_(None)), 1))).label("unwritten"),
            func.min(case((and_(a.starts >= now, a.status.in_(UPCOMING)), a.starts))).label("next_at"),
        )
        .join(Location, Location.id == Course.location_id)
        .join(a, booked, isouter=True)
        .join(note, and_(held, note.appointment_id == a.id), isouter=True)
        .where(Course.id.in_(chosen))
        .group_by(Course.id)
        .subquery()
    )


def _columns(counts: Subquery) -> Select[*tuple[Any, ...]]:
    return (
        select(
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
            case((counts.c.delivered >= RESPONSE_SESSION, _second_session())).label("second"),
            counts.c.booked,
            counts.c.delivered,
            counts.c.before,
            counts.c.unwritten,
            counts.c.next_at,
        )
        .join(counts, counts.c.id == Course.id)
        .join(Patient, Patient.id == Course.patient_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .join(Location, Location.id == Course.location_id)
        .join(Contract, Contract.course_id == Course.id, isouter=True)
    )


def _second_session() -> ScalarSelect[datetime]:
    a = Appointment
    booked = select(a.starts).where(a.course_id == Course.id, a.kind.in_(COURSE_KINDS), a.status.in_(HOLDING))
    return booked.order_by(a.starts).offset(1).limit(1).correlate(Course).scalar_subquery()


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
    event, theirs = SafetyEvent, chosen.with_only_columns(Course.patient_id)
    wanted = select(event.patient_id, func.count()).where(event.closed_at.is_(None), event.patient_id.in_(theirs))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(event.patient_id))}


def _unsigned(session: Session, chosen: Select[int]) -> dict[int, int]:
    note = SessionNote
    wanted = select(note.course_id, func.count()).where(note.signed_at.is_(None), note.course_id.in_(chosen))
    return {row[0]: row[1] for row in session.execute(wanted.group_by(note.course_id))}
