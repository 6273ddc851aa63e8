"""Whether a late cancellation uses up a session: one rule, wherever a clinic counts sessions (DOMAIN.md 1.7.3)."""

from datetime import timedelta

import pytest

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.contract import ContractWarning
from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.errors import NotAllowed, Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.queries import (
    caseload,
    course_contract,
    course_page,
    forecast,
    measures,
    next_weekly,
    session_sheet,
    today,
    unbooked,
)
from ibh_desktop.queries import courses as listed
from ibh_desktop.store.schema import Course
from ibh_desktop.usecases import appointments, contract, courses, remaining, series
from ibh_desktop.usecases import clinic as setup
from tests.integration.world import RECEPTIONIST, THERAPIST, Clinic, at, later

TEN = at(later(1), 10)


def _says(clinic: Clinic, value: int) -> None:
    clinic.app.write(setup.change_setting, "count_late_cancel", str(value))


def _late(clinic: Clinic, visit: AppointmentId, week: int) -> None:
    """María calls an hour before."""
    clinic.clock.now = at(later(week), 9)
    clinic.as_role(RECEPTIONIST).write(appointments.cancel, visit, by_clinic=False)


def _held(clinic: Clinic, visit: AppointmentId, week: int) -> None:
    clinic.clock.now = at(later(week), 10)
    for status in (Status.CHECKED_IN, Status.IN_SESSION, Status.COMPLETED):
        clinic.as_role(THERAPIST).write(appointments.mark, visit, status=status)


def _eight(clinic: Clinic) -> courses.Opened:
    """María's brief course, running: the second session was cancelled late, the first one held."""
    opened = clinic.open_course(TEN, variant="IPTB8")
    clinic.start(opened.course)
    _held(clinic, opened.appointments[0], 1)
    _late(clinic, opened.appointments[1], 2)
    return opened


@pytest.mark.parametrize(("counts", "left"), [(0, 1), (1, 0)])
def test_every_list_counts_what_is_left_of_the_contract_alike(clinic: Clinic, counts: int, left: int) -> None:
    opened = _eight(clinic)
    _says(clinic, counts)
    ana = clinic.as_role(THERAPIST)
    page = ana.read(course_page.page, opened.course)
    assert (page.attendance.delivered, page.attendance.late_cancel, page.attendance.spent) == (1, 1, counts)
    assert page.planned - page.attendance.taken == left
    (line,) = ana.read(listed.listing)
    assert (line.delivered, line.unbooked) == (1, left)
    assert [row.unbooked for row in ana.read(unbooked.listing)] == [left] * bool(left)
    (case,) = ana.read(caseload.page).lines
    assert (case.delivered, case.spent, case.left) == (1, counts, 7 - counts)
    shown = ana.read(course_contract.page, opened.course)
    assert (shown.delivered, shown.spent) == (1, counts)


@pytest.mark.parametrize("counts", [0, 1])
def test_what_is_used_up_is_not_booked_again_by_any_path(clinic: Clinic, counts: int) -> None:
    opened = _eight(clinic)
    _says(clinic, counts)
    desk, free = clinic.as_role(RECEPTIONIST), at(later(9), 10)
    if not counts:
        assert desk.read(next_weekly.proposal, clinic.ids.maria) is not None
        desk.write(courses.add_session, opened.course, starts=free)
        return
    assert desk.read(next_weekly.proposal, clinic.ids.maria) is None
    before = clinic.count("appointment")
    with pytest.raises(Refused, match="All 8 sessions of this course are booked or held or used up by a late cancellation"):
        desk.write(courses.add_session, opened.course, starts=free)
    with pytest.raises(Refused, match="All 8 sessions of this course are booked or held"):
        desk.write(remaining.book_rest, opened.course, starts=free, sessions=1)
    with pytest.raises(Refused, match="used up by a late cancellation"):
        desk.write(series.make_up, opened.appointments[1])
    assert clinic.count("appointment") == before


def test_what_the_clinic_cancels_or_the_patient_in_time_is_booked_again(clinic: Clinic) -> None:
    opened = _eight(clinic)
    _says(clinic, 1)
    desk = clinic.as_role(RECEPTIONIST)
    desk.write(appointments.cancel, opened.appointments[2], by_clinic=True)
    desk.write(appointments.cancel, opened.appointments[3], by_clinic=False)
    (line,) = desk.read(listed.listing)
    assert line.unbooked == 2


