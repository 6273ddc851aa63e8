"""Paints the day grid: hours, shifts, time off, blocks, cursor, ghost, now-line."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block
from ui.kit import discreet
from ui.kit.theme import SECONDARY, color, font
from ui.views.schedule.geometry import AXIS, HEADER, Cell, Geometry, by_room
from ui.views.schedule.landing import Landing

_PHASES = {Phase.INITIAL: "initial", Phase.MIDDLE: "middle", Phase.ENDING: "ending"}
_MARKS = {
    Status.CONFIRMED: "✓",
    Status.CHECKED_IN: "waiting",
    Status.IN_SESSION: "in session",
    Status.COMPLETED: "done",
    Status.NO_SHOW: "no-show",
}

_LINE = Qt.AlignmentFlag.AlignVCenter


def paint_day(painter: QPainter, grid: Geometry, now: datetime, within: QRectF, free: Sequence[Cell] = ()) -> None:
    """Everything that does not move with the hand, as far as it lies within a part of the picture."""
    # Straight things are drawn without smoothing: quicker, and sharp at every scaling.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    shown = [n for n in range(len(grid.board.columns)) if grid.x(n) < within.right() and grid.x(n + 1) > within.left()]
    for number in shown:
        _paint_spans(painter, grid, number)
    _paint_lines(painter, grid)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if free:
        _paint_free(painter, free, within)
    pen = Pen()
    # Where columns are rooms, a block says whose visit it is.
    whose = {one.therapist: one.name for one in grid.board.people if one.therapist} if by_room(grid.board) else {}
    for number in shown:
        for block, rect in grid.placed(number):
            if rect.intersects(within):
                paint_block(painter, rect, block, pen, whose=whose.get(block.therapist, ""))
    _paint_now(painter, grid, now.astimezone(grid.board.zone))


def paint_header(painter: QPainter, grid: Geometry, top: float) -> None:
    """What the columns are; it stays in sight when the day scrolls."""
    painter.fillRect(QRectF(0, top, max(grid.width, grid.right), HEADER), color("page"))
    strong, light = font(bold=True), font(SECONDARY)
    for number, column in enumerate(grid.board.columns):
        rect = QRectF(grid.x(number) + 8, top, grid.column_width - 12, HEADER)
        visits = len(column.blocks)
        count = f"{visits} visit{'s' if visits != 1 else ''}"
        below = " · ".join(part for part in (column.closed or column.credential, count) if part)
        painter.setFont(strong)
        painter.setPen(color("text"))
        painter.drawText(rect.adjusted(0, 6, 0, -20), _LINE, shortened(column.name, strong, int(rect.width())))
        painter.setFont(light)
        painter.setPen(color("secondary"))
        painter.drawText(rect.adjusted(0, 22, 0, -4), _LINE, shortened(below, light, int(rect.width())))
    painter.setPen(color("hairline"))
    painter.drawLine(QLineF(0, top + HEADER, grid.right, top + HEADER))


def _paint_spans(painter: QPainter, grid: Geometry, number: int) -> None:
    column = grid.board.columns[number]
    left, width = grid.x(number), grid.column_width
    surface, hatch = color("surface"), QBrush(color("hairline", 0.55), Qt.BrushStyle.BDiagPattern)
    down, end = float(HEADER), float(grid.height)
    for span in column.worked:
        top, bottom = grid.y(span.starts, column.on), grid.y(span.ends, column.on)
        if top > down and not any(pause.ends == span.starts for pause in column.breaks):
            painter.fillRect(QRectF(left, down, width, top - down), hatch)
        painter.fillRect(QRectF(left, top, width, bottom - top), surface)
        down = bottom
    painter.fillRect(QRectF(left, down, width, end - down), hatch)
    for words, spans in (("Break", column.breaks), ("Away", column.off)):
        for span in spans:
            _paint_off(painter, grid, number, span, words)
    if column.closed or column.unlicensed:
        _paint_off(painter, grid, number, None, f"Closed: {column.closed}" if column.closed else "License has ended")


def _paint_lines(painter: QPainter, grid: Geometry) -> None:
    painter.setFont(font(SECONDARY))
    for minute in range(grid.opens, grid.closes + 1, 30):
        y = grid.at_minute(minute)
        painter.fillRect(QRectF(AXIS, y, grid.right - AXIS, 1), color("hairline", 1.0 if minute % 60 == 0 else 0.5))
        if minute % 60 == 0 and minute < grid.closes:
            painter.setPen(color("secondary"))
            painter.drawText(QRectF(0, y - 9, AXIS - 10, 18), Qt.AlignmentFlag.AlignRight, f"{minute // 60:02d}:00")
    hairline = color("hairline")
    for number in range(len(grid.board.columns) + 1):
        painter.fillRect(QRectF(grid.x(number), HEADER, 1, grid.height - HEADER), hairline)


def _paint_free(painter: QPainter, free: Sequence[Cell], within: QRectF) -> None:
    """Where the visit that is looked for could begin: tinted, edged, and said in a word; not in the accent of the blocks."""
    face = font(SECONDARY)
    edge, ink, tint = QPen(color("success"), 1), QPen(color("success")), color("success_soft")
    painter.setFont(face)
    painter.setBrush(tint)
    for cell in free:
        if cell.rect.intersects(within):
            painter.setPen(edge)
            painter.drawRoundedRect(cell.rect, 5, 5)
            painter.setPen(ink)
            inner = cell.rect.adjusted(10, 0, -6, 0)
            painter.drawText(inner, _LINE, shortened(cell.words, face, int(inner.width())))


def _paint_off(painter: QPainter, grid: Geometry, number: int, span: Slot | None, words: str) -> None:
    on = grid.board.columns[number].on
    top = float(HEADER) if span is None else max(grid.y(span.starts, on), float(HEADER))
    bottom = float(grid.height) if span is None else min(grid.y(span.ends, on), float(grid.height))
    rect = QRectF(grid.x(number), top, grid.column_width, max(0.0, bottom - top))
    painter.fillRect(rect, color("page"))
    painter.fillRect(rect, QBrush(color("edge", 0.35), Qt.BrushStyle.FDiagPattern))
    painter.setFont(font(SECONDARY))
    painter.setPen(color("secondary"))
    said = shortened(words, painter.font(), int(rect.width()) - 24)
    chip = QRectF(rect.left() + 6, rect.top() + 5, 12 + painter.fontMetrics().horizontalAdvance(said), 18)
    if rect.height() >= 26:
        painter.fillRect(chip, color("page"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, said)


class Pen:
    """Faces, heights and colours that all blocks of one picture share: looked up once, not once a block."""

    def __init__(self) -> None:
        self.strong, self.light = font(SECONDARY, bold=True), font(SECONDARY)
        metrics = QFontMetrics(self.strong)
        self.line, self.ascent = metrics.lineSpacing(), metrics.ascent()
        self.hairline = QPen(color("hairline"), 1)
        self.secondary = QPen(color("secondary"))
        self._colors: dict[tuple[Status, Phase | None], tuple[QColor, QColor, QColor]] = {}

    def colors(self, block: Block) -> tuple[QColor, QColor, QColor]:
        """Edge, fill and ink."""
        key = (block.status, block.phase)
        if key not in self._colors:
            self._colors[key] = _colors(block)
        return self._colors[key]


def paint_block(
    painter: QPainter, rect: QRectF, block: Block, pen: Pen, *, starts: datetime | None = None, whose: str = ""
) -> None:
    """One appointment: phase edge, time, name, session and status in words; `starts` where a ghost would begin."""
    edge, fill, ink = pen.colors(block)
    painter.setPen(QPen(edge, 1) if starts else pen.hairline)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, 5, 5)
    painter.fillRect(QRectF(rect.left(), rect.top() + 1, 4, rect.height() - 2), edge)
    width = int(rect.width()) - 16
    mark = "overbooked" if block.overbooked else _MARKS.get(block.status, "")
    first = " · ".join(part for part in (f"{_clock(starts or block.starts)}", block.session, mark, whose) if part)
    tall = rect.height() - 5 >= 2 * pen.line
    name = discreet.name(block.name) if block.patient is not None else block.name
    words = name if tall else f"{name} · {first}"
    left, top = rect.left() + 10, rect.top() + (3 if tall else max(0.0, (rect.height() - pen.line) / 2))
    painter.setFont(pen.strong)
    painter.setPen(ink)
    painter.drawText(QPointF(left, top + pen.ascent), shortened(words, pen.strong, width))
    if tall:
        painter.setFont(pen.light)
        painter.setPen(pen.secondary)
        painter.drawText(QPointF(left, top + pen.line + pen.ascent), shortened(first, pen.light, width))
    if block.target_end is not None and rect.height() - 5 >= 3 * pen.line:
        third = course_words(block)
        painter.drawText(QPointF(left, top + 2 * pen.line + pen.ascent), shortened(third, pen.light, width))


def course_words(block: Block) -> str:
    """`middle · ends 12 May`."""
    end = block.target_end
    parts = (block.phase.value if block.phase else "", f"ends {end.day} {end:%b}" if end else "")
    return " · ".join(part for part in parts if part)


def paint_ghost(painter: QPainter, grid: Geometry, held: Landing, within: QRectF) -> QRectF:
    """A block held over a place, with its span or the reason why it cannot land there; returns what was painted on."""
    rect = ghost_rect(grid, held)
    paint_block(painter, rect, held.block, Pen(), starts=held.starts)
    tone = "danger" if held.reason else "success"
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color(tone), 2))
    painter.drawRoundedRect(rect, 5, 5)
    painter.setFont(font(SECONDARY, bold=True))
    chip = chip_rect(grid, held, within)
    painter.setPen(QPen(color(tone), 1))
    painter.setBrush(color(f"{tone}_soft"))
    painter.drawRoundedRect(chip, 4, 4)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, chip_words(held))
    return rect.united(chip).adjusted(-4, -4, 4, 4)


def ghost_rect(grid: Geometry, held: Landing) -> QRectF:
    """Where the ghost lies."""
    return grid.rect(held.column, held.starts, held.ends)


def chip_words(held: Landing) -> str:
    """What is written at a ghost."""
    return held.reason or f"{held.starts:%H:%M}–{held.ends:%H:%M}"


def chip_rect(grid: Geometry, held: Landing, within: QRectF) -> QRectF:
    """Room for the words in the part that shows: above the ghost, below it where the head would cover them."""
    rect = ghost_rect(grid, held)
    wide = QFontMetrics(font(SECONDARY, bold=True)).horizontalAdvance(chip_words(held)) + 16
    left = max(within.left() + 4, min(rect.left(), within.right() - wide - 8))
    top = rect.top() - 24 if rect.top() - 24 > within.top() + HEADER else rect.bottom() + 4
    return QRectF(left, top, wide, 20)


@lru_cache(maxsize=4096)
def shortened(words: str, face: QFont, width: int) -> str:
    """Words that fit a width; remembered, because the same names come again with every picture."""
    return QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, width)


def _clock(at: datetime) -> str:
    """As `ui.kit.text.clock`, without the price of `strftime` for every block."""
    return f"{at.hour:02d}:{at.minute:02d}"


def _colors(block: Block) -> tuple[QColor, QColor, QColor]:
    if block.status is Status.NO_SHOW:
        return color("danger"), color("danger_soft"), color("danger")
    edge = color(_PHASES[block.phase]) if block.phase else color("edge")
    if block.status is Status.CHECKED_IN:
        return edge, color("warning_soft"), color("text")
    if block.status is Status.COMPLETED:
        return edge, color("page"), color("secondary")
    return edge, color("accent_soft"), color("text")


def _paint_now(painter: QPainter, grid: Geometry, now: datetime) -> None:
    todays = [n for n, column in enumerate(grid.board.columns) if column.on == now.date()]
    if not todays:
        return
    y, left, right = grid.y(now), grid.x(todays[0]), grid.x(todays[-1] + 1)
    painter.setPen(QPen(color("danger"), 1.5))
    painter.drawLine(QLineF(left, y, right, y))
    painter.setBrush(color("danger"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(left - 4, y - 4, 8, 8))


def paint_cursor(painter: QPainter, grid: Geometry, column: int, starts: datetime, block: Block | None) -> None:
    """The half hour that the arrow keys walk, or the block in which they stand."""
    spans = (rect for one, rect in grid.placed(column) if block is not None and one.id == block.id)
    rect = next(spans, grid.rect(column, starts, starts + timedelta(minutes=30))).adjusted(-2, 0, 2, 0)
    painter.setPen(QPen(color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 4, 4)
