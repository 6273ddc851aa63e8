"""Blocks that kinds of letters share: title, subject, salutation, sections, boxes to check, facts in two columns."""

from collections.abc import Iterator

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, FrameBG, KeepTogether, Spacer, Table, TableStyle

from ibh_desktop.domain.letters import LetterKindRule
from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.flow import BODY, HEADING, SMALL, STRONG, TITLE, clean, paragraph, paragraphs
from ibh_desktop.letters.fonts import BOLD, REGULAR
from ibh_desktop.letters.ink import ACCENT, BLACK, PANEL, QUIET, RULE
from ibh_desktop.letters.score_chart import charts

WIDE = 6.5 * inch
INSET = 9
_BETWEEN = 0.3 * inch
FIRST = ParagraphStyle("essential", HEADING, leftIndent=INSET, rightIndent=INSET)
SECOND = ParagraphStyle("essential_text", BODY, leftIndent=INSET, rightIndent=INSET)
CHAPTER = ParagraphStyle("chapter", HEADING, fontSize=12, leading=16, spaceBefore=10, textColor=ACCENT)
FLUSH = [
    # A table sets its own face even around cells that bring theirs; Helvetica would not be embedded.
    ("FONTNAME", (0, 0), (-1, -1), REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
_PADDED = [("LEFTPADDING", (0, 0), (-1, -1), 9), ("RIGHTPADDING", (0, 0), (-1, -1), 9)]


def opening(letter: LetterContent, title: str, *, born: bool = True) -> list[Flowable]:
    """Title, whom it is about, salutation."""
    return [paragraph(title, TITLE), subject(letter, born=born), Spacer(1, 8), salutation(letter)]


def subject(letter: LetterContent, *, born: bool) -> Flowable:
    """Name, record number and, where the reader must tell people apart by it, date of birth; ruled off to be found."""
    about = letter.subject
    cells = [("Patient", about.name, 3.3)]
    cells += [("Date of birth", f"{about.born:%m/%d/%Y}", 1.6)] if born else []
    cells += [("Record number", about.number, 1.6 if born else 3.2)]
    row = [[paragraph(label, SMALL), paragraph(value, STRONG)] for label, value, _ in cells]
    table = Table([row], colWidths=[wide * inch for *_, wide in cells], splitInRow=1)
    rules = [("LINEABOVE", (0, 0), (-1, 0), 0.5, RULE), ("LINEBELOW", (0, 0), (-1, 0), 0.5, RULE)]
    table.setStyle(TableStyle([*FLUSH, *rules, ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 6)]))
    return table


def salutation(letter: LetterContent, otherwise: str = "Dear colleague:") -> Flowable:
    """By name where there is one."""
    named = " ".join(clean(letter.to.name).split()) if letter.to else ""
    return paragraph(f"Dear {named}:" if named else otherwise, BODY)


def section(heading: str, text: str) -> Iterator[Flowable]:
    """A heading and its text; nothing at all when there is no text."""
    if text.strip():
        yield paragraph(heading, HEADING)
        yield from paragraphs(text, BODY)


def part(letter: LetterContent, rule: LetterKindRule, name: str) -> Iterator[Flowable]:
    """A part under its label; a ticked chart as its picture."""
    if name == "chart":
        if letter.parts.get(name) and letter.series:
            yield from charts(letter.series, WIDE)
        return
    field = rule.field(name)
    if not field.tick:
        yield from section(field.label, letter.parts.get(name, ""))


def parts(letter: LetterContent, rule: LetterKindRule, *, besides: tuple[str, ...] = ()) -> list[Flowable]:
    """All parts in the rule's order, save those that stand elsewhere."""
    return [piece for field in rule.fields if field.name not in besides for piece in part(letter, rule, field.name)]


def facts(rows: list[tuple[str, str]]) -> Flowable:
    """Labels and short values in two columns on a tinted ground; rows without a value are left out."""
    cells = [[paragraph(label, SMALL), paragraph(value, STRONG)] for label, value in rows if value.strip()]
    table = Table(cells, colWidths=[1.3 * inch, WIDE - 1.3 * inch], splitInRow=1)
    pads = [("TOPPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (0, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]
    edges = [("TOPPADDING", (0, 0), (0, 0), 9), ("TOPPADDING", (1, 0), (1, 0), 7), ("BOTTOMPADDING", (0, -1), (-1, -1), 9)]
    table.setStyle(TableStyle([*FLUSH, *_PADDED, ("BACKGROUND", (0, 0), (-1, -1), PANEL), *pads, *edges]))
    return table


class Checks(Flowable):  # type: ignore[misc]
    """Words with a box before each; the chosen one is checked and bold. A choice of no box is written out after them."""

    _SIZE, _LEADING, _BOX, _GAP = 10.0, 16.0, 8.5, 16.0

    def __init__(self, choices: tuple[str, ...], chosen: frozenset[str], indent: float = 0) -> None:
        super().__init__()
        self._chosen, self._indent = chosen, indent
        self._words = [" ".join(clean(words).split()) for words in (*choices, *sorted(chosen - {*choices}))]
        self._placed: list[tuple[str, float, float]] = []

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._placed = []
        x, y = self._indent, 0.0
        for words in self._words:
            wide = self._BOX + 4 + stringWidth(words, self._face(words), self._SIZE)
            if x + wide > width and x > self._indent:
                x, y = self._indent, y + self._LEADING
            self._placed.append((words, x, y))
            x += wide + self._GAP
        return width, y + self._LEADING

    def _face(self, words: str) -> str:
        return BOLD if words in self._chosen else REGULAR

    def draw(self) -> None:
        """A box, its check where it is chosen, its words."""
        top = self._placed[-1][2] if self._placed else 0.0
        self.canv.setStrokeColor(QUIET)
        self.canv.setFillColor(BLACK)
        self.canv.setLineWidth(0.7)
        for words, x, down in self._placed:
            y = top - down + 4
            self.canv.rect(x, y - 1, self._BOX, self._BOX, stroke=1, fill=0)
            if words in self._chosen:
                self.canv.setFont(BOLD, self._SIZE + 1)
                self.canv.drawString(x, y - 0.4, "✓")
            self.canv.setFont(self._face(words), self._SIZE)
            self.canv.drawString(x + self._BOX + 4, y, words)


def said(text: str) -> Iterator[Flowable]:
    """A sentence of the house's own with a name in it: no lists, no emphasis."""
    yield paragraph(text, BODY)


def essentials(letter: LetterContent, rule: LetterKindRule, choices: tuple[str, ...], names: tuple[str, ...]) -> list[Flowable]:
    """What must be seen first, on a tinted ground: how urgent it is as boxes, then the parts by name (DOMAIN.md 4.1 [S57])."""
    urgency = letter.parts.get(names[0], "").strip()
    flow: list[Flowable] = [FrameBG(PANEL, start=True), paragraph(rule.field(names[0]).label, FIRST)]
    flow.append(Checks(choices, frozenset({urgency} if urgency else ()), indent=INSET))
    for name in names[1:]:
        if text := letter.parts.get(name, "").strip():
            flow += [paragraph(rule.field(name).label, FIRST), *paragraphs(text, SECOND)]
    return [*flow, Spacer(1, 3), FrameBG(start=False), Spacer(1, 3)]


def chapter(heading: str, inside: list[Flowable]) -> list[Flowable]:
    """Parts under a heading that stands over theirs; nothing without parts."""
    return [paragraph(heading, CHAPTER), *inside] if inside else []


def pictured(heading: str, art: list[Flowable]) -> list[Flowable]:
    """Pictures under a heading that goes with the first."""
    return [KeepTogether([paragraph(heading, HEADING), art[0]]), *art[1:], Spacer(1, 6)] if art else []


def lines_to_write(captions: tuple[str, ...], shares: tuple[float, ...], *, high: float = 24) -> Flowable:
    """Lines to write on by hand, side by side, with what belongs there below each."""
    room = WIDE - _BETWEEN * (len(captions) - 1)
    widths = [wide for share in shares for wide in (room * share, _BETWEEN)][:-1]
    cells = [cell for words in captions for cell in (paragraph(words, SMALL), "")][:-1]
    table = Table([[""] * len(widths), cells], colWidths=widths, rowHeights=[high, None], splitInRow=1)
    rules = [("LINEBELOW", (column, 0), (column, 0), 0.6, QUIET) for column in range(0, len(widths), 2)]
    table.setStyle(TableStyle([*FLUSH, ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2), *rules]))
    return table


def blank(label: str, hint: str = "") -> Flowable:
    """A label with a line beside it to write on."""
    inside = [paragraph(label, STRONG), *([paragraph(hint, SMALL)] if hint else [])]
    table = Table([[inside, ""]], colWidths=[2.1 * inch, WIDE - 2.1 * inch], rowHeights=[30 if hint else 24])
    rule = ("LINEBELOW", (1, 0), (1, 0), 0.6, QUIET)
    table.setStyle(TableStyle([*FLUSH, ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("BOTTOMPADDING", (0, 0), (-1, -1), 0), rule]))
    return table
