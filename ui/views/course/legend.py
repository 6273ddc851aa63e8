"""What the marks of the timeline mean, below it, where it covers nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ibh_desktop.domain.timeline_glyphs import GLYPHS
from ibh_desktop.domain.timeline_shapes import Key
from ui.kit.theme import is_dark
from ui.views.course.layout import wide
from ui.views.course.painter import glyph, write

LINE = 19.0
_SIZE = 11
_HALF = 5.5


class Legend(QWidget):
    """As many lines as the marks need at this width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self.setAccessibleName("What the marks mean")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_keys(self, keys: list[Key]) -> None:
        """Explain these marks."""
        self._keys = keys
        self.setAccessibleDescription(", ".join(key.words for key in keys))
        self._fit()
        self.update()

    def placed(self) -> list[tuple[Key, QRectF]]:
        """Every mark with its words, line by line."""
        found, x, y = [], 0.0, 0.0
        for key in self._keys:
            width = wide(key.words, _SIZE, False) + 34
            if x and x + width > self.width():
                x, y = 0.0, y + LINE
            found.append((key, QRectF(x, y, width, LINE)))
            x += width
        return found

    def _fit(self) -> None:
        placed = self.placed()
        self.setFixedHeight(round(placed[-1][1].bottom()) if placed else 0)

    def sizeHint(self) -> QSize:
        return QSize(400, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for key, rect in self.placed():
            half = min(_HALF, GLYPHS[key.glyph].half)
            drawn, side = glyph(key.glyph, key.tone, half, self.devicePixelRatioF(), is_dark())
            painter.drawPixmap(QPointF(rect.left() + 8 - side, rect.center().y() - side), drawn)
            write(painter, key.words, QPointF(rect.left() + 19, rect.center().y()), _SIZE)
