"""Paints the day grid: hours, shifts, time off, blocks, cursor, ghost, now-line."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule_blocks import Block, Column
from ui.kit.theme import SECONDARY, color, font
from ui.views.schedule.geometry import AXIS, HEADER, Geometry, at_minute, lanes
from ui.views.schedule.held import Ghost

_PHASES = {Phase.INITIAL: "initial", Phase.MIDDLE: "middle", Phase.ENDING: "ending"}
_MARKS = {
    Status.CONFIRMED: "✓",
    Status.CHECKED_IN: "waiting",
    Status.IN_SESSION: "in session",
    Status.COMPLETED: "done",
    Status.NO_SHOW: "no-show",
}


def paint_day(painter: QPainter, grid: Geometry, now: datetime, area: QRect) -> None:
    """Everything that does not move with the hand, as far as it lies in `area`."""
    for number, column in enumerate(grid.board.columns):
        _paint_hours(painter, grid, number, column)
        for words, spans in (("Away", column.off), ("Break", column.breaks)):
            for span in spans:
                _paint_away(painter, grid, number, span, words)
    _paint_lines(painter, grid)
    for number, column in enumerate(grid.board.columns):
        shared = lanes(column.blocks)
        for block in column.blocks:
            rect = grid.rect(number, block.starts, block.ends, *shared[block.id])
            if rect.intersects(area):
                paint_block(painter, rect, block)
    _paint_now(painter, grid, now.astimezone(grid.board.zone))


def paint_header(painter: QPainter, grid: Geometry, top: float) -> None:
    """Therapists' names; they stay in sight when the day scrolls."""
    painter.fillRect(QRectF(0, top, max(grid.width, grid.x(len(grid.board.columns))), HEADER), color("page"))
    for number, column in enumerate(grid.board.columns):
        rect = QRectF(grid.x(number) + 8, top, grid.column_width - 12, HEADER)
        painter.setFont(font(bold=True))
        painter.setPen(color("text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(column.name, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect.adjusted(0, 6, 0, -20), Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(SECONDARY))
        painter.setPen(color("secondary"))
        detail = painter.fontMetrics().elidedText(column.detail, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(rect.adjusted(0, 22, 0, -4), Qt.AlignmentFlag.AlignVCenter, detail)
    painter.setPen(color("hairline"))
    painter.drawLine(QLineF(0, top + HEADER, grid.x(len(grid.board.columns)), top + HEADER))


def _paint_hours(painter: QPainter, grid: Geometry, number: int, column: Column) -> None:
    """Hatched where nobody works; each pixel is filled once."""
    left, width, top = grid.x(number), grid.column_width, float(HEADER)
    hatch = QBrush(color("hairline", 0.55), Qt.BrushStyle.BDiagPattern)
    for span in sorted(column.worked):
        starts, ends = grid.y(span.starts, column.on), grid.y(span.ends, column.on)
        painter.fillRect(QRectF(left, top, width, starts - top), hatch)
        painter.fillRect(QRectF(left, starts, width, ends - starts), color("surface"))
        top = ends
    painter.fillRect(QRectF(left, top, width, grid.height - top), hatch)


def _paint_lines(painter: QPainter, grid: Geometry) -> None:
    right = grid.x(len(grid.board.columns))
    painter.setFont(font(SECONDARY))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for minute in range(grid.opens, grid.closes + 1, 30):
        y = grid.y(at_minute(grid.board.on, grid.board.zone, minute))
        painter.setPen(QPen(color("hairline", 1.0 if minute % 60 == 0 else 0.5), 1))
        painter.drawLine(QLineF(AXIS, y, right, y))
        if minute % 60 == 0 and minute < grid.closes:
            painter.setPen(color("secondary"))
            painter.drawText(QRectF(0, y - 9, AXIS - 10, 18), Qt.AlignmentFlag.AlignRight, f"{minute // 60:02d}:00")
    painter.setPen(color("hairline"))
    for number in range(len(grid.board.columns) + 1):
        painter.drawLine(QLineF(grid.x(number), HEADER, grid.x(number), grid.height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_away(painter: QPainter, grid: Geometry, column: int, span: Slot, words: str) -> None:
    on = grid.board.columns[column].on
    top = max(grid.y(span.starts, on), float(HEADER))
    bottom = min(grid.y(span.ends, on), float(grid.height))
    rect = QRectF(grid.x(column), top, grid.column_width, max(0.0, bottom - top))
    painter.fillRect(rect, color("page"))
    painter.fillRect(rect, QBrush(color("edge", 0.35), Qt.BrushStyle.FDiagPattern))
    painter.setFont(font(SECONDARY))
    painter.setPen(color("secondary"))
    painter.drawText(rect.adjusted(8, 4, -8, 0), Qt.AlignmentFlag.AlignTop, words)


def paint_block(painter: QPainter, rect: QRectF, block: Block, *, ghost: bool = False) -> None:
    """One appointment: phase edge, time, name, session and status in words."""
    edge, fill, ink = _colors(block)
    if ghost:
        painter.setOpacity(0.9)
    outline = edge if ghost else color("hairline")
    looks = (edge.name(), fill.name(), outline.name())
    painter.drawPixmap(rect.topLeft(), plate(*map(round, (rect.width(), rect.height())), looks, _ratio(painter)))
    strong, plain = _faces()
    line = plain[1].lineSpacing()
    inner = rect.adjusted(10, 3, -6, -2)
    mark = "overbooked" if block.overbooked else _MARKS.get(block.status, "")
    first = " · ".join(part for part in (f"{block.starts:%H:%M}", block.session, mark) if part)
    tall = inner.height() >= 2 * line
    painter.setFont(strong[0])
    painter.setPen(ink)
    at, width = QPointF(inner.left(), inner.top() + plain[1].ascent() + 1), int(inner.width())
    painter.drawText(at, fitted(block.name if tall else f"{block.name} · {first}", width, bold=True))
    if tall:
        painter.setFont(plain[0])
        painter.setPen(color("secondary"))
        painter.drawText(at + QPointF(0, line), fitted(first, width, bold=False))
    painter.setOpacity(1.0)


def _ratio(painter: QPainter) -> float:
    device = painter.device()
    return 1.0 if device is None else device.devicePixelRatioF()


@lru_cache(maxsize=512)
def plate(width: int, height: int, looks: tuple[str, str, str], ratio: float) -> QPixmap:
    """What lies under a block's words; most blocks of a day share a few of these."""
    edge, fill, outline = map(QColor, looks)
    picture = QPixmap(QSize(width + 1, height + 1) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(outline, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawRoundedRect(QRectF(0, 0, 4, height), 2, 2)
    painter.end()
    return picture


@cache
def _faces() -> tuple[tuple[QFont, QFontMetrics], tuple[QFont, QFontMetrics]]:
    strong, plain = font(SECONDARY, bold=True), font(SECONDARY)
    return (strong, QFontMetrics(strong)), (plain, QFontMetrics(plain))


@lru_cache(maxsize=8_192)
def fitted(text: str, width: int, *, bold: bool) -> str:
    """As much of a text as fits; the same names are painted again and again."""
    metrics = _faces()[0 if bold else 1][1]
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


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
    today = [n for n, column in enumerate(grid.board.columns) if column.on == now.date()]
    if not today:
        return
    y = grid.y(now)
    painter.setPen(QPen(color("danger"), 1.5))
    painter.drawLine(QLineF(grid.x(today[0]) if len(today) == 1 else AXIS, y, grid.x(today[-1] + 1), y))
    painter.setBrush(color("danger"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QRectF(grid.x(today[0]) - 4, y - 4, 8, 8))


def paint_ghost(painter: QPainter, grid: Geometry, ghost: Ghost) -> QRectF:
    """What is held, with its times or the reason why it cannot land; returns what was painted over."""
    rect = grid.rect(ghost.column, ghost.starts, ghost.ends)
    paint_block(painter, rect, replace(ghost.block, starts=ghost.starts, ends=ghost.ends), ghost=True)
    words = ghost.reason or f"{ghost.starts:%H:%M}–{ghost.ends:%H:%M}"
    painter.setFont(font(SECONDARY))
    wide = painter.fontMetrics().horizontalAdvance(words) + 16
    right = grid.x(len(grid.board.columns))
    chip = QRectF(max(0.0, min(rect.left(), right - wide)), rect.top() - 24, wide, 22)
    tone = "danger" if ghost.reason else "success"
    painter.setPen(QPen(color(tone), 1))
    painter.setBrush(color("surface"))
    painter.drawRoundedRect(chip, 4, 4)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
    return rect.united(chip).adjusted(-4, -4, 4, 4)


def paint_cursor(painter: QPainter, grid: Geometry, column: int, starts: datetime) -> None:
    """The half hour that the arrow keys walk."""
    rect = grid.rect(column, starts, starts + timedelta(minutes=30)).adjusted(-2, 0, 2, 0)
    painter.setPen(QPen(color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 4, 4)
