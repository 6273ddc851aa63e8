"""Paints the day grid: hours, shifts, time off, blocks, cursor, ghost, now-line."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QLineF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule_blocks import Block
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
    _paint_hours(painter, grid)
    for number, column in enumerate(grid.board.columns):
        left, width = grid.x(number), grid.column_width
        for span in column.worked:
            top = grid.y(span.starts, column.on)
            painter.fillRect(QRectF(left, top, width, grid.y(span.ends, column.on) - top), color("surface"))
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


def _paint_hours(painter: QPainter, grid: Geometry) -> None:
    whole = QRectF(AXIS, HEADER, grid.x(len(grid.board.columns)) - AXIS, grid.height - HEADER)
    painter.fillRect(whole, color("page"))
    painter.fillRect(whole, QBrush(color("hairline", 0.55), Qt.BrushStyle.BDiagPattern))


def _paint_lines(painter: QPainter, grid: Geometry) -> None:
    right = grid.x(len(grid.board.columns))
    painter.setFont(font(SECONDARY))
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
    painter.setOpacity(0.75 if ghost else 1.0)
    painter.setPen(QPen(edge if ghost else color("hairline"), 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, 5, 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(edge)
    painter.drawRoundedRect(QRectF(rect.left(), rect.top(), 4, rect.height()), 2, 2)
    inner = rect.adjusted(10, 3, -6, -2)
    mark = "overbooked" if block.overbooked else _MARKS.get(block.status, "")
    first = " · ".join(part for part in (f"{block.starts:%H:%M}", block.session, mark) if part)
    painter.setFont(font(SECONDARY, bold=True))
    painter.setPen(ink)
    line = painter.fontMetrics().lineSpacing()
    tall = inner.height() >= 2 * line
    words = block.name if tall else f"{block.name} · {first}"
    name = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), line), Qt.AlignmentFlag.AlignVCenter, name)
    painter.setFont(font(SECONDARY))
    if tall:
        painter.setPen(color("secondary"))
        words = painter.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(QRectF(inner.left(), inner.top() + line, inner.width(), line), Qt.AlignmentFlag.AlignVCenter, words)
    painter.setOpacity(1.0)


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
