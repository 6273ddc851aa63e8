"""The sheet: US Letter, letterhead, footer with page x of y, DRAFT across what is not signed."""

from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.fonts import BOLD, REGULAR, register

WIDTH, HEIGHT = letter
LEFT, RIGHT_EDGE = 1.0 * inch, WIDTH - 1.0 * inch
HEAD = 1.45 * inch
"""Letterhead on the first page; the address that follows shows in a No. 10 window."""
ACCENT, QUIET = "#2B5BC7", "#4A5361"


class Numbered(Canvas):  # type: ignore[misc]
    """Knows the last page's number when it writes the first one's footer."""

    def __init__(self, *args: Any, footer: Any, **kwargs: Any) -> None:
        # Without this every page would name Helvetica, which is not embedded.
        super().__init__(*args, **(kwargs | {"initialFontName": REGULAR}))
        self._footer = footer
        self._states: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._states, start=1):
            self.__dict__.update(state)
            self._footer(self, number, len(self._states))
            super().showPage()
        super().save()


def render(content: LetterContent, title: str, story: list[Flowable]) -> bytes:
    """Set a story on sheets; the title and author go into the file, the patient's name does not."""
    register()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=letter,
        title=f"{title} {content.number}",
        author=content.sender.clinic,
        subject="Confidential",
        lang="en-US",
    )
    below = 0.95 * inch
    first = Frame(LEFT, below, RIGHT_EDGE - LEFT, HEIGHT - HEAD - below, 0, 0, 0, 0)
    later = Frame(LEFT, below, RIGHT_EDGE - LEFT, HEIGHT - 0.9 * inch - below, 0, 0, 0, 0)
    document.addPageTemplates(
        [
            PageTemplate("first", first, onPage=lambda canvas, _: _letterhead(canvas, content), autoNextPageTemplate="later"),
            PageTemplate("later", later),
        ]
    )

    def footer(canvas: Canvas, number: int, total: int) -> None:
        _footer(canvas, content, number, total)

    document.build(story, canvasmaker=lambda *args, **kwargs: Numbered(*args, footer=footer, **kwargs))
    return out.getvalue()


def _letterhead(canvas: Canvas, content: LetterContent) -> None:
    sender = content.sender
    top = HEIGHT - 0.72 * inch
    canvas.setFillColor(ACCENT)
    canvas.setFont(BOLD, 15)
    canvas.drawString(LEFT, top, sender.clinic)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 8.5)
    numbers = " · ".join(part for part in (sender.phone, f"Fax {sender.fax}" if sender.fax else "") if part)
    place = " · ".join(part for part in (sender.location, sender.street, sender.city_line) if part)
    canvas.drawString(LEFT, top - 15, place)
    canvas.drawString(LEFT, top - 27, numbers)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(0.8)
    canvas.line(LEFT, top - 36, RIGHT_EDGE, top - 36)
    canvas.setFont(BOLD, 8.5)
    canvas.drawRightString(RIGHT_EDGE, top - 27, "CONFIDENTIAL")


def _footer(canvas: Canvas, content: LetterContent, number: int, total: int) -> None:
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(LEFT, 0.6 * inch, f"{content.number} · page {number} of {total}")
    if content.sample:
        canvas.drawRightString(RIGHT_EDGE, 0.6 * inch, "Sample clinic: invented people")
    if content.draft:
        canvas.saveState()
        canvas.setFillColor(QUIET, alpha=0.12)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(50)
        canvas.setFont(BOLD, 120)
        canvas.drawCentredString(0, -40, "DRAFT")
        canvas.restoreState()
