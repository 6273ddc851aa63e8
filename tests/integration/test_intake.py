"""A therapist counts the intake as session 1: every number and count follows, and Undo brings all of it back."""

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.errors import Conflict, NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import (
    caseload,
    course_contract,
    course_lanes,
    course_page,
    schedule,
    session_sheet,
    today,
    unbooked,
)
from ibh_desktop.queries import courses as listed
from ibh_desktop.queries import goals as goals_shown
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, contract, course_steps, courses, homework, intake
from ibh_desktop.usecases.homework import Task
from tests.integration.world import LEAD, MONDAY, OTHER, RECEPTIONIST, THERAPIST, Clinic, at, held_intake, later

TEN = at(later(1), 10)
TABLES = (
    "SELECT id, status, course_id, intake_counts FROM appointment ORDER BY id",
    "SELECT id, session, due_session FROM homework ORDER BY id",
    "SELECT id, planned, target_end, phase, status FROM course ORDER BY id",
)


def _state(clinic: Clinic) -> list[object]:
    return [row for query in TABLES for row in clinic.rows(query)]


def _with_intake(clinic: Clinic, *, release: bool = True) -> courses.Opened:
    """María's brief course, after an intake on Monday at nine; its last session is released to make room."""
    clinic.app.write(_add_intake, held_intake(clinic, at(MONDAY, 8)))
    opened = clinic.open_course(TEN, variant="IPTB8")
    if release:
        clinic.as_role(RECEPTIONIST).write(appointments.cancel, opened.appointments[7], by_clinic=True)
    return opened


def _add_intake(tx: Tx, row: Appointment) -> None:
    tx.session.add(row)
    tx.record("appointment:book", Topic.APPOINTMENTS, 1)


def _hold(clinic: Clinic, visit: AppointmentId, week: int) -> None:
    clinic.clock.now = at(later(week), 10)
    for status in (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED):
        clinic.as_role(THERAPIST).write(appointments.mark, visit, status=status)


def test_an_intake_is_session_0_until_its_therapist_counts_it(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    shown = ana.read(course_contract.page, opened.course)
    assert shown.intake is not None
    assert (shown.intake.on, shown.intake.counts, shown.delivered) == (MONDAY, False, 0)
    ana.write(intake.count, opened.course, counts=True, version=shown.version)
    shown = ana.read(course_contract.page, opened.course)
    assert shown.intake is not None
    assert (shown.intake.counts, shown.delivered) == (True, 1)
    assert "Course counts its intake as session 1" in [line.words for line in shown.history]


def test_every_number_and_count_follows_the_tick(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    assert [line.unbooked for line in ana.read(unbooked.listing)] == [1]
    ana.write(intake.count, opened.course, counts=True)
    assert ana.read(unbooked.listing) == []
    page = ana.read(course_page.page, opened.course)
    assert (page.attendance.delivered, page.attendance.taken, page.session_two) == (1, 8, later(1))
    (line,) = ana.read(listed.listing)
    assert (line.delivered, line.unbooked) == (1, 0)
    (case,) = ana.read(caseload.page).lines
    assert (case.delivered, case.left) == (1, 7)
    sheet = ana.read(session_sheet.sheet, ana.vault, opened.course)
    assert [choice.number for choice in sheet.sessions] == [1, 2, 3, 4, 5, 6, 7, 8, None]
    assert [row.session for row in ana.read(today.board, on=MONDAY)] == ["1 of 8 · initial"]
    assert [row.session for row in ana.read(today.board, on=later(1))] == ["2 of 8 · initial"]
    day = clinic.as_role(RECEPTIONIST).read(schedule.day, on=later(1), location=clinic.ids.birmingham)
    assert [block.session for column in day.columns for block in column.blocks] == ["2/8"]
    story = ana.read(course_lanes.sheet, opened.course)
    assert story is not None


def test_the_front_desk_reads_the_intake_as_an_intake_before_it_counts(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(intake.count, opened.course, counts=True)
    ana.write(intake.count, opened.course, counts=False)
    page = clinic.as_role(RECEPTIONIST).read(course_page.page, opened.course)
    assert (page.attendance.delivered, [visit.counts for visit in page.visits][:2]) == (0, [False, True])
    assert page.session_two == later(2)


def test_homework_between_sessions_is_renumbered_with_them(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(homework.assign, opened.course, task=Task("Call my sister"))
    _hold(clinic, opened.appointments[0], 1)
    ana.write(homework.assign, opened.course, task=Task("See a friend"))
    assert clinic.rows("SELECT session, due_session FROM homework ORDER BY id") == [(None, 1), (1, 2)]
    ana.write(intake.count, opened.course, counts=True)
    assert clinic.rows("SELECT session, due_session FROM homework ORDER BY id") == [(1, 2), (2, 3)]
    overdue = [line.overdue for line in ana.read(goals_shown.section, opened.course).homework]
    assert overdue == [True, False]


def test_undo_brings_back_the_intake_the_numbers_and_the_homework(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(homework.assign, opened.course, task=Task("Call my sister"))
    before = _state(clinic)
    ticked = ana.write(intake.count, opened.course, counts=True)
    assert _state(clinic) != before
    ana.write(intake.take_back, ticked)
    assert _state(clinic) == before
    with pytest.raises(Conflict, match="Somebody changed this course since"):
        ana.write(intake.take_back, ticked)


def test_a_full_contract_no_intake_and_a_version_that_is_old_are_refused(clinic: Clinic) -> None:
    opened = _with_intake(clinic, release=False)
    ana = clinic.as_role(THERAPIST)
    with pytest.raises(Refused, match="Every session of the contract is held or booked"):
        ana.write(intake.count, opened.course, counts=True)
    ana.write(contract.extend, opened.course, sessions=9, reason="the intake counts", version=1)
    with pytest.raises(Conflict):
        ana.write(intake.count, opened.course, counts=True, version=1)
    ana.write(intake.count, opened.course, counts=True, version=2)
    with pytest.raises(Refused, match="stands so already"):
        ana.write(intake.count, opened.course, counts=True)


def test_without_an_intake_of_this_course_there_is_nothing_to_count(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN)
    ana = clinic.as_role(THERAPIST)
    assert ana.read(course_contract.page, opened.course).intake is None
    with pytest.raises(Refused, match="No intake of this patient was held"):
        ana.write(intake.count, opened.course, counts=True)


def test_the_intake_of_an_earlier_course_is_not_this_ones(clinic: Clinic) -> None:
    first = _with_intake(clinic)
    ana = clinic.as_role(THERAPIST)
    ana.write(course_steps.cancel, first.course, reason="never came")
    second = clinic.open_course(at(later(2), 10))
    assert ana.read(course_contract.page, second.course).intake is None


def test_only_the_therapist_and_the_lead_say_that_it_counts(clinic: Clinic) -> None:
    opened = _with_intake(clinic)
    for who in (RECEPTIONIST, OTHER):
        with pytest.raises(NotAllowed):
            clinic.as_role(who).write(intake.count, opened.course, counts=True)
    clinic.as_role(LEAD).write(intake.count, opened.course, counts=True)
