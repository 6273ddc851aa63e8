"""Steps counted through the real window, keys and clicks beyond typing (LOOK, "Hands")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QWidget

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.clocks import at_wall
from ibh_desktop.domain.ids import CourseId, PatientId
from ibh_desktop.home import Home
from ibh_desktop.queries import course_page, free_slots, patient_file
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments, courses
from ibh_desktop.usecases import clinic as setup
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, has_button, lines, of, press, seen, settle
from tests.integration.world import CHICAGO, Clock
from ui.dialogs.book import BookPanel
from ui.dialogs.session import MovePanel
from ui.places import Course, Patients
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.patients.view import PatientsView

NAME = "tresvant"


@dataclass
class Hand:
    """Counts keys and clicks; typing is free."""

    steps: int = 0

    def chord(self, widget: QWidget, key: Qt.Key, *, shift: bool = False) -> None:
        """One key with Ctrl."""
        self.steps += 1
        held = Qt.KeyboardModifier.ControlModifier
        press(widget, key, held | Qt.KeyboardModifier.ShiftModifier if shift else held)

    def click(self, widget: QWidget, at: QPointF | None = None) -> None:
        """One click."""
        self.steps += 1
        click(widget, at)

    def key(self, widget: QWidget, key: Qt.Key) -> None:
        """One key."""
        self.steps += 1
        press(widget, key)


@pytest.fixture
def roomy(sample_home: Home) -> None:
    """A clinic that lets its therapists work long days: nothing is warned of that this file is not about."""
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    for name in ("most_a_day", "most_in_a_row"):
        boss.write(setup.change_setting, name, "20")
    boss.close()


def _newcomer(shell: Shell) -> PatientId:
    born = datetime(1991, 4, 9, tzinfo=UTC).date()
    return shell.app.write(register, Details("Wilhelmina", "Tresvant", born))


def _coming(shell: Shell, patient: PatientId) -> list[datetime]:
    return sorted(v.starts for v in shell.app.read(patient_file.file, patient).visits if v.status in UPCOMING)


def _course(shell: Shell, patient: PatientId) -> CourseId:
    # Not on a Monday: no holiday falls into its ending phase.
    line = shell.app.read(free_slots.search, minutes=50, from_at=NOW + timedelta(days=1), limit=1)[0]
    plan = CoursePlan(patient, line.therapist, line.location, line.room, "IPTB8", line.starts)
    return shell.app.write(courses.open_course, plan, indication="anxiety", passed_reason="as agreed").course


def _without_last(shell: Shell, patient: PatientId) -> CourseId:
    """A course of eight whose last session was cancelled."""
    course = _course(shell, patient)
    last = shell.app.read(course_page.page, course).visits[-1]
    shell.app.write(appointments.cancel, last.id, by_clinic=True)
    return course


@pytest.mark.usefixtures("roomy")
def test_the_next_weekly_session_of_a_known_patient_is_two_steps(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    patient = _newcomer(shell)
    course = _without_last(shell, patient)
    before = _coming(shell, patient)
    hand.chord(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    press(panel.patient, NAME)
    assert "session 8 of 8" in lines(panel.slots)[0]
    hand.chord(panel.patient, Qt.Key.Key_Return)
    assert shell.open_panel is None, seen(panel)
    assert hand.steps == 2
    after = _coming(shell, patient)
    assert after[:-1] == before
    assert after[-1].astimezone(CHICAGO).time() == before[-1].astimezone(CHICAGO).time()
    assert shell.app.read(course_page.page, course).attendance.upcoming == 8


@pytest.mark.usefixtures("roomy")
def test_it_is_two_clicks_from_the_course_page(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    patient = _newcomer(shell)
    course = _without_last(shell, patient)
    shell.open(Course(course))
    settle()
    view = of(CourseView, shell.view())
    hand.click(view.button("book"))
    panel = of(BookPanel, shell.open_panel)
    hand.click(panel.save_button)
    assert shell.open_panel is None, seen(panel)
    assert (hand.steps, len(_coming(shell, patient))) == (2, 8)
    settle()
    assert not has_button(view, "Book next")


def test_a_whole_course_is_at_most_four_steps_even_with_a_reason(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    patient = _newcomer(shell)
    hand.chord(shell, Qt.Key.Key_B, shift=True)
    panel = of(BookPanel, shell.open_panel)
    press(panel.patient, NAME)
    assert len([line for line in lines(panel.preview) if "skipped" not in line]) == 16
    hand.chord(panel.patient, Qt.Key.Key_Return)
    if shell.open_panel is panel:
        assert panel.passed.hasFocus()
        press(panel.passed, "as agreed")
        hand.chord(panel.passed, Qt.Key.Key_Return)
    assert shell.open_panel is None, seen(panel)
    assert hand.steps <= 4
    assert len(_coming(shell, patient)) == 16


@pytest.mark.usefixtures("roomy")
def test_rescheduling_is_at_most_three_steps_and_undone_by_one(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    patient = _newcomer(shell)
    course = _course(shell, patient)
    shell.open(Course(course))
    settle()
    line = of(CourseView, shell.view()).timeline
    was = _coming(shell, patient)
    free = _free_again(shell, course, was[0])
    hand.click(line, next(item for item in line.items if item.kind == "session").rect.center())
    panel = of(MovePanel, shell.open_panel)
    assert panel.when.hasFocus()
    press(panel.when, f"{free.starts:%m/%d/%Y %H:%M}")
    hand.chord(panel.when, Qt.Key.Key_Return)
    assert shell.open_panel is None, seen(panel)
    assert hand.steps <= 3
    assert _coming(shell, patient) == sorted([free.starts, *was[1:]])
    control(shell, Qt.Key.Key_Z)
    assert _coming(shell, patient) == was


def _free_again(shell: Shell, course: CourseId, around: datetime) -> SlotLine:
    """A free time of the course's therapist within two days of a session, at its location."""
    page = shell.app.read(course_page.page, course)
    found = shell.app.read(
        free_slots.search,
        minutes=50,
        therapists=[page.therapist],
        locations=[page.location],
        patient=page.patient,
        from_at=around + timedelta(hours=20),
    )
    return next(slot for slot in found if slot.starts.minute == 0)


