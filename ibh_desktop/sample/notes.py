"""Progress notes of a few sample courses: all signed but those of the last two sessions, one begun and one not written."""

from datetime import timedelta

from sqlalchemy import select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.courses import COURSE_KINDS, CourseStatus
from ibh_desktop.domain.notes import Technique, Words, cleaned, digest, needs_cosign, techniques_text
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.schema import Appointment, Course, Therapist
from ibh_desktop.store.tx import Tx

COURSES = 12
"""So many courses have notes; the others' are taken to be on paper."""
_T = Technique
_WORDS = (
    Words("Sleeping a little better.", (_T.EXPLORATION, _T.PSYCHOEDUCATION), "Went through what weighed most on the week."),
    Words("A bad evening after a quarrel.", (_T.COMMUNICATION, _T.MOOD_EVENT), "Took the quarrel apart line by line."),
    Words("A calmer week.", (_T.ROLE_PLAY, _T.PROBLEM_SOLVING), "Practised how to ask for help; agreed to try it at home."),
    Words("Tried it; better than feared.", (_T.CLARIFICATION, _T.AFFECT), "Looked at what helped, and at what stays hard."),
)


def session_notes(tx: Tx) -> None:
    """Write them below the appointments that stand already."""
    chosen = select(Course.id).where(Course.status == CourseStatus.ACTIVE).order_by(Course.id).limit(COURSES)
    a = Appointment
    rows = tx.session.execute(
        select(a.id, a.course_id, a.ends, Therapist.staff_id, Therapist.credential, Therapist.supervisor_id)
        .join(Course, Course.id == a.course_id)
        .join(Therapist, Therapist.id == Course.therapist_id)
        .where(a.course_id.in_(chosen), a.status == Status.COMPLETED, a.kind.in_(COURSE_KINDS))
        .order_by(a.course_id, a.starts)
    ).all()
    for number, (visit, course, ends, author, credential, supervisor) in enumerate(rows):
        left = sum(1 for later in rows[number + 1 :] if later.course_id == course)
        if left == 0 or author is None or course is None:
            continue
        words, at = cleaned(_WORDS[number % len(_WORDS)]), ends + timedelta(minutes=5)
        note = SessionNote(
            course_id=course,
            appointment_id=visit,
            author_id=author,
            since_last=words.since_last,
            techniques=techniques_text(words.techniques),
            body=words.body,
            written_at=at,
        )
        if left > 1:
            note.signed_at, note.signed_by = at, author
            note.digest = digest(course=course, appointment=visit, author=author, words=words, signed_at=at, signed_by=author)
        if left > 2 and needs_cosign(credential) and supervisor is not None:
            note.cosigned_at, note.cosigned_by = at + timedelta(days=1), supervisor
        tx.session.add(note)
    tx.session.flush()
