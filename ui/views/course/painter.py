"""Paints a laid-out timeline."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPolygonF

from ibh_desktop.domain.appointments import CANCELLED, Status
from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.outcomes.change import ChangeSince, change
from ibh_desktop.domain.outcomes.measure import Measure, Safety
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.timeline import Band, Mark
from ui.kit.theme import color, font
from ui.views.course.layout import GUTTER, PHASE, TOP, Chart, Layout

PHASES = {Phase.INITIAL: "initial", Phase.MIDDLE: "middle", Phase.ENDING: "ending"}
_PATTERNS = {
    Phase.INITIAL: Qt.BrushStyle.NoBrush,
    Phase.MIDDLE: Qt.BrushStyle.Dense7Pattern,
    Phase.ENDING: Qt.BrushStyle.BDiagPattern,
}
_SEVERITY = ("success_soft", "success_soft", "warning_soft", "warning_soft", "danger_soft")
_GOALS = {GoalStatus.ACTIVE: "accent", GoalStatus.ACHIEVED: "success", GoalStatus.PARTLY: "warning"}


def paint(painter: QPainter, layout: Layout) -> None:
    """The whole timeline, back to front."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _axis(painter, layout)
    for band in layout.bands:
        _band(painter, layout, band)
    for chart in layout.charts:
        _bands_of(painter, chart)
    _lines_of_time(painter, layout)
    _titles(painter, layout)
    for mark in layout.marks:
        _session(painter, layout, mark)
    for chart in layout.charts:
        _line_of(painter, chart)
    _goals(painter, layout)
    _letters(painter, layout)


def _text(
    painter: QPainter, rect: QRectF, words: str, shade: QColor, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    painter.setPen(shade)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, int(rect.width())))
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter, shown)


def _axis(painter: QPainter, layout: Layout) -> None:
    painter.setFont(font(12))
    for tick in layout.axis.ticks:
        x = layout.x(tick)
        on = layout.axis.on(tick)
        _text(painter, QRectF(x - 40, 4, 80, 20), f"{on.day} {on:%b}", color("secondary"), Qt.AlignmentFlag.AlignHCenter)
        painter.setPen(QPen(color("hairline"), 1))
        painter.drawLine(QLineF(x, TOP - 6, x, layout.height - 16))


def _band(painter: QPainter, layout: Layout, band: Band) -> None:
    shade = color(PHASES[band.phase])
    left, right = layout.x(band.first) - 14, layout.x(band.last) - 2
    rect = QRectF(left, layout.tops["phase"], right - left, PHASE - 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(PHASES[band.phase], 0.14))
    painter.drawRoundedRect(rect, 5, 5)
    painter.setBrush(QBrush(color(PHASES[band.phase], 0.22), _PATTERNS[band.phase]))
    painter.drawRoundedRect(rect, 5, 5)
    painter.setBrush(shade)
    painter.drawRect(QRectF(rect.left(), rect.top(), 4, rect.height()))
    painter.setFont(font(12, bold=True))
    _text(painter, rect.adjusted(12, 0, -4, 0), band.phase.value.capitalize(), shade)


def _titles(painter: QPainter, layout: Layout) -> None:
    painter.setFont(font(13))
    for words, name, drop in (("Phase", "phase", 2), ("Sessions", "sessions", 7)):
        _text(painter, QRectF(0, layout.tops[name] + drop, GUTTER - 30, 22), words, color("text"))
    if layout.goals:
        _text(painter, QRectF(0, layout.tops["goals"] + 2, GUTTER - 30, 22), "Goals", color("text"))
    if layout.page.letters:
        _text(painter, QRectF(0, layout.tops["letters"] + 3, GUTTER - 30, 22), "Letters", color("text"))


