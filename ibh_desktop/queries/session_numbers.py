"""The number of a visit within its course, and what takes a session of the contract, as SQL (DOMAIN.md 1.7.3)."""

from sqlalchemy import ColumnElement, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING, Status
from ibh_desktop.domain.courses import COURSE_KINDS, taking
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Reading


def is_session(of: type[Appointment] = Appointment) -> ColumnElement[bool]:
    """Whether an appointment is a session of its course: `domain.courses.is_session`; only intakes carry the tick."""
    return or_(of.kind.in_(COURSE_KINDS), of.intake_counts)


def late_counts(reading: Reading) -> bool:
    """Whether a late cancellation uses up a session here. One statement."""
    return bool(settings(reading).count_late_cancel)


def takes(late: bool, of: type[Appointment] = Appointment) -> ColumnElement[bool]:  # noqa: FBT001 - what `late_counts` says
    """Whether an appointment takes one of its contract's sessions."""
    return and_(is_session(of), of.status.in_(taking(late_counts=late)))


def taken(reading: Reading, course: CourseId) -> int:
    """How many sessions of a contract are held, booked or spent. Two statements."""
    wanted = select(func.count()).where(Appointment.course_id == course, takes(late_counts(reading)))
    return reading.session.scalar(wanted) or 0


def spent(reading: Reading, course: CourseId) -> int:
    """How many sessions of a contract were spent on late cancellations. One statement, or two where they count."""
    if not late_counts(reading):
        return 0
    late = select(func.count()).where(Appointment.course_id == course, is_session(), Appointment.status == Status.LATE_CANCEL)
    return reading.session.scalar(late) or 0


def spent_sessions(late: bool) -> ColumnElement[int]:  # noqa: FBT001 - what `late_counts` says
    """The same of the course of an appointment, as an expression; correlated to `Appointment`."""
    if not late:
        return literal(0)
    other = aliased(Appointment)
    return (
        select(func.count())
        .where(other.course_id == Appointment.course_id, is_session(other), other.status == Status.LATE_CANCEL)
        .correlate(Appointment)
        .scalar_subquery()
    )


def taken_sessions(late: bool) -> ColumnElement[int]:  # noqa: FBT001 - what `late_counts` says
    """How many sessions of an appointment's course are held, booked or spent; correlated to `Appointment`."""
    other = aliased(Appointment)
    counted = select(func.count()).where(other.course_id == Appointment.course_id, takes(late, other))
    return counted.correlate(Appointment).scalar_subquery()


def earlier_sessions() -> ColumnElement[int]:
    """How many sessions of the same course are held or booked before an appointment; correlated to `Appointment`."""
    other = aliased(Appointment)
    return (
        select(func.count())
        .where(
            other.course_id == Appointment.course_id,
            other.starts < Appointment.starts,
            is_session(other),
            other.status.in_(HOLDING),
        )
        .correlate(Appointment)
        .scalar_subquery()
    )


def session_label(number: int | None, planned: int | None, phase: Phase | None) -> str:
    """`7 of 16 · middle`; empty for a visit outside a course."""
    if number is None or planned is None:
        return ""
    return f"{number} of {planned}" + (f" · {phase.value}" if phase else "")
