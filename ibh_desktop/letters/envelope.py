"""Where a recipient stands so that a No. 10 window envelope shows all of it and nothing else.

The sheet, 8½ × 11 in, is folded into three equal panels of 3⅔ in; the upper one, with the address, lies behind the window.
The envelope measures 4⅛ × 9½ in, its window 1⅛ × 4½ in, ⅞ in from the left and ½ in from the bottom (the industry's standard
place: businessenvelopes.com, "Window envelopes, the complete guide"; response-envelope.com gives the way of measuring). So the
sheet can slide: 4⅛ − 3⅔ = 0.458 in up from the bottom edge, 9½ − 8½ = 1 in to the right of the left one. USPS wants the
address clear of the window's edge with the insert moved to its full limits in each direction (QSG 201a, DMM 202.5).

Seated on the bottom edge the window shows 2.042 to 3.167 in of the sheet, counted from its top; pushed to the top edge 2.5 to
3.625 in. What both show is 2.5 to 3.167 in. At the left it shows 0.875 to 5.375 in from the sheet's left, at the right
−0.125 to 4.375 in; both show 0.875 to 4.375 in. Four lines of 10 points stand in that, 1 mm from every edge. Between
2.042 and 3.625 in, left of 5.375 in, nothing else may stand: it would show with the sheet pushed aside.
"""

from itertools import chain

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.letters.content import Address
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.fonts import REGULAR
from ibh_desktop.letters.ink import BLACK, FOLD

WIDTH, HEIGHT = letter
PANEL = HEIGHT / 3
ENVELOPE = (9.5 * inch, 4.125 * inch)
WINDOW = (0.875 * inch, 0.5 * inch, 4.5 * inch, 1.125 * inch)
"""From the envelope's left, from its bottom, width, height."""
CLEAR = 1 * mm
LEFT = 1.0 * inch


def seen(right: float, up: float) -> tuple[float, float, float, float]:
    """What the window shows of the sheet when it slid so far: left, bottom, right and top, in points from the lower left."""
    x, y, wide, high = WINDOW
    bottom = HEIGHT - PANEL + y - up
    return x - right, bottom, x + wide - right, bottom + high


def slides() -> list[tuple[float, float]]:
    """The four corners that the sheet can lie in."""
    across, up = ENVELOPE[0] - WIDTH, ENVELOPE[1] - PANEL
    return [(right, rise) for right in (0.0, across) for rise in (0.0, up)]


def always_seen() -> tuple[float, float, float, float]:
    """What the window shows wherever the sheet lies."""
    found = [seen(*slide) for slide in slides()]
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def ever_seen() -> tuple[float, float, float, float]:
    """What the window can show, all places of the sheet together."""
    found = [seen(*slide) for slide in slides()]
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


_ASCENT, _DESCENT = 0.78, 0.212
"""Of the face, as shares of its size: the highest sign without an accent over the line and the lowest under it."""
_SIZES = (10.0, 9.5, 9.0, 8.5, 8.0)
"""USPS takes nothing below 8 points (DMM 202)."""
_LEADING = 1.08


def draw_address(canvas: Canvas, to: Address) -> None:
    """The recipient, a line each, in the middle of what is always seen; smaller where a line is long, broken below 8 points."""
    _, bottom, right, top = always_seen()
    size, lines = _fitted([to.name, to.organisation, to.street, to.city_line], right - CLEAR - LEFT)
    high = (len(lines) - 1) * size * _LEADING + size * (_ASCENT + _DESCENT)
    y = (top + bottom) / 2 + high / 2 - size * _ASCENT
    canvas.setFillColor(BLACK)
    canvas.setFont(REGULAR, size)
    for line in lines:
        canvas.drawString(LEFT, y, line)
        y -= size * _LEADING


def _fitted(texts: list[str], room: float) -> tuple[float, list[str]]:
    lines = [line for text in texts if (line := " ".join(clean(text).split()))]
    for size in _SIZES:
        if all(stringWidth(line, REGULAR, size) <= room for line in lines):
            return size, lines
    return _SIZES[-1], list(chain.from_iterable(_broken(line, room) for line in lines))


def _broken(line: str, room: float) -> list[str]:
    pieces = [word[at : at + 24] for word in line.split() for at in range(0, len(word), 24)]
    return [str(part) for part in simpleSplit(" ".join(pieces), REGULAR, _SIZES[-1], room)]


def draw_folds(canvas: Canvas) -> None:
    """Two short strokes at the left edge, where the sheet is folded."""
    canvas.setStrokeColor(FOLD)
    canvas.setLineWidth(0.4)
    for panel in (1, 2):
        canvas.line(0.2 * inch, HEIGHT - panel * PANEL, 0.36 * inch, HEIGHT - panel * PANEL)
