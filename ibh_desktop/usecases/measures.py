"""Record outcome measures; a safety item that is positive or left out always raises a safety event.

They work on a finished course too: what is filled in after its end stands as a follow-up, and nothing is reopened.
"""

import json
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from ibh_desktop.domain.courses import FOLLOWED, RUNNING
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import CourseId, SafetyEventId, ScoreId, TherapistId
from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import NOTHING, Answers, Ask, Given, Measure, Mode, Score
from ibh_desktop.domain.outcomes.scoring import score, score_total
from ibh_desktop.domain.permissions import Permission, may, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Course, Patient
from ibh_desktop.store.schema import Score as ScoreRow
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.safety_raise import raise_from_score


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was saved; `result` is None for who may not see scores, `event` is the safety event that the form raised."""

    score: ScoreId
    result: Score | None
    event: SafetyEventId | None


def record(
    tx: Tx,
    course: CourseId,
    *,
    measure: str,
    taken_on: date,
    answers: Answers | None = None,
    total: int | None = None,
    given: Given = NOTHING,
    mode: str = Mode.PAPER,
    replaces: ScoreId | None = None,
) -> Recorded:
    """Save one form by its answers, or by its total alone; `replaces` corrects an earlier one, which stays."""
    row = one(tx, Course, course)
    therapist = TherapistId(row.therapist_id)
    require(tx.actor, Permission.ENTER_MEASURE, therapist)
    instrument = instrument_of(measure)
    clinical = may(tx.actor, Permission.EDIT_CLINICAL, therapist)
    if not clinical:
        _require_front_desk(tx, instrument, replaces)
    _require_taking(row)
    patient = one(tx, Patient, row.patient_id)
    _require_dated(patient.born, taken_on, tx.now.date())
    if replaces is not None:
        _require_replaceable(tx, course, instrument, replaces)
    known = _filled(tx, instrument, patient.sex, given)
    result = _scored(instrument, answers, total, known)
    how = Mode.SCORE_ONLY if answers is None else _mode(mode)
    saved = _row(tx, row, instrument, result, answers=answers, given=known, on=taken_on, mode=how, replaces=replaces)
    tx.record("measure:record", Topic.COURSES, course, diff={"score": saved.id, "measure": measure, "replaces": replaces})
    return Recorded(ScoreId(saved.id), result if clinical else None, raise_from_score(tx, row, saved))


def _require_taking(row: Course) -> None:
    if row.status not in (*RUNNING, *FOLLOWED):
        raise Refused(f"This course is {row.status.value}; nothing can be added to it.")


def instrument_of(code: str) -> Measure:
    """The measure; raise `Refused` for one we do not carry."""
    if code not in BY_CODE:
        raise Refused(f"There is no measure {code}.", field="measure")
    return BY_CODE[code]


def _filled(tx: Tx, instrument: Measure, sex: str, given: Given) -> Given:
    # A score keeps the sex and the cut that it was read by.
    if Ask.SEX in instrument.asks:
        given = replace(given, sex=given.sex or sex)
    return replace(given, cut=settings(tx).pcl5_cut if instrument.clusters else None)


def _scored(instrument: Measure, answers: Answers | None, total: int | None, given: Given) -> Score:
    if answers is None:
        if total is None:
            raise Refused("Give the answers or the total.", field="total")
        return score_total(instrument, total, given)
    found = score(instrument, answers, replace(given, safety=None))
    if total is not None and (found.total is None or found.total != total * instrument.times):
        counted = "give no total" if found.total is None else f"add up to {found.total // instrument.times}"
        raise Refused(f"The answers {counted}, not {total}. Correct one of them.", field="total")
    return found


def _mode(mode: str) -> Mode:
    if mode not in list(Mode) or mode == Mode.SCORE_ONLY:
        raise Refused("A form is filled in on paper, on screen, or read aloud.", field="mode")
    return Mode(mode)


def _row(
    tx: Tx,
    course: Course,
    instrument: Measure,
    result: Score,
    *,
    answers: Answers | None,
    given: Given,
    on: date,
    mode: Mode,
    replaces: ScoreId | None,
) -> ScoreRow:
    saved = ScoreRow(
        course_id=course.id,
        patient_id=course.patient_id,
        measure=instrument.code,
        taken_on=on,
        answers=json.dumps(list(answers or ())),
        total=result.total,
        band=result.band,
        prorated=result.prorated,
        complete=result.complete,
        safety=result.safety,
        mode=mode,
        recorded_by=tx.actor.staff,
        replaces_id=replaces,
        given=json.dumps(given.stored() | {"version": instrument.version}),
    )
    tx.session.add(saved)
    tx.session.flush()
    return saved


def _require_front_desk(tx: Tx, instrument: Measure, replaces: ScoreId | None) -> None:
    # Paper that the front desk types in shows answers; corrections would show old ones (DOMAIN.md 7).
    if replaces is not None or not instrument.at_the_front_desk(settings(tx).reception_may_enter_measures):
        raise NotAllowed(f"As {tx.actor.role} you may not enter this form. Give it to the clinician.")


def _require_dated(born: date, taken_on: date, today: date) -> None:
    if taken_on > today:
        raise Refused("The form is dated in the future.", field="taken_on")
    if taken_on < born:
        raise Refused("The form is dated before the patient was born.", field="taken_on")


def _require_replaceable(tx: Tx, course: CourseId, instrument: Measure, replaces: ScoreId) -> None:
    # The course's row is locked, so of two desks that correct one score the second sees the first one's row.
    old = tx.session.get(ScoreRow, replaces)
    if old is None or old.course_id != course or old.measure != instrument.code:
        raise Refused(f"Only a {instrument.code} of this course can be corrected by this form.", field="replaces")
    if tx.session.scalar(select(ScoreRow.id).where(ScoreRow.replaces_id == replaces)) is not None:
        raise Refused("This score was corrected already. Correct the newer one.", field="replaces")
