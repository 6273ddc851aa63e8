"""The head of a letter: the clinic's name, the location with its numbers, or for a plain envelope the street alone."""

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ibh_desktop.letters.content import Sender
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.fonts import BOLD, REGULAR
from ibh_desktop.letters.ink import ACCENT, BLACK, QUIET

WIDTH, HEIGHT = letter
LEFT, RIGHT_EDGE = 1.0 * inch, WIDTH - 1.0 * inch
TOP = 0.72 * inch
_MARK = "CONFIDENTIAL"


def draw_letterhead(canvas: Canvas, sender: Sender, *, down: float, confidential: bool) -> None:
    """Name, place, numbers and a rule, `down` points lower than usual."""
    y = HEIGHT - TOP - down
    room = RIGHT_EDGE - LEFT
    aside = stringWidth(_MARK, BOLD, 8.5) + 12 if confidential else 0.0
    canvas.setFillColor(ACCENT)
    y = _set(canvas, sender.clinic, y, (BOLD, 16.0, 19.0), room)
    canvas.setFillColor(QUIET)
    place = " · ".join(part for part in (sender.location, sender.street, sender.city_line) if part)
    y = _set(canvas, place, y + 3, (REGULAR, 8.5, 12.0), room)
    # A note for an employer must not lead to a register that tells the clinic's specialty.
    npi = sender.npi if confidential else ""
    named = ((sender.phone, ""), (sender.fax, "Fax "), (npi, "NPI "))
    numbers = " · ".join(f"{before}{number}" for number, before in named if number)
    under = _set(canvas, numbers, y, (REGULAR, 8.5, 12.0), room - aside)
    if confidential:
        canvas.setFont(BOLD, 8.5)
        canvas.drawRightString(RIGHT_EDGE, y, _MARK)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, min(under, y - 12) + 3, RIGHT_EDGE, min(under, y - 12) + 3)


def draw_return_address(canvas: Canvas, sender: Sender) -> None:
    """Where it goes back to, without a name: nobody who sees the envelope learns that it is a clinic's."""
    canvas.setFillColor(QUIET)
    y = HEIGHT - TOP
    for line in (sender.street, sender.city_line):
        y = _set(canvas, line, y, (REGULAR, 8.5, 11.0), RIGHT_EDGE - LEFT)


def draw_date(canvas: Canvas, words: str, y: float) -> None:
    """The date at the right, beside the address and outside what a window shows."""
    canvas.setFillColor(BLACK)
    canvas.setFont(REGULAR, 10)
    canvas.drawRightString(RIGHT_EDGE, y, words)


def _set(canvas: Canvas, text: str, y: float, face: tuple[str, float, float], room: float) -> float:
    """A text on as many lines as it takes; the baseline of what follows it."""
    name, size, leading = face
    canvas.setFont(name, size)
    pieces = [word[at : at + 30] for word in clean(text).split() for at in range(0, len(word), 30)]
    for line in simpleSplit(" ".join(pieces), name, size, room):
        canvas.drawString(LEFT, y, line)
        y -= leading
    return y
