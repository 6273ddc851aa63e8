"""The calendar under the hand: click, drag, resize, arrow keys, cut and paste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ibh_desktop.queries.openings import Opening
from ibh_desktop.queries.schedule import Block, DayBoard
from ui.views.schedule.canvas import STEP, Canvas
from ui.views.schedule.geometry import HEADER, MINUTE, by_room, column_key, following, on_day, start_of
from ui.views.schedule.landing import Landing, landing, unmoved

DRAG_FROM = 6
EDGE = 6
SNAP = timedelta(minutes=5)
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Grip:
    """Where a block was taken: `edge` is "top" or "bottom" where its length changes."""

    block: Block
    began: QPointF
    edge: str = ""


class DayGrid(Canvas):
    """Emits what the hand means; it writes nothing itself."""

    slot_chosen = Signal(object, object)
    block_opened = Signal(object)
    block_moved = Signal(object, object)
    refused = Signal(str)
    reached = Signal(int, int)
    cut = Signal(object)
    """A block, or None: nothing is cut any more."""
    ended = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(now, parent)
        self._grip: Grip | None = None
        self._cut: Block | None = None
        self._movable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Calendar")

    def show_board(self, board: DayBoard, *, movable: bool) -> None:
        """Show a board; a drag that is under way goes on, and what was cut waits for another day or mode."""
        old, self.board, self._movable = self.board, board, movable
        self._measure()
        self._still = None
        if old is None or (old.on, old.location, by_room(old)) != (board.on, board.location, by_room(board)):
            self._grip = self._ghost = self._cursor = None
        else:
            self._follow(old, board)
        if self._cursor is None:
            self._cursor = start_of(board, self._now().date())
        if self._cut is not None and self._ghost is None and self._cursor is not None:
            column, was = self._cursor[0], self._cut.starts.astimezone(board.zone)
            self._ghost = self.ghost_at(self._cut, column, on_day(was, board.columns[column].on))
        if self._grip is not None:
            self.freeze()
        self._tell()
        self.update()

    def _follow(self, old: DayBoard, board: DayBoard) -> None:
        """The same day, changed by somebody: cursor and ghost stay with their columns, which may have new neighbours."""
        places = {column_key(column): number for number, column in enumerate(board.columns)}
        if self._cursor is not None:
            column = places.get(column_key(old.columns[self._cursor[0]]))
            self._cursor = None if column is None else (column, self._cursor[1])
        if (held := self._ghost) is not None:
            column = places.get(column_key(old.columns[held.column]))
            self._ghost = None if column is None else self.ghost_at(held.block, column, held.starts, held.ends)

    def ghost_at(self, block: Block, column: int, starts: datetime, ends: datetime | None = None) -> Landing:
        """A block held over a place, with the reason why it cannot land there."""
        assert self.board is not None
        until = ends or starts + (block.ends - block.starts)
        return landing(self.board, block, column=column, starts=starts, ends=until, now=self._now())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._grid is None:
            return
        point = event.position()
        if (found := self.placed_at(point)) is not None:
            self._grip = Grip(found[0], point, self._edge(point))
            if self._movable:
                self.freeze()  # now, so that the first step of a drag is as quick as the others
        elif point.y() > HEADER - min(0, self.y()) and self._grid.board.columns:
            self._choose(self._grid.column_at(point.x()), point.y())

    def _edge(self, point: QPointF) -> str:
        found = self.placed_at(point)
        if found is None or not self._movable or found[1].height() < 3 * EDGE:
            return ""
        if point.y() > found[1].bottom() - EDGE:
            return "bottom"
        return "top" if point.y() < found[1].top() + EDGE else ""

    def _choose(self, column: int, y: float) -> None:
        assert self._grid is not None
        at = self._grid.time_at(y - 15 * MINUTE, column)
        at = at.replace(minute=at.minute // 30 * 30)
        self._cursor = (column, at)
        self.update()
        if self._movable:
            self.slot_chosen.emit(self._grid.board.columns[column], at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grid is None:
            return
        grip, point = self._grip, event.position()
        if grip is None:
            shape = Qt.CursorShape.SizeVerCursor if self._edge(point) else Qt.CursorShape.ArrowCursor
            if self.cursor().shape() != shape:
                self.setCursor(shape)
            return
        far = (point - grip.began).manhattanLength() >= DRAG_FROM
        if (self._ghost is None and not far) or not self._movable:
            return
        self.freeze()
        self.hold(self._dragged(grip, point))
        self.reached.emit(round(point.x()), round(point.y()))

    def _dragged(self, grip: Grip, point: QPointF) -> Landing:
        assert self._grid is not None
        block, by = grip.block, point.y() - grip.began.y()
        if grip.edge:
            column = self._grid.column_at(grip.began.x())
            bottom = self._grid.time_at(self._grid.y(block.ends) + by, column)
            top = self._grid.time_at(self._grid.y(block.starts) + by, column)
            starts, ends = (top, block.ends) if grip.edge == "top" else (block.starts, bottom)
            starts, ends = min(starts, block.ends - SHORTEST), max(ends, block.starts + SHORTEST)
            return self.ghost_at(block, column, starts, ends)
        column = self._grid.column_at(point.x())
        return self.ghost_at(block, column, self._grid.time_at(self._grid.y(block.starts) + by, column))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        self.thaw()
        if event.button() != Qt.MouseButton.LeftButton or grip is None:
            return
        if self._ghost is not None and self._cut is None:
            self._land(self._ghost)
        else:
            self.block_opened.emit(grip.block)

    def _land(self, held: Landing) -> None:
        board = self.board
        assert board is not None
        if held.reason and not unmoved(board, held):
            if self._cut is None:
                self.drop_ghost()
            self.refused.emit(held.reason)
            return
        self.drop_ghost()
        if not unmoved(board, held):
            self.block_moved.emit(held, board.columns[held.column])

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._grip = None  # a hand cannot drag what is out of sight; what was cut stays cut
        if self._cut is None:
            self._ghost = None

    def drop_ghost(self) -> None:
        """Let go of what is held."""
        was, self._ghost, self._cut = self._cut, None, None
        self.repaint_all()
        if was is not None:
            self.cut.emit(None)

    @property
    def holds(self) -> bool:
        """Whether a drag or a cut is under way."""
        return self._grip is not None or self._cut is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._cursor is None or self._grid is None or not self._did(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _did(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        assert self._cursor is not None
        column, at = self._cursor
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._vertical(1 if key == Qt.Key.Key_Down else -1, modifiers)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(column + (1 if key == Qt.Key.Key_Right else -1), at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(column, at)
        elif control and key == Qt.Key.Key_X and self._movable:
            self._take(self.under_cursor())
        elif control and key == Qt.Key.Key_V and self._ghost:
            self._land(self._ghost)
        elif key == Qt.Key.Key_Escape and (self._ghost or self._cut):
            self._grip = None
            self.drop_ghost()
        elif key == Qt.Key.Key_Escape and self.free:
            self.ended.emit()
        else:
            return False
        return True

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Tab walks the free times while some glow, and leaves the calendar behind the last."""
        if self._cursor is not None and (cell := following(self.free, *self._cursor, 1 if forward else -1)) is not None:
            self._walk(cell.column, cell.starts)
            return True
        return super().focusNextPrevChild(forward)

    def show_free(self, found: tuple[Opening, ...]) -> None:
        super().show_free(found)
        self._tell()

    def _take(self, block: Block | None) -> None:
        self._cut = block
        self._ghost = self.ghost_at(block, self._cursor[0], block.starts) if block and self._cursor else None
        self.cut.emit(block)
        self._tell()
        self.update()

    def _vertical(self, way: int, modifiers: Qt.KeyboardModifier) -> None:
        """Arrows walk half hours; with Ctrl what is held goes 5 minutes, with Shift it grows or shrinks by 5."""
        assert self._cursor is not None
        column, at = self._cursor
        if modifiers & Qt.KeyboardModifier.ShiftModifier and self._movable:
            if self._ghost is None:
                self._take(self.under_cursor())
            if self._ghost is not None:
                held = self._ghost
                ends = min(max(held.ends + way * SNAP, held.starts + SHORTEST), held.starts + LONGEST)
                self._put(self.ghost_at(held.block, held.column, held.starts, ends))
        elif modifiers & Qt.KeyboardModifier.ControlModifier and self._ghost is not None:
            held = self._ghost
            self._put(self.ghost_at(held.block, held.column, held.starts + way * SNAP, held.ends + way * SNAP))
        else:
            self._walk(column, at + way * STEP)

    def _put(self, held: Landing) -> None:
        assert self.board is not None
        if held.starts.date() == self.board.columns[held.column].on:
            self._ghost = held
            self._tell()
            self.update()

    def _walk(self, column: int, at: datetime) -> None:
        assert self._grid is not None
        assert self._cursor is not None
        columns = self._grid.board.columns
        column = min(max(column, 0), len(columns) - 1)
        on = columns[column].on
        if column != self._cursor[0]:
            at = on_day(at, on)
        if at.date() != on:
            return
        self._cursor = (column, at)
        if self._cut is not None:
            length = self._ghost.ends - self._ghost.starts if self._ghost else self._cut.ends - self._cut.starts
            self._ghost = self.ghost_at(self._cut, column, at, at + length)
        self._reach()
        self.update()

    def _tell(self) -> None:
        """Say in words where the keyboard stands and what is held there."""
        if self._cursor is None or self.board is None:
            return
        column, at = self._cursor
        block, held = self.under_cursor(), self._ghost
        free = "free for this visit" if self.free_at(column, at) else ("not free for this visit" if self.free else "free")
        words = f"{at:%H:%M} {self.board.columns[column].name}: {block.name if block else free}"
        if held is not None:
            words += f". {held.block.name} {held.starts:%H:%M}–{held.ends:%H:%M}. {held.reason or 'It can land here.'}"
        self.setAccessibleDescription(words)

    def _reach(self) -> None:
        """Say it, and bring it into view."""
        self._tell()
        if self._grid is not None and self._cursor is not None:
            column, at = self._cursor
            self.reached.emit(round(self._grid.x(column) + self._grid.column_width / 2), round(self._grid.y(at)))

    def _enter(self, column: int, at: datetime) -> None:
        if self._ghost is not None and self._cut is not None:
            self._land(self._ghost)
            return
        block = self.under_cursor()
        if block is not None:
            self.block_opened.emit(block)
        elif self._movable and self._grid is not None:
            self.slot_chosen.emit(self._grid.board.columns[column], at)
