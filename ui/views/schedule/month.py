"""A month as load per day: how much of what is worked is booked. Arrows walk, Enter or a click opens the day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ibh_desktop.queries.schedule import DayLoad, MonthBoard
from ui.kit.text import long_date
from ui.kit.theme import SECONDARY, SECTION, color, font

HEAD = 28
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class MonthGrid(QWidget):
    """Weeks below each other, Monday first."""

    day_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: MonthBoard | None = None
        self._today = date.min
        self._cursor = date.min
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Month")

    def sizeHint(self) -> QSize:
        return QSize(800, 560)

    def show_month(self, board: MonthBoard, today: date) -> None:
        """Show a month; the cursor stands on today, or on the first."""
        fresh = self.board is None or self.board.first != board.first
        self.board, self._today = board, today
        if fresh:
            same = (today.year, today.month) == (board.first.year, board.first.month)
            self._walk(today if same else board.first)
        self.update()

    def cell(self, on: date) -> QRectF:
        """Where a day lies."""
        assert self.board is not None
        weeks = len(self.board.days) // 7
        week, weekday = divmod((on - self.board.days[0].on).days, 7)
        wide, high = (self.width() - 1) / 7, (self.height() - HEAD - 1) / weeks
        return QRectF(weekday * wide, HEAD + week * high, wide, high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.board is None:
            return
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        for load in self.board.days[:7]:
            rect = self.cell(load.on)
            painter.drawText(QRectF(rect.left() + 10, 0, rect.width(), HEAD), Qt.AlignmentFlag.AlignVCenter, f"{load.on:%A}")
        for load in self.board.days:
            self._paint(painter, load)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(self.cell(self._cursor).adjusted(2, 2, -2, -2), 5, 5)

    def _paint(self, painter: QPainter, load: DayLoad) -> None:
        assert self.board is not None
        rect = self.cell(load.on)
        inside = load.on.month == self.board.first.month
        painter.setPen(QPen(color("hairline"), 1))
        painter.setBrush(color("surface" if inside and load.worked else "page"))
        painter.drawRect(rect)
        inner = rect.adjusted(10, 6, -10, -8)
        today = load.on == self._today
        painter.setFont(font(SECTION, bold=today))
        painter.setPen(color("accent" if today else "text" if inside else "secondary"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop, f"{load.on.day}")
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        words = painter.fontMetrics().elidedText(_words(load), Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner.adjusted(0, 24, 0, 0), Qt.AlignmentFlag.AlignTop, words)
        if load.worked:
            self._paint_bar(painter, QRectF(inner.left(), inner.bottom() - 8, inner.width(), 8), load)

    def _paint_bar(self, painter: QPainter, bar: QRectF, load: DayLoad) -> None:
        share = min(1.0, load.booked / load.worked)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent_soft"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(color("warning" if share > 0.9 else "accent"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 3, 3)

    def day_at(self, point: QPointF) -> date | None:
        """The day under a point."""
        if self.board is None:
            return None
        return next((load.on for load in self.board.days if self.cell(load.on).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        on = self.day_at(event.position())
        if on is not None:
            self._walk(on)
            self.day_chosen.emit(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._walk(self._cursor + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.board is not None:
            self.day_chosen.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def _walk(self, on: date) -> None:
        load = None if self.board is None else next((load for load in self.board.days if load.on == on), None)
        if load is not None:
            self._cursor = on
            self.setAccessibleDescription(f"{long_date(on)}: {_words(load) or 'nobody works'}")
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()


def _words(load: DayLoad) -> str:
    if load.closed:
        return f"Closed: {load.closed}"
    visits = f"{load.visits} visit{'' if load.visits == 1 else 's'}"
    if load.worked:
        return f"{visits} · {100 * load.booked // load.worked} %"
    return visits if load.visits else ""
