"""Paints the picture of a course: only what is in sight, with marks and words that are drawn once and kept."""

from dataclasses import replace
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QStaticText

from ibh_desktop.domain.timeline import ticks
from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_glyphs import GLYPHS, Ink, Stroke
from ibh_desktop.domain.timeline_shapes import Align, Bar, Hatch, Lane, Rule, Scale, Shape, Sign, Words, radius
from ui.kit.theme import color, font, is_dark
from ui.views.course.layout import RIGHT, TOP, Look, wide

TICK = 78.0
_PATTERNS = {
    Hatch.NONE: Qt.BrushStyle.SolidPattern,
    Hatch.DOTS: Qt.BrushStyle.Dense7Pattern,
    Hatch.LINES: Qt.BrushStyle.BDiagPattern,
}
_AROUND = 3.0
_BEYOND = 40.0
"""Pixels beyond the edge in which a mark can still be seen in part."""


class Brush:
    """A painter on its way over a look at a picture; `area` is what must be painted."""

    def __init__(self, painter: QPainter, look: Look, area: QRectF) -> None:
        self.painter, self._look, self._area = painter, look, area
        self._scale = painter.device().devicePixelRatio()
        self._dark = is_dark()
        self._days = Scale(look.x(0), look.per_day, TITLES, look.width)
        self._start, self._per_day, self._right = look.x(0), look.per_day, look.width
        self._lines = [look.x(upright.day) for upright in look.picture.uprights]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def all(self) -> None:
        """The whole picture, back to front."""
        lanes, tops = self._look.picture.lanes, self._look.tops()
        seen = [(lane, top) for lane, top in zip(lanes, tops, strict=True) if self._in_sight(top, lane.height)]
        for lane, top in seen:
            self._within(lane, top, lane.back)
        self._time(tops[-1])
        for lane, top in seen:
            self._within(lane, top, lane.front)
            for words in lane.titles:
                self._put(words, 0, top + words.y, TITLES - 18)
            for words in lane.ends:
                self._put(words, self._look.width - 8, top + words.y, RIGHT)

    def _in_sight(self, top: float, height: float) -> bool:
        return top - _BEYOND < self._area.bottom() and top + height + _BEYOND > self._area.top()

    def _within(self, lane: Lane, top: float, shapes: tuple[Shape, ...]) -> None:
        """Nothing runs into the names on either side."""
        if not shapes:
            return
        self._right = self._look.width - (RIGHT - 14 if lane.ends and shapes is lane.front else 0)
        if self._right != self._days.right:
            self._days = replace(self._days, right=self._right)
        self._clip(QRectF(TITLES - 14, top - 20, self._right - TITLES + 14, lane.height + 40))
        for shape in shapes:
            if isinstance(shape, Sign):
                self._sign(shape, top)
            elif isinstance(shape, Words):
                self._words(shape, top)
            elif isinstance(shape, Bar):
                self._bar(shape, top + shape.top, shape.height)
            else:
                self._rule(shape, top)
        self.painter.restore()

    def _clip(self, rect: QRectF) -> None:
        self.painter.save()
        self.painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)

    def _time(self, bottom: float) -> None:
        look, painter = self._look, self.painter
        self._clip(QRectF(TITLES - 14, 0, look.width - TITLES - RIGHT + 28, bottom + 40))
        for bar in look.picture.holds:
            self._bar(bar, TOP - 4, bottom - TOP)
        dated = [(look.x(day), words) for day, words in ticks(look.picture.shown, per_day=look.per_day, room=TICK)]
        painter.setPen(_pen("hairline", 1, False, self._dark))
        painter.drawLines([QLineF(x, TOP - 6, x, bottom) for x, _ in dated])
        for upright, x in zip(look.picture.uprights, self._lines, strict=True):
            painter.setPen(_pen(upright.tone, upright.weight, upright.dashed, self._dark))
            painter.drawLine(QLineF(x, TOP - 6, x, bottom + 14))
        painter.restore()
        for x, words in dated:
            if TITLES - 16 < x < look.width - RIGHT + 20:
                self._put(Words(0, 0, words, "secondary", align=Align.CENTRE), x, 14, TICK)

    def _sign(self, sign: Sign, top: float) -> None:
        x = self._start + sign.day * self._per_day
        if TITLES - _BEYOND < x < self._right + _BEYOND:
            half = GLYPHS[sign.glyph].half
            if sign.within is not None:
                half = round(2 * radius(sign.within, self._per_day, half=half)) / 2
            drawn, side = glyph(sign.glyph, sign.tone, half, self._scale, self._dark)
            self.painter.drawPixmap(QPointF(x - side, top + sign.y - side), drawn)

    def _bar(self, bar: Bar, top: float, height: float) -> None:
        look, x = self._look, self._days.x
        left, right = (TITLES, look.width - 4) if bar.full else (x(bar.first), x(bar.last))
        right = max(right, left + bar.least)
        if right - left < bar.worth or right < TITLES - _BEYOND or left > self._right + _BEYOND:
            return
        left, right = max(left, TITLES - _BEYOND), min(right, look.width + _BEYOND)
        rect = QRectF(left, top, right - left, height)
        if bar.edge or bar.rounded:
            self.painter.setPen(_pen(bar.edge, bar.weight, bar.dashed, self._dark) if bar.edge else Qt.PenStyle.NoPen)
            self.painter.setBrush(_fill_of(bar.fill, bar.alpha, Hatch.NONE, self._dark))
            self.painter.drawRoundedRect(rect, bar.rounded, bar.rounded)
        elif bar.hatch is Hatch.NONE:
            self.painter.fillRect(_whole(rect), _fill_of(bar.fill, bar.alpha, Hatch.NONE, self._dark))
        if bar.hatch is not Hatch.NONE:
            inside = rect.adjusted(1, 1, -1, -1).intersected(self._area)
            self.painter.fillRect(_whole(inside), _fill_of(bar.edge or bar.fill, min(bar.alpha, 0.4), bar.hatch, self._dark))

    def _rule(self, rule: Rule, top: float) -> None:
        path = QPainterPath()
        for number, (day, y) in enumerate(rule.points):
            point = QPointF(self._look.x(day), top + y)
            path.lineTo(point) if number else path.moveTo(point)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(_pen(rule.tone, rule.weight, rule.dashed, self._dark))
        self.painter.drawPath(path)

    def _words(self, words: Words, top: float) -> None:
        placed = self._days.place(words)
        if placed is not None:
            self._put(words, placed[0], top + words.y, placed[1], breaks=not words.inside)

    def _put(self, words: Words, x: float, y: float, room: float, *, breaks: bool = False) -> None:
        text = _cut(words.text, words.size, words.bold, int(min(room, words.room or room)))
        if not text:
            return
        width = wide(text, words.size, words.bold)
        left = x - (0.0, width / 2, width)[words.align]
        if left > self._look.width or left + width < 0:
            return
        drawn, height = _static(text, words.size, words.bold)
        if words.backed:
            self.painter.fillRect(QRectF(left - 2, y - 7, width + 4, 14), color("surface", 0.75))
        elif breaks:
            self._break_lines(left, width, y)
        self.painter.setFont(_face(words.size, words.bold))
        self.painter.setPen(_pen(words.tone, 1, False, self._dark))
        self.painter.drawStaticText(QPointF(left, y - height / 2), drawn)

    def _break_lines(self, left: float, width: float, y: float) -> None:
        """Words that meet a line of time stay readable: the line ends above them and goes on below."""
        for x in self._lines:
            if left < x + 2 and x - 2 < left + width:
                self.painter.fillRect(QRectF(x - 2, y - 7, 4, 14), color("surface"))


