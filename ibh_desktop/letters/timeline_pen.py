"""Draws the shapes of a course's picture into a PDF."""

from itertools import accumulate
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth

from ibh_desktop.domain.timeline import ticks
from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_glyphs import GLYPHS, Ink, Stroke
from ibh_desktop.domain.timeline_picture import Picture
from ibh_desktop.domain.timeline_shapes import Align, Bar, Hatch, Key, Lane, Rule, Scale, Shape, Sign, Words, radius
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.fonts import BOLD, REGULAR

AXIS, RIGHT = 30.0, 84.0
TICK = 78.0
_LINE = 17.0
TONES = {
    "page": "#F6F7F9",
    "surface": "#FFFFFF",
    "text": "#1B2330",
    "secondary": "#4A5361",
    "hairline": "#D5DAE1",
    "edge": "#818B9A",
    "accent": "#2B5BC7",
    "accent_soft": "#E9EFFB",
    "success": "#1B7A4B",
    "success_soft": "#E5F4EC",
    "warning": "#8A5200",
    "warning_soft": "#FCF1DD",
    "danger": "#B3261E",
    "danger_soft": "#FCEAE8",
    "initial": "#3568B0",
    "middle": "#137D6E",
    "ending": "#A1530B",
}
"""The light colours, which print well; the soft ones stay apart from white on any printer."""


def paled(tone: str, share: float) -> Color:
    """A tone mixed with the paper: what a share of it would look like, without the transparency that PDF/A-1 forbids."""
    ink = HexColor(TONES[tone])
    return Color(*(1 - share * (1 - part) for part in (ink.red, ink.green, ink.blue)))


