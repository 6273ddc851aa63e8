"""The closeness circle under hand and keyboard. It says what is meant; the section around it writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ibh_desktop.domain.circle import Difference, Place, nudged
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.queries.inventory import PersonLine
from ui.kit.text import tip
from ui.kit.theme import SECONDARY, color, font
from ui.views.course.circle_layout import CircleLayout, Mark, lay_out
from ui.views.course.circle_painter import paint_circle

TURN, REST, DRAG_FROM = 10, 600, 5
"""Degrees a key turns, milliseconds without a key until a move is meant, pixels a hand moves before it drags."""
KEYS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -TURN),
    Qt.Key.Key_Right: (0, TURN),
}


class Circle(QWidget):
    """Tab walks from person to person, the arrow keys move the one that is chosen, Enter opens it."""

    chosen = Signal(object)
    opened = Signal(object)
    moved = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Sequence[PersonLine] = ()
        self._differences: Sequence[Difference] = ()
        self._writable = False
        self._at: PersonId | None = None
        self._shifted: dict[PersonId, Place] = {}
        self._pending: PersonId | None = None
        self._grip: tuple[PersonId, QPointF] | None = None
        self._layout: CircleLayout | None = None
        self.rest = QTimer(self, singleShot=True, interval=REST)
        self.rest.timeout.connect(self.flush)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(300, 250)
        self.setAccessibleName("Closeness circle")

    def show_people(self, people: Sequence[PersonLine], differences: Sequence[Difference], *, writable: bool) -> None:
        """Show people where they stand now; what a hand or key holds at this moment stays where it holds it."""
        held = {self._pending, self._grip[0] if self._grip else None}
        self._people, self._differences, self._writable = people, differences, writable
        known = {line.id for line in people}
        self._shifted = {key: place for key, place in self._shifted.items() if key in held & known}
        self._at = self._at if self._at in known else (people[0].id if people else None)
        self._measure()
        self._say()

    def choose(self, person: PersonId | None) -> None:
        """Choose somebody; what was moved before is written first."""
        if person == self._at:
            return
        self.flush()
        self._at = person
        self._say()
        self.update()
        self.chosen.emit(person)

    @property
    def person(self) -> PersonId | None:
        """Who is chosen."""
        return self._at

    def marks(self) -> tuple[Mark, ...]:
        """Everybody as painted."""
        return self._layout.marks if self._layout else ()

    def _mark(self, person: PersonId | None) -> Mark | None:
        return next((mark for mark in self.marks() if mark.line.id == person), None)

    def _say(self) -> None:
        mark = self._mark(self._at)
        # Screen readers speak the description when it changes.
        self.setAccessibleDescription(mark.words if mark else "Nobody")

    def _measure(self) -> None:
        metrics = QFontMetricsF(font(SECONDARY, bold=True))
        self._layout = lay_out(
            self._people,
            QSizeF(self.size()),
            metrics.horizontalAdvance,
            shifted=self._shifted,
            differences=self._differences,
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 520)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("surface"))
        if self._layout is not None:
            paint_circle(painter, self._layout, self._at, focused=self.hasFocus())

    def _shift(self, person: PersonId, place: Place) -> None:
        self._shifted[person] = place
        self._measure()
        self._say()

    def flush(self) -> None:
        """Say where the keys have moved somebody."""
        self.rest.stop()
        person, self._pending = self._pending, None
        if person is not None and person in self._shifted:
            self._tell(person)

    def _tell(self, person: PersonId) -> None:
        line = next((line for line in self._people if line.id == person), None)
        if line is not None and line.about.place != self._shifted[person]:
            self.moved.emit(person, self._shifted[person])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, mark = Qt.Key(event.key()), self._mark(self._at)
        if key in KEYS and mark is not None and self._writable:
            outward, turn = KEYS[key]
            if self._pending != mark.line.id:
                self.flush()
            self._pending = mark.line.id
            self._shift(mark.line.id, nudged(mark.place, outward=outward, turn=turn))
            self.rest.start()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and mark is not None:
            self.flush()
            self.opened.emit(self._at)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._people:
            self.choose(self._people[0 if key == Qt.Key.Key_Home else -1].id)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes from person to person, and on after the last."""
        keys = [line.id for line in self._people]
        at = keys.index(self._at) + (1 if forward else -1) if self._at in keys else -1
        if self.hasFocus() and 0 <= at < len(keys):
            self.choose(keys[at])
            return True
        return super().focusNextPrevChild(forward)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._layout.at(event.position()) if self._layout else None
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self.choose(mark.line.id)
            self._grip = (mark.line.id, event.position()) if self._writable else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._layout is None:
            return
        if self._grip is None:
            over = self._layout.at(event.position())
            self.setCursor(Qt.CursorShape.OpenHandCursor if over and self._writable else Qt.CursorShape.ArrowCursor)
            return
        person, began = self._grip
        mark = self._mark(person)
        if mark is not None and ((event.position() - began).manhattanLength() >= DRAG_FROM or person in self._shifted):
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._shift(person, self._layout.place(event.position(), before=mark.place.angle))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, self._grip = self._grip, None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        if grip is not None and grip[0] in self._shifted and event.button() == Qt.MouseButton.LeftButton:
            self._tell(grip[0])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self._layout.at(event.position()) if self._layout else None
        if mark is not None:
            self.opened.emit(mark.line.id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self._layout.at(QPointF(event.pos())) if self._layout else None
            if mark is not None:
                QToolTip.showText(event.globalPos(), tip(*mark.words.split("; ")), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
