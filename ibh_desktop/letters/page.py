"""The sheet: US Letter, letterhead, window address, footer with page x of y, DRAFT over what is not signed."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError

from ibh_desktop.domain.errors import Refused
from ibh_desktop.letters.archive import archived, dated
from ibh_desktop.letters.content import Address, LetterContent
from ibh_desktop.letters.envelope import PANEL, draw_address, draw_folds
from ibh_desktop.letters.flow import clean
from ibh_desktop.letters.fonts import BOLD, REGULAR, register
from ibh_desktop.letters.ink import DRAFT, QUIET
from ibh_desktop.letters.letterhead import draw_date, draw_letterhead, draw_return_address

WIDTH, HEIGHT = letter
LEFT, RIGHT_EDGE = 1.0 * inch, WIDTH - 1.0 * inch
BELOW = 0.86 * inch
_UNDER_HEAD, _UNDER_FOLD, _LATER = 1.62 * inch, PANEL + 0.08 * inch, 0.78 * inch
_PLAIN_HEAD = PANEL - 0.3 * inch
"""How far the letterhead comes down when the envelope's side must not name the clinic."""
_DATE_BESIDE, _DATE_UNDER_HEAD = 2.66 * inch, 1.52 * inch
_NOBODY = Address("Recipient not chosen yet", "", "", "")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a first page begins: `window` keeps its upper third for the address, `confidential` says so at its head.

    A form is not `dated`: whoever signs it writes the day.
    """

    window: bool = True
    confidential: bool = True
    dated: bool = True


class Numbered(Canvas):  # type: ignore[misc]
    """Knows the last page's number when it writes the first one's footer; every file it makes is PDF/A-1b.

    With `on` the file carries that day as its date, and the same pages are the same bytes.
    """

    def __init__(self, *args: Any, footer: Any, on: date | None = None, **kwargs: Any) -> None:
        # Without this every page would name Helvetica, which is not embedded.
        super().__init__(*args, **(kwargs | {"initialFontName": REGULAR, "invariant": int(on is not None)}))
        self._footer = footer
        self._states: list[dict[str, Any]] = []
        if on is not None:
            dated(self, on)

    def showPage(self) -> None:
        self._states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, state in enumerate(self._states, start=1):
            self.__dict__.update(state)
            self._footer(self, number, len(self._states))
            super().showPage()
        archived(self)
        super().save()


def render(content: LetterContent, title: str, story: list[Flowable], opening: Opening) -> bytes:
    """Set a story on sheets; the title and author go into the file, the patient's name does not.

    Raises `Refused` where something is higher than a page.
    """
    register()
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=letter,
        title=f"{title} {content.number}",
        author=clean(content.sender.clinic),
        subject="Confidential",
        lang="en-US",
    )
    document.addPageTemplates(
        [
            PageTemplate(
                "first",
                _frame(_first_top(content, opening)),
                onPage=lambda canvas, _: _first(canvas, content, opening),
                autoNextPageTemplate="later",
            ),
            PageTemplate("later", _frame(_LATER)),
        ]
    )

    def footer(canvas: Canvas, number: int, total: int) -> None:
        _footer(canvas, content, number, total)

    try:
        document.build(story, canvasmaker=partial(Numbered, footer=footer, on=content.written_on))
    except LayoutError:
        # ReportLab's sentence holds the text that did not fit: it must not reach a log.
        raise Refused("This letter cannot be set: a line of it is longer than a page. Shorten it.") from None
    return out.getvalue()


def _frame(top: float) -> Frame:
    return Frame(LEFT, BELOW, RIGHT_EDGE - LEFT, HEIGHT - top - BELOW, 0, 0, 0, 0)


def _plain_envelope(content: LetterContent) -> bool:
    return bool(content.parts.get("plain_envelope"))


def _first_top(content: LetterContent, opening: Opening) -> float:
    if not opening.window:
        return float(_UNDER_HEAD)
    return float(_PLAIN_HEAD + _UNDER_HEAD if _plain_envelope(content) else _UNDER_FOLD)


def _first(canvas: Canvas, content: LetterContent, opening: Opening) -> None:
    """What the first page holds before the story, in the order of reading."""
    plain = opening.window and _plain_envelope(content)
    if plain:
        draw_return_address(canvas, content.sender)
    else:
        draw_letterhead(canvas, content.sender, down=0, confidential=opening.confidential)
    if opening.window:
        draw_address(canvas, content.to or _NOBODY)
        draw_folds(canvas)
    if opening.dated:
        written = f"{content.written_on:%B} {content.written_on.day}, {content.written_on.year}"
        draw_date(canvas, written, HEIGHT - (_DATE_BESIDE if opening.window else _DATE_UNDER_HEAD))
    if plain:
        draw_letterhead(canvas, content.sender, down=_PLAIN_HEAD, confidential=opening.confidential)


def _draft(canvas: Canvas, content: LetterContent) -> None:
    """Outlines over everything: they need no transparency, which PDF/A-1 does not have, and hide nothing."""
    if content.draft:
        canvas.saveState()
        canvas.setStrokeColor(DRAFT)
        canvas.setLineWidth(0.9)
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(50)
        canvas.setFont(BOLD, 120)
        canvas.drawCentredString(0, -40, "DRAFT", mode=1)
        canvas.restoreState()


def _footer(canvas: Canvas, content: LetterContent, number: int, total: int) -> None:
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 8)
    canvas.drawString(LEFT, 0.6 * inch, f"{content.number} · page {number} of {total}")
    if content.sample:
        canvas.drawRightString(RIGHT_EDGE, 0.6 * inch, "Sample clinic: invented people")
    _draft(canvas, content)
