"""The caseload on both engines: the rule of every column at its boundary, and whose courses it shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Update, select, update

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.caseload import Concern
from ibh_desktop.domain.contract import ContractWarning
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import CourseId, PatientId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import caseload, measures
from ibh_desktop.queries.caseload import CaseloadLine
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.schema import Appointment, Course, SafetyEvent
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import course_steps, courses
from ibh_desktop.usecases import measures as measure_writes
from tests.integration.world import (
    NOW,
    THERAPIST,
    Clinic,
    at,
    later,
)

FIRST = later(1)


def opened(clinic: Clinic, *, started: bool = True) -> CourseId:
    """María's course with Ana: sixteen Mondays at ten from next week on."""
    course = clinic.open_course(at(FIRST, 10)).course
    if started:
        clinic.start(course)
    return course


def held(clinic: Clinic, course: CourseId, sessions: int) -> None:
    """Bring so many sessions behind us: the clock stands on the day after the last one."""

    first = select(Appointment.id).where(Appointment.course_id == course).order_by(Appointment.starts).limit(sessions)
    changed(clinic, update(Appointment).where(Appointment.id.in_(first)).values(status=Status.COMPLETED))
    if sessions:
        clinic.clock.now = at(FIRST + timedelta(weeks=sessions - 1, days=1), 9)


def changed(clinic: Clinic, statement: Update) -> None:
    """Change rows as no use case would."""

    def run(tx: Tx) -> None:
        tx.session.execute(statement)
        tx.record("test:change", Topic.COURSES, None)

    clinic.app.write(run)


def set_course(clinic: Clinic, course: CourseId, **values: object) -> None:
    """Change a course's row."""
    changed(clinic, update(Course).where(Course.id == course).values(**values))


def scored(clinic: Clinic, course: CourseId, total: int, on: date) -> None:
    """A PHQ-9 of this total without item 9."""
    answers = [min(3, max(0, total - 3 * item)) for item in range(8)] + [0]
    clinic.as_role(THERAPIST).write(measure_writes.record, course, measure="PHQ-9", answers=answers, taken_on=on)


def line_of(clinic: Clinic, who: str = THERAPIST) -> CaseloadLine:
    """The only line that somebody sees."""
    (line,) = clinic.as_role(who).read(caseload.page).lines
    return line


def test_a_line_names_patient_therapist_sessions_and_the_next_one(clinic: Clinic) -> None:
    course = opened(clinic)
    held(clinic, course, 3)
    line = line_of(clinic)
    assert (line.id, line.patient_name, line.therapist_name, line.location) == (
        course,
        "O'Kon, María Elena",
        "Ana Lee",
        "Birmingham",
    )
    assert (line.delivered, line.planned, line.left, line.phase) == (3, 16, 13, Phase.INITIAL)
    assert line.next_at == at(FIRST + timedelta(weeks=3), 10)


def test_a_session_that_began_is_not_the_next_one_and_none_may_be_booked(clinic: Clinic) -> None:
    opened(clinic)
    clinic.clock.now = at(FIRST, 10)
    assert line_of(clinic).next_at == at(FIRST, 10)
    clinic.clock.ahead(seconds=1)
    assert line_of(clinic).next_at == at(FIRST + timedelta(weeks=1), 10)
    clinic.clock.now = at(FIRST + timedelta(weeks=30), 10)
    assert line_of(clinic).next_at is None


def test_forms_are_due_as_the_course_page_has_them_through_the_whole_course(clinic: Clinic) -> None:
    course = opened(clinic)
    seen = set()
    for week in range(17):
        for days in (0, 1):
            clinic.clock.now = at(FIRST + timedelta(weeks=week, days=days - 1), 9)
            desk = clinic.as_role(THERAPIST).read(measures.desk, course)
            due = line_of(clinic).due
            assert set(due) == {line.code for line in desk.lines if line.due}
            seen.add(due)
        if week == 6:
            scored(clinic, course, 12, clinic.clock.now.date())
    assert seen == {(), ("PHQ-9",), ("GAD-7",), ("PHQ-9", "GAD-7")}


