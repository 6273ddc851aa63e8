"""A list on paper: a title, columns, as many pages as it takes."""

from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Table, TableStyle

from ibh_desktop.letters.flow import BODY, SMALL, TITLE, paragraph
from ibh_desktop.letters.fonts import BOLD, REGULAR, register
from ibh_desktop.letters.landscape import INNER_WIDTH, render

CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=11.5, spaceAfter=0)
HEAD = ParagraphStyle("head", SMALL, fontName=BOLD)
RULE = "#C3CAD5"


@dataclass(frozen=True, slots=True)
class ListSheet:
    """`columns` are headings with their share of the width; `file_title` holds no name of a patient."""

    clinic: str
    sample: bool
    title: str
    subtitle: str
    file_title: str
    printed: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


def pdf(sheet: ListSheet) -> bytes:
    """The list as the bytes of a PDF."""
    register()
    total = sum(share for _, share in sheet.columns)
    widths = [INNER_WIDTH * share / total for _, share in sheet.columns]
    cells = [[paragraph(name, HEAD) for name, _ in sheet.columns]]
    cells += [[[paragraph(line, CELL) for line in text.split("\n")] for text in row] for row in sheet.rows]
    table = Table(cells, colWidths=widths, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, "#4A5361"),
                ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
            ]
        )
    )
    story: list[Flowable] = [paragraph(sheet.title, TITLE), paragraph(sheet.subtitle, SMALL), table]
    foot = f"{sheet.clinic} · {sheet.printed}"
    return render(story, title=sheet.file_title, clinic=sheet.clinic, foot=foot, sample=sheet.sample)
