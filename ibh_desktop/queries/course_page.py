"""One course on one page: contract, sessions, scores, goals, letters, safety events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Row, bindparam, select

from ibh_desktop.domain.appointments import HOLDING, UPCOMING
from ibh_desktop.domain.courses import Area, Attendance, CourseStatus, Session, counted, parts_of
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import AppointmentId, CourseId, GoalId, LetterId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.due import FOLLOW_UP_FORM, is_follow_up_due
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase, Split
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.domain.timeline import Goal as GoalSpan
from ibh_desktop.domain.timeline import Visit
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.course_scores import ScoreLine, scores_of
from ibh_desktop.settings import Settings
from ibh_desktop.store.schema import Appointment, Course, Goal, Letter, Location, Patient, SafetyEvent, Therapist
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter about this course."""

    id: LetterId
    title: str
    on: date
    signed: bool


@dataclass(frozen=True, slots=True)
class CoursePage:
    """What the course page shows; without `clinical` the clinical parts are empty."""

    id: CourseId
    version: int
    patient: PatientId
    patient_name: str
    born: date
    therapist: TherapistId
    therapist_name: str
    credential: str
    location: LocationId
    location_name: str
    zone: ZoneInfo
    variant: str
    planned: int
    minutes: int
    parts: Split
    starts_on: date
    target_end: date
    ended_on: date | None
    today: date
    status: CourseStatus
    phase: Phase
    visits: tuple[Visit, ...]
    next_at: datetime | None
    attendance: Attendance
    clinical: bool
    writable: bool
    crisis_line: str
    session_two: date | None = None
    follow_up_due: bool = False
    enters_forms: bool = False
    indication: str = ""
    diagnosis: str = ""
    area: Area | None = None
    goals: tuple[GoalSpan, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    open_safety: int = 0


_COURSE = bindparam("course", type_=Integer())
_HEAD = (
    select(
        Course.id,
        Course.version,
        Course.patient_id,
        Course.therapist_id,
        Course.location_id,
        Course.variant,
        Course.planned,
        Course.minutes,
        Course.starts_on,
        Course.target_end,
        Course.ended_on,
        Course.status,
        Course.phase,
        Course.indication,
        Course.diagnosis,
        Course.area,
        Patient.given,
        Patient.family,
        Patient.preferred,
        Patient.born,
        Therapist.name.label("therapist_name"),
        Therapist.credential,
        Location.name.label("location_name"),
        Location.zone,
    )
    .join(Patient, Patient.id == Course.patient_id)
    .join(Therapist, Therapist.id == Course.therapist_id)
    .join(Location, Location.id == Course.location_id)
    .where(Course.id == _COURSE)
)
_VISITS = (
    select(Appointment.id, Appointment.starts, Appointment.status, Appointment.kind, Appointment.intake_counts)
    .where(Appointment.course_id == _COURSE)
    .order_by(Appointment.starts)
)
_GOALS = (
    select(Goal.id, Goal.title, Goal.status, Goal.opened_on, Goal.closed_on, Goal.baseline, Goal.latest)
    .where(Goal.course_id == _COURSE)
    .order_by(Goal.position)
)
_LETTERS = (
    select(Letter.id, Letter.kind, Letter.created_at, Letter.signed_at)
    .where(Letter.course_id == _COURSE)
    .order_by(Letter.created_at)
)
_WAITING = select(SafetyEvent.id).where(
    SafetyEvent.course_id == _COURSE,
    SafetyEvent.closed_at.is_(None),
    SafetyEvent.status.in_((SafetyStatus.OPEN, SafetyStatus.IN_ASSESSMENT)),
)
"""Built once: putting a statement together takes as long as running it, and a course is opened often."""


def page(reading: Reading, course: CourseId) -> CoursePage:
    """A course; raise `NotAllowed` for one of another therapist. Clinical parts only for who may see them."""
    row = reading.rows(_HEAD, course=course).one_or_none()
    if row is None:
        raise NotFound("This course is not there any more.")
    require(reading.actor, Permission.SEE_COURSE, therapist := TherapistId(row.therapist_id))
    clinical = may(reading.actor, Permission.SEE_CLINICAL, therapist)
    zone = ZoneInfo(row.zone)
    visits, set_up = _visits(reading, course, zone), settings(reading)
    return CoursePage(
        id=course,
        version=row.version,
        patient=PatientId(row.patient_id),
        patient_name=full_name(row.given, row.family, row.preferred),
        born=row.born,
        therapist=therapist,
        therapist_name=row.therapist_name,
        credential=row.credential,
        location=LocationId(row.location_id),
        location_name=row.location_name,
        zone=zone,
        variant=row.variant,
        planned=row.planned,
        minutes=row.minutes,
        parts=parts_of(row.variant, row.planned),
        starts_on=row.starts_on,
        target_end=row.target_end,
        ended_on=row.ended_on,
        today=reading.now.astimezone(zone).date(),
        status=row.status,
        phase=row.phase,
        visits=tuple(v[0] for v in visits),
        next_at=next((at.astimezone(zone) for visit, at in visits if visit.status in UPCOMING and at >= reading.now), None),
        attendance=_attendance(visits, set_up),
        clinical=clinical,
        writable=may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        **_for_forms(reading, therapist, visits, set_up),
        **(_clinical(reading, row, zone) if clinical else {}),
    )


def _attendance(visits: list[tuple[Visit, datetime]], set_up: Settings) -> Attendance:
    sessions = (Session(visit.kind, visit.status, visit.intake_counts) for visit, _ in visits)
    return counted(sessions, late_counts=bool(set_up.count_late_cancel))


def _for_forms(
    reading: Reading, therapist: TherapistId, visits: list[tuple[Visit, datetime]], set_up: Settings
) -> dict[str, Any]:
    sessions = [visit.on for visit, _ in visits if visit.counts and visit.status in HOLDING]
    # The front desk enters forms only where the clinic lets it (DOMAIN.md 7).
    desk = set_up.reception_may_enter_measures > 0 and may(reading.actor, Permission.ENTER_MEASURE, therapist)
    return {
        "crisis_line": set_up.crisis_line,
        "enters_forms": desk or may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        "session_two": sessions[1] if len(sessions) > 1 else None,
    }


def _clinical(reading: Reading, row: Row[*tuple[Any, ...]], zone: ZoneInfo) -> dict[str, Any]:
    # What is not asked for here cannot leak: a receptionist's page is built without these statements.
    course = CourseId(row.id)
    return {
        "indication": row.indication,
        "diagnosis": row.diagnosis,
        "area": row.area,
        "goals": _goals(reading, course),
        "scores": (scores := scores_of(reading, course, row.born)),
        "follow_up_due": _follow_up_due(row, scores, reading.now.astimezone(zone).date()),
        "letters": _letters(reading, course, zone),
        "open_safety": _open_safety(reading, course),
    }


def _visits(reading: Reading, course: CourseId, zone: ZoneInfo) -> list[tuple[Visit, datetime]]:
    return [
        (Visit(AppointmentId(key), starts.astimezone(zone).date(), status, kind, intake_counts), starts)
        for key, starts, status, kind, intake_counts in reading.rows(_VISITS, course=course)
    ]


def _goals(reading: Reading, course: CourseId) -> tuple[GoalSpan, ...]:
    rows = reading.rows(_GOALS, course=course)
    return tuple(GoalSpan(GoalId(g.id), g.title, g.status, g.opened_on, g.closed_on, (g.baseline, g.latest)) for g in rows)


def _follow_up_due(row: Row[*tuple[Any, ...]], scores: Sequence[ScoreLine], today: date) -> bool:
    latest = max((score.taken_on for score in scores if score.measure == FOLLOW_UP_FORM), default=None)
    done = row.status is CourseStatus.COMPLETED
    return done and is_follow_up_due(BY_CODE[FOLLOW_UP_FORM], row.ended_on, latest, today)


def _letters(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[LetterLine, ...]:
    return tuple(
        LetterLine(LetterId(key), kind.capitalize(), (signed or created).astimezone(zone).date(), signed is not None)
        for key, kind, created, signed in reading.rows(_LETTERS, course=course)
    )


def _open_safety(reading: Reading, course: CourseId) -> int:
    return len(reading.rows(_WAITING, course=course).all())
