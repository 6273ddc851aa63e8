"""Schedule by room, by week and by month: turning, choosing, moving between days, changing lengths."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.queries.schedule import Block
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, drag, of, pick, press, settle
from ui.dialogs.session import MovePanel
from ui.places import Schedule, Today
from ui.shell import Shell
from ui.views.schedule.geometry import MINUTE, Geometry, geometry
from ui.views.schedule.view import ScheduleView

TOMORROW = date(2026, 10, 6)
SHIFT = Qt.KeyboardModifier.ShiftModifier


def _view(shell: Shell, mode: str, on: date | None = TOMORROW) -> ScheduleView:
    shell.open(Schedule(on, mode))
    settle()
    return of(ScheduleView, shell.view())


def _laid_out(view: ScheduleView) -> Geometry:
    assert view.grid.board is not None
    return geometry(view.grid.board, view.grid.width())


def _blocks(view: ScheduleView) -> list[tuple[int, Block]]:
    """What can still be moved, with its column."""
    assert view.grid.board is not None
    columns = enumerate(view.grid.board.columns)
    return [(n, b) for n, c in columns for b in c.blocks if b.status in UPCOMING and b.starts > view.desk.now()]


def _single(view: ScheduleView) -> list[tuple[int, Block]]:
    """Those outside a course: moving a session may need a reason, which is another story."""
    return [(n, b) for n, b in _blocks(view) if not b.course]


def _find(view: ScheduleView, block: Block) -> tuple[int, Block]:
    return next((n, b) for n, b in _blocks(view) if b.id == block.id)


def _centre(view: ScheduleView, column: int, block: Block) -> QPointF:
    return next(rect.center() for one, rect in _laid_out(view).placed(column) if one.id == block.id)


def _room_below(view: ScheduleView, minutes: int = 10) -> tuple[int, Block]:
    """A block after which its therapist is free for some minutes."""
    for number, block in _blocks(view):
        later = block.ends + timedelta(minutes=minutes)
        if not view.grid.ghost_at(block, number, block.starts, later).reason and block.ends - block.starts > timedelta(
            minutes=40
        ):
            return number, block
    raise AssertionError("no block can be made longer")


def _elsewhere(view: ScheduleView) -> tuple[int, Block, int, datetime]:
    """A block that could land in another column, and where."""
    assert view.grid.board is not None
    for number, block in _single(view):
        for other, column in enumerate(view.grid.board.columns):
            for span in column.free:
                at = span.starts
                if other != number and at.minute % 30 == 0 and not view.grid.ghost_at(block, other, at).reason:
                    return number, block, other, at
    raise AssertionError("no block can go to another column")


@pytest.mark.parametrize(("key", "mode"), [("W", "week"), ("M", "month"), ("R", "rooms"), ("D", "day")])
def test_one_key_changes_the_mode_and_keeps_the_date(shell_as: SignIn, key: str, mode: str) -> None:
    view = _view(shell_as("receptionist"), "week" if mode == "day" else "day")
    press(view, key)
    assert view.mode == mode
    assert view.on() == TOMORROW
    assert [name for name, one in view.modes.items() if one.isChecked()] == [mode]
    assert (view.month if mode == "month" else view.grid).hasFocus()


def test_buttons_change_the_mode_and_say_what_they_are(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), "day")
    click(button(view, "Week"))
    assert view.mode == "week"
    assert {one.accessibleName() for one in view.modes.values()} == {"Day view", "Rooms view", "Week view", "Month view"}


@pytest.mark.parametrize(
    ("mode", "there"),
    [("day", date(2026, 10, 7)), ("rooms", date(2026, 10, 7)), ("week", date(2026, 10, 13)), ("month", date(2026, 11, 1))],
)
def test_page_down_turns_by_what_shows(shell_as: SignIn, mode: str, there: date) -> None:
    view = _view(shell_as("receptionist"), mode)
    press(view, Qt.Key.Key_PageDown)
    assert view.on() == there
    assert view.mode == mode
    press(view, Qt.Key.Key_PageUp)
    assert view.on() == (date(2026, 10, 1) if mode == "month" else TOMORROW)


def test_mode_and_therapist_are_kept_when_one_comes_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "week")
    pick(view.who, view.who.itemText(3))
    chosen = view.grid.board
    shell.open(Today())
    shell.open(Schedule())
    settle()
    assert view.mode == "week"
    assert view.grid.board == chosen
    press(view, Qt.Key.Key_PageDown)
    assert view.grid.board is not None
    assert view.grid.board.heading == view.who.currentText().split(",")[0]


def test_a_week_shows_the_days_of_one_therapist_and_a_therapist_her_own(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell, "week")
    assert view.grid.board is not None
    assert [c.on.weekday() for c in view.grid.board.columns] == [0, 1, 2, 3, 4]
    assert {c.therapist for c in view.grid.board.columns} == {shell.app.actor.therapist}
    assert all(b.starts.date() == c.on for c in view.grid.board.columns for b in c.blocks)


def test_a_block_dragged_to_another_day_of_the_week_moves_there_and_undo_brings_it_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "week")
    number, block, other, at = _elsewhere(view)
    start, laid = _centre(view, number, block), _laid_out(view)
    drag(view.grid, start, QPointF(laid.x(other) + 40, start.y() + laid.y(at) - laid.y(block.starts)))
    assert (_find(view, block)[0], _find(view, block)[1].starts) == (other, at)
    control(view.grid, Qt.Key.Key_Z)
    assert _find(view, block)[1].starts == block.starts


def test_an_edge_dragged_down_makes_a_visit_longer_by_steps_of_five_minutes(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "day")
    number, block = _room_below(view)
    edge = next(rect for one, rect in _laid_out(view).placed(number) if one.id == block.id)
    bottom = QPointF(edge.center().x(), edge.bottom() - 2)
    drag(view.grid, bottom, bottom + QPointF(0, 11 * MINUTE))
    assert _find(view, block)[1].ends == block.ends + timedelta(minutes=10)
    assert _find(view, block)[1].starts == block.starts
    click(button(shell.toast, "Undo"))
    assert _find(view, block)[1].ends == block.ends


def test_shift_and_arrows_change_the_length_and_enter_keeps_it(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), "day")
    number, block = _room_below(view)
    _stand_on(view, number, block)
    press(view.grid, Qt.Key.Key_Down, SHIFT)
    press(view.grid, Qt.Key.Key_Down, SHIFT)
    assert f"{block.starts:%H:%M}–{block.ends + timedelta(minutes=10):%H:%M}" in view.grid.accessibleDescription()
    press(view.grid, Qt.Key.Key_Return)
    assert _find(view, block)[1].ends == block.ends + timedelta(minutes=10)


def _stand_on(view: ScheduleView, column: int, block: Block) -> None:
    """Walk with the arrow keys to a block."""
    assert view.grid.board is not None
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        for _ in range(48):
            press(view.grid, key)
    for _ in range(column):
        press(view.grid, Qt.Key.Key_Right)
    for _ in range(48):
        if (under := view.grid.under_cursor()) is not None and under.id == block.id:
            return
        press(view.grid, Qt.Key.Key_Down)
    raise AssertionError("the arrow keys do not reach the block")


def _open_to(view: ScheduleView, block: Block) -> tuple[int, datetime]:
    """A column and half hour where a block can land."""
    assert view.grid.board is not None
    for other, column in enumerate(view.grid.board.columns):
        for at in (span.starts for span in column.free if span.starts.minute % 30 == 0):
            if not view.grid.ghost_at(block, other, at).reason:
                return other, at
    raise AssertionError("nothing is open to this block")


def _stand_at(view: ScheduleView, column: int, at: datetime) -> None:
    for key, times in ((Qt.Key.Key_Left, 8), (Qt.Key.Key_Up, 48), (Qt.Key.Key_Right, column)):
        for _ in range(times):
            press(view.grid, key)
    while not view.grid.accessibleDescription().startswith(f"{at:%H:%M}"):
        press(view.grid, Qt.Key.Key_Down)


def test_what_is_cut_in_the_week_is_pasted_on_a_day_of_the_next(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "week")
    number, block = _single(view)[-1]
    _stand_on(view, number, block)
    control(view.grid, Qt.Key.Key_X)
    press(view.grid, Qt.Key.Key_PageDown)
    assert view.grid.holds
    other, at = _open_to(view, block)
    _stand_at(view, other, at)
    assert "It can land here." in view.grid.accessibleDescription()
    control(view.grid, Qt.Key.Key_V)
    # It begins just when another visit ends: that needs a reason, and the panel asks for it.
    panel = of(MovePanel, shell.open_panel)
    press(panel.passed, "she comes from work")
    control(panel.passed, Qt.Key.Key_Return)
    assert (_find(view, block)[0], _find(view, block)[1].starts) == (other, at)
    assert at - block.starts > timedelta(days=2)
    assert not view.grid.holds


def test_what_was_cut_in_the_day_view_is_still_held_in_the_week_view(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), "day")
    number, block = _blocks(view)[0]
    _stand_on(view, number, block)
    control(view.grid, Qt.Key.Key_X)
    press(view, "W")
    assert view.grid.holds
    assert block.name in _after_a_step(view)
    press(view.grid, Qt.Key.Key_Escape)
    assert not view.grid.holds


def _after_a_step(view: ScheduleView) -> str:
    press(view.grid, Qt.Key.Key_Down)
    return view.grid.accessibleDescription()


def test_a_column_of_the_room_view_is_a_room_and_a_drop_changes_the_room(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "rooms")
    assert view.grid.board is not None
    assert view.grid.board.columns[-1].name == "No room"
    for number, block in _single(view):
        for other, column in enumerate(view.grid.board.columns):
            if other == number or view.grid.ghost_at(block, other, block.starts).reason:
                continue
            start, laid = _centre(view, number, block), _laid_out(view)
            drag(view.grid, start, QPointF(laid.x(other) + laid.column_width / 2, start.y()))
            moved = _find(view, block)[1]
            assert (moved.room, moved.starts, moved.therapist) == (column.room, block.starts, block.therapist)
            assert column.name in shell.toast.text
            control(view.grid, Qt.Key.Key_Z)
            assert _find(view, block)[1].room == block.room
            return
    raise AssertionError("no room is free")


def test_a_room_that_is_in_use_says_so(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"), "rooms")
    pairs = [(b, n, other) for _, b in _blocks(view) for n, other in _blocks(view) if b.room != other.room]
    block, column, _ = next((b, n, o) for b, n, o in pairs if b.starts == o.starts and b.therapist != o.therapist)
    reason = view.grid.ghost_at(block, column, block.starts).reason
    assert reason.startswith(f"The room is in use from {block.starts:%H:%M}")


def test_news_during_a_drag_reload_the_board_and_the_drag_goes_on(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "day")
    number, block, other, at = _elsewhere(view)
    start, laid = _centre(view, number, block), _laid_out(view)
    end = QPointF(laid.x(other) + 40, start.y() + laid.y(at) - laid.y(block.starts))
    QTest.mousePress(view.grid, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(view.grid, (start + (end - start) * 0.5).toPoint())
    rival = next(b for _, b in _blocks(view) if b.id != block.id)
    shell.app.write(appointments.cancel, rival.id, by_clinic=True, reason="sample", version=rival.version)
    settle()
    assert view.grid.holds
    assert rival.id not in [b.id for _, b in _blocks(view)]
    QTest.mouseMove(view.grid, end.toPoint())
    QTest.mouseRelease(view.grid, Qt.MouseButton.LeftButton, pos=end.toPoint())
    settle()
    assert (_find(view, block)[0], _find(view, block)[1].starts) == (other, at)


def test_a_block_that_another_desk_moved_meanwhile_is_left_as_they_put_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, "day")
    number, block = _room_below(view)
    _stand_on(view, number, block)
    control(view.grid, Qt.Key.Key_X)
    shell.app.write(appointments.move, block.id, starts=block.starts, minutes=40, version=block.version)
    settle()
    press(view.grid, Qt.Key.Key_Down, SHIFT)
    press(view.grid, Qt.Key.Key_Return)
    assert _find(view, block)[1].ends == block.starts + timedelta(minutes=40)
    assert "moved to" not in shell.toast.text
