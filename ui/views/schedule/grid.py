"""The day grid under the hand: click, drag, arrow keys, cut and paste."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block, DayBoard
from ui.kit.text import tip
from ui.kit.theme import color
from ui.views.schedule.geometry import HEADER, MINUTE, Geometry, geometry, lanes
from ui.views.schedule.painter import paint_block, paint_cursor, paint_day, paint_header

DRAG_FROM = 6
STEP = timedelta(minutes=30)


@dataclass(slots=True)
class Ghost:
    """A block on its way: where it would land and why it cannot, when it cannot."""

    block: Block
    column: int
    starts: datetime
    reason: str = ""


class DayGrid(QWidget):
    """Emits what the hand means; it writes nothing itself."""

    slot_chosen = Signal(object, object)
    block_opened = Signal(object)
    block_moved = Signal(object, object, object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: DayBoard | None = None
        self._now = now
        self._grid: Geometry | None = None
        self._ghost: Ghost | None = None
        self._pressed: tuple[Block, QPointF] | None = None
        self._cut: Block | None = None
        self._cursor: tuple[int, datetime] | None = None
        self._movable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Day")
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.update)
        self._minute.start()

    def show_board(self, board: DayBoard, *, movable: bool) -> None:
        """Show a day; a drag that is under way goes on."""
        fresh = self.board is None or (self.board.on, self.board.location) != (board.on, board.location)
        self.board, self._movable = board, movable
        self._measure()
        if fresh or self._cursor is None or self._cursor[0] >= len(board.columns):
            column = next((n for n, c in enumerate(board.columns) if c.free), 0)
            free = board.columns[column].free
            self._cursor = (column, _next_half_hour(free[0].starts)) if free else None
            self._ghost = self._cut = None
        self.update()

    def _measure(self) -> None:
        if self.board is not None:
            self._grid = geometry(self.board, self.width())
            self.setMinimumSize(round(self._grid.x(len(self.board.columns))) if self._narrow() else 0, self._grid.height)

    def _narrow(self) -> bool:
        assert self._grid is not None
        return self._grid.x(len(self._grid.board.columns)) > self.width() + 1

    def first_pixel(self) -> int:
        """Where to scroll so that the first shift shows."""
        return 0 if self._grid is None else round(50 * MINUTE)

    def sizeHint(self) -> QSize:
        return QSize(800, 700)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), color("page"))
        if self._grid is None:
            return
        paint_day(painter, self._grid, self._now())
        if self._cursor and self.hasFocus():
            paint_cursor(painter, self._grid, *self._cursor)
        if self._ghost:
            self._paint_ghost(painter, self._grid, self._ghost)
        paint_header(painter, self._grid, max(0, -self.y()))

    def _paint_ghost(self, painter: QPainter, grid: Geometry, ghost: Ghost) -> None:
        ends = ghost.starts + (ghost.block.ends - ghost.block.starts)
        rect = grid.rect(ghost.column, ghost.starts, ends)
        paint_block(painter, rect, ghost.block, ghost=True)
        painter.setPen(color("danger" if ghost.reason else "success"))
        words = ghost.reason or f"{ghost.starts:%H:%M}"
        shade = painter.fontMetrics().horizontalAdvance(words) + 12
        chip = QRectF(rect.left(), rect.top() - 20, shade, 18)
        painter.fillRect(chip, color("surface"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    def block_at(self, point: QPointF) -> Block | None:
        """The block under a point."""
        if self._grid is None or point.y() < HEADER:
            return None
        for number, column in enumerate(self._grid.board.columns):
            shared = lanes(column.blocks)
            for block in column.blocks:
                if self._grid.rect(number, block.starts, block.ends, *shared[block.id]).contains(point):
                    return block
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._grid is None:
            return
        block = self.block_at(event.position())
        if block is not None:
            self._pressed = (block, event.position())
        elif event.position().y() > HEADER and self._grid.board.columns:
            self._choose(self._grid.column_at(event.position().x()), event.position().y())

    def _choose(self, column: int, y: float) -> None:
        assert self._grid is not None
        at = self._grid.time_at(y - 15 * MINUTE)
        at = at.replace(minute=at.minute // 30 * 30)
        self._cursor = (column, at)
        self.update()
        if self._movable:
            self.slot_chosen.emit(self._grid.board.columns[column].therapist, at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self._grid is None:
            return
        block, began = self._pressed
        far = (event.position() - began).manhattanLength() >= DRAG_FROM
        if (self._ghost is None and not far) or not self._movable:
            return
        moved = self._grid.time_at(self._grid.y(block.starts) + event.position().y() - began.y())
        self._ghost = self.ghost_at(block, self._grid.column_at(event.position().x()), moved)
        self.update()

    def ghost_at(self, block: Block, column: int, starts: datetime) -> Ghost:
        """A block held over a place, with the reason why it cannot land there."""
        assert self._grid is not None
        target = self._grid.board.columns[column]
        wanted = Slot(starts, starts + (block.ends - block.starts))
        reason = ""
        if block.status not in UPCOMING:
            reason = f"is {block.status.value}"
        elif clash := next((b for b in target.blocks if b.id != block.id and Slot(b.starts, b.ends).overlaps(wanted)), None):
            reason = f"taken {clash.starts:%H:%M}–{clash.ends:%H:%M}"
        elif not any(span.starts <= wanted.starts and wanted.ends <= span.ends for span in target.worked):
            reason = "outside the shift"
        elif any(off.overlaps(wanted) for off in target.off):
            reason = "away"
        return Ghost(block, column, starts, reason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        ghost = self._ghost
        if ghost is not None:
            self._land(ghost)
        elif pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.block_opened.emit(pressed[0])

    def _land(self, ghost: Ghost) -> None:
        unmoved = self._grid is not None and (self._grid.board.columns[ghost.column].therapist, ghost.starts) == (
            ghost.block.therapist,
            ghost.block.starts,
        )
        if ghost.reason or unmoved or self._grid is None:
            self.drop_ghost()
            return
        self.block_moved.emit(ghost.block, self._grid.board.columns[ghost.column].therapist, ghost.starts)

    def drop_ghost(self) -> None:
        """Let go of what is held."""
        self._ghost = self._cut = None
        self.update()

    def under_cursor(self) -> Block | None:
        """The block in which the keyboard's cursor stands."""
        if self._cursor is None or self._grid is None:
            return None
        column, at = self._cursor
        return next((b for b in self._grid.board.columns[column].blocks if b.starts < at + STEP and at < b.ends), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._cursor is None or self._grid is None:
            super().keyPressEvent(event)
            return
        column, at = self._cursor
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._walk(column, at + (STEP if key == Qt.Key.Key_Down else -STEP))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(column + (1 if key == Qt.Key.Key_Right else -1), at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(column, at)
        elif control and key == Qt.Key.Key_X and self._movable:
            self._cut = self.under_cursor()
            self._ghost = self.ghost_at(self._cut, column, self._cut.starts) if self._cut else None
            self.update()
        elif control and key == Qt.Key.Key_V and self._ghost:
            self._land(self._ghost)
        elif key == Qt.Key.Key_Escape and self._ghost:
            self.drop_ghost()
        else:
            super().keyPressEvent(event)

    def _walk(self, column: int, at: datetime) -> None:
        assert self._grid is not None
        column = min(max(column, 0), len(self._grid.board.columns) - 1)
        if at.date() != self._grid.board.on:
            return
        self._cursor = (column, at)
        if self._cut is not None:
            self._ghost = self.ghost_at(self._cut, column, at)
        block = self.under_cursor()
        self.setAccessibleDescription(f"{at:%H:%M} {self._grid.board.columns[column].name}: {block.name if block else 'free'}")
        self.update()

    def _enter(self, column: int, at: datetime) -> None:
        block = self.under_cursor()
        if block is not None:
            self.block_opened.emit(block)
        elif self._movable and self._grid is not None:
            self.slot_chosen.emit(self._grid.board.columns[column].therapist, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            block = self.block_at(QPointF(event.pos()))  # type: ignore[attr-defined]
            if block is not None:
                QToolTip.showText(event.globalPos(), _tip(block), self)  # type: ignore[attr-defined]
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


def _next_half_hour(at: datetime) -> datetime:
    return at + timedelta(minutes=-at.minute % 30)


def _tip(block: Block) -> str:
    return tip(f"{block.starts:%H:%M}–{block.ends:%H:%M} {block.starts:%Z}", block.name, block.session, block.status.value)
