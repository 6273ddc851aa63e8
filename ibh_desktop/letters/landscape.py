"""The sheet of lists, calendars and forms, landscape unless told otherwise: clinic, page x of y; no patient in its title."""

from io import BytesIO

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.ink import QUIET
from ibh_desktop.letters.page import Numbered

WIDTH, HEIGHT = landscape(letter)
MARGIN = 0.5 * inch
INNER_WIDTH = WIDTH - 2 * MARGIN
INNER_HEIGHT = HEIGHT - 1.05 * inch
ACROSS, UPRIGHT = (WIDTH, HEIGHT), letter


def inner_width(page: tuple[float, float]) -> float:
    """What lies between the margins."""
    return page[0] - 2 * float(MARGIN)


def render(
    story: list[Flowable], *, title: str, clinic: str, foot: str, sample: bool, page: tuple[float, float] = ACROSS
) -> bytes:
    """Set a story on sheets; `title` goes into the file, `foot` at the bottom of every page."""
    register()
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=page, title=title, author=clinic, subject="Confidential", lang="en-US")
    high = page[1] - 1.05 * inch
    frame = Frame(MARGIN, page[1] - 0.4 * inch - high, inner_width(page), high, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("sheet", frame)])

    def footer(canvas: Canvas, number: int, total: int) -> None:
        canvas.setFillColor(QUIET)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(MARGIN, 0.36 * inch, f"{foot} · page {number} of {total}")
        if sample:
            canvas.drawRightString(page[0] - MARGIN, 0.36 * inch, "Sample clinic: invented people")

    document.build(story, canvasmaker=lambda *args, **kwargs: Numbered(*args, footer=footer, **kwargs))
    return out.getvalue()
