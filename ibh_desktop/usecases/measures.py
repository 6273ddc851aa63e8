"""Record outcome measures; a safety item that is positive or left out always raises a safety event."""

import json
from dataclasses import dataclass
from datetime import date

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, SafetyEventId, ScoreId, TherapistId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Answers, Measure, Safety, Score, score
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Patient, SafetyEvent
from ibh_desktop.store.schema import Score as ScoreRow
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.courses import require_running


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was saved; `event` is the safety event that it raised."""

    score: ScoreId
    result: Score
    event: SafetyEventId | None


def record(
    tx: Tx,
    course: CourseId,
    *,
    measure: str,
    answers: Answers,
    taken_on: date,
    mode: str = "paper",
    replaces: ScoreId | None = None,
) -> Recorded:
    """Save the answers of one form with their score; `replaces` corrects an earlier one, which stays."""
    row = one(tx, Course, course)
    require(tx.actor, Permission.EDIT_CLINICAL, TherapistId(row.therapist_id))
    require_running(row)
    instrument = instrument_of(measure)
    result = score(instrument, answers)
    _require_dated(one(tx, Patient, row.patient_id).born, taken_on, tx.now.date())
    saved = ScoreRow(
        course_id=course,
        patient_id=row.patient_id,
        measure=instrument.code,
        taken_on=taken_on,
        answers=json.dumps(list(answers)),
        total=result.total,
        band=result.band,
        prorated=result.prorated,
        complete=result.complete,
        safety=result.safety,
        mode=mode,
        recorded_by=tx.actor.staff,
        replaces_id=replaces,
    )
    tx.session.add(saved)
    tx.session.flush()
    tx.record("measure:record", Topic.COURSES, course, diff={"score": saved.id, "measure": instrument.code})
    return Recorded(ScoreId(saved.id), result, _raise_event(tx, row, saved))


def instrument_of(code: str) -> Measure:
    """The measure; raise `Refused` for one we do not carry."""
    if code not in BY_CODE:
        raise Refused(f"There is no measure {code}.", field="measure")
    return BY_CODE[code]


def _require_dated(born: date, taken_on: date, today: date) -> None:
    if taken_on > today:
        raise Refused("The form is dated in the future.", field="taken_on")
    if taken_on < born:
        raise Refused("The form is dated before the patient was born.", field="taken_on")


def _raise_event(tx: Tx, course: Course, saved: ScoreRow) -> SafetyEventId | None:
    if saved.safety is Safety.NONE:
        return None
    event = SafetyEvent(patient_id=course.patient_id, course_id=course.id, score_id=saved.id, raised_at=tx.now)
    tx.session.add(event)
    tx.session.flush()
    tx.record("safety:raise", Topic.COURSES, course.id, diff={"event": event.id})
    return SafetyEventId(event.id)
