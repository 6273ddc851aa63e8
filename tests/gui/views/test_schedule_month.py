"""Schedule by month: the load of each day, closures, and the way to a day; and what a block says of its course."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from ibh_desktop.queries.schedule_month import MonthBoard
from tests.gui.conftest import SignIn
from tests.gui.hands import click, of, press, settle
from ui.places import Schedule
from ui.shell import Shell
from ui.views.schedule.month import words
from ui.views.schedule.painter import course_words
from ui.views.schedule.view import ScheduleView

TOMORROW = date(2026, 10, 6)


def _view(shell: Shell, mode: str, on: date | None = TOMORROW) -> ScheduleView:
    shell.open(Schedule(on, mode))
    settle()
    return of(ScheduleView, shell.view())


def test_a_month_tells_the_load_of_each_day_and_enter_opens_the_day(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "month")
    board = view.month.board
    assert isinstance(board, MonthBoard)
    day = next(one for one in board.days if one.on == TOMORROW)
    assert day.visits > 3
    assert 0 < day.load < 1
    assert view.month.accessibleDescription() == f"Tuesday, 6 October 2026: {words(day)}"
    press(view.month, Qt.Key.Key_Right)
    press(view.month, Qt.Key.Key_Return)
    assert shell.place == Schedule(date(2026, 10, 7), "day")
    assert view.grid.board is not None
    assert view.grid.board.on == date(2026, 10, 7)


def test_a_click_on_a_day_of_the_month_opens_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "month")
    click(view.month, view.month.cell(9).center())
    assert view.mode == "day"
    assert view.on() == date(2026, 10, 7)


def test_a_closed_day_of_the_month_says_why(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), "month", date(2027, 1, 5))
    assert view.month.board is not None
    new_year = next(day for day in view.month.board.days if day.on == date(2027, 1, 1))
    assert words(new_year).startswith("Closed: New Year")
    assert new_year.bookable == 0


def test_a_block_of_a_course_tells_session_phase_and_end(shell_as: SignIn) -> None:
    view = _view(shell_as("therapist"), "week")
    assert view.grid.board is not None
    told = [b for column in view.grid.board.columns for b in column.blocks if b.session and b.phase is not None]
    assert told
    for block in told:
        assert block.target_end is not None
        assert block.phase is not None
        end = f"{block.target_end.day} {block.target_end:%b}"
        assert course_words(block) == f"{block.phase.value} · ends {end}"