def write(painter: QPainter, text: str, at: QPointF, size: int, tone: str = "secondary") -> None:
    """Words to the right of a point, on its height."""
    drawn, height = _static(text, size, False)
    painter.setFont(_face(size, False))
    painter.setPen(_pen(tone, 1, False, is_dark()))
    painter.drawStaticText(QPointF(at.x(), at.y() - height / 2), drawn)


def _whole(rect: QRectF) -> QRect:
    """Whole pixels, which are filled ten times as fast; what met still meets."""
    left, top = round(rect.left()), round(rect.top())
    return QRect(left, top, max(1, round(rect.right()) - left), max(1, round(rect.bottom()) - top))


def paint_focus(painter: QPainter, rect: QRectF) -> None:
    """The ring around the item that the keyboard is on."""
    painter.setPen(QPen(color("text"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 6, 6)


@lru_cache(maxsize=256)
def _fill_of(tone: str, alpha: float, hatch: Hatch, _dark: bool) -> QBrush:  # noqa: FBT001
    return QBrush(color(tone, alpha), _PATTERNS[hatch]) if tone else QBrush(Qt.BrushStyle.NoBrush)


@lru_cache(maxsize=64)
def _face(size: int, bold: bool) -> QFont:  # noqa: FBT001
    return font(size, bold=bold)


@lru_cache(maxsize=256)
def _pen(tone: str, weight: float, dashed: bool, _dark: bool) -> QPen:  # noqa: FBT001
    return QPen(color(tone), weight, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)


@lru_cache(maxsize=2048)
def _static(text: str, size: int, bold: bool) -> tuple[QStaticText, float]:  # noqa: FBT001
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=_face(size, bold))
    return made, made.size().height()


@lru_cache(maxsize=8192)
def _cut(text: str, size: int, bold: bool, room: int) -> str:  # noqa: FBT001
    """The text, shortened where the room ends; nothing where not even a letter fits."""
    if wide(text, size, bold) <= room + 1:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wide(f"{text[:middle].rstrip()}…", size, bold) <= room else (low, middle - 1)
    return f"{text[:low].rstrip()}…" if low else ""


@lru_cache(maxsize=1024)
def glyph(name: str, tone: str, half: float, scale: float, _dark: bool) -> tuple[QPixmap, float]:  # noqa: FBT001
    """A mark drawn once for this size, scheme and screen, with half the side of its square."""
    drawn = GLYPHS[name]
    side = round((2.6 * half + 2 * _AROUND) * scale)
    made = QPixmap(side, side)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = side / scale / 2
    weight = drawn.weight if half > 5 else min(drawn.weight, 1.4)
    for stroke in drawn.strokes:
        pen = QPen(color(tone), weight, Qt.PenStyle.DashLine if stroke.dashed else Qt.PenStyle.SolidLine)
        painter.setPen(pen if stroke.edge else Qt.PenStyle.NoPen)
        painter.setBrush(_fill(stroke, tone))
        _trace(painter, stroke, middle, half)
    painter.end()
    return made, side / scale / 2


def _fill(stroke: Stroke, tone: str) -> QBrush:
    name = {Ink.TONE: tone, Ink.SOFT: f"{tone}_soft", Ink.GROUND: "surface"}.get(stroke.fill)
    return QBrush(Qt.BrushStyle.NoBrush) if name is None else QBrush(QColor(color(name)))


def _trace(painter: QPainter, stroke: Stroke, middle: float, half: float) -> None:
    if not stroke.points:
        painter.drawEllipse(QPointF(middle, middle), half * stroke.radius, half * stroke.radius)
        return
    corners = QPolygonF([QPointF(middle + x * half, middle + y * half) for x, y in stroke.points])
    painter.drawPolygon(corners) if stroke.closed else painter.drawPolyline(corners)
