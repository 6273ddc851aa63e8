"""A form of the front desk on an upright sheet: captions with lines to write on, or with what is known already."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ibh_desktop.letters.flow import BODY, HEADING, SMALL, TITLE, paragraph
from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.landscape import UPRIGHT, inner_width, render

FILLED = ParagraphStyle("form_filled", BODY, fontSize=10.5, leading=13, spaceAfter=0)
LINE = "#4A5361"
_HIGH = 23


@dataclass(frozen=True, slots=True)
class Blank:
    """One line to write on with its share of the row; `value` is what is known already."""

    caption: str
    share: float = 1.0
    value: str = ""


@dataclass(frozen=True, slots=True)
class FormPart:
    """A heading, words below it, and rows of lines."""

    heading: str
    words: tuple[str, ...] = ()
    rows: tuple[tuple[Blank, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PaperForm:
    """A form; `title` names nobody, the foot of every page repeats it."""

    clinic: str
    sample: bool
    title: str
    parts: tuple[FormPart, ...]


def pdf(form: PaperForm) -> bytes:
    """The form as the bytes of a PDF."""
    register()
    foot = f"{form.clinic} · {form.title}"
    return render(list(_story(form)), title=form.title, clinic=form.clinic, foot=foot, sample=form.sample, page=UPRIGHT)


def _story(form: PaperForm) -> Iterator[Flowable]:
    yield paragraph(form.title, TITLE)
    yield paragraph(form.clinic, SMALL)
    for part in form.parts:
        flow: list[Flowable] = [Spacer(1, 6), paragraph(part.heading, HEADING)]
        flow += [paragraph(words, BODY) for words in part.words]
        flow += [_row(row) for row in part.rows]
        yield KeepTogether(flow)


def _row(blanks: tuple[Blank, ...]) -> Flowable:
    total = sum(blank.share for blank in blanks)
    table = Table(
        [[paragraph(blank.value, FILLED) for blank in blanks], [paragraph(blank.caption, SMALL) for blank in blanks]],
        colWidths=[inner_width(UPRIGHT) * blank.share / total for blank in blanks],
        rowHeights=[None if any(blank.value for blank in blanks) else _HIGH, None],
    )
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 10),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("TOPPADDING", (0, 0), (-1, 0), 6),
                ("BOTTOMPADDING", (0, 0), (-1, 0), 1),
                ("TOPPADDING", (0, 1), (-1, 1), 1),
                ("BOTTOMPADDING", (0, 1), (-1, 1), 2),
                *(("LINEBELOW", (n, 0), (n, 0), 0.6, LINE) for n in range(len(blanks))),
            ]
        )
    )
    return table
