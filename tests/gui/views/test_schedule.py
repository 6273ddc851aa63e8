"""Schedule: click to book, drag to move, and the same by keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, Qt

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, drag, of, press, settle
from ui.dialogs.book import BookPanel
from ui.places import Schedule
from ui.shell import Shell
from ui.views.schedule.geometry import Geometry, geometry
from ui.views.schedule.grid import DayGrid
from ui.views.schedule.view import ScheduleView


def _view(shell: Shell, on: date | None = None) -> ScheduleView:
    shell.open(Schedule(on))
    settle()
    return of(ScheduleView, shell.view())


def _laid_out(grid: DayGrid) -> Geometry:
    assert grid.board is not None
    return geometry(grid.board, grid.width())


def _centre(grid: DayGrid, block: Block) -> QPointF:
    laid = _laid_out(grid)
    column = next(n for n, c in enumerate(laid.board.columns) if c.therapist == block.therapist)
    return laid.rect(column, block.starts, block.ends).center()


def _upcoming(grid: DayGrid, after: datetime) -> list[Block]:
    assert grid.board is not None
    return [b for c in grid.board.columns for b in c.blocks if b.status in UPCOMING and b.starts > after]


def _free_start(grid: DayGrid, therapist: int, length: timedelta, avoid: datetime) -> tuple[int, datetime]:
    """A column and a half hour in which a block of this length fits."""
    assert grid.board is not None
    for number, column in enumerate(grid.board.columns):
        for span in column.free:
            at = span.starts
            if column.therapist == therapist and at + length <= span.ends and at.minute % 30 == 0 and at != avoid:
                return number, at
    raise AssertionError("nothing is free in this column")


def _movable(view: ScheduleView) -> tuple[Block, int, datetime]:
    """A block that can go to another time of its own column, and where."""
    for block in _upcoming(view.grid, view.desk.now()):
        try:
            column, at = _free_start(view.grid, block.therapist, block.ends - block.starts, block.starts)
        except AssertionError:
            continue
        return block, column, at
    raise AssertionError("nobody can be moved")


def _find(view: ScheduleView, block: Block) -> Block:
    assert view.grid.board is not None
    return next(b for c in view.grid.board.columns for b in c.blocks if b.id == block.id)


TOMORROW = date(2026, 10, 6)


def test_a_click_on_free_time_opens_the_book_panel_with_that_time_and_therapist(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    laid = _laid_out(view.grid)
    number, column = next((n, c) for n, c in enumerate(laid.board.columns) if c.free)
    at = next(s.starts for s in column.free if s.ends - s.starts >= timedelta(minutes=60))
    click(view.grid, QPointF(laid.x(number) + 20, laid.y(at) + 20))
    panel = of(BookPanel, shell.open_panel)
    typed = datetime.strptime(panel.when.text(), "%m/%d/%Y %H:%M").replace(tzinfo=laid.board.zone)
    assert abs(typed - at) <= timedelta(minutes=30)
    assert panel.therapist.value() == column.therapist
    assert panel.location.value() == laid.board.location


def test_a_block_dragged_to_another_time_moves_there_and_undo_brings_it_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    block, column, at = _movable(view)
    start = _centre(view.grid, block)
    laid = _laid_out(view.grid)
    drag(view.grid, start, QPointF(laid.x(column) + 40, start.y() + laid.y(at) - laid.y(block.starts)))
    assert _find(view, block).starts == at
    assert shell.toast.text.startswith(f"{block.name} moved to")
    click(button(shell.toast, "Undo"))
    assert _find(view, block).starts == block.starts


def test_a_block_dragged_to_another_column_goes_to_that_therapist(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _view(shell, TOMORROW)
    laid = _laid_out(view.grid)
    for block in _upcoming(view.grid, view.desk.now()):
        wanted = Slot(block.starts, block.ends)
        for number, column in enumerate(laid.board.columns):
            fits = any(s.starts <= wanted.starts and wanted.ends <= s.ends for s in column.free)
            if column.therapist == block.therapist or not fits:
                continue
            start = _centre(view.grid, block)
            drag(view.grid, start, QPointF(laid.x(number) + laid.column_width / 2, start.y()))
            assert _find(view, block).therapist == column.therapist, shell.toast.text
            control(view.grid, Qt.Key.Key_Z)
            assert _find(view, block).therapist == block.therapist
            return
    raise AssertionError("no other column is free at any block's time")


def _taken(view: ScheduleView) -> tuple[Block, Block]:
    """Two blocks of one column."""
    blocks = _upcoming(view.grid, view.desk.now())
    return next((a, b) for a in blocks for b in blocks if a.therapist == b.therapist and a.id != b.id)


def test_a_block_dragged_onto_a_taken_time_says_why_and_stays(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    block, other = _taken(view)
    laid = _laid_out(view.grid)
    column = next(n for n, c in enumerate(laid.board.columns) if c.therapist == block.therapist)
    ghost = view.grid.ghost_at(block, column, other.starts)
    who = laid.board.columns[column].name
    assert ghost.reason == f"{who} is with another patient from {other.starts:%H:%M} to {other.ends:%H:%M}."
    drag(view.grid, _centre(view.grid, block), _centre(view.grid, other))
    assert _find(view, block).starts == block.starts
    assert _find(view, block).version == block.version
    assert shell.toast.text == ghost.reason


def test_a_ghost_says_when_it_lies_outside_the_shift(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), TOMORROW)
    block, _ = _taken(view)
    laid = _laid_out(view.grid)
    column = next(n for n, c in enumerate(laid.board.columns) if c.therapist == block.therapist)
    night = block.starts.replace(hour=5, minute=0)
    assert "does not work here from 05:00" in view.grid.ghost_at(block, column, night).reason


def _walk_to(view: ScheduleView, column: int, at: datetime) -> None:
    """Walk with the arrow keys until the cursor stands in a column, at a time or in the half hour before."""
    name = view.grid.board.columns[column].name if view.grid.board else ""
    press(view.grid, Qt.Key.Key_Down)
    for _ in range(40):
        words = view.grid.accessibleDescription()
        here = at.replace(hour=int(words[:2]), minute=int(words[3:5]))
        if name not in words:
            columns = [c.name for c in view.grid.board.columns] if view.grid.board else []
            mine = next(n for n, other in enumerate(columns) if f" {other}:" in words)
            press(view.grid, Qt.Key.Key_Right if mine < column else Qt.Key.Key_Left)
        elif here <= at < here + timedelta(minutes=30):
            return
        else:
            press(view.grid, Qt.Key.Key_Down if here < at else Qt.Key.Key_Up)
    raise AssertionError(f"the arrow keys do not reach {name} {at:%H:%M}: {view.grid.accessibleDescription()}")


def test_arrow_keys_and_enter_open_the_book_panel_on_free_time(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, TOMORROW)
    assert view.grid.hasFocus()
    block, column, at = _movable(view)
    _walk_to(view, column, at)
    assert "free" in view.grid.accessibleDescription()
    press(view.grid, Qt.Key.Key_Return)
    panel = of(BookPanel, shell.open_panel)
    assert panel.therapist.value() == block.therapist
    assert panel.when.text().startswith("10/06/2026")


def test_ctrl_x_arrows_and_ctrl_v_move_a_block_and_ctrl_z_brings_it_back(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), TOMORROW)
    block, column, at = _movable(view)
    _walk_to(view, column, block.starts)
    assert block.name in view.grid.accessibleDescription()
    control(view.grid, Qt.Key.Key_X)
    _walk_to(view, column, at)
    control(view.grid, Qt.Key.Key_V)
    moved = _find(view, block)
    assert moved.starts != block.starts
    assert abs(moved.starts - at) < timedelta(minutes=30)
    control(view.grid, Qt.Key.Key_Z)
    assert _find(view, block).starts == block.starts


def test_esc_lets_go_of_what_was_cut(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), TOMORROW)
    block, column, at = _movable(view)
    _walk_to(view, column, block.starts)
    control(view.grid, Qt.Key.Key_X)
    press(view.grid, Qt.Key.Key_Escape)
    _walk_to(view, column, at)
    control(view.grid, Qt.Key.Key_V)
    assert _find(view, block).starts == block.starts