def _lines_of_time(painter: QPainter, layout: Layout) -> None:
    page = layout.page
    bottom = layout.height - 16
    end = layout.x(layout.axis.day(page.target_end)) + 14
    painter.setPen(QPen(color("secondary"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(end, TOP + PHASE + 2, end, bottom))
    painter.setFont(font(12))
    words = f"contract {page.target_end.day} {page.target_end:%b}"
    # Left of its line, unless the word "today" stands there.
    beside = page.ended_on is None and 0 < end - layout.x(layout.axis.day(page.today)) < 170
    side = Qt.AlignmentFlag.AlignLeft if beside else Qt.AlignmentFlag.AlignRight
    _text(painter, QRectF(end + 4 if beside else end - 124, bottom - 2, 120, 16), words, color("secondary"), side)
    if page.ended_on is None:
        now = layout.x(layout.axis.day(page.today))
        painter.setPen(QPen(color("accent"), 1.6))
        painter.drawLine(QLineF(now, TOP - 8, now, bottom))
        painter.setFont(font(12, bold=True))
        _text(painter, QRectF(now + 4, bottom - 2, 60, 16), "today", color("accent"))


def _session(painter: QPainter, layout: Layout, mark: Mark) -> None:
    point, shade = layout.session_point(mark), color(PHASES[mark.phase])
    radius = layout.mark_radius
    if mark.status in (*CANCELLED, Status.NO_SHOW, Status.LEFT_BEFORE_SEEN, Status.RESCHEDULED):
        _missed(painter, point, radius, mark.status)
        return
    held = mark.status is Status.COMPLETED
    painter.setPen(QPen(shade, 2))
    painter.setBrush(shade if held else color("surface"))
    painter.drawEllipse(point, radius, radius)
    if radius > 8 and mark.number:
        painter.setFont(font(11, bold=True))
        box = QRectF(point.x() - 12, point.y() - 12, 24, 24)
        _text(painter, box, str(mark.number), color("surface") if held else shade, Qt.AlignmentFlag.AlignHCenter)


def _missed(painter: QPainter, point: QPointF, radius: float, status: Status) -> None:
    shade = color("danger" if status in (Status.NO_SHOW, Status.LATE_CANCEL) else "secondary")
    painter.setPen(QPen(shade, 1.6))
    painter.setBrush(color("danger_soft") if status in (Status.NO_SHOW, Status.LATE_CANCEL) else color("page"))
    painter.drawEllipse(point, radius, radius)
    arm = radius * 0.45
    painter.drawLine(QLineF(point.x() - arm, point.y() - arm, point.x() + arm, point.y() + arm))
    painter.drawLine(QLineF(point.x() - arm, point.y() + arm, point.x() + arm, point.y() - arm))
    words = {Status.NO_SHOW: "no-show", Status.LATE_CANCEL: "late", Status.CANCELLED_CLINIC: "clinic"}.get(status, "cancelled")
    if radius > 8:
        painter.setFont(font(11))
        _text(painter, QRectF(point.x() - 34, point.y() + 14, 68, 16), words, shade, Qt.AlignmentFlag.AlignHCenter)


def _bands_of(painter: QPainter, chart: Chart) -> None:
    measure = chart.measure
    painter.setPen(Qt.PenStyle.NoPen)
    count = len(measure.bands)
    for number, band in enumerate(measure.bands):
        top, bottom = chart.y(min(measure.highest, band.high + 0.5)), chart.y(max(0, band.low - 0.5))
        step = count - 1 - number if measure.higher_is_better else number
        shade = color(_SEVERITY[step + len(_SEVERITY) - count if step else 0])
        shade.setAlphaF(1.0 if number % 2 else 0.6)
        painter.setBrush(shade)
        rect = QRectF(chart.rect.left(), top, chart.rect.width(), bottom - top)
        painter.drawRect(rect)
        painter.setFont(font(11))
        name = band.name.replace("moderately", "mod.")
        _text(painter, rect.adjusted(0, 0, -8, 0), name, color("secondary"), Qt.AlignmentFlag.AlignRight)
        painter.setPen(Qt.PenStyle.NoPen)
    _summary(painter, chart)


def _summary(painter: QPainter, chart: Chart) -> None:
    top = chart.rect.top()
    width = GUTTER - 18
    painter.setFont(font(13))
    _text(painter, QRectF(0, top, width, 18), chart.measure.code, color("text"))
    if not chart.points:
        return
    start = chart.baseline or chart.points[0][1]
    first, latest = start.total or 0, chart.points[-1][1].total or 0
    painter.setFont(font(16, bold=True))
    _text(
        painter, QRectF(0, top + 19, width, 22), f"{first} → {latest}" if len(chart.points) > 1 else str(first), color("text")
    )
    if len(chart.points) < 2:
        return
    painter.setFont(font(11))
    for line, (words, tone) in enumerate(_said(chart.measure, change(chart.measure, first, latest))):
        _text(painter, QRectF(0, top + 43 + 16 * line, width, 15), words, color(tone))


def _said(measure: Measure, told: ChangeSince) -> list[tuple[str, str]]:
    """What holds since the baseline, each with its tone; the yes and no of what a measure has a rule for."""
    tone = "success" if "improvement" in told.reliable else "danger" if "deterioration" in told.reliable else "secondary"
    lines = [(told.reliable, tone)] if told.reliable else []
    if told.improved:
        lines.append(("improved", "success"))
    if told.response is not None:
        words = f"response: {'yes' if told.response else 'no'} ({round(-100 * told.difference / told.baseline)} %)"
        lines.append((words, "success" if told.response else "secondary"))
    if measure.remission is not None:
        lines.append((f"remission: {'yes' if told.remission else 'not yet'}", "secondary"))
    return lines


def _line_of(painter: QPainter, chart: Chart) -> None:
    path = QPainterPath()
    for number, (point, _) in enumerate(chart.points):
        path.lineTo(point) if number else path.moveTo(point)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color("accent"), 2))
    painter.drawPath(path)
    for point, score in chart.points:
        painter.setPen(QPen(color("accent"), 2))
        painter.setBrush(color("surface"))
        painter.drawEllipse(point, 4, 4)
        if score.safety is not Safety.NONE:
            _warning(painter, QPointF(point.x(), point.y() - 14))
    painter.setFont(font(12, bold=True))
    ends = {0: chart.points[0], len(chart.points) - 1: chart.points[-1]} if chart.points else {}
    for point, score in ends.values():
        # The latest stands left of its point: the line of today runs through it as often as not.
        first = point == chart.points[0][0]
        box = QRectF(point.x() - (12 if first else 32), point.y() - 22, 24, 16)
        _text(
            painter,
            box,
            str(score.total),
            color("accent"),
            Qt.AlignmentFlag.AlignHCenter if first else Qt.AlignmentFlag.AlignRight,
        )


