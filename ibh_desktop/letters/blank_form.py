"""A blank form of a measure on paper, upright: lead, items with their numbers to circle, licence at the foot."""

from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from ibh_desktop.domain.outcomes.measure import Ask, Measure
from ibh_desktop.letters.flow import BODY, NOTE, PLAIN, SMALL, STRONG, TITLE, paragraph
from ibh_desktop.letters.fonts import REGULAR, register
from ibh_desktop.letters.landscape import UPRIGHT, inner_width, render

RULE = "#C3CAD5"
CELL = ParagraphStyle("form_item", BODY, fontSize=10, leading=13, spaceAfter=0)
HEAD = ParagraphStyle("form_head", SMALL, alignment=TA_CENTER, leading=10)
NUMBER = ParagraphStyle("form_number", STRONG, fontSize=11, alignment=TA_CENTER)
WORDS = ParagraphStyle("form_words", CELL, alignment=TA_CENTER)
NARROW = 0.78 * inch


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A form without a name on it: the patient writes it."""

    clinic: str
    sample: bool
    measure: Measure


def pdf(form: BlankForm) -> bytes:
    """The form as the bytes of a PDF."""
    register()
    measure = form.measure
    foot = f"{form.clinic} · {measure.code}"
    return render(list(_story(measure)), title=measure.code, clinic=form.clinic, foot=foot, sample=form.sample, page=UPRIGHT)


def _story(measure: Measure) -> Iterator[Flowable]:
    yield paragraph(f"{measure.code} · {measure.title}", TITLE)
    yield _lines_to_write(("Name", 3.2), ("Date of birth", 1.7), ("Date", 1.5))
    if Ask.EVENT in measure.asks:
        yield _lines_to_write(("The stressful experience that these questions are about", 6.4))
    yield Spacer(1, 8)
    yield paragraph(measure.lead, STRONG)
    yield Spacer(1, 6)
    if measure.other_choices:
        for item in measure.numbers:
            yield _asked(measure, item)
    else:
        yield _grid(measure)
    if measure.function_item:
        yield Spacer(1, 12)
        yield paragraph(measure.function_item, PLAIN)
        yield _choices([[paragraph(choice, WORDS)] for choice in measure.function_choices])
    yield Spacer(1, 12)
    yield paragraph(measure.licence, NOTE)


def _lines_to_write(*captions: tuple[str, float]) -> Flowable:
    total = sum(share for _, share in captions)
    width = inner_width(UPRIGHT)
    table = Table(
        [["" for _ in captions], [paragraph(words, SMALL) for words, _ in captions]],
        colWidths=[width * share / total for _, share in captions],
        rowHeights=[22, None],
    )
    rules = [("LINEBELOW", (n, 0), (n, 0), 0.6, "#4A5361") for n in range(len(captions))]
    table.setStyle(TableStyle([*_FLUSH, ("RIGHTPADDING", (0, 0), (-1, -1), 10), *rules]))
    return table


_FLUSH = [("FONTNAME", (0, 0), (-1, -1), REGULAR), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


def _grid(measure: Measure) -> Flowable:
    """A row an item, a column a choice."""
    rows: list[list[Flowable | str]] = [["", *(paragraph(choice, HEAD) for choice in measure.choices)]]
    for item in measure.numbers:
        words = paragraph(f"{item}. {measure.words_of(item)}", CELL)
        rows.append([words, *(paragraph(str(value), NUMBER) for value in measure.values_of(item))])
    wide = inner_width(UPRIGHT) - NARROW * len(measure.choices)
    table = Table(rows, colWidths=[wide, *[NARROW] * len(measure.choices)], repeatRows=1)
    shaded = [("BACKGROUND", (0, n), (-1, n), "#F3F5F8") for n in range(1, len(rows), 2)]
    rules = [("LINEBELOW", (0, 0), (-1, 0), 0.8, "#4A5361"), ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE)]
    pads = [("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4)]
    table.setStyle(TableStyle([*_FLUSH, *pads, *shaded, *rules, *_HEADING]))
    return table


# The longest word of a choice needs the whole column.
_HEADING = [("VALIGN", (0, 0), (-1, 0), "BOTTOM"), ("LEFTPADDING", (1, 0), (-1, 0), 0), ("RIGHTPADDING", (1, 0), (-1, 0), 0)]


def _asked(measure: Measure, item: int) -> Flowable:
    """An item with choices of its own."""
    pairs = zip(measure.values_of(item), measure.choices_of(item), strict=True)
    return KeepTogether(
        [
            Spacer(1, 8),
            paragraph(f"{item}. {measure.words_of(item)}", BODY),
            _choices([[paragraph(str(value), NUMBER), paragraph(choice, WORDS)] for value, choice in pairs]),
        ]
    )


def _choices(cells: list[list[Flowable]]) -> Flowable:
    table = Table([cells], colWidths=[inner_width(UPRIGHT) / len(cells)] * len(cells))
    rules = [("BOX", (n, 0), (n, 0), 0.5, RULE) for n in range(len(cells))]
    table.setStyle(TableStyle([*_FLUSH, ("LEFTPADDING", (0, 0), (-1, -1), 6), *rules, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table
