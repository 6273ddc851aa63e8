"""Steps of sample courses: holds with the day of their review, and a few that wait for consent before they begin."""

from datetime import timedelta

from sqlalchemy import select, update

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.lifecycle import Event
from ibh_desktop.store.chart import CourseStep
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx

DRAFTS = 6
_REASONS = ("Surgery of the knee.", "Away for a family matter.", "Waiting for the insurance's answer.")


def steps(tx: Tx) -> None:
    """Write them below the courses that stand already."""
    held = select(Course.id).where(Course.status == CourseStatus.ON_HOLD).order_by(Course.id)
    for number, course in enumerate(tx.session.scalars(held).all()):
        made = tx.now - timedelta(days=20 + number % 9)
        tx.session.add(
            CourseStep(
                course_id=course,
                made_at=made,
                made_by=1,
                event=Event.HOLD.value,
                before=CourseStatus.ACTIVE.value,
                after=CourseStatus.ON_HOLD.value,
                reason=_REASONS[number % len(_REASONS)],
                until=(made + timedelta(days=14 + number * 5 % 40)).date(),
            )
        )
    begun = select(Appointment.course_id).where(Appointment.course_id.is_not(None), Appointment.status != Status.SCHEDULED)
    waiting = select(Course.id).where(Course.status == CourseStatus.ACTIVE, Course.id.not_in(begun)).order_by(Course.id)
    drafts = tx.session.scalars(waiting.limit(DRAFTS)).all()
    tx.session.execute(update(Course).where(Course.id.in_(drafts)).values(status=CourseStatus.DRAFT))
    tx.session.flush()
