"""Open a safety event: from a score, or because somebody is worried. Nothing is sent anywhere (DOMAIN.md 3.2, 3.6)."""

from collections.abc import Sequence

from sqlalchemy import select

from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, PatientId, SafetyEventId
from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.people import clean_lines
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.safety import Source
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Patient, SafetyEvent, Score
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.safety_rows import Telling, note, put_told


def raise_concern(
    tx: Tx,
    patient: PatientId,
    *,
    words: str,
    source: Source = Source.WORRY,
    course: CourseId | None = None,
    told: Sequence[Telling] = (),
) -> SafetyEventId:
    """Open an event without a score: a worry, an intake answer, a threat, a child-abuse report. Nothing is sent anywhere.

    Without a `course` it goes to the patient's running one, and so to its therapist. Empty words raise it all the same.
    """
    require(tx.actor, Permission.RAISE_CONCERN)
    one(tx, Patient, patient)
    require_own(tx, patient)
    event = SafetyEvent(
        patient_id=patient,
        course_id=_course(tx, patient, course),
        source=source.value,
        words=clean_lines(words),
        raised_at=tx.now,
        raised_by=tx.actor.staff,
    )
    tx.session.add(event)
    tx.session.flush()
    note(tx, "safety:raise", event, source=source.value)
    for telling in told:
        put_told(tx, event, telling)
    return SafetyEventId(event.id)


def _course(tx: Tx, patient: PatientId, course: CourseId | None) -> int | None:
    if course is not None:
        if one(tx, Course, course).patient_id != patient:
            raise Refused("This course is another patient's. Choose the patient again.", field="patient")
        return course
    running = select(Course.id).where(Course.patient_id == patient, Course.status.in_(RUNNING))
    return tx.session.scalar(running.order_by(Course.id.desc()).limit(1))


def raise_from_score(tx: Tx, course: Course, score: Score, *, words: str = "") -> SafetyEventId | None:
    """Open an event for a score just saved, in its transaction; None where its safety item gives no reason (invariant 7)."""
    if score.safety is Safety.NONE:
        return None
    event = SafetyEvent(
        patient_id=course.patient_id,
        course_id=course.id,
        score_id=score.id,
        source=score.measure,
        words=clean_lines(words),
        raised_at=tx.now,
        raised_by=tx.actor.staff,
    )
    tx.session.add(event)
    tx.session.flush()
    note(tx, "safety:raise", event)
    return SafetyEventId(event.id)
