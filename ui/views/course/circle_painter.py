"""Paints a laid-out circle."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ibh_desktop.domain.ids import PersonId
from ui.kit.theme import SECONDARY, color, font
from ui.views.course.circle_layout import DISC, LINE, CircleLayout, Ghost, Mark, around

_CENTRED = Qt.AlignmentFlag.AlignCenter
_THICK = {1: 1.0, 2: 2.2, 3: 3.6}
_READABLE = 19.0
"""The least hub that has room for its word; a smaller one is a filled disc, and the legend says what it is."""
_WIDE = {1: 2.5, 2: 4.0, 3: 5.5}


def paint_circle(painter: QPainter, layout: CircleLayout, chosen: PersonId | None, *, focused: bool) -> None:
    """Everything, back to front."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _rings(painter, layout)
    for mark in layout.marks:
        _tie(painter, layout, mark)
    for ghost in layout.ghosts:
        _ghost(painter, ghost)
    _hub(painter, layout)
    for box in (*(mark.box for mark in layout.marks), *(ghost.box for ghost in layout.ghosts)):
        painter.fillRect(box, color("surface", 0.8))
    for mark in layout.marks:
        _mark(painter, mark, chosen=mark.line.id == chosen, focused=focused)
    patient = ["patient"] if layout.hub < _READABLE else []
    for ghost in layout.ghosts:
        _words(painter, ghost.box, ghost.written, color("secondary"))
    _legend(painter, [*patient, "support", "conflict", "deceased", *(["stood then"] if layout.ghosts else [])])


def _rings(painter: QPainter, layout: CircleLayout) -> None:
    for _, box in reversed(layout.rings):
        radius = layout.centre.y() - box.center().y()
        painter.setPen(QPen(color("edge"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(layout.centre, radius, radius)
    painter.setFont(font(SECONDARY))
    for words, box in layout.rings:
        painter.fillRect(box, color("surface"))
        painter.setPen(color("secondary"))
        painter.drawText(box, _CENTRED, words)


def _hub(painter: QPainter, layout: CircleLayout) -> None:
    centre, hub = layout.centre, layout.hub
    painter.setPen(QPen(color("accent"), 1.6))
    painter.setBrush(color("surface" if hub >= _READABLE else "accent"))
    painter.drawEllipse(centre, hub, hub)
    if hub >= _READABLE:
        painter.setPen(color("text"))
        painter.setFont(font(SECONDARY if hub >= 23 else 10, bold=True))
        painter.drawText(around(centre, hub), _CENTRED, "Patient")


def _tie(painter: QPainter, layout: CircleLayout, mark: Mark) -> None:
    centre, hub = layout.centre, layout.hub
    about = mark.line.about
    whole = QLineF(centre, mark.point)
    if whole.length() <= hub + DISC:
        return
    line = QLineF(whole.pointAt(hub / whole.length()), whole.pointAt(1 - (DISC + 2) / whole.length()))
    support = max(about.given, about.received)
    if support:
        painter.setPen(QPen(color("success"), _THICK[support], c=Qt.PenCapStyle.FlatCap))
        painter.drawLine(line)
    if about.conflict:
        _zigzag(painter, line, _WIDE[about.conflict])


def _zigzag(painter: QPainter, line: QLineF, wide: float) -> None:
    count = max(4, round(line.length() / 7))
    across = line.normalVector().unitVector()
    step = QPointF(across.dx(), across.dy()) * wide
    turns = [line.pointAt(n / count) + step * (0 if n in (0, count) else 1 if n % 2 else -1) for n in range(count + 1)]
    painter.setPen(QPen(color("danger"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(turns))


def _shape(painter: QPainter, point: QPointF, reach: float, *, alive: bool) -> None:
    if alive:
        painter.drawEllipse(point, reach, reach)
        return
    far = reach * 1.2
    steps = (QPointF(0, -far), QPointF(far, 0), QPointF(0, far), QPointF(-far, 0))
    painter.drawPolygon(QPolygonF([point + step for step in steps]))


def _mark(painter: QPainter, mark: Mark, *, chosen: bool, focused: bool) -> None:
    about = mark.line.about
    if chosen:
        painter.setPen(QPen(color("accent"), 2, Qt.PenStyle.SolidLine if focused else Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _shape(painter, mark.point, DISC + 4, alive=about.alive)
    painter.setPen(QPen(color("accent" if about.alive else "secondary"), 1.6))
    painter.setBrush(color("accent_soft" if about.alive else "surface"))
    _shape(painter, mark.point, DISC, alive=about.alive)
    painter.setPen(color("text"))
    painter.setFont(font(11, bold=True))
    painter.drawText(mark.disc, _CENTRED, about.name[:1].upper())
    _words(painter, mark.box, mark.written, color("text"), bold=chosen)


def _words(painter: QPainter, box: QRectF, written: tuple[str, ...], shade: QColor, *, bold: bool = False) -> None:
    for number, words in enumerate(written):
        row = QRectF(box.left(), box.top() + number * LINE, box.width(), LINE)
        painter.setFont(font(SECONDARY, bold=bold and not number))
        painter.setPen(color("secondary") if number else shade)
        painter.drawText(row, _CENTRED, words)


def _ghost(painter: QPainter, ghost: Ghost) -> None:
    pen = QPen(color("secondary"), 1.4, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(color("surface"))
    painter.drawEllipse(ghost.point, DISC - 2, DISC - 2)
    if ghost.now is None:
        return
    line = QLineF(ghost.point, ghost.now)
    if line.length() <= 2 * DISC:
        return
    line = QLineF(line.pointAt((DISC - 2) / line.length()), line.pointAt(1 - (DISC + 2) / line.length()))
    painter.drawLine(line)
    painter.setPen(QPen(color("secondary"), 1.4))
    turn = math.atan2(line.dy(), line.dx())
    for side in (2.6, -2.6):
        painter.drawLine(line.p2(), line.p2() + QPointF(math.cos(turn + side), math.sin(turn + side)) * 8)


def _legend(painter: QPainter, rows: Sequence[str]) -> None:
    painter.setFont(font(SECONDARY))
    for number, words in enumerate(rows):
        middle = 14.0 + number * 18
        line, point = QLineF(8, middle, 34, middle), QPointF(21, middle)
        if words == "support":
            painter.setPen(QPen(color("success"), _THICK[2]))
            painter.drawLine(line)
        elif words == "conflict":
            _zigzag(painter, line, _WIDE[2])
        else:
            painter.setPen(
                QPen(color("secondary"), 1.4, Qt.PenStyle.DashLine if words == "stood then" else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(color("accent" if words == "patient" else "surface"))
            _shape(painter, point, 5.5, alive=words != "deceased")
        painter.setPen(color("secondary"))
        painter.drawText(QRectF(42, middle - 9, 90, 18), Qt.AlignmentFlag.AlignVCenter, words)
