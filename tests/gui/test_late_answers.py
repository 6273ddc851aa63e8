"""Answers that come when the eye is elsewhere, or in another order than they were asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ibh_desktop.home import Home
from ibh_desktop.queries import patients
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases.patients import Details, register
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, HeldTasks, lines, of, pick, press, settle, shell_of
from ui.dialogs.book import BookPanel
from ui.places import Patients, Schedule, Today
from ui.shell import Shell
from ui.views.patients.view import PatientsView
from ui.views.today.view import TodayView
from ui.window import Window


def _held(window_on: Callable[..., Window], home: Home, role: str) -> tuple[Shell, HeldTasks]:
    tasks = HeldTasks()
    window = window_on(home, tasks)
    window.sign_in(ROLES[role], PASSWORD)
    while tasks.jobs:
        tasks.release()
    settle()
    return shell_of(window), tasks


def _drain(tasks: HeldTasks) -> None:
    while tasks.jobs:
        tasks.release()


def test_a_file_that_arrives_while_another_page_shows_still_offers_a_course(
    window_on: Callable[..., Window], sample_home: Home
) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    born = datetime(1991, 4, 9, tzinfo=UTC).date()
    patient = shell.app.write(register, Details("Wilhelmina", "Tresvant", born))
    _drain(tasks)
    shell.open(Patients(patient))
    shell.open(Schedule())
    _drain(tasks)
    shell.open(Patients())
    _drain(tasks)
    settle()
    file = of(PatientsView, shell.view()).file
    assert "Tresvant" in file.name.text()
    assert file.course.isVisible()


def test_the_preview_of_a_course_is_that_of_the_last_choice(window_on: Callable[..., Window], sample_home: Home) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    born = datetime(1991, 4, 9, tzinfo=UTC).date()
    patient = shell.app.write(register, Details("Wilhelmina", "Tresvant", born))
    _drain(tasks)
    panel = BookPanel(shell, patient=patient, course=True)
    shell.panel(panel)
    _drain(tasks)
    first = lines(panel.preview)
    assert panel.slots.count() > 3
    panel.slots.setCurrentRow(1)
    panel.slots.setCurrentRow(3)
    assert len(tasks.jobs) >= 2
    tasks.release(len(tasks.jobs) - 1)
    last = lines(panel.preview)
    _drain(tasks)
    assert lines(panel.preview) == last
    assert last != first


def test_hits_of_a_search_are_those_of_the_last_key(window_on: Callable[..., Window], sample_home: Home) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    wanted = shell.app.read(patients.search, "andre")[0]
    shell.topbar.search.setFocus()
    for part in ("andr", "e"):
        press(shell.topbar.search, part)
    tasks.release(len(tasks.jobs) - 1)
    found = lines(shell.topbar.search.hits)
    _drain(tasks)
    assert lines(shell.topbar.search.hits) == found
    assert any(wanted.name in line for line in found)


def test_a_panel_that_was_closed_gets_no_answer(window_on: Callable[..., Window], sample_home: Home) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    shell.panel(BookPanel(shell))
    assert tasks.jobs
    shell.panel(None)
    settle()
    _drain(tasks)
    assert shell.open_panel is None
    assert shell.toast.text == ""


def test_a_lock_while_pages_load_drops_their_answers(window_on: Callable[..., Window], sample_home: Home) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    window = of(Window, shell.window())
    shell.open(Schedule())
    window.lock()
    settle()
    while tasks.jobs:
        tasks.release(len(tasks.jobs) - 1)
    assert window.shell is None


def test_the_whole_day_works_with_real_threads(threaded: SignIn, qtbot: QtBot) -> None:
    shell = threaded("receptionist")
    today = of(TodayView, shell.view())
    qtbot.waitUntil(lambda: today.table.rows_model.rowCount() > 5, timeout=5000)
    for place in (Schedule(), Patients(), Today()):
        shell.open(place)
        qtbot.waitUntil(lambda: shell.view().states.showing == "", timeout=5000)
    press(shell.topbar.search, "andre")
    qtbot.waitUntil(lambda: shell.topbar.search.hits.isVisible() and shell.topbar.search.hits.count() > 1, timeout=5000)
    press(shell.topbar.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.place, Patients), timeout=5000)
    file = of(PatientsView, shell.view()).file
    qtbot.waitUntil(lambda: file.name.isVisible(), timeout=5000)


def test_choices_made_before_the_therapists_arrive_are_kept(window_on: Callable[..., Window], sample_home: Home) -> None:
    shell, tasks = _held(window_on, sample_home, "receptionist")
    panel = BookPanel(shell)
    shell.panel(panel)
    pick(panel.location, shell.locations[1].name)
    _drain(tasks)
    assert panel.location.currentText() == shell.locations[1].name
    assert all(shell.locations[1].name in line for line in lines(panel.slots))
