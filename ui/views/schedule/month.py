"""The month as a grid of days with the load of each: a bar, the number of visits, closures by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.queries.schedule_month import MonthBoard, MonthDay
from ui.kit.text import long_date
from ui.kit.theme import SECONDARY, color, font
from ui.views.schedule.painter import shortened

HEAD = 28
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_FULL = 0.85


class MonthGrid(QWidget):
    """Arrows walk from day to day, Enter or a click opens one."""

    day_chosen = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: MonthBoard | None = None
        self._now = now
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Month")
        self.setMinimumHeight(360)

    def show_month(self, board: MonthBoard, on: date) -> None:
        """Show a month with the cursor on a date."""
        self.board = board
        self._at = next((n for n, day in enumerate(board.days) if day.on == on), 0)
        self._tell()

    def sizeHint(self) -> QSize:
        return QSize(800, 600)

    def cell(self, number: int) -> QRectF:
        """The place of a day."""
        assert self.board is not None
        wide, high = self.width() / 7, (self.height() - HEAD) / (len(self.board.days) / 7)
        return QRectF(number % 7 * wide, HEAD + number // 7 * high, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), color("page"))
        if self.board is None:
            return
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        for n, name in enumerate(WEEKDAYS):
            painter.drawText(QRectF(n * self.width() / 7 + 10, 0, 120, HEAD), Qt.AlignmentFlag.AlignVCenter, name[:3])
        today = self._now().astimezone(self.board.zone).date()
        for n, day in enumerate(self.board.days):
            _paint(painter, self.cell(n).adjusted(2, 2, -2, -2), day, self.board.first.month, today)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.cell(self._at).adjusted(2, 2, -2, -2), 6, 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.board is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._at = min(max(self._at + _STEPS[key], 0), len(self.board.days) - 1)
            self._tell()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_chosen.emit(self.board.days[self._at].on)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number(event.position())
        if number is not None and self.board is not None and event.button() == Qt.MouseButton.LeftButton:
            self._at = number
            self._tell()
            self.day_chosen.emit(self.board.days[number].on)

    def _number(self, point: QPointF) -> int | None:
        days = range(len(self.board.days)) if self.board else ()
        return next((n for n in days if self.cell(n).contains(point)), None)

    def _tell(self) -> None:
        assert self.board is not None
        day = self.board.days[self._at]
        self.setAccessibleDescription(f"{long_date(day.on)}: {words(day)}")
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


def words(day: MonthDay) -> str:
    """What a day holds: `34 visits, 71 % booked`."""
    if day.closed:
        return f"Closed: {day.closed}"
    if not day.visits and not day.bookable:
        return "Nobody works"
    count = f"{day.visits} visit{'s' if day.visits != 1 else ''}"
    return f"{count}, {day.load:.0%} booked" if day.bookable else f"{count}, nobody works"


def next_month(on: date, way: int) -> date:
    """The first of the month after, or before."""
    first = on.replace(day=1)
    return (first + timedelta(days=31)).replace(day=1) if way > 0 else (first - timedelta(days=1)).replace(day=1)


def _paint(painter: QPainter, rect: QRectF, day: MonthDay, month: int, today: date) -> None:
    outside = day.on.month != month
    painter.setPen(QPen(color("hairline"), 1))
    painter.setBrush(color("surface" if day.bookable and not outside else "page"))
    painter.drawRoundedRect(rect, 6, 6)
    if day.closed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("edge", 0.18))
        painter.drawRoundedRect(rect, 6, 6)
    strong, light = font(bold=True), font(SECONDARY)
    painter.setFont(strong)
    painter.setPen(color("accent" if day.on == today else ("secondary" if outside else "text")))
    number = f"{day.on.day} today" if day.on == today else f"{day.on.day}"
    painter.drawText(rect.adjusted(8, 6, -8, 0), Qt.AlignmentFlag.AlignTop, number)
    painter.setFont(light)
    painter.setPen(color("secondary"))
    line = rect.adjusted(8, 26, -8, 0)
    for n, part in enumerate(words(day).split(", ")):
        painter.drawText(line.adjusted(0, 17 * n, 0, 0), Qt.AlignmentFlag.AlignTop, shortened(part, light, int(line.width())))
    if day.bookable:
        bar = QRectF(rect.left() + 8, rect.bottom() - 12, rect.width() - 16, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("hairline"))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(color("warning" if day.load >= _FULL else "accent"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * day.load, 6), 3, 3)
