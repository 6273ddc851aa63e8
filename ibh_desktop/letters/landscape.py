"""The landscape sheet of lists and calendars: clinic, title, page x of y; nothing of a patient in the file's title."""

from io import BytesIO

from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.page import QUIET, Numbered

WIDTH, HEIGHT = landscape(letter)
MARGIN = 0.5 * inch
INNER_WIDTH = WIDTH - 2 * MARGIN
INNER_HEIGHT = HEIGHT - 1.05 * inch


def render(story: list[Flowable], *, title: str, clinic: str, foot: str, sample: bool) -> bytes:
    """Set a story on landscape sheets; `title` goes into the file, `foot` at the bottom of every page."""
    register()
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=(WIDTH, HEIGHT), title=title, author=clinic, subject="Confidential", lang="en-US")
    frame = Frame(MARGIN, HEIGHT - 0.4 * inch - INNER_HEIGHT, INNER_WIDTH, INNER_HEIGHT, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("sheet", frame)])

    def footer(canvas: Canvas, number: int, total: int) -> None:
        canvas.setFillColor(QUIET)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(MARGIN, 0.36 * inch, f"{foot} · page {number} of {total}")
        if sample:
            canvas.drawRightString(WIDTH - MARGIN, 0.36 * inch, "Sample clinic: invented people")

    document.build(story, canvasmaker=lambda *args, **kwargs: Numbered(*args, footer=footer, **kwargs))
    return out.getvalue()
