"""The calendar as a picture: what stands still is drawn once, and only the ghost is drawn while the hand moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ibh_desktop.queries.openings import Opening
from ibh_desktop.queries.schedule import Block, DayBoard
from ui.kit import discreet
from ui.kit.text import tip
from ui.kit.theme import color
from ui.views.schedule.geometry import HEADER, MINUTE, Cell, Geometry, cells, geometry
from ui.views.schedule.landing import Landing
from ui.views.schedule.painter import chip_rect, course_words, ghost_rect, paint_cursor, paint_day, paint_ghost, paint_header

_MARGIN = 6
STEP = timedelta(minutes=30)


class Canvas(QWidget):
    """Shows a board, the keyboard's cursor and what is held over it."""

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: DayBoard | None = None
        self._now = now
        self._grid: Geometry | None = None
        self._ghost: Landing | None = None
        self._cursor: tuple[int, datetime] | None = None
        self._still: QPixmap | None = None
        self._openings: tuple[Opening, ...] = ()
        self.free: list[Cell] = []
        self._touched = QRectF()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.repaint_all)
        self._minute.start()

    def _measure(self) -> None:
        if self.board is not None:
            self._grid = geometry(self.board, self.width())
            narrow = self._grid.right > self.width() + 1
            self.setMinimumSize(round(self._grid.right) if narrow else 0, self._grid.height)
            self.free = cells(self._grid, self._openings)

    def show_free(self, found: tuple[Opening, ...]) -> None:
        """Let the times glow at which a visit that is looked for could begin; none ends it."""
        if found != self._openings:
            self._openings = found
            self._measure()
            self.repaint_all()

    def free_at(self, column: int, at: datetime) -> Cell | None:
        """The free start in a column at a time."""
        return next((cell for cell in self.free if (cell.column, cell.starts) == (column, at)), None)

    def repaint_all(self) -> None:
        """Draw everything anew."""
        self._still = None
        self.update()

    def first_pixel(self) -> int:
        """Where to scroll so that the first shift shows."""
        return 0 if self._grid is None else round(50 * MINUTE)

    def sizeHint(self) -> QSize:
        return QSize(800, 700)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self._still = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = QRectF(event.rect())
        if self._grid is None:
            painter.fillRect(dirty, color("page"))
            return
        if self._still is not None:
            ratio = self._still.devicePixelRatio()
            painter.drawPixmap(dirty, self._still, QRectF(dirty.topLeft() * ratio, dirty.size() * ratio))
        else:
            painter.fillRect(dirty, color("page"))
            paint_day(painter, self._grid, self._now(), dirty, self.free)
        if self._cursor and self.hasFocus():
            paint_cursor(painter, self._grid, *self._cursor, self.under_cursor())
        if self._ghost:
            self._touched = paint_ghost(painter, self._grid, self._ghost, self._seen())
        top = max(0, -self.y())
        if dirty.top() <= top + HEADER:
            paint_header(painter, self._grid, top)

    def freeze(self) -> None:
        """Keep the picture that stands still, so that a drag paints no more than the ghost."""
        if self._grid is None or self._still is not None:
            return
        ratio = self.devicePixelRatioF()
        still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        still.setDevicePixelRatio(ratio)
        still.fill(color("page"))
        painter = QPainter(still)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_day(painter, self._grid, self._now(), QRectF(self.rect()), self.free)
        painter.end()
        self._still = still

    def thaw(self) -> None:
        """Let the picture go; it is large."""
        self._still = None

    def hold(self, ghost: Landing | None) -> None:
        """Show a ghost in the place of the one before."""
        self._ghost = ghost
        self.update(self._touched.toAlignedRect())
        if ghost is not None and self._grid is not None:
            fresh = ghost_rect(self._grid, ghost).united(chip_rect(self._grid, ghost, self._seen()))
            self.update(fresh.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).toAlignedRect())

    def _seen(self) -> QRectF:
        """The part that is not scrolled away."""
        return QRectF(self.visibleRegion().boundingRect()) if self.isVisible() else QRectF(self.rect())

    def placed_at(self, point: QPointF) -> tuple[Block, QRectF] | None:
        """The block under a point and its place."""
        if self._grid is None or point.y() < HEADER + max(0, -self.y()) or not self._grid.board.columns:
            return None
        placed = self._grid.placed(self._grid.column_at(point.x()))
        return next(((block, rect) for block, rect in placed if rect.contains(point)), None)

    def block_at(self, point: QPointF) -> Block | None:
        """The block under a point."""
        found = self.placed_at(point)
        return found[0] if found else None

    def _tip_at(self, point: QPointF) -> str:
        if (block := self.block_at(point)) is not None:
            return _tip(block)
        cell = next((cell for cell in self.free if cell.rect.contains(point)), None)
        return "" if cell is None else tip(f"{cell.starts:%H:%M}–{cell.ends:%H:%M} {cell.starts:%Z}", "free")

    def under_cursor(self) -> Block | None:
        """The block in which the keyboard's cursor stands."""
        if self._cursor is None or self._grid is None:
            return None
        column, at = self._cursor
        return next((b for b in self._grid.board.columns[column].blocks if b.starts < at + STEP and at < b.ends), None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            words = self._tip_at(QPointF(event.pos()))  # type: ignore[attr-defined]
            if words:
                QToolTip.showText(event.globalPos(), words, self)  # type: ignore[attr-defined]
            return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.repaint_all()
        return super().event(event)


def _tip(block: Block) -> str:
    session = " · ".join(part for part in (block.session.replace("/", " of "), course_words(block)) if part)
    return tip(
        f"{block.starts:%H:%M}–{block.ends:%H:%M} {block.starts:%Z}", discreet.name(block.name), session, block.status.value
    )
