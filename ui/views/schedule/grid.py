"""The schedule's grid under the hand: click, drag, pull an edge. It emits what the hand means and writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule_blocks import Block, DayBoard
from ui.kit.text import tip
from ui.kit.theme import color
from ui.views.schedule.geometry import HEADER, MINUTE, SNAP, Geometry, geometry, lanes
from ui.views.schedule.held import Ghost, held_at
from ui.views.schedule.painter import paint_cursor, paint_day, paint_ghost, paint_header

DRAG_FROM = 6
EDGE = 7
"""Pixels above the lower edge of a block in which it is pulled instead of moved."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A block under the pressed button; `edge` means its end is pulled."""

    block: Block
    at: QPointF
    edge: bool


class Grid(QWidget):
    """Shows a board and follows the mouse; `DayGrid` adds the keys."""

    slot_chosen = Signal(object, object)
    block_opened = Signal(object)
    landed = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: DayBoard | None = None
        self._now = now
        self._grid: Geometry | None = None
        self._ghost: Ghost | None = None
        self._pressed: Pressed | None = None
        self._cursor: tuple[int, datetime] | None = None
        self._movable = False
        self._picture: tuple[QRect, QPixmap] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Schedule")
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()

    def refresh(self) -> None:
        """Paint everything anew."""
        self._picture = None
        self.update()

    def _measure(self) -> None:
        if self.board is not None:
            self._grid = geometry(self.board, self.width())
            wide = self._grid.x(len(self.board.columns))
            self.setMinimumSize(round(wide) if wide > self.width() + 1 else 0, self._grid.height)

    def first_pixel(self) -> int:
        """Where to scroll so that the first shift shows."""
        return 0 if self._grid is None else round(50 * MINUTE)

    def sizeHint(self) -> QSize:
        return QSize(800, 700)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._picture = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._grid is None:
            painter.fillRect(event.rect(), color("page"))
            return
        if self._ghost is not None:
            # While something is held only it moves: what lies below is painted once.
            seen, picture = self._still()
            painter.drawPixmap(seen.topLeft(), picture)
        else:
            self._picture = None
            self._paint_board(painter, event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._cursor and self.hasFocus():
            paint_cursor(painter, self._grid, *self._cursor)
        if self._ghost is not None:
            paint_ghost(painter, self._grid, self._ghost)
        paint_header(painter, self._grid, max(0, -self.y()))

    def _paint_board(self, painter: QPainter, area: QRect) -> None:
        assert self._grid is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area, color("page"))
        paint_day(painter, self._grid, self._now(), area)

    def _still(self) -> tuple[QRect, QPixmap]:
        seen = self.visibleRegion().boundingRect()
        if self._picture is None or not self._picture[0].contains(seen):
            ratio = self.devicePixelRatioF()
            picture = QPixmap(seen.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            painter.translate(-seen.topLeft())
            self._paint_board(painter, seen)
            painter.end()
            self._picture = (seen, picture)
        return self._picture

    def block_at(self, point: QPointF) -> Block | None:
        """The block under a point."""
        if self._grid is None or point.y() < HEADER or not self._grid.board.columns:
            return None
        number = self._grid.column_at(point.x())
        blocks = self._grid.board.columns[number].blocks
        shared = lanes(blocks)
        return next((b for b in blocks if self._grid.rect(number, b.starts, b.ends, *shared[b.id]).contains(point)), None)

    def _on_edge(self, block: Block, point: QPointF) -> bool:
        assert self._grid is not None
        bottom = self._grid.y(block.ends, self._grid.board.columns[self._grid.column_at(point.x())].on)
        return self._movable and 0 <= bottom - point.y() <= EDGE

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._grid is None:
            return
        at = event.position()
        block = self.block_at(at)
        if block is not None:
            self._pressed = Pressed(block, at, self._on_edge(block, at))
        elif at.y() > HEADER and self._grid.board.columns:
            self._choose(self._grid.column_at(at.x()), at.y())

    def _choose(self, column: int, y: float) -> None:
        assert self._grid is not None
        at = self._grid.time_at(column, y - 15 * MINUTE)
        at = at.replace(minute=at.minute // 30 * 30)
        self._cursor = (column, at)
        self.update()
        if self._movable:
            self.slot_chosen.emit(self._grid.board.columns[column], at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grid is None:
            return
        at = event.position()
        if self._pressed is None:
            block = self.block_at(at)
            edge = block is not None and self._on_edge(block, at)
            self.setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor)
            return
        far = (at - self._pressed.at).manhattanLength() >= DRAG_FROM
        if (self._ghost is not None or far) and self._movable:
            self.hold(self._pulled(self._pressed, at) if self._pressed.edge else self._dragged(self._pressed, at))

    def hold(self, ghost: Ghost | None) -> None:
        """Show what is held somewhere else; only where it was and is is painted anew."""
        if ghost != self._ghost:
            self._ghost = ghost
            self.update()

    def _dragged(self, pressed: Pressed, at: QPointF) -> Ghost:
        assert self._grid is not None
        block, column = pressed.block, self._grid.column_at(at.x())
        starts = self._grid.time_at(column, self._grid.y(block.starts) + at.y() - pressed.at.y())
        return self.ghost_at(block, column, starts)

    def _pulled(self, pressed: Pressed, at: QPointF) -> Ghost:
        assert self._grid is not None
        block, column = pressed.block, self._grid.column_at(pressed.at.x())
        ends = self._grid.time_at(column, self._grid.y(block.ends, block.starts.date()) + at.y() - pressed.at.y())
        return self.pulled_to(block, column, ends)

    def ghost_at(self, block: Block, column: int, starts: datetime) -> Ghost:
        """A block held over a place, with the reason why it cannot land there."""
        assert self.board is not None
        return held_at(self.board, block, column, Slot(starts, starts + (block.ends - block.starts)))

    def pulled_to(self, block: Block, column: int, ends: datetime) -> Ghost:
        """A block with another end, five minutes long at least."""
        assert self.board is not None
        soonest = block.starts + timedelta(minutes=SNAP)
        return held_at(self.board, block, column, Slot(block.starts, max(soonest, ends)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._ghost is not None and pressed is not None:
            self.land(self._ghost)
        elif pressed is not None and event.button() == Qt.MouseButton.LeftButton:
            self.block_opened.emit(pressed.block)

    def land(self, ghost: Ghost) -> None:
        """Let go of what is held where it is; nothing happens where it came from."""
        assert self.board is not None
        block, column = ghost.block, self.board.columns[ghost.column]
        same_place = block.id in {other.id for other in column.blocks}
        self.drop_ghost()
        if not (same_place and (block.starts, block.ends) == (ghost.starts, ghost.ends)):
            self.landed.emit(ghost)

    def drop_ghost(self) -> None:
        """Forget what is held."""
        self._ghost = self._picture = None
        self.update()

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


def _tip(block: Block) -> str:
    return tip(f"{block.starts:%H:%M}–{block.ends:%H:%M} {block.starts:%Z}", block.name, block.session, block.status.value)
