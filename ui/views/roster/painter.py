"""Paints the drawn week: hours of the location, spans with their breaks, absences, closed days, the cursor and the stroke."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen

from ibh_desktop.domain.clocks import minutes, time_of
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.roster_week import Minutes, Span, on_day
from ibh_desktop.queries.roster_week import RosterWeek
from ui.kit.theme import SECONDARY, color, font
from ui.views.roster.geometry import AXIS, DAYS, HEADER, WeekGeometry

_LINE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Picture:
    """What is painted: the week as it is drawn by now, for the location that the brush paints; `strokes` can be taken back."""

    week: RosterWeek
    drawn: tuple[Span, ...]
    brush: LocationId | None
    changed: frozenset[int]
    strokes: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """What the hand or the keys hold over the week: days from the first to the last, minutes, and the words at it."""

    first: int
    last: int
    bounds: Minutes
    words: str
    tone: str = "accent"


def paint_week(painter: QPainter, grid: WeekGeometry, picture: Picture) -> None:
    """Everything but cursor and stroke."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for day in range(DAYS):
        _paint_open(painter, grid, picture, day)
    _paint_lines(painter, grid)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    names = {place.id: place.name for place in picture.week.locations}
    for day in range(DAYS):
        for span in on_day(picture.drawn, day):
            _paint_span(painter, grid, span, names.get(span.location, "another location"), brush=picture.brush)
    _paint_away(painter, grid, picture.week)
    _paint_head(painter, grid, picture)


def _paint_open(painter: QPainter, grid: WeekGeometry, picture: Picture, day: int) -> None:
    whole = QRectF(grid.x(day), HEADER, grid.day_width, grid.bottom - HEADER)
    painter.fillRect(whole, QBrush(color("hairline", 0.55), Qt.BrushStyle.BDiagPattern))
    if picture.brush is None or (picture.brush, day) in picture.week.closed:
        return
    hours = picture.week.opening.get((picture.brush, day))
    if hours is not None:
        top, bottom = grid.y(minutes(hours.starts)), grid.y(minutes(hours.ends))
        painter.fillRect(QRectF(grid.x(day), top, grid.day_width, bottom - top), color("surface"))


def _paint_lines(painter: QPainter, grid: WeekGeometry) -> None:
    painter.setFont(font(SECONDARY))
    for minute in range(grid.opens, grid.closes + 1, 60):
        y = grid.y(minute)
        painter.fillRect(QRectF(AXIS, y, grid.right - AXIS, 1), color("hairline"))
        if grid.opens < minute < grid.closes:
            painter.setPen(color("secondary"))
            painter.drawText(QRectF(0, y - 9, AXIS - 10, 18), Qt.AlignmentFlag.AlignRight, f"{minute // 60:02d}:00")
    for day in range(DAYS + 1):
        painter.fillRect(QRectF(grid.x(day), HEADER, 1, grid.bottom - HEADER), color("hairline"))


def _paint_head(painter: QPainter, grid: WeekGeometry, picture: Picture) -> None:
    painter.fillRect(QRectF(0, 0, max(grid.width, grid.right), HEADER), color("page"))
    strong, light = font(bold=True), font(SECONDARY)
    for day in range(DAYS):
        on = picture.week.monday + timedelta(days=day)
        rect = QRectF(grid.x(day) + 6, 0, grid.day_width - 10, HEADER)
        painter.setFont(strong)
        painter.setPen(color("accent" if on == picture.week.today else "text"))
        painter.drawText(rect.adjusted(0, 4, 0, -20), _LINE, f"{WEEKDAYS[day][:3]} {on.day} {on:%b}")
        painter.setFont(light)
        words, tone = _remark(picture, day)
        painter.setPen(color(tone))
        painter.drawText(rect.adjusted(0, 22, 0, -2), _LINE, _shortened(words, rect.width()))
    painter.setPen(color("hairline"))
    painter.drawLine(QLineF(0, HEADER, grid.right, HEADER))


def _remark(picture: Picture, day: int) -> tuple[str, str]:
    """What is said below a day's date, and in which tone."""
    if day in picture.changed:
        return "changed, not saved", "warning"
    if picture.brush is not None and (label := picture.week.closed.get((picture.brush, day))) is not None:
        return f"Closed: {label}" if label else "Closed", "danger"
    if day in picture.week.special:
        return "this date only" if on_day(picture.drawn, day) else "off this date", "info"
    return "", "secondary"


