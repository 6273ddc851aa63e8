"""Whether there is an occasion for a letter now: asked when it is begun, and again when it is signed."""

from collections.abc import Callable

from sqlalchemy import func, select

from ibh_desktop.domain import letter_occasions as rules
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import parts_of
from ibh_desktop.domain.letter_kinds.attendance import ATTENDANCE
from ibh_desktop.domain.letter_kinds.closure import CLOSURE
from ibh_desktop.domain.letter_kinds.confirmation import CONFIRMATION
from ibh_desktop.domain.letter_kinds.missed import MISSED
from ibh_desktop.domain.letter_kinds.plan import PLAN
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.lifecycle import Event
from ibh_desktop.queries.session_numbers import is_session
from ibh_desktop.store.chart import CourseStep
from ibh_desktop.store.lookup import has_open_event, one
from ibh_desktop.store.schema import Appointment, Course, Letter, Therapist
from ibh_desktop.store.tx import Reading


def require_of_visit(reading: Reading, kind: str, visit: Appointment) -> None:
    """Raise `Refused` where this visit is no occasion for a letter of this kind."""
    if kind in _VISITS:
        _VISITS[kind](reading, visit)


def require_of_course(reading: Reading, kind: str, course: Course) -> None:
    """Raise `Refused` where this course is no occasion for a letter of this kind."""
    if kind in _COURSES:
        _COURSES[kind](reading, course)


def _upcoming(reading: Reading, visit: Appointment) -> None:
    rules.require_upcoming(visit.status, visit.starts, reading.now)


def _missed(reading: Reading, visit: Appointment) -> None:
    rules.require_missed(visit.status)
    rules.require_no_worry(worried=has_open_event(reading, visit.patient_id))
    vetoes = select(Letter.ended_reason).where(
        Letter.appointment_id == visit.id,
        Letter.kind == MISSED.id,
        Letter.status == LetterStatus.WITHDRAWN,
        Letter.ended_reason.startswith(rules.VETOED, autoescape=True),
    )
    veto = reading.session.scalar(vetoes.limit(1))
    if veto is not None:
        rules.require_no_veto(veto, one(reading, Therapist, visit.therapist_id).name)


def _attended(_reading: Reading, visit: Appointment) -> None:
    rules.require_attended(visit.status)


def _ended_early(reading: Reading, course: Course) -> None:
    ends = select(CourseStep.code).where(CourseStep.course_id == course.id, CourseStep.event == Event.END_EARLY.value)
    reason = reading.session.scalar(ends.order_by(CourseStep.id.desc()).limit(1))
    rules.require_ended_early(course.status, reason or "")


def _initial_over(reading: Reading, course: Course) -> None:
    a = Appointment
    held = a.course_id == course.id, is_session(), a.status == Status.COMPLETED
    delivered = reading.session.scalar(select(func.count()).where(*held)) or 0
    initial = parts_of(course.variant, course.planned).initial
    rules.require_initial_over(course.status, course.phase, delivered=delivered, initial=initial)


_VISITS: dict[str, Callable[[Reading, Appointment], None]] = {
    CONFIRMATION.id: _upcoming,
    MISSED.id: _missed,
    ATTENDANCE.id: _attended,
}
_COURSES: dict[str, Callable[[Reading, Course], None]] = {CLOSURE.id: _ended_early, PLAN.id: _initial_over}
