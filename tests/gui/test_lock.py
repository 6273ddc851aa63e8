"""Signing in, locking, coming back; another desk's news."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import Status
from ibh_desktop.home import Home
from ibh_desktop.queries import today as board
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, field_called, hurry, of, press, seen, settle, shell_of
from tests.integration.world import Clock
from ui.kit.tasks import ThreadTasks
from ui.kit.toast import Toast
from ui.places import Schedule, Today
from ui.shell import Shell
from ui.signin import SignInPage
from ui.views.today.view import TodayView
from ui.window import Window

Open = Callable[..., Window]


def _type(window: Window, user: str, password: str) -> None:
    page = of(SignInPage, window.centralWidget())
    page.user.clear()
    press(page.user, user)
    press(page.user, Qt.Key.Key_Return)
    assert page.password.hasFocus()
    press(page.password, password)
    press(page.password, Qt.Key.Key_Return)


def test_name_enter_password_enter_opens_today(window_on: Open, sample_home: Home) -> None:
    window = window_on(sample_home)
    _type(window, "dana", PASSWORD)
    assert shell_of(window).place == Today()
    assert "Dana Brooks · receptionist" in seen(window)


def test_a_wrong_password_is_told_in_a_sentence_and_can_be_typed_again(window_on: Open, sample_home: Home) -> None:
    window = window_on(sample_home)
    _type(window, "dana", "not the password at all")
    page = of(SignInPage, window.centralWidget())
    assert window.shell is None
    assert page.problem.isVisible()
    assert page.problem.text().endswith(".")
    assert "name and password" in page.problem.text().lower()
    assert page.button.isEnabled()
    assert page.password.hasFocus()
    assert page.password.selectedText()
    press(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    assert shell_of(window).app.actor.username == "dana"


def test_an_unknown_name_gets_the_same_sentence_as_a_wrong_password(window_on: Open, sample_home: Home) -> None:
    window = window_on(sample_home)
    said = []
    for user, password in (("dana", "wrong wrong wrong"), ("nobody.here", PASSWORD)):
        _type(window, user, password)
        said.append(of(SignInPage, window.centralWidget()).problem.text())
    assert said[0] == said[1]


def test_pressing_enter_twice_signs_in_once(window_on: Open, sample_home: Home, qtbot: QtBot) -> None:
    tasks = ThreadTasks()
    window = window_on(sample_home, tasks)
    entered: list[None] = []
    window.signed_in.connect(lambda: entered.append(None))
    page = of(SignInPage, window.centralWidget())
    page.user.setText("dana")
    page.password.setText(PASSWORD)
    for _ in range(2):
        press(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=8000)
    first = shell_of(window)
    qtbot.wait(300)
    tasks.close()
    settle()
    assert len(entered) == 1
    assert window.shell is first


def test_ctrl_l_covers_the_window_and_signing_in_again_returns_to_the_same_place(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    window = of(Window, shell.window())
    shell.open(Schedule(on=None))
    control(shell, Qt.Key.Key_L)
    assert window.shell is None
    page = of(SignInPage, window.centralWidget())
    assert "Locked" in seen(page)
    assert page.user.text() == "dana"
    assert page.password.hasFocus()
    assert not window.findChildren(Shell)
    press(page.password, PASSWORD)
    press(page.password, Qt.Key.Key_Return)
    assert shell_of(window).place == Schedule()


def test_another_person_who_signs_in_after_a_lock_starts_on_today(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    window = of(Window, shell.window())
    shell.open(Schedule())
    button(shell.topbar, "Lock").click()
    settle()
    _type(window, "ana.lee", PASSWORD)
    assert shell_of(window).app.actor.username == "ana.lee"
    assert shell_of(window).place == Today()


def _idle(window: Window) -> QTimer:
    found = window.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert len(found) == 1
    return found[0]


def test_five_idle_minutes_lock_the_window(shell_as: SignIn) -> None:
    window = of(Window, shell_as("receptionist").window())
    idle = _idle(window)
    assert idle.isActive()
    assert idle.interval() == 5 * 60_000
    hurry(idle)
    assert window.shell is None
    assert "Locked" in seen(window)


def test_a_key_or_a_click_puts_the_lock_off(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("receptionist")
    idle = _idle(of(Window, shell.window()))
    idle.setTimerType(Qt.TimerType.PreciseTimer)
    idle.start()
    qtbot.wait(150)
    before = idle.remainingTime()
    press(shell.view(), Qt.Key.Key_Down)
    assert idle.remainingTime() > before
    qtbot.wait(150)
    before = idle.remainingTime()
    field_called(shell.topbar, "Search").setFocus()
    click(shell.topbar.search)
    assert idle.remainingTime() > before


def test_a_lock_closes_the_panel_and_stops_every_timer_of_the_pages(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    window = of(Window, shell.window())
    for place in (Schedule(), Today()):
        shell.open(place)
    control(shell, Qt.Key.Key_N)
    control(shell, Qt.Key.Key_L)
    settle()
    assert not [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    assert not window.findChildren(Toast)


def _arrive(home: Home) -> str:
    other = sign_in(home, "morgan", PASSWORD, clock=Clock(NOW))
    visits = other.read(board.board, on=NOW.date())
    visit = next(v for v in visits if v.status in (Status.SCHEDULED, Status.CONFIRMED))
    other.write(appointments.mark, visit.id, status=Status.CHECKED_IN, version=visit.version)
    other.close()
    return visit.patient_name


def test_what_another_desk_changes_shows_within_two_seconds(threaded: SignIn, sample_home: Home, qtbot: QtBot) -> None:
    shell = threaded("receptionist")
    view = of(TodayView, shell.view())
    qtbot.waitUntil(lambda: view.table.rows_model.rowCount() > 0, timeout=3000)
    qtbot.wait(1600)
    chosen = view.table.current()
    assert chosen is not None
    waiting = _waiting(view)
    _arrive(sample_home)
    qtbot.waitUntil(lambda: _waiting(view) == waiting + 1, timeout=2000)
    again = view.table.current()
    assert again is not None
    assert again.id == chosen.id


def _waiting(view: TodayView) -> int:
    return int(view.subtitle.text().rsplit(", ", 1)[1].split()[0])