def _paint_span(painter: QPainter, grid: WeekGeometry, span: Span, place: str, *, brush: LocationId | None) -> None:
    rect = grid.rect(span.weekday, span.bounds)
    edge = color("accent" if span.location == brush else "info")
    painter.setPen(QPen(edge, 1, Qt.PenStyle.SolidLine if span.shift else Qt.PenStyle.DashLine))
    painter.setBrush(color("accent_soft" if span.location == brush else "info_soft"))
    painter.drawRoundedRect(rect, 5, 5)
    painter.fillRect(QRectF(rect.left(), rect.top() + 1, 4, rect.height() - 2), edge)
    for pause in span.breaks:
        top, bottom = grid.y(minutes(pause.starts)), grid.y(minutes(pause.ends))
        gap = QRectF(rect.left() + 4, top, rect.width() - 5, bottom - top)
        painter.fillRect(gap, color("page"))
        painter.fillRect(gap, QBrush(color("edge", 0.35), Qt.BrushStyle.FDiagPattern))
    _write(painter, rect, _first_free(grid, span, rect), _words(span, place))


def _words(span: Span, place: str) -> list[str]:
    hours = f"{span.hours.starts:%H:%M}–{span.hours.ends:%H:%M}"
    rhythm = f"every {span.every_weeks} weeks" if span.every_weeks > 1 else ""
    return [hours, place, *([rhythm] if rhythm else [])]


def _first_free(grid: WeekGeometry, span: Span, rect: QRectF) -> float:
    """How much room there is above the first break."""
    first = min((grid.y(minutes(pause.starts)) for pause in span.breaks), default=rect.bottom())
    return first - rect.top()


def _write(painter: QPainter, rect: QRectF, room: float, words: list[str]) -> None:
    strong, light = font(SECONDARY, bold=True), font(SECONDARY)
    line = QFontMetrics(strong).lineSpacing()
    lines = max(1, min(len(words), int((room - 4) // line)))
    shown = [*words[: lines - 1], " · ".join(words[lines - 1 :])]
    for number, text in enumerate(shown):
        painter.setFont(strong if number == 0 else light)
        painter.setPen(color("text" if number == 0 else "secondary"))
        below = QRectF(rect.left() + 9, rect.top() + 2 + number * line, rect.width() - 12, line)
        painter.drawText(
            below, _LINE, QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(below.width()))
        )


def _paint_away(painter: QPainter, grid: WeekGeometry, week: RosterWeek) -> None:
    for away in week.away:
        at = away.starts
        while at < away.ends:
            midnight = (at + timedelta(days=1)).replace(hour=0, minute=0)
            day = (at.date() - week.monday).days
            if 0 <= day < DAYS:
                until = 1440 if away.ends >= midnight else away.ends.hour * 60 + away.ends.minute
                _paint_off(painter, grid, day, (_minute(at), until), f"Away: {away.reason}" if away.reason else "Away")
            at = midnight


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _paint_off(painter: QPainter, grid: WeekGeometry, day: int, bounds: Minutes, words: str) -> None:
    top, bottom = max(grid.y(bounds[0]), float(HEADER)), min(grid.y(bounds[1]), grid.bottom)
    rect = QRectF(grid.x(day) + 1, top, grid.day_width - 1, max(0.0, bottom - top))
    painter.fillRect(rect, color("page", 0.75))
    painter.fillRect(rect, QBrush(color("edge", 0.45), Qt.BrushStyle.FDiagPattern))
    said = _shortened(words, rect.width() - 24)
    painter.setFont(font(SECONDARY))
    painter.setPen(color("text"))
    chip = QRectF(rect.left() + 6, rect.top() + 5, 12 + painter.fontMetrics().horizontalAdvance(said), 18)
    painter.fillRect(chip, color("page"))
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, said)


def paint_cursor(painter: QPainter, grid: WeekGeometry, day: int, bounds: Minutes) -> None:
    """The half hour, or the stretch, that the arrow keys hold."""
    painter.setPen(QPen(color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(grid.rect(day, bounds).adjusted(-2, 0, 2, 0), 4, 4)


def paint_stroke(painter: QPainter, grid: WeekGeometry, stroke: Stroke) -> None:
    """What will be painted, rubbed out or moved, with its hours."""
    painter.setPen(QPen(color(stroke.tone), 2))
    painter.setBrush(color(stroke.tone, 0.15))
    for day in range(stroke.first, stroke.last + 1):
        painter.drawRoundedRect(grid.rect(day, stroke.bounds), 5, 5)
    rect = grid.rect(stroke.first, stroke.bounds)
    painter.setFont(font(SECONDARY, bold=True))
    wide = painter.fontMetrics().horizontalAdvance(stroke.words) + 16
    chip = QRectF(min(rect.left(), grid.right - wide - 4), max(HEADER + 2.0, rect.top() - 24), wide, 20)
    painter.setBrush(color("surface"))
    painter.setPen(QPen(color(stroke.tone), 1))
    painter.drawRoundedRect(chip, 4, 4)
    painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, stroke.words)


def hours_words(bounds: Minutes) -> str:
    """`08:00–12:30`."""
    return f"{time_of(bounds[0]):%H:%M}–{time_of(bounds[1]):%H:%M}"


def _shortened(words: str, width: float) -> str:
    return QFontMetrics(font(SECONDARY)).elidedText(words, Qt.TextElideMode.ElideRight, int(width))
