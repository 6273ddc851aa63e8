"""What a course's timeline shows beside the course's page: homework, events, safety, ratings, steps, amendments. Clinical."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select

from ibh_desktop.domain.courses import variant_name
from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import CourseId, GoalId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.domain.timeline import Visit, numbered
from ibh_desktop.domain.timeline_story import (
    Amended,
    Change,
    Happened,
    Raised,
    Rated,
    Scored,
    Stepped,
    Story,
    Task,
    Told,
    amended,
)
from ibh_desktop.letters.timeline_art import CourseSheet
from ibh_desktop.queries.clinic import header
from ibh_desktop.queries.course_page import CoursePage, page
from ibh_desktop.store.chart import Amendment, CourseStep, GoalRating, Homework, LifeEvent
from ibh_desktop.store.schema import Course, Goal, Location, SafetyEvent
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Assigned:
    """Homework as it is kept; the day on which it is due follows from the sessions."""

    id: int
    text: str
    assigned_on: date
    due_session: int | None
    status: str
    reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class CourseLanes:
    """The clinical lanes of one course, each in order of time."""

    course: CourseId
    homework: tuple[Assigned, ...] = ()
    events: tuple[Happened, ...] = ()
    safety: tuple[Raised, ...] = ()
    ratings: tuple[Rated, ...] = ()
    steps: tuple[Stepped, ...] = ()
    amendments: tuple[Amended, ...] = ()


_COURSE = bindparam("course", type_=Integer())
_HEAD = (
    select(Course.therapist_id, Course.starts_on, Course.planned, Course.cadence_days, Location.zone)
    .join(Location, Location.id == Course.location_id)
    .where(Course.id == _COURSE)
)
_HOMEWORK = (
    select(Homework.id, Homework.text, Homework.assigned_on, Homework.due_session, Homework.status, Homework.reviewed_on)
    .where(Homework.course_id == _COURSE)
    .order_by(Homework.assigned_on, Homework.id)
)
_EVENTS = (
    select(
        LifeEvent.id,
        LifeEvent.title,
        LifeEvent.kind,
        LifeEvent.from_on,
        LifeEvent.to_on,
        LifeEvent.precision,
        LifeEvent.mood,
    )
    .where(LifeEvent.course_id == _COURSE, ~LifeEvent.removed)
    .order_by(LifeEvent.from_on, LifeEvent.id)
)
# One that was entered in error says nothing of the patient.
_SAFETY = (
    select(SafetyEvent.id, SafetyEvent.source, SafetyEvent.status, SafetyEvent.raised_at, SafetyEvent.closed_at)
    .where(SafetyEvent.course_id == _COURSE, SafetyEvent.status != SafetyStatus.ENTERED_IN_ERROR)
    .order_by(SafetyEvent.raised_at, SafetyEvent.id)
)
_RATINGS = (
    select(GoalRating.id, GoalRating.goal_id, GoalRating.on, GoalRating.rating)
    .join(Goal, Goal.id == GoalRating.goal_id)
    .where(Goal.course_id == _COURSE)
    .order_by(GoalRating.on, GoalRating.id)
)
_STEPS = (
    select(CourseStep.id, CourseStep.made_at, CourseStep.event, CourseStep.before, CourseStep.after, CourseStep.until)
    .where(CourseStep.course_id == _COURSE)
    .order_by(CourseStep.made_at, CourseStep.id)
)
_CHANGES = (
    select(Amendment.id, Amendment.agreed_on, Amendment.kind, Amendment.before, Amendment.after)
    .where(Amendment.course_id == _COURSE)
    .order_by(Amendment.id)
)
"""Built once, as those of the page are."""


def lanes(reading: Reading, course: CourseId) -> CourseLanes:
    """The lanes of a course; raise `NotAllowed` for who may not see clinical things. Seven statements."""
    found = reading.rows(_HEAD, course=course).one_or_none()
    if found is None:
        raise NotFound("This course is not there any more.")
    therapist, starts_on, planned, cadence_days, place = found
    require(reading.actor, Permission.SEE_CLINICAL, TherapistId(therapist))
    zone = ZoneInfo(place)
    agreed = amended(_changes(reading, course), starts_on=starts_on, planned=planned, cadence_days=cadence_days)
    return CourseLanes(
        course,
        homework=tuple(Assigned(*row) for row in reading.rows(_HOMEWORK, course=course)),
        events=tuple(Happened(*row) for row in reading.rows(_EVENTS, course=course)),
        safety=_safety(reading, course, zone),
        ratings=_ratings(reading, course),
        steps=_steps(reading, course, zone),
        amendments=agreed,
    )


def _safety(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[Raised, ...]:
    return tuple(
        Raised(
            key,
            source,
            status.value if closed is None else SafetyStatus.CLOSED.value,
            raised.astimezone(zone).date(),
            None if closed is None else closed.astimezone(zone).date(),
        )
        for key, source, status, raised, closed in reading.rows(_SAFETY, course=course)
    )


def _ratings(reading: Reading, course: CourseId) -> tuple[Rated, ...]:
    rows = reading.rows(_RATINGS, course=course)
    return tuple(Rated(key, GoalId(goal), on, rating) for key, goal, on, rating in rows)


def _steps(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[Stepped, ...]:
    rows = reading.rows(_STEPS, course=course)
    return tuple(
        Stepped(key, at.astimezone(zone).date(), event, before, after, until) for key, at, event, before, after, until in rows
    )


def _changes(reading: Reading, course: CourseId) -> list[Change]:
    rows = reading.rows(_CHANGES, course=course)
    return [(key, on, kind, before, after) for key, on, kind, before, after in rows]


def story(course: CoursePage, beside: CourseLanes | None = None) -> Story:
    """The page and its lanes as the domain draws them; without lanes what the page alone shows."""
    return Story(
        planned=course.planned,
        parts=course.parts,
        starts_on=course.starts_on,
        target_end=course.target_end,
        ended_on=course.ended_on,
        today=course.today,
        phase=course.phase,
        visits=course.visits,
        session_two=course.session_two,
        scores=tuple(_scored(course)),
        goals=course.goals,
        letters=tuple(Told(letter.id, letter.title, letter.on, letter.signed) for letter in course.letters),
        **({} if beside is None else _beside(course.visits, beside)),
    )


def _scored(course: CoursePage) -> list[Scored]:
    return [
        Scored(
            score.id,
            score.measure,
            score.taken_on,
            score.total,
            score.standing or score.band or "",
            score.prorated,
            score.complete,
            score.safety,
            score.adult_form,
        )
        for score in course.scores
    ]


def _beside(visits: tuple[Visit, ...], beside: CourseLanes) -> dict[str, Any]:
    due = numbered(visits)
    return {
        "homework": tuple(
            Task(
                one.id,
                one.text,
                one.assigned_on,
                one.reviewed_on or max(one.assigned_on, due.get(one.due_session or 0, one.assigned_on)),
                one.status,
                one.reviewed_on,
            )
            for one in beside.homework
        ),
        "events": beside.events,
        "safety": beside.safety,
        "ratings": beside.ratings,
        "steps": beside.steps,
        "amendments": beside.amendments,
    }


def sheet(reading: Reading, course: CourseId) -> CourseSheet:
    """A course's timeline for paper; the clinical lanes only for who may see them. At most 20 statements."""
    shown = page(reading, course)
    clinic = header(reading)
    now = reading.now.astimezone(shown.zone)
    about = (
        variant_name(shown.variant, shown.planned),
        shown.indication,
        shown.area.value if shown.area else "",
        f"{shown.therapist_name}, {shown.credential}",
        shown.location_name,
    )
    return CourseSheet(
        clinic=clinic.name,
        sample=clinic.is_sample,
        patient=shown.patient_name,
        born=shown.born,
        about=" · ".join(part for part in about if part),
        printed=f"printed {now:%b} {now.day}, {now:%H:%M} for {reading.actor.name}",
        story=story(shown, lanes(reading, course) if shown.clinical else None),
    )