@pytest.mark.usefixtures("roomy")
def test_a_visit_in_a_file_is_moved_from_there(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    patient = _newcomer(shell)
    _course(shell, patient)
    was = _coming(shell, patient)
    shell.open(Patients(patient))
    settle()
    visits = of(PatientsView, shell.view()).file.visits
    visits.setFocus()
    hand.key(visits, Qt.Key.Key_Return)
    panel = of(MovePanel, shell.open_panel)
    click(button(panel, "The clinic cancels"))
    assert _coming(shell, patient) == was[:-1]
    control(shell, Qt.Key.Key_Z)
    assert _coming(shell, patient) == was


def test_the_earliest_time_with_anyone_anywhere_is_one_step(shell_as: SignIn) -> None:
    shell, hand = shell_as("receptionist"), Hand()
    shell.topbar.location.setCurrentIndex(2)
    settle()
    hand.chord(shell, Qt.Key.Key_E)
    panel = of(BookPanel, shell.open_panel)
    earliest = shell.app.read(free_slots.search, minutes=50, limit=1)[0]
    first = lines(panel.slots)[0]
    assert earliest.therapist_name in first
    assert earliest.location_name in first
    assert f"{earliest.starts:%H:%M %Z}" in first
    assert (hand.steps, panel.slots.currentRow()) == (1, 0)


@pytest.mark.usefixtures("roomy")
def test_the_same_hour_is_offered_without_a_course_too(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    line = shell.app.read(free_slots.search, minutes=50, limit=1)[0]
    where = {"patient": patient, "therapist": line.therapist, "location": line.location}
    shell.app.write(appointments.book, starts=line.starts, room=line.room, passed_reason="as agreed", **where)  # type: ignore[arg-type]
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    press(panel.patient, NAME)
    offered = panel.slots.chosen()
    assert offered is not None
    weeks = [at_wall(line.starts, CHICAGO, 7 * week).time() for week in range(1, 13)]
    assert offered.starts.astimezone(UTC).time() in weeks
    assert "same hour" in lines(panel.slots)[0]


@pytest.mark.usefixtures("roomy")
def test_sessions_of_a_running_course_are_not_booked_beside_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    _without_last(shell, patient)
    control(shell, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    press(panel.patient, NAME)
    panel.planned.setText("3")
    click(panel.save_button)
    assert "booked one by one" in seen(panel)
    assert len(_coming(shell, patient)) == 7
