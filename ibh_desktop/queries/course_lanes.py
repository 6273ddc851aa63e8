"""What a course's timeline shows beside the course's page: homework, events, safety, ratings, steps, amendments. Clinical."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

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


def lanes(reading: Reading, course: CourseId) -> CourseLanes:
    """The lanes of a course; raise `NotAllowed` for who may not see clinical things. Seven statements."""
    c = Course
    columns = (c.therapist_id, c.starts_on, c.planned, c.cadence_days, Location.zone)
    found = reading.session.execute(
        select(*columns).join(Location, Location.id == c.location_id).where(c.id == course)
    ).one_or_none()
    if found is None:
        raise NotFound("This course is not there any more.")
    therapist, starts_on, planned, cadence_days, place = found
    require(reading.actor, Permission.SEE_CLINICAL, TherapistId(therapist))
    zone = ZoneInfo(place)
    agreed = amended(_changes(reading, course), starts_on=starts_on, planned=planned, cadence_days=cadence_days)
    return CourseLanes(
        course,
        homework=_homework(reading, course),
        events=_events(reading, course),
        safety=_safety(reading, course, zone),
        ratings=_ratings(reading, course),
        steps=_steps(reading, course, zone),
        amendments=agreed,
    )


def _homework(reading: Reading, course: CourseId) -> tuple[Assigned, ...]:
    h = Homework
    columns = (h.id, h.text, h.assigned_on, h.due_session, h.status, h.reviewed_on)
    rows = reading.session.execute(select(*columns).where(h.course_id == course).order_by(h.assigned_on, h.id))
    return tuple(Assigned(*row) for row in rows)


def _events(reading: Reading, course: CourseId) -> tuple[Happened, ...]:
    e = LifeEvent
    columns = (e.id, e.title, e.kind, e.from_on, e.to_on, e.precision, e.mood)
    rows = reading.session.execute(select(*columns).where(e.course_id == course, ~e.removed).order_by(e.from_on, e.id))
    return tuple(Happened(*row) for row in rows)


def _safety(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[Raised, ...]:
    s = SafetyEvent
    # One that was entered in error says nothing of the patient.
    wanted = select(s.id, s.source, s.status, s.raised_at, s.closed_at).where(
        s.course_id == course, s.status != SafetyStatus.ENTERED_IN_ERROR
    )
    return tuple(
        Raised(
            key,
            source,
            status.value if closed is None else SafetyStatus.CLOSED.value,
            raised.astimezone(zone).date(),
            None if closed is None else closed.astimezone(zone).date(),
        )
        for key, source, status, raised, closed in reading.session.execute(wanted.order_by(s.raised_at, s.id))
    )


def _ratings(reading: Reading, course: CourseId) -> tuple[Rated, ...]:
    r = GoalRating
    wanted = select(r.id, r.goal_id, r.on, r.rating).join(Goal, Goal.id == r.goal_id).where(Goal.course_id == course)
    rows = reading.session.execute(wanted.order_by(r.on, r.id))
    return tuple(Rated(key, GoalId(goal), on, rating) for key, goal, on, rating in rows)


def _steps(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[Stepped, ...]:
    s = CourseStep
    columns = (s.id, s.made_at, s.event, s.before, s.after, s.until)
    rows = reading.session.execute(select(*columns).where(s.course_id == course).order_by(s.made_at, s.id))
    return tuple(
        Stepped(key, at.astimezone(zone).date(), event, before, after, until) for key, at, event, before, after, until in rows
    )


def _changes(reading: Reading, course: CourseId) -> list[Change]:
    a = Amendment
    columns = (a.id, a.agreed_on, a.kind, a.before, a.after)
    rows = reading.session.execute(select(*columns).where(a.course_id == course).order_by(a.id))
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
