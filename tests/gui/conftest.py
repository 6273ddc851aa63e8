"""Windows on a copy of the sample clinic, on a Monday at 10:40, and a look afterwards at what was left behind."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from tests.gui.hands import NOW, ROLES, SmallDesk, settle, shell_of
from tests.integration.world import Clock
from ui.app import application
from ui.kit import discreet, theme
from ui.kit.tasks import InlineTasks, Tasks, ThreadTasks
from ui.shell import Shell
from ui.window import Window

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SignIn = Callable[[str], Shell]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says that it has no window manager; that is no warning of ours."""
    for item in items:
        if "tests/gui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("does not support", extend=True))


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The one application, in our type and colours; what it remembers goes into a scratch folder."""
    scratch = str(tmp_path_factory.mktemp("remembered"))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, scratch)
    return application("light")


@pytest.fixture(autouse=True)
def nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    """Every test closes its windows and ends its threads, and leaves the light scheme in force."""
    QCursor.setPos(QPoint(0, 0))
    yield
    if theme.is_dark():
        theme.apply(qapp, "light")
    if discreet.is_hidden():
        discreet.toggle()
    settle()
    desks = [thread.name for thread in threading.enumerate() if thread.name.startswith("desk")]
    left = [w for w in QApplication.topLevelWidgets() if w.isVisible() and not w.inherits("QTipLabel")]
    assert not desks, "threads are still running"
    assert not left, "windows are still open"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample clinic, made once a session."""
    folder = tmp_path_factory.mktemp("window") / "clinic"
    make(Home(folder), now=NOW).close()
    return folder


@pytest.fixture
def sample_home(template: Path, tmp_path: Path) -> Home:
    """A copy of the sample clinic that belongs to this test alone."""
    shutil.copytree(template, tmp_path / "sample")
    return Home(tmp_path / "sample")


@pytest.fixture
def clock() -> Clock:
    """Monday, 5 October 2026, 10:40 in Chicago, until a test moves it."""
    return Clock(NOW)


@pytest.fixture
def window_on(qapp: QApplication, clock: Clock) -> Iterator[Callable[..., Window]]:
    """Opens windows on a home; they are closed when the test is over."""
    opened: list[Window] = []

    def on(home: Home, tasks: Tasks | None = None, *, needs_set_up: bool = False) -> Window:
        window = Window(home, tasks or InlineTasks(), clock=clock, needs_set_up=needs_set_up)
        opened.append(window)
        window.show()
        window.activateWindow()
        settle()
        return window

    yield on
    for window in opened:
        window.close()
        window.deleteLater()
    settle()


@pytest.fixture
def shell_as(window_on: Callable[..., Window], sample_home: Home) -> SignIn:
    """The shell of somebody of a role, signed in on this test's sample clinic."""

    def signed_in(role: str) -> Shell:
        window = window_on(sample_home)
        window.sign_in(ROLES[role], PASSWORD)
        settle()
        return shell_of(window)

    return signed_in


@pytest.fixture
def threaded(window_on: Callable[..., Window], sample_home: Home, qtbot: QtBot) -> Iterator[SignIn]:
    """The same with real worker threads, which end with the test."""
    tasks = ThreadTasks()

    def signed_in(role: str) -> Shell:
        window = window_on(sample_home, tasks)
        window.sign_in(ROLES[role], PASSWORD)
        qtbot.waitUntil(lambda: window.shell is not None, timeout=8000)
        return shell_of(window)

    yield signed_in
    for window in QApplication.topLevelWidgets():
        window.close()
    tasks.close()


@pytest.fixture
def small_desk(qapp: QApplication) -> SmallDesk:
    """A desk that answers at once and remembers what it was asked."""
    return SmallDesk()


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Callable[[QWidget], QWidget]]:
    """Shows a widget as a window of its own and closes it afterwards."""
    opened: list[QWidget] = []

    def show(widget: QWidget) -> QWidget:
        opened.append(widget)
        widget.show()
        widget.activateWindow()
        settle()
        return widget

    yield show
    for widget in opened:
        widget.close()
        widget.deleteLater()
    settle()
