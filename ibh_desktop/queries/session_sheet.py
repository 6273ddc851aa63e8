"""The sheet of one session: what to know before it, what is due in it, and its note."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING, Status
from ibh_desktop.domain.caseload import forms_due
from ibh_desktop.domain.courses import RUNNING, Area, is_session, last_number
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import AppointmentId, CourseId, TherapistId
from ibh_desktop.domain.notes import NoteKind, NoteState, state_of, why_not_writable
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.domain.tasks import tasks_of
from ibh_desktop.queries import drafts
from ibh_desktop.queries.chart_facts import facts, ticked
from ibh_desktop.queries.drafts import Draft
from ibh_desktop.queries.notes import NoteShown, note
from ibh_desktop.queries.session_numbers import session_label, spent
from ibh_desktop.security.private import Vault
from ibh_desktop.store.chart import Homework, SessionNote
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Course, Goal, Location, SafetyEvent, Score, Therapist
from ibh_desktop.store.tx import Reading

ASSIGNED = "assigned"


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """One session to choose; `number` counts those held or booked, `note` is None where nothing was written."""

    id: AppointmentId
    starts: datetime
    status: Status
    number: int | None
    note: NoteState | None


@dataclass(frozen=True, slots=True)
class ScoreSince:
    """The latest score of a measure up to the session, and the one before it."""

    measure: str
    total: int
    band: str
    on: date
    before: int | None
    before_on: date | None


@dataclass(frozen=True, slots=True, repr=False)
class HomeworkLine:
    """Homework that was given and not reviewed."""

    text: str
    given_on: date
    session: int | None


@dataclass(frozen=True, slots=True)
class OpenSafety:
    """The last safety event that is not closed."""

    raised_at: datetime
    status: SafetyStatus


@dataclass(frozen=True, slots=True, repr=False)
class SessionSheet:
    """Everything on one page. Without any session only `sessions` is there, and empty; times carry the location's zone."""

    course: CourseId
    sessions: tuple[SessionChoice, ...]
    chosen: SessionChoice | None
    label: str
    phase: Phase
    zone: ZoneInfo
    area: Area | None
    goal: str
    goal_rating: tuple[int | None, int | None]
    scores: tuple[ScoreSince, ...]
    homework: tuple[HomeworkLine, ...]
    due: tuple[str, ...]
    before: SessionChoice | None
    safety: OpenSafety | None
    note: NoteShown | None
    draft: Draft | None
    may_write: bool
    keeps_private: bool
    why_not: str
    tasks: tuple[str, ...] = ()
    """Open tasks of the phase, those left from an earlier one first (DOMAIN.md 1.2)."""


def sheet(reading: Reading, vault: Vault, course: CourseId, appointment: AppointmentId | None = None) -> SessionSheet:
    """The sheet of a session, at first of today's or the last one held; raise `NotAllowed` for another therapist's course."""
    row = one(reading, Course, course)
    require(reading.actor, Permission.SEE_CLINICAL, whose := TherapistId(row.therapist_id))
    zone = ZoneInfo(one(reading, Location, row.location_id).zone)
    sessions = _sessions(reading, course, zone)
    today = reading.now.astimezone(zone).date()
    chosen = next((s for s in sessions if s.id == appointment), None) or first_shown(sessions, today)
    on = chosen.starts.date() if chosen else today
    goal = _goal(reading, course)
    may_write = may(reading.actor, Permission.WRITE_NOTE, whose)
    scores = _scores(reading, course, on)
    return SessionSheet(
        course=course,
        sessions=sessions,
        chosen=chosen,
        label=session_label(chosen.number if chosen else None, row.planned, row.phase),
        phase=row.phase,
        zone=zone,
        area=row.area,
        goal=goal.title if goal else "",
        goal_rating=(goal.baseline, goal.latest) if goal else (None, None),
        scores=scores,
        homework=_homework(reading, course, on),
        due=_due(row, last_number(row.planned, spent(reading, course)), scores, chosen.number if chosen else None, on),
        before=_before(sessions, chosen),
        safety=_safety(reading, row.patient_id, zone),
        note=note(reading, chosen.id) if chosen else None,
        draft=drafts.draft(reading, vault, chosen.id, NoteKind.PROGRESS) if chosen and may_write else None,
        may_write=may_write,
        keeps_private=may(reading.actor, Permission.PRIVATE_NOTES, whose),
        tasks=_tasks(reading, row),
        why_not=why_not_writable(chosen.status, chosen.starts, reading.now) if chosen else "",
    )