def test_a_late_evening_belongs_to_the_day_where_the_course_is_held(clinic: Clinic) -> None:
    course = opened(clinic)
    clinic.clock.now = at(FIRST, 23, 30)  # in UTC it is Tuesday
    assert clinic.clock.now.astimezone(UTC).date() != FIRST
    assert line_of(clinic).due == ("PHQ-9", "GAD-7")
    assert {line.code for line in clinic.as_role(THERAPIST).read(measures.desk, course).lines if line.due} == {"PHQ-9", "GAD-7"}
    clinic.clock.ahead(hours=1)
    assert line_of(clinic).due == ()


def test_a_form_that_was_replaced_counts_no_longer(clinic: Clinic) -> None:
    course, ana = opened(clinic), clinic.as_role(THERAPIST)
    held(clinic, course, 8)
    scored(clinic, course, 18, FIRST)
    entered = ana.write(
        measure_writes.record, course, measure="PHQ-9", answers=[2] * 8 + [0], taken_on=FIRST + timedelta(weeks=7)
    )
    assert line_of(clinic).unresponsive is not None
    ana.write(
        measure_writes.record,
        course,
        measure="PHQ-9",
        answers=[1] * 8 + [0],
        taken_on=FIRST + timedelta(weeks=7),
        replaces=entered.score,
    )
    assert line_of(clinic).unresponsive is None


@pytest.mark.parametrize(("sessions", "latest", "told"), [(7, 17, False), (8, 17, True), (8, 10, True), (8, 9, False)])
def test_no_response_is_told_at_session_8_against_the_baseline(
    clinic: Clinic, sessions: int, latest: int, *, told: bool
) -> None:
    course = opened(clinic)
    held(clinic, course, sessions)
    scored(clinic, course, 18, FIRST)
    scored(clinic, course, latest, FIRST + timedelta(weeks=5))
    line = line_of(clinic)
    assert (Concern.RESPONSE in line.concerns) is told
    assert told is (line.unresponsive is not None and (line.unresponsive.baseline, line.unresponsive.latest) == (18, latest))


def test_an_open_event_is_counted_by_patient_until_it_is_closed(clinic: Clinic) -> None:
    course = opened(clinic)

    def raised(tx: Tx, patient: PatientId, closed: datetime | None) -> None:
        tx.session.add(SafetyEvent(patient_id=patient, source="worry", raised_at=tx.now, closed_at=closed))
        tx.record("test:raise", Topic.COURSES, course)

    ids = clinic.ids
    for patient, closed in ((ids.maria, None), (ids.maria, None), (ids.maria, NOW), (ids.jiri, None)):
        clinic.app.write(raised, patient, closed)
    line = line_of(clinic)
    assert line.safety == 2
    assert Concern.SAFETY in line.concerns


@pytest.mark.parametrize(
    ("sessions", "phase", "told"),
    [
        (4, Phase.INITIAL, ()),
        (5, Phase.INITIAL, (ContractWarning.PAST_PHASE,)),
        (12, Phase.MIDDLE, ()),
        (13, Phase.MIDDLE, (ContractWarning.NEARING_END,)),
        (15, Phase.MIDDLE, (ContractWarning.PAST_PHASE, ContractWarning.NEARING_END)),
        (15, Phase.ENDING, (ContractWarning.NEARING_END,)),
        (16, Phase.ENDING, (ContractWarning.OVER,)),
    ],
)
def test_the_contract_warns_of_its_end_and_of_a_phase_that_is_over(
    clinic: Clinic, sessions: int, phase: Phase, told: tuple[ContractWarning, ...]
) -> None:
    course = opened(clinic)
    held(clinic, course, sessions)
    set_course(clinic, course, phase=phase)
    line = line_of(clinic)
    assert line.warnings == told
    assert (Concern.ENDING in line.concerns) is (sessions >= 13)
    assert (Concern.PHASE in line.concerns) is (ContractWarning.PAST_PHASE in told)


