"""A blank safety plan on one sheet, to be filled in by hand together with the patient. Headings and questions are ours."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, HRFlowable, KeepTogether, PageTemplate

from ibh_desktop.letters.flow import HEADING, PLAIN, SMALL, TITLE, paragraph
from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.ink import QUIET
from ibh_desktop.letters.page import HEIGHT, LEFT, RIGHT_EDGE, WIDTH, Numbered

TITLE_WORDS = "My safety plan"
PARTS = (
    ("1  Warning signs", "How do I notice that a bad time begins?", 3),
    ("2  What helps", "What can I do by myself until it passes?", 3),
    ("3  People", "Who is good company, and whom can I tell? Names and phone numbers.", 4),
    ("4  Places", "Where can I go to be among others?", 2),
    ("5  Professionals and lines", "My clinician and how to reach the clinic:", 2),
    ("6  Making the surroundings safe", "What do we put away or give to somebody, and who sees to it?", 3),
)
_NUMBERED = "5  Professionals and lines"
_GUIDE = ParagraphStyle("guide", SMALL, fontSize=9, leading=11)
_TOP = 0.75 * inch
_LINE = 19


@dataclass(frozen=True, slots=True)
class SafetyPlanBlank:
    """What is printed on a blank; nothing of a patient."""

    clinic: str
    sample: bool
    lines: tuple[str, ...]


def pdf(blank: SafetyPlanBlank) -> bytes:
    """The blank as the bytes of a PDF of one page."""
    register()
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=(WIDTH, HEIGHT), title="Safety plan", author=blank.clinic, lang="en-US")
    frame = Frame(LEFT, 0.8 * inch, RIGHT_EDGE - LEFT, HEIGHT - _TOP - 0.8 * inch, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate("sheet", frame)])

    def footer(canvas: Canvas, _number: int, _total: int) -> None:
        canvas.setFillColor(QUIET)
        canvas.setFont(REGULAR, 8)
        canvas.drawString(LEFT, 0.5 * inch, blank.clinic)
        if blank.sample:
            canvas.drawRightString(RIGHT_EDGE, 0.5 * inch, "Sample clinic: invented people")

    story = list(_story(blank))
    document.build(story, canvasmaker=lambda *args, **kwargs: Numbered(*args, footer=footer, **kwargs))
    return out.getvalue()


def _story(blank: SafetyPlanBlank) -> Iterator[Flowable]:
    yield paragraph(TITLE_WORDS, TITLE)
    yield paragraph("Name, date, made together with: ", _GUIDE)
    yield _rule()
    for heading, guide, lines in PARTS:
        numbers = blank.lines if heading == _NUMBERED else ()
        part: list[Flowable] = [paragraph(heading, HEADING), *(paragraph(line, PLAIN) for line in numbers)]
        part.append(paragraph(guide, _GUIDE))
        part += [_rule() for _ in range(lines)]
        yield KeepTogether(part)


def _rule() -> Flowable:
    return HRFlowable(width="100%", thickness=0.5, color="#8A94A3", spaceBefore=_LINE, spaceAfter=0)
