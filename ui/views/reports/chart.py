"""Bars a week: hours that become free for certain, and on top those that hang on sessions not booked yet, hatched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.forecast import WeekCount
from ui.kit.theme import SECONDARY, color, font

HEIGHT, FOOT, HEAD = 176, 24, 30


class FreedChart(QWidget):
    """Reads as one sentence to who does not see it; the table below says the same in full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weeks: Sequence[WeekCount] = ()
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Weekly hours that become free, by week")

    def show_weeks(self, weeks: Sequence[WeekCount]) -> None:
        """Show other counts."""
        self._weeks = weeks
        self.setAccessibleDescription("; ".join(_said(week) for week in weeks if week.certain + week.expected) or "none")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("hairline"), 1))
        painter.setBrush(color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        self._legend(painter)
        area = QRectF(self.rect()).adjusted(16, HEAD + 14, -16, -FOOT)
        most = max((week.certain + week.expected for week in self._weeks), default=0) or 1
        step = area.width() / max(1, len(self._weeks))
        for number, week in enumerate(self._weeks):
            self._week(painter, QRectF(area.left() + number * step, area.top(), step, area.height()), week, most)
        painter.setPen(QPen(color("edge"), 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))
        painter.end()

    def _legend(self, painter: QPainter) -> None:
        painter.setFont(font(SECONDARY))
        left = 16.0
        for words, hatched in (("booked to the end", False), ("expected: some sessions are not booked", True)):
            _bar(painter, QRectF(left, 12, 14, 12), hatched=hatched)
            painter.setPen(color("secondary"))
            wide = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(left + 20, 8, wide + 4, 20), Qt.AlignmentFlag.AlignVCenter, words)
            left += wide + 44

    def _week(self, painter: QPainter, space: QRectF, week: WeekCount, most: int) -> None:
        unit = space.height() / most
        inside = space.adjusted(space.width() * 0.18, 0, -space.width() * 0.18, 0)
        solid, hatched = week.certain * unit, week.expected * unit
        _bar(painter, QRectF(inside.left(), space.bottom() - solid, inside.width(), solid), hatched=False)
        _bar(painter, QRectF(inside.left(), space.bottom() - solid - hatched, inside.width(), hatched), hatched=True)
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        below = QRectF(space.left() - 6, space.bottom() + 4, space.width() + 12, FOOT - 6)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, f"{week.monday.day} {week.monday:%b}")
        total = week.certain + week.expected
        if total:
            painter.setPen(color("text"))
            above = QRectF(space.left(), space.bottom() - solid - hatched - 16, space.width(), 14)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(total))


def _bar(painter: QPainter, rect: QRectF, *, hatched: bool) -> None:
    if rect.height() <= 0:
        return
    painter.setPen(QPen(color("accent"), 1))
    painter.setBrush(color("accent_soft") if hatched else color("accent"))
    painter.drawRect(rect)
    if hatched:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(color("accent"), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(rect)


def _said(week: WeekCount) -> str:
    expected = f", {week.expected} of them expected" if week.expected else ""
    return f"week of {week.monday.day} {week.monday:%B}: {week.certain + week.expected}{expected}"