class Pen:
    """A canvas whose y runs down, with the days from `first` on across it."""

    def __init__(self, canvas: Any, height: float, *, first: float, days: float, across: float, last: bool) -> None:
        self.canvas, self._height, self._across = canvas, height, across
        self._first, self._days = first, days
        # Only the last sheet has room for words that run on beyond its days.
        self._right = across if last else across - RIGHT + 14
        self._lines: list[float] = []
        self.per_day = (across - TITLES - RIGHT) / days
        self._shown = Scale(TITLES - first * self.per_day, self.per_day, TITLES, self._right)

    def x(self, day: float) -> float:
        """Where a day lies."""
        return self._shown.x(day)

    def picture(self, drawn: Picture, lanes: tuple[Lane, ...]) -> None:
        """Lines of time first, then every lane over them."""
        tops = [AXIS, *accumulate((lane.height for lane in lanes), initial=AXIS)][1:]
        bottom = tops[-1] - lanes[-1].height
        for lane, top in zip(lanes, tops, strict=False):
            self._clipped(lane.back, top, self._across)
        self._lines = [self.x(upright.day) for upright in drawn.uprights]
        self._time(drawn, bottom)
        for lane, top in zip(lanes, tops, strict=False):
            for words in lane.titles:
                self._words(words, words.dx, top, TITLES - 18)
            for words in lane.ends:
                self._words(words, self._across - 8, top, RIGHT)
            self._clipped(lane.front, top, self._across - RIGHT + 14 if lane.ends else self._right)

    def _clipped(self, shapes: tuple[Shape, ...], top: float, right: float) -> None:
        self.canvas.saveState()
        self._clip(right)
        for shape in shapes:
            self.shape(shape, top)
        self.canvas.restoreState()

    def _clip(self, right: float) -> None:
        area = self.canvas.beginPath()
        area.rect(TITLES - 14, 0, right - TITLES + 14, self._height)
        self.canvas.clipPath(area, stroke=0, fill=0)

    def _time(self, drawn: Picture, bottom: float) -> None:
        last = self._first + self._days
        for day, words in ticks(drawn.shown, per_day=self.per_day, room=TICK):
            if self._first <= day <= last:
                self._ink("hairline", 1)
                self._line(self.x(day), AXIS - 8, self.x(day), bottom)
                self._text(words, self.x(day), 11, "secondary", 12, bold=False, align=Align.CENTRE)
        self.canvas.saveState()
        self._clip(self._across - RIGHT + 14)
        for bar in drawn.holds:
            self._bar(bar, AXIS - 4, bottom - AXIS)
        self.canvas.restoreState()
        for upright in drawn.uprights:
            if self._first <= upright.day <= last:
                self._ink(upright.tone, upright.weight, dashed=upright.dashed)
                self._line(self.x(upright.day), AXIS - 6, self.x(upright.day), bottom + 12)

    def _starts_here(self, words: Words, x: float) -> bool:
        # Words that began on the sheet before are not continued on this one.
        return words.align is not Align.LEFT or x >= TITLES - 20

    def shape(self, shape: Shape, top: float) -> None:
        """One shape of a lane that begins at `top`."""
        if isinstance(shape, Sign):
            half = radius(shape.within, self.per_day, half=GLYPHS[shape.glyph].half)
            if -40 <= self.x(shape.day) - TITLES <= self._across:
                self.sign(shape.glyph, shape.tone, self.x(shape.day), top + shape.y, half)
        elif isinstance(shape, Bar):
            self._bar(shape, top + shape.top, shape.height)
        elif isinstance(shape, Rule):
            self._rule(shape, top)
        elif (placed := self._shown.place(shape)) and self._starts_here(shape, placed[0]):
            self._words(shape, placed[0], top, placed[1])

    def _bar(self, bar: Bar, top: float, height: float) -> None:
        left, right = (TITLES, self._across - 4) if bar.full else (self.x(bar.first), self.x(bar.last))
        left, width = max(left, TITLES - 20), max(bar.least, min(right, self._across + 20) - max(left, TITLES - 20))
        if right < TITLES - 20 or left > self._across or right - left < bar.worth or (width <= 0 and not bar.least):
            return
        self.canvas.saveState()
        if bar.edge or (bar.fill and bar.hatch is Hatch.NONE):
            self.canvas.setFillColor(paled(bar.fill or "surface", bar.alpha))
            self._ink(bar.edge or bar.fill, bar.weight, dashed=bar.dashed)
            y = self._height - top - height
            self.canvas.roundRect(left, y, width, height, min(bar.rounded, height / 2), stroke=bool(bar.edge), fill=1)
        if bar.hatch is not Hatch.NONE:
            self._hatch(bar, left, top, width, height)
        self.canvas.restoreState()

    def _hatch(self, bar: Bar, left: float, top: float, width: float, height: float) -> None:
        self.canvas.saveState()
        area = self.canvas.beginPath()
        area.rect(left, self._height - top - height, width, height)
        self.canvas.clipPath(area, stroke=0, fill=0)
        self._ink(bar.edge or bar.fill or "edge", 0.7)
        self.canvas.setStrokeColor(paled(bar.edge or bar.fill or "edge", min(0.5, max(0.3, bar.alpha))))
        at = -height
        while bar.hatch is Hatch.LINES and at < width:
            self._line(left + at, top + height, left + at + height, top)
            at += 7
        self.canvas.setDash(0.7, 5.3)
        rows = int(height // 6) if bar.hatch is Hatch.DOTS else 0
        for row in range(rows):
            y = top + 3 + 6 * row
            self._line(left + 3 * (row % 2), y, left + width, y)
        self.canvas.restoreState()

    def _rule(self, rule: Rule, top: float) -> None:
        self._ink(rule.tone, rule.weight, dashed=rule.dashed)
        path = self.canvas.beginPath()
        for number, (day, y) in enumerate(rule.points):
            (path.lineTo if number else path.moveTo)(self.x(day), self._height - top - y)
        self.canvas.drawPath(path, stroke=1, fill=0)

    def sign(self, glyph: str, tone: str, x: float, y: float, half: float) -> None:
        """A mark around a point."""
        drawn = GLYPHS[glyph]
        for stroke in drawn.strokes:
            self._ink(tone, drawn.weight, dashed=stroke.dashed)
            self._stroke(stroke, tone, x, y, half)

    def _stroke(self, stroke: Stroke, tone: str, x: float, y: float, half: float) -> None:
        fills = {Ink.TONE: tone, Ink.SOFT: f"{tone}_soft", Ink.GROUND: "surface"}
        fill = TONES.get(fills.get(stroke.fill, ""), TONES["page"])
        self.canvas.setFillColor(HexColor(fill))
        filled = int(stroke.fill is not Ink.NONE)
        if not stroke.points:
            self.canvas.circle(x, self._height - y, half * stroke.radius, stroke=int(stroke.edge), fill=filled)
            return
        path = self.canvas.beginPath()
        for number, (across, down) in enumerate(stroke.points):
            (path.lineTo if number else path.moveTo)(x + across * half, self._height - y - down * half)
        if stroke.closed:
            path.close()
        self.canvas.drawPath(path, stroke=int(stroke.edge), fill=filled)

    def _words(self, words: Words, x: float, top: float, room: float) -> None:
        text = self._cut(words.text, room, words.size, bold=words.bold)
        if words.backed:
            wide = stringWidth(text, BOLD if words.bold else REGULAR, words.size) + 4
            left = x - (0, wide / 2, wide)[words.align]
            self.canvas.setFillColor(HexColor(TONES["surface"]))
            self.canvas.rect(left, self._height - top - words.y - 7, wide, 14, stroke=0, fill=1)
        elif words.day and not words.inside:
            self._break_lines(text, words, x, top)
        self._text(text, x, top + words.y, words.tone, words.size, bold=words.bold, align=words.align)

    def _break_lines(self, text: str, words: Words, x: float, top: float) -> None:
        """Words that meet a line of time stay readable: the line ends above them and goes on below."""
        wide = stringWidth(text, BOLD if words.bold else REGULAR, words.size)
        left = x - (0, wide / 2, wide)[words.align]
        self.canvas.setFillColor(HexColor(TONES["surface"]))
        for line in self._lines:
            if left < line + 2 and line - 2 < left + wide:
                self.canvas.rect(line - 2, self._height - top - words.y - 7, 4, 14, stroke=0, fill=1)

    def _cut(self, text: str, room: float, size: int, *, bold: bool) -> str:
        words, face = clean(text).replace("\n", " "), BOLD if bold else REGULAR
        if stringWidth(words, face, size) <= room:
            return words
        while words and stringWidth(words + "…", face, size) > room:
            words = words[:-1]
        return words.rstrip() + "…" if words else ""

    def _text(self, text: str, x: float, y: float, tone: str, size: int, *, bold: bool, align: Align) -> None:
        self.canvas.setFillColor(HexColor(TONES[tone]))
        self.canvas.setFont(BOLD if bold else REGULAR, size)
        draw = (self.canvas.drawString, self.canvas.drawCentredString, self.canvas.drawRightString)[align]
        draw(x, self._height - y - size * 0.35, text)

    def label(self, text: str, x: float, y: float) -> None:
        """A line of the legend."""
        self._text(clean(text), x, y, "secondary", 11, bold=False, align=Align.LEFT)

    def _ink(self, tone: str, weight: float, *, dashed: bool = False) -> None:
        self.canvas.setStrokeColor(HexColor(TONES[tone]))
        self.canvas.setLineWidth(weight)
        self.canvas.setDash(*((4, 3) if dashed else ()))

    def _line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        self.canvas.line(x, self._height - y, to_x, self._height - to_y)


class Legend:
    """What the marks mean, on as many lines as it takes, below everything."""

    def __init__(self, drawn: Picture, across: float) -> None:
        self._placed: list[tuple[Key, float, float]] = []
        x, y = 0.0, 12.0
        for key in drawn.legend():
            wide = stringWidth(clean(key.words), REGULAR, 11) + 36
            if x + wide > across and x:
                x, y = 0.0, y + _LINE
            self._placed.append((key, x, y))
            x += wide
        self.height = y + 8 if self._placed else 0.0

    def draw(self, pen: Pen, top: float) -> None:
        """Every mark with its words."""
        for key, x, y in self._placed:
            pen.sign(key.glyph, key.tone, x + 9, top + y, min(6.0, GLYPHS[key.glyph].half))
            pen.label(key.words, x + 21, top + y)
