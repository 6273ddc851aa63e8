"""Schedule: turning days, closed days, blocks to open, and who may not book."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ibh_desktop.home import Home
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, of, press, seen, settle, shell_of
from tests.integration.world import MANAGER, PASSWORD, founding
from ui.places import Course, Patients, Schedule
from ui.shell import Shell
from ui.views.schedule.geometry import geometry
from ui.views.schedule.view import ScheduleView
from ui.window import Window

TOMORROW, NEW_YEAR = date(2026, 10, 6), date(2027, 1, 1)


def _view(shell: Shell, on: date | None = None) -> ScheduleView:
    shell.open(Schedule(on))
    settle()
    return of(ScheduleView, shell.view())


def test_next_and_previous_pass_over_the_weekend(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), date(2026, 10, 9))
    click(button(view, "Next"))
    assert view.on() == date(2026, 10, 12)
    click(button(view, "Previous"))
    assert view.on() == date(2026, 10, 9)
    click(button(view, "Today"))
    assert view.on() == date(2026, 10, 5)


def test_page_down_and_page_up_turn_the_day(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"))
    press(view.grid, Qt.Key.Key_PageDown)
    assert view.on() == TOMORROW
    press(view.grid, Qt.Key.Key_PageUp)
    assert view.on() == date(2026, 10, 5)


def test_a_closed_day_says_why_and_offers_the_next_one(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), NEW_YEAR)
    assert view.states.showing.startswith("Closed: New Year")
    click(button(view.states, "Next day"))
    assert view.on() == date(2027, 1, 4)


def test_a_weekend_says_that_nobody_works(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), date(2026, 10, 10))
    assert view.states.showing == "Nobody works here on this day."


def test_a_clinic_without_locations_says_so(window_on: Callable[..., Window], home: Home, clock: object) -> None:
    from ibh_desktop.bootstrap import found  # noqa: PLC0415 - only here

    found(home, founding())[0].close()
    window = window_on(home)
    window.sign_in(MANAGER, PASSWORD)
    settle()
    view = _view(shell_of(window))
    assert view.states.showing == "No locations yet"


def test_the_page_says_day_location_and_zone(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    assert "Tuesday, 6 October 2026" in view.subtitle.text()
    assert shell.locations[0].name in view.subtitle.text()
    assert "CDT" in view.subtitle.text()


def test_a_click_on_a_block_opens_its_course_or_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    board = view.grid.board
    assert board is not None
    number, block = next((n, b) for n, c in enumerate(board.columns) for b in c.blocks)
    centre = geometry(board, view.grid.width()).rect(number, block.starts, block.ends).center()
    click(view.grid, centre)
    assert block.patient is not None
    assert shell.place == (Course(block.course) if block.course else Patients(block.patient))


def test_hovering_over_a_block_explains_it_in_escaped_words(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), TOMORROW)
    board = view.grid.board
    assert board is not None
    number, block = next((n, b) for n, c in enumerate(board.columns) for b in c.blocks)
    at = geometry(board, view.grid.width()).rect(number, block.starts, block.ends).center().toPoint()
    QApplication.sendEvent(view.grid, QHelpEvent(QHelpEvent.Type.ToolTip, at, view.grid.mapToGlobal(at)))
    assert QToolTip.text().startswith(f"<qt>{block.starts:%H:%M}–{block.ends:%H:%M}")
    QApplication.sendEvent(view.grid, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), QPoint(1, 1)))
    settle()


def test_a_therapist_reads_busy_on_the_blocks_of_others(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell, TOMORROW)
    assert view.grid.board is not None
    mine = shell.app.actor.therapist
    others = [b for c in view.grid.board.columns for b in c.blocks if c.therapist != mine]
    assert others
    assert {(b.name, b.session, b.patient, b.course) for b in others} == {("busy", "", None, None)}


def test_a_busy_block_of_another_therapist_opens_nothing(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell, TOMORROW)
    board = view.grid.board
    assert board is not None
    number, block = next((n, b) for n, c in enumerate(board.columns) for b in c.blocks if b.patient is None)
    click(view.grid, geometry(board, view.grid.width()).rect(number, block.starts, block.ends).center())
    assert isinstance(shell.place, Schedule)
    assert "busy" not in seen(shell.toast)
