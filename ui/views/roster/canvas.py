"""The drawn week under the hand and the keys. It says what the hand means; the page draws it into the week."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.roster_week import LATEST, Minutes, Span, on_day
from ui.kit.theme import color
from ui.views.roster.geometry import AXIS, DAYS, FLATTEST, HEADER, NARROWEST, SNAP, WeekGeometry, geometry
from ui.views.roster.painter import Picture, Stroke, hours_words, paint_cursor, paint_stroke, paint_week

STEP, EDGE, DRAG_FROM = 30, 7, 5
PAINT, RUB, MOVE, TOP, BOTTOM = "paint", "rub out", "move", "top", "bottom"


@dataclass(frozen=True, slots=True)
class Grip:
    """Where the hand took hold, of which span, and what for."""

    began: QPointF
    what: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the arrow keys stand: a day, the minute they began at and the one they reach to."""

    day: int
    anchor: int
    reach: int

    @property
    def bounds(self) -> Minutes:
        """The minutes held."""
        return min(self.anchor, self.reach), max(self.anchor, self.reach) + STEP

    @property
    def stretched(self) -> bool:
        """Whether more than the half hour under the cursor is held."""
        return self.anchor != self.reach


class RosterCanvas(QWidget):
    """Emits what is meant, in days and minutes."""

    painted = Signal(int, int, object)
    rubbed = Signal(int, int, object)
    moved = Signal(object, int, int)
    resized = Signal(object, object)
    copied = Signal()
    pasted = Signal()
    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._grid: WeekGeometry | None = None
        self._grip: Grip | None = None
        self._stroke: Stroke | None = None
        self._cursor = Cursor(0, 480, 480)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Week")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_picture(self, picture: Picture) -> None:
        """Show a week as it is drawn by now."""
        self._picture = picture
        self._measure()
        self._say()
        self.update()

    def _measure(self) -> None:
        if self._picture is None:
            return
        self._grid = geometry(self._picture.week, self._picture.drawn, self.width(), self.height())
        lowest = HEADER + 8 + round((self._grid.closes - self._grid.opens) * FLATTEST)
        self.setMinimumSize(AXIS + DAYS * NARROWEST, lowest)

    def sizeHint(self) -> QSize:
        return QSize(900, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("page"))
        if self._grid is None or self._picture is None:
            return
        paint_week(painter, self._grid, self._picture)
        if self.hasFocus() and self._stroke is None:
            paint_cursor(painter, self._grid, self._cursor.day, self._cursor.bounds)
        if self._stroke is not None:
            paint_stroke(painter, self._grid, self._stroke)

    @property
    def _editable(self) -> bool:
        return self._picture is not None and self._picture.week.editable

    def span_at(self, point: QPointF) -> Span | None:
        """The span under a point."""
        if self._grid is None or self._picture is None:
            return None
        day = self._grid.day_at(point.x())
        return next((s for s in on_day(self._picture.drawn, day) if self._grid.rect(day, s.bounds).contains(point)), None)

    def _means(self, point: QPointF, modifiers: Qt.KeyboardModifier) -> tuple[str, Span | None]:
        span = self.span_at(point)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            return RUB, span
        if span is None or self._grid is None:
            return PAINT, None
        rect = self._grid.rect(span.weekday, span.bounds)
        if rect.height() >= 3 * EDGE and point.y() > rect.bottom() - EDGE:
            return BOTTOM, span
        if rect.height() >= 3 * EDGE and point.y() < rect.top() + EDGE:
            return TOP, span
        return MOVE, span

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self._grid is None or point.y() < HEADER or point.x() < AXIS:
            return
        minute = self._grid.minute_at(point.y()) // STEP * STEP
        self._cursor = Cursor(self._grid.day_at(point.x()), minute, minute)
        if self._editable:
            self._grip = Grip(point, *self._means(point, event.modifiers()))
        self._say()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        grip, point = self._grip, event.position()
        if self._grid is None:
            return
        if grip is None:
            what = self._means(point, event.modifiers())[0] if self._editable and point.y() > HEADER else ""
            shape = Qt.CursorShape.SizeVerCursor if what in (TOP, BOTTOM) else Qt.CursorShape.ArrowCursor
            if self.cursor().shape() != shape:
                self.setCursor(shape)
        elif self._stroke is not None or (point - grip.began).manhattanLength() >= DRAG_FROM:
            self._stroke = self._drawn(grip, point)
            self.update()

    def _drawn(self, grip: Grip, point: QPointF) -> Stroke:
        assert self._grid is not None
        if grip.span is None or grip.what == RUB:
            days = sorted((self._grid.day_at(grip.began.x()), self._grid.day_at(point.x())))
            ends = sorted((self._grid.minute_at(grip.began.y()), self._grid.minute_at(point.y())))
            bounds = (ends[0], max(ends[1], ends[0] + SNAP))
            words = f"{'rub out ' if grip.what == RUB else ''}{hours_words(bounds)}"
            return Stroke(days[0], days[1], bounds, words, "danger" if grip.what == RUB else "accent")
        starts, ends_at = grip.span.bounds
        by = round((point.y() - grip.began.y()) / self._grid.minute / SNAP) * SNAP
        day = grip.span.weekday
        if grip.what == TOP:
            bounds = (max(0, min(starts + by, ends_at - SNAP)), ends_at)
        elif grip.what == BOTTOM:
            bounds = (starts, min(LATEST, max(ends_at + by, starts + SNAP)))
        else:
            by = max(-starts, min(by, LATEST - ends_at))
            day, bounds = self._grid.day_at(point.x()), (starts + by, ends_at + by)
        return Stroke(day, day, bounds, hours_words(bounds))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        grip, stroke = self._grip, self._stroke
        self._grip = self._stroke = None
        self.update()
        if event.button() != Qt.MouseButton.LeftButton or grip is None or stroke is None:
            return
        if grip.what == RUB:
            self.rubbed.emit(stroke.first, stroke.last, stroke.bounds)
        elif grip.span is None:
            self.painted.emit(stroke.first, stroke.last, stroke.bounds)
        elif grip.what == MOVE:
            self.moved.emit(grip.span, stroke.first, stroke.bounds[0] - grip.span.bounds[0])
        else:
            self.resized.emit(grip.span, stroke.bounds)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say()
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._own(event):
            event.accept()  # the window's Undo would otherwise take it
            return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.update()
        return super().event(event)

    def _own(self, event: QKeyEvent) -> bool:
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        strokes = self._picture is not None and self._picture.strokes
        return control and (event.key() in (Qt.Key.Key_C, Qt.Key.Key_V) or (event.key() == Qt.Key.Key_Z and strokes))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._did(Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def _did(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        held = self._cursor
        arrows = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
        if key in arrows:
            self._walk(*arrows[key], stretch=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            signals = {Qt.Key.Key_C: self.copied, Qt.Key.Key_V: self.pasted, Qt.Key.Key_Z: self.undone}
            if key not in signals:
                return False
            signals[key].emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._editable:
            self._let_go()
            self.painted.emit(held.day, held.day, held.bounds)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._editable:
            self._let_go()
            self.rubbed.emit(held.day, held.day, held.bounds if held.stretched else self._whole())
        elif key == Qt.Key.Key_Escape and (self._grip or held.stretched):
            self._grip = self._stroke = None
            self._let_go()
        else:
            return False
        return True

    def _let_go(self) -> None:
        self._cursor = Cursor(self._cursor.day, self._cursor.bounds[0], self._cursor.bounds[0])
        self._say()
        self.update()

    def _whole(self) -> Minutes:
        """The bounds of the span in which the cursor stands, else the half hour."""
        span = self._under()
        return span.bounds if span else self._cursor.bounds

    def _under(self) -> Span | None:
        if self._picture is None:
            return None
        first, last = self._cursor.bounds
        return next(
            (s for s in on_day(self._picture.drawn, self._cursor.day) if s.bounds[0] < last and first < s.bounds[1]), None
        )

    def _walk(self, across: int, down: int, *, stretch: bool) -> None:
        held = self._cursor
        day = min(DAYS - 1, max(0, held.day + across))
        reach = min(LATEST // STEP * STEP - STEP, max(0, held.reach + down * STEP))
        self._cursor = Cursor(held.day, held.anchor, reach) if stretch else Cursor(day, reach, reach)
        self._say()
        self.update()

    def _say(self) -> None:
        """Say in words where the keys stand and what is worked there."""
        held, span = self._cursor, self._under()
        words = f"{WEEKDAYS[held.day]} {hours_words(held.bounds)}: "
        if span is None or self._picture is None:
            words += "not worked"
        else:
            place = next((p.name for p in self._picture.week.locations if p.id == span.location), "another location")
            words += f"{hours_words(span.bounds)} at {place}"
        self.setAccessibleDescription(words)
