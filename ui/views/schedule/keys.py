"""The same by keys: arrows walk in half hours, Enter opens, Ctrl+X and Ctrl+V move to any day, Shift+arrows change a length."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule_blocks import Block, DayBoard
from ui.views.schedule.grid import Grid
from ui.views.schedule.held import Ghost, held_at

STEP = timedelta(minutes=30)
PULL = timedelta(minutes=5)
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ALONG = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class DayGrid(Grid):
    """A grid with a cursor; what was cut stays cut while days and modes are turned."""

    _cut: Block | None = None

    def show_board(self, board: DayBoard, *, movable: bool) -> None:
        """Show a board; a drag that is under way goes on, and what was cut waits at the cursor."""
        fresh = self.board is None or (self.board.on, self.board.location, self.board.mode, len(self.board.columns)) != (
            board.on,
            board.location,
            board.mode,
            len(board.columns),
        )
        self.board, self._movable = board, movable
        self._measure()
        if fresh or self._cursor is None or self._cursor[0] >= len(board.columns):
            self._cursor = _first_free(board)
            self._pressed, self._ghost = None, None
        if self._cut is not None and self._cursor is not None:
            self._ghost = self.ghost_at(self._cut, *self._cursor)
        elif self._ghost is not None:
            # What it is held over may have changed at another desk.
            held = self._ghost
            self._ghost = held_at(board, held.block, held.column, Slot(held.starts, held.ends))
        self.refresh()

    def drop_ghost(self) -> None:
        """Forget what is held and what was cut."""
        self._cut = None
        super().drop_ghost()

    def under_cursor(self) -> Block | None:
        """The block in which the keyboard's cursor stands."""
        if self._cursor is None or self.board is None:
            return None
        column, at = self._cursor
        return next((b for b in self.board.columns[column].blocks if b.starts < at + STEP and at < b.ends), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._cursor is None or self._grid is None or not self._pressed_key(event):
            super().keyPressEvent(event)

    def _pressed_key(self, event: QKeyEvent) -> bool:
        assert self._cursor is not None
        column, at = self._cursor
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key in _ALONG and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._pull(_ALONG[key] * PULL)
        elif key in _ALONG:
            self._walk(column, at + _ALONG[key] * STEP)
        elif key in _SIDEWAYS:
            self._walk(column + _SIDEWAYS[key], at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(column, at)
        elif key == Qt.Key.Key_Escape and self._ghost:
            self.drop_ghost()
        elif modifiers & Qt.KeyboardModifier.ControlModifier and key in (Qt.Key.Key_X, Qt.Key.Key_V):
            self._cut_out() if key == Qt.Key.Key_X else self._paste()
        else:
            return False
        return True

    def _cut_out(self) -> None:
        block = self.under_cursor()
        if block is not None and self._movable and self._cursor is not None:
            self._cut = block
            self.hold(self.ghost_at(block, self._cursor[0], block.starts))

    def _paste(self) -> None:
        if self._ghost is not None:
            self.land(self._ghost)

    def _pull(self, by: timedelta) -> None:
        """Make what is cut, or the block under the cursor, longer or shorter; Ctrl+V keeps it."""
        if self._ghost is None:
            self._cut_out()
        if self._ghost is None or self.board is None:
            return
        held = self._ghost
        length = max(PULL, held.ends - held.starts + by)
        self.hold(held_at(self.board, held.block, held.column, Slot(held.starts, held.starts + length)))
        self._speak(f"{held.starts:%H:%M} to {held.starts + length:%H:%M}")

    def _walk(self, column: int, at: datetime) -> None:
        assert self.board is not None
        column = min(max(column, 0), len(self.board.columns) - 1)
        target = self.board.columns[column]
        before = self.board.columns[self._cursor[0]].on if self._cursor else target.on
        if at.date() != before:
            return
        at = datetime.combine(target.on, at.timetz())
        self._cursor = (column, at)
        if self._cut is not None:
            self.hold(self._carried(self._cut, column, at))
        block = self.under_cursor()
        self._speak(f"{at:%H:%M} {target.name}: {block.name if block else 'free'}")
        self.update()

    def _carried(self, block: Block, column: int, at: datetime) -> Ghost:
        assert self.board is not None
        length = self._ghost.ends - self._ghost.starts if self._ghost else block.ends - block.starts
        return held_at(self.board, block, column, Slot(at, at + length))

    def _speak(self, words: str) -> None:
        reason = f". {self._ghost.reason}" if self._ghost and self._ghost.reason else ""
        self.setAccessibleDescription(words + reason)

    def _enter(self, column: int, at: datetime) -> None:
        block = self.under_cursor()
        if block is not None:
            self.block_opened.emit(block)
        elif self._movable and self.board is not None:
            self.slot_chosen.emit(self.board.columns[column], at)


def _first_free(board: DayBoard) -> tuple[int, datetime] | None:
    column = next((n for n, c in enumerate(board.columns) if c.free), None)
    if column is None:
        return None
    at = board.columns[column].free[0].starts
    return column, at + timedelta(minutes=-at.minute % 30)