def test_the_contracts_end_comes_nearer_and_its_last_session_is_the_one_with_the_final_forms(clinic: Clinic) -> None:
    opened = _eight(clinic)
    _says(clinic, 1)
    for number in range(2, 7):
        _held(clinic, opened.appointments[number], number + 1)
    ana = clinic.as_role(THERAPIST)
    shown = ana.read(course_contract.page, opened.course)
    assert (shown.delivered, shown.spent) == (6, 1)
    assert ContractWarning.NEARING_END in shown.warnings
    clinic.clock.now = at(later(8), 8)
    last = opened.appointments[7]
    assert "PHQ-9" in ana.read(session_sheet.sheet, ana.vault, opened.course, last).due
    assert ana.read(measures.desk, opened.course).line("PHQ-9").due
    (case,) = ana.read(caseload.page).lines
    assert "PHQ-9" in case.due
    (row,) = ana.read(today.board, on=later(8))
    assert row.session == "7 of 8 · initial"
    assert "PHQ-9 due" in row.dues
    _held(clinic, last, 8)
    assert ContractWarning.OVER in ana.read(course_contract.page, opened.course).warnings
    _says(clinic, 0)
    assert ContractWarning.OVER not in ana.read(course_contract.page, opened.course).warnings


def test_a_contract_is_not_shortened_below_what_is_used_up(clinic: Clinic) -> None:
    opened = _eight(clinic)
    ana = clinic.as_role(THERAPIST)
    appointments_left = opened.appointments[2:]
    clinic.as_role(RECEPTIONIST).write(appointments.unbook, list(appointments_left[3:]))
    _says(clinic, 1)
    with pytest.raises(Refused, match="5 sessions are held or booked"):
        ana.write(contract.shorten, opened.course, sessions=4, reason="better sooner")
    _says(clinic, 0)
    ana.write(contract.shorten, opened.course, sessions=4, reason="better sooner")


def test_an_hour_is_expected_to_become_free_a_session_sooner(clinic: Clinic) -> None:
    _eight(clinic)
    desk = clinic.as_role(RECEPTIONIST)
    (line,) = desk.read(forecast.listing).lines
    assert (line.from_on, line.expected) == (later(10), True)
    _says(clinic, 1)
    (line,) = desk.read(forecast.listing).lines
    assert (line.from_on, line.expected) == (later(9), False)


def test_a_course_of_which_every_booked_session_was_cancelled_late_has_no_hour_to_free(clinic: Clinic) -> None:
    opened = clinic.open_course(TEN, variant="IPTB8")
    _late(clinic, opened.appointments[0], 1)
    clinic.as_role(RECEPTIONIST).write(appointments.unbook, list(opened.appointments[1:]))
    _says(clinic, 1)
    desk = clinic.as_role(RECEPTIONIST)
    assert desk.read(forecast.listing).lines == ()
    (line,) = desk.read(unbooked.listing)
    assert (line.unbooked, line.last_at, line.delivered) == (7, None, 0)


def test_only_a_manager_says_what_counts_and_only_no_or_yes(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        clinic.as_role(THERAPIST).write(setup.change_setting, "count_late_cancel", "1")
    with pytest.raises(Refused, match="Late cancellations count is a number from 0 to 1") as no:
        clinic.app.write(setup.change_setting, "count_late_cancel", "2")
    assert no.value.field == "count_late_cancel"


def test_a_late_cancellation_is_never_a_delivered_session_in_the_course_itself(clinic: Clinic) -> None:
    """DOMAIN.md 8, invariant 4: with either setting delivered counts what is completed, and the phase stays where it was."""
    opened = _eight(clinic)
    _says(clinic, 1)
    row = clinic.app.read(lambda r: r.session.get_one(Course, opened.course))
    assert (row.status, row.planned) == (CourseStatus.ACTIVE, 8)
    assert clinic.as_role(THERAPIST).read(course_page.page, opened.course).attendance.rate == 0.5
    assert clinic.clock.now - at(later(2), 9) == timedelta(0)
