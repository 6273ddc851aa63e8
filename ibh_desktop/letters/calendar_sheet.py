"""A day or a week of the schedule on landscape sheets: columns, hours, blocks; with names or without."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak, Spacer

from ibh_desktop.letters.flow import SMALL, TITLE, clean, paragraph
from ibh_desktop.letters.fonts import BOLD, REGULAR, register
from ibh_desktop.letters.landscape import INNER_HEIGHT, INNER_WIDTH, render

MOST_COLUMNS = 7
"""Columns that stay readable on one sheet; more go on to the next."""
AXIS, HEAD, ABOVE = 34.0, 28.0, 49.0
_LINE = 9.6
NAME = ParagraphStyle("block", SMALL, fontName=BOLD, fontSize=8, leading=_LINE, textColor="#1B2330")
DETAIL = ParagraphStyle("detail", SMALL, fontSize=7.5, leading=_LINE)
COLUMN = ParagraphStyle("column", SMALL, fontName=BOLD, fontSize=9, leading=11, textColor="#1B2330")
HOUR = ParagraphStyle("hour", SMALL, fontSize=7.5, leading=9)
RULE, SHUT, FILL, EDGE = "#C3CAD5", "#F1F3F6", "#FFFFFF", "#4A5361"


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """One appointment in minutes after midnight, wall time of its column; `words` is a name, initials or "busy"."""

    starts: int
    ends: int
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A therapist's day or a day of a therapist's week; what is not `worked` is shaded, `note` stands in an empty one."""

    heading: str
    below: str
    worked: tuple[tuple[int, int], ...]
    blocks: tuple[SheetBlock, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CalendarSheet:
    """What is printed; `file_title` holds nothing of a patient."""

    clinic: str
    sample: bool
    title: str
    subtitle: str
    file_title: str
    printed: str
    columns: tuple[SheetColumn, ...]


def pdf(sheet: CalendarSheet) -> bytes:
    """The sheet as the bytes of a PDF."""
    register()
    opens, closes = _hours(sheet.columns)
    story: list[Flowable] = []
    groups = [sheet.columns[at : at + MOST_COLUMNS] for at in range(0, len(sheet.columns), MOST_COLUMNS)] or [()]
    for group in groups:
        if story:
            story.append(PageBreak())
        story += [paragraph(sheet.title, TITLE), paragraph(sheet.subtitle, SMALL), Spacer(1, 5), _Grid(group, opens, closes)]
    foot = f"{sheet.clinic} · {sheet.printed}"
    return render(story, title=sheet.file_title, clinic=sheet.clinic, foot=foot, sample=sheet.sample)


def _hours(columns: Sequence[SheetColumn]) -> tuple[int, int]:
    spans = [span for column in columns for span in column.worked]
    spans += [(block.starts, block.ends) for column in columns for block in column.blocks]
    opens = min((start for start, _ in spans), default=8 * 60)
    closes = max((end for _, end in spans), default=17 * 60)
    return opens // 60 * 60, max(opens + 60, -(-closes // 60) * 60)


def lanes(blocks: Sequence[SheetBlock]) -> list[tuple[SheetBlock, int, int]]:
    """Each block with its lane and how many lanes share the width: blocks that overlap stand beside each other."""
    placed: list[tuple[SheetBlock, int, int]] = []
    cluster: list[tuple[SheetBlock, int]] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda each: (each.starts, each.ends)):
        if ends and block.starts >= max(ends):
            placed += [(each, lane, len(ends)) for each, lane in cluster]
            cluster, ends = [], []
        lane = next((number for number, end in enumerate(ends) if end <= block.starts), len(ends))
        ends[lane : lane + 1] = [block.ends]
        cluster.append((block, lane))
    return placed + [(each, lane, len(ends)) for each, lane in cluster]


class _Grid(Flowable):  # type: ignore[misc]
    """The hours of some columns, as high as the rest of the sheet."""

    def __init__(self, columns: Sequence[SheetColumn], opens: int, closes: int) -> None:
        super().__init__()
        self._columns, self._opens, self._closes = columns, opens, closes
        self.width, self.height = INNER_WIDTH, INNER_HEIGHT - ABOVE

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def _y(self, minute: int) -> float:
        return float((self.height - HEAD) * (1 - (minute - self._opens) / (self._closes - self._opens)))

    def draw(self) -> None:
        """Shade, rule, then the blocks."""
        wide = (self.width - AXIS) / max(1, len(self._columns))
        canvas = self.canv
        canvas.setLineWidth(0.5)
        for number, column in enumerate(self._columns):
            left = AXIS + number * wide
            canvas.setFillColor(SHUT)
            canvas.rect(left, 0, wide, self.height - HEAD, stroke=0, fill=1)
            canvas.setFillColor(FILL)
            for start, end in column.worked:
                canvas.rect(left, self._y(end), wide, self._y(start) - self._y(end), stroke=0, fill=1)
        self._rules(wide)
        for number, column in enumerate(self._columns):
            left = AXIS + number * wide
            self._words(column.heading, COLUMN, left + 4, self.height - 13, wide - 8)
            self._words(column.below, DETAIL, left + 4, self.height - 24, wide - 8)
            if column.note and not column.blocks:
                self._words(column.note, DETAIL, left + 4, self.height - HEAD - 14, wide - 8)
            for block, lane, count in lanes(column.blocks):
                share = (wide - 4) / count
                self._block(block, left + 2 + lane * share, share)

    def _rules(self, wide: float) -> None:
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        for minute in range(self._opens, self._closes + 1, 60):
            y = self._y(minute)
            canvas.line(AXIS, y, self.width, y)
            if minute < self._closes:
                self._words(f"{minute // 60:02d}:00", HOUR, 0, y - 9, AXIS)
        for number in range(len(self._columns) + 1):
            canvas.line(AXIS + number * wide, 0, AXIS + number * wide, self.height)

    def _block(self, block: SheetBlock, left: float, wide: float) -> None:
        top, bottom = self._y(block.starts), self._y(block.ends)
        canvas = self.canv
        canvas.setFillColor(FILL)
        canvas.setStrokeColor(EDGE)
        canvas.roundRect(left, bottom + 0.7, wide - 1, max(2.0, top - bottom - 1.4), 2, stroke=1, fill=1)
        when = f"{_clock(block.starts)}–{_clock(block.ends)}"
        lines = [(block.words, NAME), (" · ".join(part for part in (when, block.detail) if part), DETAIL)]
        if top - bottom < 2 * _LINE + 2:
            lines = [(f"{block.words} · {when}", NAME)]
        for number, (words, style) in enumerate(lines):
            self._words(words, style, left + 4, top - 1.5 - (number + 1) * _LINE, wide - 9)

    def _words(self, text: str, style: ParagraphStyle, x: float, y: float, wide: float) -> None:
        """One line, cut where the room ends; the paragraph is the one of the letters, which escapes."""
        line = paragraph(_cut(text, style, wide), style)
        line.wrapOn(self.canv, wide + 2, style.leading)
        line.drawOn(self.canv, x, y)


def _cut(text: str, style: ParagraphStyle, wide: float) -> str:
    words = clean(text).replace("\n", " ")
    face = style.fontName if style.fontName in (REGULAR, BOLD) else REGULAR
    if stringWidth(words, face, style.fontSize) <= wide:
        return words
    while words and stringWidth(words + "…", face, style.fontSize) > wide:
        words = words[:-1]
    return words.rstrip() + "…"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
