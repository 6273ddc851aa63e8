"""The timeline under hand and keyboard: hover explains, click opens, wheel zooms, arrows walk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QToolTip, QVBoxLayout, QWidget

from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_story import Story
from ui.kit.text import tip
from ui.kit.theme import color
from ui.views.course.layout import RIGHT, TOP, Item, Look, lay_out, scrolled_to, zoomed
from ui.views.course.painter import Brush, paint_focus

_TURN, _KEY = 1.15, 1.3
_EDGE = 60.0
_MANY = 5.0


class Timeline(QWidget):
    """Paints the story it is given, as wide as it is; emits the item that is opened."""

    opened = Signal(object)
    looked = Signal(object)
    laid_out = Signal(object)
    walked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._story: Story | None = None
        self._course: int | None = None
        self._look: Look | None = None
        self._items: list[Item] | None = None
        self._at = -1
        self._fits = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        # It paints its own ground: what lies behind need not be painted.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Course timeline")

    @property
    def items(self) -> list[Item]:
        """All that can be pointed at, where it lies now."""
        if self._items is None:
            self._items = self._look.items() if self._look else []
        return self._items

    @property
    def look(self) -> Look | None:
        """The days in sight."""
        return self._look

    def show_story(self, course: int, story: Story) -> None:
        """Lay out and paint a course; the same one keeps its zoom and the item that the keyboard is on."""
        if self._course != course:
            self._at, self._look = -1, None
        elif story == self._story:
            return
        self._course, self._story = course, story
        self._measure()

    def _measure(self) -> None:
        if self._story is not None and self._fits:
            was = self._look
            look = Look(lay_out(self._story, self._fits), self._fits)
            if was is not None and was.zoom > 1:
                look = zoomed(look, was.zoom, TITLES)
                look = scrolled_to(look, was.scrolled * look.inner / max(1.0, was.inner))
            self._see(look)
            self.laid_out.emit(look.picture)
            self.setMinimumHeight(round(look.picture.height + TOP))
            if self._at >= 0:
                self._at = min(self._at, len(self.items) - 1)

    def _see(self, look: Look) -> None:
        self._look, self._items = look, None
        self.looked.emit(look)
        self.update()

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Wider or narrower around a pixel, which keeps its day; around the middle, or the item in hand, without one."""
        if self._look is not None:
            middle = TITLES + self._look.inner / 2
            if at is None and 0 <= self._at < len(self.items):
                at = self.items[self._at].rect.center().x()
            self._see(zoomed(self._look, factor, middle if at is None else at))

    def show_all(self) -> None:
        """The whole course."""
        if self._look is not None:
            self._see(Look(self._look.picture, self._look.width))

    def scroll_to(self, pixels: float) -> None:
        """Go along the days."""
        if self._look is not None and pixels != self._look.scrolled:
            self._see(scrolled_to(self._look, pixels))

    def sizeHint(self) -> QSize:
        return QSize(800, round(self._look.picture.height + TOP) if self._look else 400)

    def fit(self, width: int) -> None:
        """Lay out for this width: a scroll bar that comes and goes beside it must not lay out anew."""
        if width != self._fits:
            self._fits = width
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("surface"))
        if self._look is not None:
            Brush(painter, self._look, QRectF(event.rect())).all()
        if self.hasFocus() and 0 <= self._at < len(self.items):
            paint_focus(painter, self.items[self._at].rect)

    def item_at(self, point: QPointF) -> Item | None:
        """What lies under a point: the nearest of what does, the smaller one of two."""
        under = (item for item in self.items if item.rect.contains(point))
        return min(under, key=lambda item: item.rect.width() * item.rect.height(), default=None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self.item_at(event.position())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._walk_to(self.items.index(item))
            self.opened.emit(item)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down zooms; sideways, or with Shift, goes along. Over the names of the lanes the page scrolls as ever."""
        turned, x = event.angleDelta(), event.position().x()
        if x < TITLES - 16:
            event.ignore()
            return
        sideways = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways and self._look is not None:
            self.scroll_to(self._look.scrolled - sideways)
        elif turned.y():
            self.zoom(_TURN if turned.y() > 0 else 1 / _TURN, x)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), len(self.items) - 1
        steps = {
            Qt.Key.Key_Right: min(self._at + 1, last),
            Qt.Key.Key_Left: max(self._at - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._along(-1 if key == Qt.Key.Key_Left else 1)
        elif key in steps and self.items:
            self._walk_to(steps[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.items:
            self._walk_to(self._beside(-1 if key == Qt.Key.Key_Up else 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at <= last:
            self.opened.emit(self.items[self._at])
        elif event.text() in ("+", "-", "="):
            self.zoom(1 / _KEY if event.text() == "-" else _KEY)
        elif event.text() == "0":
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _along(self, side: int) -> None:
        if self._look is not None:
            self.scroll_to(self._look.scrolled + side * self._look.inner / _MANY)

    def _beside(self, side: int) -> int:
        """The nearest item in the next lane up or down that has any."""
        if self._at < 0:
            return 0
        here = self.items[self._at]
        lanes = sorted({item.lane for item in self.items if (item.lane - here.lane) * side > 0}, reverse=side < 0)
        if not lanes:
            return self._at
        there = (n for n, item in enumerate(self.items) if item.lane == lanes[0])
        return min(there, key=lambda n: abs(_begins(self.items[n]) - _begins(here)))

    def _walk_to(self, number: int) -> None:
        self._at = number
        self._bring_into_sight(self.items[number])
        item = self.items[number]
        # Screen readers speak the description when it changes.
        self.setAccessibleDescription(". ".join(part for part in (item.words, item.details) if part))
        self.walked.emit(item)
        self.update()

    def _bring_into_sight(self, item: Item) -> None:
        """Along the days, as far as it takes."""
        if self._look is not None and self._look.zoom > 1:
            left, right = TITLES + _EDGE, self.width() - RIGHT - _EDGE
            x = item.rect.left() if item.rect.width() > right - left else item.rect.center().x()
            if not left <= x <= right:
                self.scroll_to(self._look.scrolled + x - (left + right) / 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._explain(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _explain(self, at: QPoint, on_screen: QPoint) -> None:
        item = self.item_at(QPointF(at))
        told = self._look.told_at(QPointF(at)) if self._look and item is None else ""
        if item is not None:
            QToolTip.showText(on_screen, tip(item.words, item.details), self)
        elif told:
            QToolTip.showText(on_screen, tip(*told.split(". ")), self)
        else:
            QToolTip.hideText()


def _begins(item: Item) -> float:
    """The middle of a mark, the beginning of a bar."""
    return item.rect.left() + min(12.0, item.rect.width() / 2)


class TimelineArea(QWidget):
    """Scrolls down when lanes are many, and along the days when they are zoomed."""

    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = timeline
        self._down = QScrollArea()
        self._down.setWidgetResizable(True)
        self._down.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._down.setFrameShape(QFrame.Shape.NoFrame)
        self._down.setWidget(timeline)
        self._down.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.along = QScrollBar(Qt.Orientation.Horizontal)
        self.along.setAccessibleName("Days in sight")
        self.along.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.along.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._down, 1)
        box.addWidget(self.along)
        self.along.valueChanged.connect(lambda to: timeline.scroll_to(to))
        timeline.looked.connect(self._looked)
        timeline.walked.connect(self._walked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.timeline.fit(self.width() - self._down.verticalScrollBar().sizeHint().width())

    def _looked(self, look: Look) -> None:
        self.along.blockSignals(True)
        self.along.setRange(0, round(look.furthest))
        self.along.setPageStep(round(look.inner))
        self.along.setSingleStep(40)
        self.along.setValue(round(look.scrolled))
        self.along.blockSignals(False)
        self.along.setVisible(look.zoom > 1)

    def _walked(self, item: Item) -> None:
        at = item.rect.center()
        self._down.ensureVisible(0, round(at.y()), 0, 40)
