"""Scores of a course as small vector charts: bands shaded, a point a score, the first and the latest with their numbers."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import inch
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ibh_desktop.letters.content import ScoreSeries
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.fonts import BOLD, REGULAR
from ibh_desktop.letters.ink import ACCENT, QUIET

_HIGH, _GAP = 1.2 * inch, 0.3 * inch
_TITLE, _FOOT, _LEFT, _NAMES = 15.0, 14.0, 18.0, 64.0
_PALE, _DEEP = (0xF4, 0xF6, 0xF9), (0xC9, 0xD3, 0xE2)
"""Of the lowest and the highest band; grays of one colour, which print well and need no colour to be read."""
_INK = HexColor("#1B2330")


def charts(series: tuple[ScoreSeries, ...], width: float) -> Iterator[Flowable]:
    """Two charts side by side, as many rows as there are measures; a measure without a score has none."""
    found = [one for one in series if one.points]
    wide = (width - _GAP) / 2
    for at in range(0, len(found), 2):
        row: list[Flowable | str] = [ScoreChart(one, wide) for one in found[at : at + 2]]
        table = Table([row + [""] * (2 - len(row))], colWidths=[wide + _GAP, wide])
        pads = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
        table.setStyle(TableStyle([("FONTNAME", (0, 0), (-1, -1), REGULAR), *pads]))
        yield KeepTogether([Spacer(1, 3), table, Spacer(1, 5)])


class ScoreChart(Flowable):  # type: ignore[misc]
    """One measure: 0 at the foot, its highest total at the head, days from the first score to the latest."""

    def __init__(self, series: ScoreSeries, width: float) -> None:
        super().__init__()
        self._series = series
        self.width, self.height = width, _HIGH
        self._bottom, self._top = _FOOT, _HIGH - _TITLE
        self._edge = width - _NAMES
        self._from, self._to = _LEFT + 9, self._edge - 9

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Bands, their names, the line with its points, dates below."""
        first, latest = self._series.points[0], self._series.points[-1]
        self._title(first[1], latest[1])
        self._bands()
        self._scores()
        self._dates(first[0], latest[0])

    def _y(self, total: float) -> float:
        share = min(max(total / max(1, self._series.top), 0.0), 1.0)
        return float(self._bottom + (self._top - self._bottom) * share)

    def _x(self, on: date) -> float:
        days = (self._series.points[-1][0] - self._series.points[0][0]).days
        if days <= 0:
            return (self._from + self._to) / 2
        return self._from + (self._to - self._from) * (on - self._series.points[0][0]).days / days

    def _bands(self) -> None:
        canvas, count = self.canv, len(self._series.bands)
        canvas.setFont(REGULAR, 6.5)
        for number, band in enumerate(self._series.bands):
            low = self._y(band.low)
            high = self._y(self._series.bands[number + 1].low if number + 1 < count else self._series.top)
            share = number / max(1, count - 1)
            canvas.setFillColor(_shade(share))
            canvas.rect(_LEFT, low, self._edge - _LEFT, high - low, stroke=0, fill=1)
            canvas.setFillColor(QUIET)
            canvas.drawRightString(_LEFT - 3, low - (0 if number else 1), str(band.low))
            if high - low >= 7.5:
                canvas.drawString(self._edge + 3, (low + high) / 2 - 2.2, _short(band.name, REGULAR, 6.5, _NAMES - 3))
        canvas.setFillColor(QUIET)
        canvas.drawRightString(_LEFT - 3, self._top - 3, str(self._series.top))

    def _title(self, first: int, latest: int) -> None:
        canvas, code = self.canv, _short(self._series.code, BOLD, 9, self.width * 0.5)
        canvas.setFillColor(_INK)
        canvas.setFont(BOLD, 9)
        canvas.drawString(_LEFT, self._top + 5, code)
        said = f"{first} → {latest}" if len(self._series.points) > 1 else str(first)
        canvas.setFont(REGULAR, 9)
        canvas.drawString(_LEFT + stringWidth(code, BOLD, 9) + 8, self._top + 5, said)

    def _scores(self) -> None:
        canvas, points = self.canv, [(self._x(on), self._y(total)) for on, total in self._series.points]
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        canvas.setStrokeColor(ACCENT)
        canvas.setFillColor(ACCENT)
        canvas.setLineWidth(1.1)
        canvas.drawPath(path, stroke=1, fill=0)
        for x, y in points:
            canvas.circle(x, y, 1.7, stroke=0, fill=1)
        canvas.setFont(BOLD, 8)
        canvas.setFillColor(_INK)
        for (x, y), (_, total) in {points[0]: self._series.points[0], points[-1]: self._series.points[-1]}.items():
            above = y + 11 < self._top
            canvas.drawCentredString(x, y + 4 if above else y - 10, str(total))

    def _dates(self, first: date, latest: date) -> None:
        canvas = self.canv
        canvas.setFont(REGULAR, 7)
        canvas.setFillColor(QUIET)
        if first == latest:
            canvas.drawCentredString(self._x(first), 3, _day(first))
            return
        canvas.drawString(_LEFT, 3, _day(first))
        canvas.drawRightString(self._edge, 3, _day(latest))


@cache
def _shade(share: float) -> Color:
    return Color(*((pale + (deep - pale) * share) / 255 for pale, deep in zip(_PALE, _DEEP, strict=True)))


def _day(on: date) -> str:
    return f"{on:%b} {on.day}, {on.year}"


def _short(text: str, face: str, size: float, room: float) -> str:
    words = " ".join(clean(text).split())
    while stringWidth(words, face, size) > room:
        words = words[:-2] + "…"
    return words
