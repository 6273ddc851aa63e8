"""One course on one page: contract, sessions, scores, goals, letters, safety events."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING, UPCOMING, Kind
from ibh_desktop.domain.courses import COURSE_KINDS, Area, Attendance, CourseStatus, counted, parts_of
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import AppointmentId, CourseId, GoalId, LetterId, LocationId, PatientId, ScoreId, TherapistId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.people import full_name
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase, Split
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.domain.timeline import Goal as GoalSpan
from ibh_desktop.domain.timeline import Visit
from ibh_desktop.queries.clinic import settings
from ibh_desktop.queries.measures import PastScore, past_score
from ibh_desktop.store.schema import Appointment, Course, Goal, Letter, Location, Patient, SafetyEvent, Score, Therapist
from ibh_desktop.store.tx import Reading

_LATER = aliased(Score)
"""The score that replaced another."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One scored form that no later one replaced; `standing` is its band, or the side of the cut it lies on."""

    id: ScoreId
    measure: str
    taken_on: date
    total: int | None
    band: str | None
    prorated: bool
    safety: Safety
    complete: bool = True
    standing: str = ""
    adult_form: bool = False


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
    enters_forms: bool = False
    indication: str = ""
    diagnosis: str = ""
    area: Area | None = None
    goals: tuple[GoalSpan, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    letters: tuple[LetterLine, ...] = ()
    open_safety: int = 0


_HEAD = (
    select(
        Course,
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
)


def page(reading: Reading, course: CourseId) -> CoursePage:
    """A course; raise `NotAllowed` for one of another therapist. Clinical parts only for who may see them."""
    head = reading.session.execute(_HEAD.where(Course.id == course)).one_or_none()
    if head is None:
        raise NotFound("This course is not there any more.")
    row = head.Course
    require(reading.actor, Permission.SEE_COURSE, therapist := TherapistId(row.therapist_id))
    clinical = may(reading.actor, Permission.SEE_CLINICAL, therapist)
    zone = ZoneInfo(head.zone)
    visits = _visits(reading, course, zone)
    return CoursePage(
        id=course,
        version=row.version,
        patient=PatientId(row.patient_id),
        patient_name=full_name(head.given, head.family, head.preferred),
        born=head.born,
        therapist=therapist,
        therapist_name=head.therapist_name,
        credential=head.credential,
        location=LocationId(row.location_id),
        location_name=head.location_name,
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
        next_at=next((at.astimezone(zone) for visit, _, at in visits if visit.status in UPCOMING and at >= reading.now), None),
        attendance=counted((kind, visit.status) for visit, kind, _ in visits),
        clinical=clinical,
        writable=may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        **_for_forms(reading, therapist, visits),
        **(_clinical(reading, row, zone, head.born) if clinical else {}),
    )


def _for_forms(reading: Reading, therapist: TherapistId, visits: list[tuple[Visit, Kind, datetime]]) -> dict[str, Any]:
    set_up = settings(reading)
    sessions = [visit.on for visit, kind, _ in visits if kind in COURSE_KINDS and visit.status in HOLDING]
    # The front desk enters forms only where the clinic lets it (DOMAIN.md 7).
    desk = set_up.reception_may_enter_measures > 0 and may(reading.actor, Permission.ENTER_MEASURE, therapist)
    return {
        "crisis_line": set_up.crisis_line,
        "enters_forms": desk or may(reading.actor, Permission.EDIT_CLINICAL, therapist),
        "session_two": sessions[1] if len(sessions) > 1 else None,
    }


def _clinical(reading: Reading, row: Course, zone: ZoneInfo, born: date) -> dict[str, Any]:
    # What is not asked for here cannot leak: a receptionist's page is built without these statements.
    course = CourseId(row.id)
    return {
        "indication": row.indication,
        "diagnosis": row.diagnosis,
        "area": row.area,
        "goals": _goals(reading, course),
        "scores": _scores(reading, course, born),
        "letters": _letters(reading, course, zone),
        "open_safety": _open_safety(reading, course),
    }


def _visits(reading: Reading, course: CourseId, zone: ZoneInfo) -> list[tuple[Visit, Kind, datetime]]:
    a = Appointment
    rows = reading.session.execute(select(a.id, a.starts, a.kind, a.status).where(a.course_id == course).order_by(a.starts))
    return [
        (Visit(AppointmentId(key), starts.astimezone(zone).date(), status), kind, starts) for key, starts, kind, status in rows
    ]


def _goals(reading: Reading, course: CourseId) -> tuple[GoalSpan, ...]:
    columns = (Goal.id, Goal.title, Goal.status, Goal.opened_on, Goal.closed_on, Goal.baseline, Goal.latest)
    rows = reading.session.execute(select(*columns).where(Goal.course_id == course).order_by(Goal.position))
    return tuple(GoalSpan(GoalId(g.id), g.title, g.status, g.opened_on, g.closed_on, (g.baseline, g.latest)) for g in rows)


def _scores(reading: Reading, course: CourseId, born: date) -> tuple[ScoreLine, ...]:
    current = (
        select(Score)
        .where(
            Score.course_id == course,
            ~select(_LATER.id).where(_LATER.replaces_id == Score.id, _LATER.course_id == course).exists(),
        )
        .order_by(Score.taken_on, Score.id)
    )
    return tuple(_score_line(s, past_score(s, born)) for s in reading.session.scalars(current))


def _score_line(row: Score, past: PastScore) -> ScoreLine:
    return ScoreLine(
        past.id,
        row.measure,
        row.taken_on,
        row.total,
        row.band,
        row.prorated,
        row.safety,
        complete=row.complete,
        standing=past.words,
        adult_form=past.adult_form,
    )


def _letters(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[LetterLine, ...]:
    columns = (Letter.id, Letter.kind, Letter.created_at, Letter.signed_at)
    rows = reading.session.execute(select(*columns).where(Letter.course_id == course).order_by(Letter.created_at))
    return tuple(
        LetterLine(LetterId(key), kind.capitalize(), (signed or created).astimezone(zone).date(), signed is not None)
        for key, kind, created, signed in rows
    )


def _open_safety(reading: Reading, course: CourseId) -> int:
    waits = (SafetyEvent.closed_at.is_(None), SafetyEvent.status.in_((SafetyStatus.OPEN, SafetyStatus.IN_ASSESSMENT)))
    open_now = select(SafetyEvent.id).where(SafetyEvent.course_id == course, *waits)
    return len(reading.session.scalars(open_now).all())
