"""Schedule by room, by week and by month: turning, keeping, moving across days, and pulling an edge."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, Qt

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.slots import Slot, lies_within
from ibh_desktop.queries.schedule_blocks import Block, Mode
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, drag, of, pick, press, settle
from ui.places import Schedule
from ui.shell import Shell
from ui.views.schedule.geometry import geometry
from ui.views.schedule.turning import turned
from ui.views.schedule.view import ScheduleView

TUESDAY, FRIDAY = date(2026, 10, 6), date(2026, 10, 9)


def _view(shell: Shell, mode: Mode, on: date = TUESDAY) -> ScheduleView:
    shell.open(Schedule(on, mode))
    settle()
    return of(ScheduleView, shell.view())


def _blocks(view: ScheduleView) -> list[tuple[int, Block]]:
    assert view.grid.board is not None
    return [
        (n, b)
        for n, column in enumerate(view.grid.board.columns)
        for b in column.blocks
        if b.status in UPCOMING and b.starts > view.desk.now()
    ]


def _now_of(view: ScheduleView, block: Block) -> Block:
    return next(b for _, b in _blocks(view) if b.id == block.id)


def _centre(view: ScheduleView, column: int, block: Block) -> QPointF:
    assert view.grid.board is not None
    return geometry(view.grid.board, view.grid.width()).rect(column, block.starts, block.ends).center()


def test_a_day_turns_over_the_weekend_a_week_by_seven_days_and_a_month_to_its_first() -> None:
    assert turned(FRIDAY, Mode.DAY, 1) == date(2026, 10, 12)
    assert turned(date(2026, 10, 12), Mode.ROOMS, -1) == FRIDAY
    assert turned(FRIDAY, Mode.WEEK, -1) == date(2026, 10, 2)
    assert turned(FRIDAY, Mode.MONTH, 3) == date(2027, 1, 1)
    assert turned(date(2026, 1, 31), Mode.MONTH, -1) == date(2025, 12, 1)


def test_letters_change_the_mode_and_it_is_kept_when_one_comes_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.DAY)
    for key, mode in (("w", Mode.WEEK), ("m", Mode.MONTH), ("r", Mode.ROOMS), ("d", Mode.DAY), ("w", Mode.WEEK)):
        press(view.month if view.mode is Mode.MONTH else view.grid, key)
        assert view.mode is mode
        assert button(view, mode.value).isChecked()
    shell.open(Schedule())
    assert view.mode is Mode.WEEK


def test_a_week_shows_the_days_of_one_therapist_and_another_can_be_chosen(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), Mode.WEEK)
    board = view.grid.board
    assert board is not None
    assert [column.on.weekday() for column in board.columns][:5] == [0, 1, 2, 3, 4]
    assert {b.therapist for column in board.columns for b in column.blocks} == {board.columns[0].therapist}
    pick(view.who, "Helen Shah")
    assert view.grid.board is not None
    assert view.grid.board.location_name.startswith("Helen Shah")
    press(view.grid, Qt.Key.Key_PageDown)
    assert view.grid.board.on == date(2026, 10, 12)


def test_a_therapists_week_is_her_own_first(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell, Mode.WEEK)
    assert view.who.value() == shell.app.actor.therapist


def test_a_block_dragged_to_another_day_of_the_week_moves_there_and_comes_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.WEEK)
    board = view.grid.board
    assert board is not None
    # A visit outside a course: a course's may need a reason.
    column, block = next((n, b) for n, b in _blocks(view) if not b.course and _room_for(view, b, n) is not None)
    found = _room_for(view, block, column)
    assert found is not None
    target, at = found
    laid = geometry(board, view.grid.width())
    start = _centre(view, column, block)
    end = QPointF(laid.x(target) + laid.column_width / 2, start.y() + laid.y(at) - laid.y(block.starts))
    drag(view.grid, start, end)
    assert _now_of(view, block).starts == at, shell.toast.text
    click(button(shell.toast, "Undo"))
    assert _now_of(view, block).starts == block.starts


def _room_for(view: ScheduleView, block: Block, column: int) -> tuple[int, datetime] | None:
    """Another day of the week at the same location on which a block of this length fits."""
    assert view.grid.board is not None
    columns = view.grid.board.columns
    place = columns[column].detail.partition(" · ")[0]
    for n, other in enumerate(columns):
        for span in other.free:
            elsewhere = n != column and other.detail.startswith(place) and span.starts > view.desk.now()
            if elsewhere and span.starts + (block.ends - block.starts) <= span.ends:
                return n, span.starts
    return None


def test_what_is_cut_on_one_day_is_pasted_on_another(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), Mode.DAY)
    grid = view.grid
    assert grid.board is not None
    assert grid._cursor is not None
    column, block = _blocks(view)[0]
    grid._cursor = (column, block.starts)
    control(grid, Qt.Key.Key_X)
    press(grid, Qt.Key.Key_PageDown)
    assert grid.board.on == date(2026, 10, 7)
    for _ in range(40):
        if (
            grid._ghost is not None
            and not grid._ghost.reason
            and grid.board.columns[grid._ghost.column].therapist == block.therapist
        ):
            break
        mine = next(n for n, c in enumerate(grid.board.columns) if c.therapist == block.therapist)
        at = grid._cursor[0]
        press(grid, Qt.Key.Key_Down if at == mine else Qt.Key.Key_Right if at < mine else Qt.Key.Key_Left)
    control(grid, Qt.Key.Key_V)
    assert _now_of(view, block).starts.date() == date(2026, 10, 7)
    control(grid, Qt.Key.Key_Z)
    assert block.id not in {b.id for _, b in _blocks(view)}


def test_pulling_the_lower_edge_changes_the_length_in_five_minutes(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.DAY)
    board = view.grid.board
    assert board is not None
    column, block = next((n, b) for n, b in _blocks(view) if b.ends - b.starts == timedelta(minutes=50))
    rect = geometry(board, view.grid.width()).rect(column, block.starts, block.ends)
    edge = QPointF(rect.center().x(), rect.bottom() - 1)
    drag(view.grid, edge, edge - QPointF(0, 11 * 1.1))
    shorter = _now_of(view, block)
    assert (shorter.starts, shorter.ends) == (block.starts, block.ends - timedelta(minutes=10)), shell.toast.text
    click(button(shell.toast, "Undo"))
    assert _now_of(view, block).ends == block.ends


def test_shift_and_arrows_change_a_length_too(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), Mode.DAY)
    column, block = next((n, b) for n, b in _blocks(view) if b.ends - b.starts == timedelta(minutes=50))
    view.grid._cursor = (column, block.starts)
    press(view.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert view.grid.accessibleDescription().startswith(f"{block.starts:%H:%M} to")
    control(view.grid, Qt.Key.Key_V)
    assert _now_of(view, block).ends == block.ends - timedelta(minutes=5)


def test_by_room_a_drop_in_another_column_changes_the_room(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.ROOMS)
    board = view.grid.board
    assert board is not None
    assert [column.name for column in board.columns] == sorted(column.name for column in board.columns)
    empty = next(n for n, column in enumerate(board.columns) if not column.blocks)
    column, block = _blocks(view)[0]
    laid = geometry(board, view.grid.width())
    start = _centre(view, column, block)
    drag(view.grid, start, QPointF(laid.x(empty) + laid.column_width / 2, start.y()))
    assert _now_of(view, block).room == board.columns[empty].room, shell.toast.text
    ghost = view.grid.ghost_at(_now_of(view, block), column, _blocks(view)[0][1].starts)
    assert not ghost.reason or "in use" in ghost.reason


def test_a_month_shows_the_load_of_each_day_and_opens_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.MONTH)
    board = view.month.board
    assert board is not None
    loads = {load.on: load for load in board.days}
    assert len(board.days) % 7 == 0
    assert loads[date(2026, 10, 10)].worked == 0
    assert 0 < loads[TUESDAY].booked <= loads[TUESDAY].worked
    assert "visits" in view.month.accessibleDescription()
    press(view.month, Qt.Key.Key_Right)
    press(view.month, Qt.Key.Key_Return)
    assert (view.mode, view.on()) == (Mode.DAY, TUESDAY)
    press(view.grid, "m")
    click(view.month, view.month.cell(FRIDAY).center())
    assert (view.mode, view.on()) == (Mode.DAY, FRIDAY)
    assert view.grid.board is not None
    assert sum(len(column.blocks) for column in view.grid.board.columns) == loads[FRIDAY].visits


def test_another_desks_change_shows_without_losing_what_is_held(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, Mode.DAY)
    column, block = _blocks(view)[0]
    other = next(b for n, b in _blocks(view) if n == column and b.id != block.id)
    view.grid.hold(view.grid.ghost_at(block, column, block.starts + timedelta(minutes=5)))
    shell.app.write(appointments.cancel, other.id, by_clinic=True)
    settle()
    assert view.grid._ghost is not None
    assert view.grid._ghost.block.id == block.id
    assert other.id not in {b.id for _, b in _blocks(view)}


def test_a_ghost_is_never_refused_on_time_that_is_free(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), Mode.DAY)
    assert view.grid.board is not None
    _, block = _blocks(view)[0]
    length = block.ends - block.starts
    for n, column in enumerate(view.grid.board.columns):
        for span in column.free:
            if span.ends - span.starts >= length:
                ghost = view.grid.ghost_at(block, n, span.starts)
                assert ghost.reason == ""
                assert lies_within(Slot(ghost.starts, ghost.ends), column.worked)
