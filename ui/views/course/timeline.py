"""The timeline under hand and keyboard: hover explains, click opens, wheel zooms, arrows walk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from ibh_desktop.queries.course_page import CoursePage
from ui.kit.text import tip
from ui.kit.theme import color
from ui.views.course.layout import Item, Layout, items, lay_out
from ui.views.course.painter import paint, paint_focus

WIDEST = 6.0


class Timeline(QWidget):
    """Paints the page it is given; emits the item that is opened."""

    opened = Signal(object)
    zoomed = Signal(float)
    walked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: CoursePage | None = None
        self._layout: Layout | None = None
        self.items: list[Item] = []
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Course timeline")

    def show_page(self, page: CoursePage) -> None:
        """Lay out and paint a course."""
        if self._page is None or self._page.id != page.id:
            self._at = -1
        self._page = page
        self._measure()

    def _measure(self) -> None:
        if self._page is not None:
            self._layout = lay_out(self._page, self.width())
            self.items = items(self._layout)
            self.setMinimumHeight(round(self._layout.height))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(800, round(self._layout.height) if self._layout else 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("surface"))
        if self._layout is not None:
            paint(painter, self._layout)
        if self.hasFocus() and 0 <= self._at < len(self.items):
            paint_focus(painter, self.items[self._at].rect)

    def item_at(self, point: QPointF) -> Item | None:
        """What lies under a point."""
        return next((item for item in self.items if item.rect.contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._walk_to(self.items.index(item))
            self.opened.emit(item)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoomed.emit(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.items) - 1
        steps = {
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Down: min(self._at + 1, last),
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Up: max(self._at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and self.items:
            self._walk_to(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at <= last:
            self.opened.emit(self.items[self._at])
        elif event.text() in ("+", "-"):
            self.zoomed.emit(1.3 if event.text() == "+" else 1 / 1.3)
        else:
            super().keyPressEvent(event)

    def _walk_to(self, number: int) -> None:
        self._at = number
        # Screen readers speak the description when it changes.
        self.setAccessibleDescription(self.items[number].words)
        self.walked.emit(self.items[number])
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self.item_at(QPointF(event.pos()))
            if item is not None:
                QToolTip.showText(event.globalPos(), tip(*item.words.split(". ", 1)), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)


class TimelineArea(QScrollArea):
    """Scrolls sideways when zoomed in."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = timeline
        self._zoom = 1.0
        self.setWidgetResizable(True)
        self.setWidget(timeline)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        timeline.zoomed.connect(self.zoom)
        timeline.walked.connect(
            lambda item: self.ensureVisible(round(item.rect.center().x()), round(item.rect.center().y()), 60, 40)
        )

    def zoom(self, factor: float) -> None:
        """Wider or narrower, between the whole course and a few weeks."""
        self._zoom = min(WIDEST, max(1.0, self._zoom * factor))
        self._fit()

    def _fit(self) -> None:
        self.timeline.setMinimumWidth(round(self.viewport().width() * self._zoom) if self._zoom > 1 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
