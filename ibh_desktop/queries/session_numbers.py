"""The number of a visit within its course, as an SQL expression (DOMAIN.md 1.7.3)."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from ibh_desktop.domain.appointments import HOLDING
from ibh_desktop.domain.courses import COURSE_KINDS
from ibh_desktop.domain.phases import Phase
from ibh_desktop.store.schema import Appointment


def earlier_sessions() -> ColumnElement[int]:
    """How many sessions of the same course are held or booked before an appointment; correlated to `Appointment`."""
    other = aliased(Appointment)
    return (
        select(func.count())
        .where(
            other.course_id == Appointment.course_id,
            other.starts < Appointment.starts,
            other.kind.in_(COURSE_KINDS),
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
