"""Two windows on one PostgreSQL: what one does the other sees, and of two hands on one row one wins and the other is told."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.home import Home
from ibh_desktop.queries.today import TodayLine
from ibh_desktop.usecases import appointments
from tests.gui.hands import NOW, HeldTasks, of, press, settle, shell_of
from tests.integration.world import LEAD, PASSWORD, RECEPTIONIST, Clinic, Clock, at
from ui.kit.cells import GroupRow
from ui.kit.tasks import InlineTasks, ThreadTasks
from ui.shell import Shell
from ui.views.today.view import TodayView
from ui.window import Window


@pytest.fixture
def engine_name() -> str:
    """Several desks share PostgreSQL; SQLite is for one PC."""
    return "postgresql"


@pytest.fixture
def visit(clinic: Clinic) -> AppointmentId:
    """María's visit with Ana, twenty minutes after the test's clock."""
    ids, desk = clinic.ids, clinic.as_role(RECEPTIONIST)
    where = {"location": ids.birmingham, "room": ids.room}
    return desk.write(appointments.book, patient=ids.maria, therapist=ids.ana, starts=at(NOW.date(), 11), **where)  # type: ignore[arg-type]


@pytest.fixture
def desks(qapp: QApplication, place: Home, clock: Clock, visit: AppointmentId, qtbot: QtBot) -> Iterator[tuple[Shell, Shell]]:
    """The receptionist's window and the lead's, both at Today, with real threads."""
    del qapp, visit
    tasks = ThreadTasks()
    windows = [Window(place, tasks, clock=clock) for _ in range(2)]
    for window, user in zip(windows, (RECEPTIONIST, LEAD), strict=True):
        window.show()
        window.sign_in(user, PASSWORD)
    for window in windows:
        qtbot.waitUntil(lambda window=window: window.shell is not None and bool(_lines(window.shell)), timeout=10_000)  # type: ignore[misc]
    shells = shell_of(windows[0]), shell_of(windows[1])
    for shell in shells:
        shell.app.news()  # the first answer is empty: news count from here on
    yield shells
    for window in windows:
        window.close()
    tasks.close()
    settle()


def _lines(shell: Shell) -> list[TodayLine]:
    table = of(TodayView, shell.view()).table
    return [row for row in table.rows_model.rows if not isinstance(row, GroupRow)]


def _status(shell: Shell) -> Status:
    (line,) = _lines(shell)
    return line.status


def test_a_change_at_one_window_is_seen_at_the_other_within_two_seconds(desks: tuple[Shell, Shell], qtbot: QtBot) -> None:
    mine, theirs = desks
    press(mine.view(), "a")
    qtbot.waitUntil(lambda: _status(mine) is Status.CHECKED_IN, timeout=2000)
    began = time.monotonic()
    qtbot.waitUntil(lambda: _status(theirs) is Status.CHECKED_IN, timeout=4000)
    assert time.monotonic() - began < 2
    press(theirs.view(), "s")
    began = time.monotonic()
    qtbot.waitUntil(lambda: _status(mine) is Status.IN_SESSION, timeout=4000)
    assert time.monotonic() - began < 2


def test_of_two_hands_on_one_row_one_wins_and_the_other_is_told(
    clinic: Clinic, place: Home, clock: Clock, visit: AppointmentId, qapp: QApplication
) -> None:
    del qapp
    windows = [Window(place, InlineTasks(), clock=clock) for _ in range(2)]
    for window, user in zip(windows, (RECEPTIONIST, LEAD), strict=True):
        window.show()
        window.sign_in(user, PASSWORD)
        settle()
    mine, theirs = shell_of(windows[0]), shell_of(windows[1])
    held = HeldTasks()
    theirs.tasks = held  # both hands press before either desk hears of the other
    press(theirs.view(), "c")
    press(mine.view(), "a")
    assert _status(mine) is Status.CHECKED_IN
    held.release()
    assert theirs.toast.text.startswith("Somebody else changed this")
    assert clinic.rows("SELECT status, version FROM appointment WHERE id = :v", v=visit) == [(Status.CHECKED_IN.value, 2)]
    assert clinic.rows("SELECT count(*) FROM visit_step") == [(1,)]
    for window in windows:
        window.close()
    settle()
