"""Whose the note of a session is: what `domain.note_rights` decides by."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ibh_desktop.domain.ids import AppointmentId, StaffId, TherapistId
from ibh_desktop.domain.note_rights import Whose
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.schema import Appointment, Course, Therapist


def whose(session: Session, appointment: AppointmentId) -> Whose | None:
    """None for a visit outside a course. One statement."""
    found = session.execute(
        select(Course.therapist_id, Appointment.therapist_id, SessionNote.author_id, Therapist.id)
        .join(Course, Course.id == Appointment.course_id)
        .join(SessionNote, SessionNote.appointment_id == Appointment.id, isouter=True)
        .join(Therapist, Therapist.staff_id == SessionNote.author_id, isouter=True)
        .where(Appointment.id == appointment)
    ).one_or_none()
    if found is None:
        return None
    course, held_by, author, who = found
    return Whose(
        TherapistId(course),
        TherapistId(held_by),
        None if author is None else StaffId(author),
        None if who is None else TherapistId(who),
    )