def test_held_sessions_without_a_note_and_notes_that_are_not_signed_are_counted(clinic: Clinic) -> None:
    course = opened(clinic)
    held(clinic, course, 3)
    assert (line_of(clinic).unwritten, line_of(clinic).unsigned) == (3, 0)
    keys = [key for (key,) in clinic.rows("SELECT id FROM appointment WHERE status = 'done' ORDER BY starts")]

    def written(tx: Tx, visit: int, signed: datetime | None) -> None:
        tx.session.add(
            SessionNote(course_id=course, appointment_id=visit, author_id=1, written_at=tx.now, signed_at=signed, signed_by=1)
        )
        tx.record("test:note", Topic.COURSES, course)

    clinic.app.write(written, keys[0], None)
    clinic.app.write(written, keys[1], NOW)
    line = line_of(clinic)
    assert (line.unwritten, line.unsigned) == (1, 1)
    assert Concern.NOTES in line.concerns
    clinic.app.write(written, keys[2], NOW)
    changed(clinic, update(SessionNote).values(signed_at=NOW))
    assert Concern.NOTES not in line_of(clinic).concerns


def test_a_hold_is_looked_at_on_its_day_and_the_last_hold_counts(clinic: Clinic) -> None:
    course, ana = opened(clinic), clinic.as_role(THERAPIST)
    ana.write(course_steps.hold, course, reason="surgery", review_on=later(1))
    ana.write(course_steps.resume, course)
    assert (line_of(clinic).review_on, line_of(clinic).review_due) == (None, False)
    ana.write(course_steps.hold, course, reason="surgery again", review_on=later(2))
    line = line_of(clinic)
    assert (line.status, line.review_on, line.review_due) == (CourseStatus.ON_HOLD, later(2), False)
    assert Concern.HOLD not in line.concerns
    clinic.clock.now = at(later(2, -1), 23, 59)
    assert Concern.HOLD not in line_of(clinic).concerns
    clinic.clock.now = at(later(2), 0)
    assert Concern.HOLD in line_of(clinic).concerns


def test_a_draft_without_consent_is_told_until_it_starts(clinic: Clinic) -> None:
    course = opened(clinic, started=False)
    line = line_of(clinic)
    assert (line.status, line.consented, Concern.CONSENT in line.concerns) == (CourseStatus.DRAFT, False, True)
    clinic.start(course)
    assert (line_of(clinic).consented, Concern.CONSENT in line_of(clinic).concerns) == (True, False)


def test_finished_courses_are_not_shown(clinic: Clinic) -> None:
    course = opened(clinic)
    set_course(clinic, course, status=CourseStatus.TRANSFERRED)
    assert clinic.as_role(THERAPIST).read(caseload.page).lines == ()


def test_lines_stand_by_phase_then_open_events_then_the_next_session(clinic: Clinic) -> None:
    ids = clinic.ids
    ana = clinic.as_role(THERAPIST)

    def open_at(patient: PatientId, hour: int) -> CourseId:
        return ana.write(courses.open_course, clinic.plan(at(FIRST, hour), patient=patient), indication="depression").course

    maria, tyrone, jiri = open_at(ids.maria, 10), open_at(ids.tyrone, 9), open_at(ids.jiri, 11)
    set_course(clinic, tyrone, phase=Phase.MIDDLE)
    assert [line.id for line in ana.read(caseload.page).lines] == [maria, jiri, tyrone]

    def raised(tx: Tx) -> None:
        tx.session.add(SafetyEvent(patient_id=ids.jiri, source="worry", raised_at=tx.now))
        tx.record("test:raise", Topic.COURSES, jiri)

    clinic.app.write(raised)
    assert [line.id for line in ana.read(caseload.page).lines] == [jiri, maria, tyrone]