def first_shown(sessions: tuple[SessionChoice, ...], today: date) -> SessionChoice | None:
    """Today's session, else the last one held, else the first one to come."""
    held = [s for s in sessions if s.status is Status.COMPLETED]
    standing = [s for s in sessions if s.status in HOLDING]
    ordered = ([s for s in standing if s.starts.date() == today][:1], held[-1:], standing[:1], sessions[:1])
    return next((found[0] for found in ordered if found), None)


def _sessions(reading: Reading, course: CourseId, zone: ZoneInfo) -> tuple[SessionChoice, ...]:
    a = Appointment
    rows = reading.session.execute(
        select(
            a.id, a.starts, a.status, a.kind, a.intake_counts, SessionNote.signed_at, SessionNote.cosigned_at, SessionNote.id
        )
        .add_columns(Therapist.credential, SessionNote.signed_by == SessionNote.author_id)
        .join(SessionNote, SessionNote.appointment_id == a.id, isouter=True)
        .join(Therapist, Therapist.staff_id == SessionNote.author_id, isouter=True)
        .where(a.course_id == course, a.status != Status.RESCHEDULED)
        .order_by(a.starts, a.id)
    )
    found: list[SessionChoice] = []
    number = 0
    for key, starts, status, kind, intake_counts, signed, cosigned, written, credential, by_author in rows:
        counts = status in HOLDING and is_session(kind, intake_counts=intake_counts)
        number += counts
        state = state_of(
            signed=signed is not None, cosigned=cosigned is not None, credential=credential or "", by_author=bool(by_author)
        )
        found.append(
            SessionChoice(
                AppointmentId(key),
                starts.astimezone(zone),
                status,
                number if counts else None,
                None if written is None else state,
            )
        )
    return tuple(found)


def _before(sessions: tuple[SessionChoice, ...], chosen: SessionChoice | None) -> SessionChoice | None:
    held = [s for s in sessions if s.status is Status.COMPLETED and chosen is not None and s.starts < chosen.starts]
    return held[-1] if held else None


def _goal(reading: Reading, course: CourseId) -> Goal | None:
    active = select(Goal).where(Goal.course_id == course, Goal.status == GoalStatus.ACTIVE).order_by(Goal.position).limit(1)
    return reading.session.scalar(active)


def _scores(reading: Reading, course: CourseId, on: date) -> tuple[ScoreSince, ...]:
    later = aliased(Score)
    rows = reading.session.execute(
        select(Score.measure, Score.total, Score.band, Score.taken_on)
        .where(Score.course_id == course, Score.taken_on <= on, Score.total.is_not(None))
        .where(~select(later.id).where(later.replaces_id == Score.id, later.course_id == course).exists())
        .order_by(Score.taken_on, Score.id)
    )
    by_measure: dict[str, list[tuple[int, str, date]]] = {}
    for measure, total, band, taken_on in rows:
        by_measure.setdefault(measure, []).append((total or 0, band or "", taken_on))
    found = []
    for code in (measure.code for measure in MEASURES):
        if taken := by_measure.get(code):
            total, band, last_on = taken[-1]
            earlier = taken[-2] if len(taken) > 1 else None
            found.append(
                ScoreSince(code, total, band, last_on, earlier[0] if earlier else None, earlier[2] if earlier else None)
            )
    return tuple(found)


def _due(row: Course, last: int, scores: tuple[ScoreSince, ...], number: int | None, on: date) -> tuple[str, ...]:
    return forms_due(row.indication, number, last, {score.measure: score.on for score in scores}, on)


def _tasks(reading: Reading, row: Course) -> tuple[str, ...]:
    if row.status not in RUNNING:
        return ()
    lines = tasks_of(row.variant, row.phase, ticked(reading.session, row.id), facts(reading.session, row))
    return tuple(line.task.label for line in lines if not line.done)


def _homework(reading: Reading, course: CourseId, on: date) -> tuple[HomeworkLine, ...]:
    rows = reading.session.execute(
        select(Homework.text, Homework.assigned_on, Homework.session)
        .where(Homework.course_id == course, func.lower(Homework.status) == ASSIGNED, Homework.assigned_on < on)
        .order_by(Homework.assigned_on, Homework.id)
    )
    return tuple(HomeworkLine(text, given, session) for text, given, session in rows)


def _safety(reading: Reading, patient: int, zone: ZoneInfo) -> OpenSafety | None:
    row = reading.session.execute(
        select(SafetyEvent.raised_at, SafetyEvent.status)
        .where(SafetyEvent.patient_id == patient, SafetyEvent.closed_at.is_(None))
        .order_by(SafetyEvent.raised_at.desc(), SafetyEvent.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else OpenSafety(row.raised_at.astimezone(zone), row.status)
