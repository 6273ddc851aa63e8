"""Other desks' changes reach the calendar while somebody works on it."""

from __future__ import annotations

import time
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, control, of, press
from tests.integration.world import Clock
from ui.places import Schedule
from ui.views.schedule.view import ScheduleView


def _shown(view: ScheduleView) -> set[int]:
    board = view.grid.board
    return {block.id for column in board.columns for block in column.blocks} if board else set()


def test_a_change_at_another_desk_shows_within_two_seconds_and_what_was_cut_is_still_held(
    threaded: SignIn, sample_home: Home, clock: Clock, qtbot: QtBot
) -> None:
    shell = threaded("receptionist")
    shell.open(Schedule(date(2026, 10, 6), "day"))
    view = of(ScheduleView, shell.view())
    qtbot.waitUntil(lambda: view.grid.board is not None, timeout=5000)
    board = view.grid.board
    assert board is not None
    held = view.grid.under_cursor()
    while held is None or held.status not in UPCOMING:
        press(view.grid, Qt.Key.Key_Down)
        held = view.grid.under_cursor()
    control(view.grid, Qt.Key.Key_X)
    rival = next(b for c in board.columns for b in c.blocks if b.status in UPCOMING and b.id != held.id)
    shell.app.news()  # the first answer is empty: news count from then on
    other = sign_in(sample_home, ROLES["manager"], PASSWORD, clock=clock)
    other.write(appointments.cancel, rival.id, by_clinic=True, reason="sample", version=rival.version)
    began = time.monotonic()
    qtbot.waitUntil(lambda: rival.id not in _shown(view), timeout=4000)
    assert time.monotonic() - began < 2
    other.close()
    assert view.grid.holds
    QTest.qWait(50)
    assert held.name in view.grid.accessibleDescription()