def _warning(painter: QPainter, point: QPointF) -> None:
    painter.setPen(QPen(color("danger"), 1.6))
    painter.setBrush(color("danger_soft"))
    painter.drawPolygon(QPolygonF([QPointF(point.x(), point.y() - 7), point + QPointF(8, 6), point + QPointF(-8, 6)]))
    painter.setFont(font(11, bold=True))
    _text(painter, QRectF(point.x() - 6, point.y() - 6, 12, 13), "!", color("danger"), Qt.AlignmentFlag.AlignHCenter)


def _goals(painter: QPainter, layout: Layout) -> None:
    for bar in layout.goals:
        rect, tone = layout.goal_rect(bar), _GOALS.get(bar.status, "secondary")
        active = bar.status is GoalStatus.ACTIVE
        painter.setPen(QPen(color(tone), 2 if active else 1))
        painter.setBrush(color(f"{tone}_soft") if tone != "secondary" else color("page"))
        painter.drawRoundedRect(rect, 6, 6)
        before, after = bar.ratings
        rated = f" · {before} → {after}" if before is not None and after is not None else ""
        painter.setFont(font(12, bold=active))
        room = QRectF(rect.left() + 10, rect.top(), layout.goal_room(bar) - 16, rect.height())
        _text(painter, room, f"{bar.title}{rated} · {bar.status.value}", color("text" if active else tone))


def _letters(painter: QPainter, layout: Layout) -> None:
    for letter in layout.page.letters:
        point = layout.letter_point(letter)
        shade = color("text" if letter.signed else "accent")
        painter.setPen(QPen(shade, 1.4, Qt.PenStyle.SolidLine if letter.signed else Qt.PenStyle.DashLine))
        painter.setBrush(color("surface"))
        box = QRectF(point.x(), point.y() - 6, 17, 12)
        painter.drawRect(box)
        painter.drawPolyline(QPolygonF([box.topLeft(), box.center(), box.topRight()]))
        painter.setFont(font(12))
        words = letter.title + ("" if letter.signed else ", draft")
        _text(painter, QRectF(point.x() + 23, point.y() - 10, 110, 20), words, shade)


def paint_focus(painter: QPainter, rect: QRectF) -> None:
    """The ring around the item that the keyboard is on."""
    painter.setPen(QPen(color("text"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 6, 6)
