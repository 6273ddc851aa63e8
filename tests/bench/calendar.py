"""A full day of the calendar: how long its picture takes, and how long a frame takes while a block is dragged over it."""

import os
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule import Block, Column, DayBoard
from tests.bench.measure import Row, in_turns, seconds
from ui.app import application
from ui.kit.theme import SECONDARY, font
from ui.views.schedule.geometry import geometry
from ui.views.schedule.grid import DayGrid

_ON, _ZONE = date(2026, 10, 6), ZoneInfo("America/Chicago")
_COLUMNS, _EACH, _FRAMES = 40, 10, 400
_SIZE = (5_000, 800)
_FRAME = 1 / 60
_PHASES = (Phase.INITIAL, Phase.MIDDLE, Phase.ENDING, None)
_STATUSES = (Status.SCHEDULED, Status.CONFIRMED, Status.SCHEDULED, Status.NO_SHOW)


def calendar_day() -> Row:
    """Seconds from the board in hand to its picture; the reference draws as many plain rectangles and texts."""
    _application()
    board = _board()

    def ours() -> float:
        grid = DayGrid(_now)
        grid.resize(*_SIZE)

        def shown() -> None:
            grid.show_board(board, movable=True)
            grid.render(picture)

        took = seconds(shown)
        grid.deleteLater()
        return took

    picture = QImage(*_SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    rectangles, texts = _shapes(board), _texts(board)
    plain = partial(_plain, picture, rectangles, texts)
    return Row("calendar_day", *in_turns(ours, lambda: seconds(plain)), limit=2.0)


def calendar_drag() -> Row:
    """The frame that 99 of 100 stay below while a block goes over that day: from the hand's event to the painted picture."""
    app = _application()
    grid = DayGrid(_now)
    grid.resize(*_SIZE)
    grid.show()
    grid.show_board(_board(), movable=True)
    app.processEvents()
    taken = _at(grid, 0)
    _hand(grid, QEvent.Type.MouseButtonPress, taken)
    frames = []

    def frame(to: QPointF) -> None:
        _hand(grid, QEvent.Type.MouseMove, to)
        app.processEvents()

    for number in range(_FRAMES):
        to = taken + QPointF(number * 11, number % 200)
        frames.append(seconds(partial(frame, to)))
    if not grid.holds:
        raise SystemExit("calendar_drag: nothing was dragged")
    grid.drop_ghost()
    grid.close()
    return Row("calendar_drag", sorted(frames)[int(0.99 * _FRAMES)], _FRAME, limit=1.0)


def _application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else application("light")


def _now() -> datetime:
    return datetime(2026, 10, 6, 13, 40, tzinfo=UTC) - timedelta(days=1)


def _time(minute: int) -> datetime:
    return datetime(_ON.year, _ON.month, _ON.day, minute // 60, minute % 60, tzinfo=_ZONE)


def _board() -> DayBoard:
    columns = tuple(_column(n) for n in range(_COLUMNS))
    return DayBoard(_ON, LocationId(1), "Birmingham", _ZONE, columns, "", columns, "Birmingham")


def _column(number: int) -> Column:
    worked = (Slot(_time(420), _time(720)), Slot(_time(780), _time(1140)))
    who = TherapistId(number + 1)
    blocks = tuple(_block(number * _EACH + n, who, 420 + 60 * n + (60 if n > 4 else 0)) for n in range(_EACH))
    pause = (Slot(_time(720), _time(780)),)
    return Column(
        who, f"Therapist {number}", "LICSW", RoomId(number + 1), worked, (), (), blocks, _ON, pause, locations=(LocationId(1),)
    )


def _block(number: int, who: TherapistId, minute: int) -> Block:
    return Block(
        AppointmentId(number + 1),
        1,
        _time(minute),
        _time(minute + 50),
        who,
        PatientId(number + 1),
        f"Patient Number {number}",
        f"{number % 16 + 1}/16",
        _PHASES[number % 4],
        _STATUSES[number // 4 % 4],
        CourseId(number + 1),
        RoomId(int(who)),
        overbooked=False,
        location=LocationId(1),
        target_end=date(2026, 12, 1 + number % 28),
    )


def _shapes(board: DayBoard) -> list[QRectF]:
    """Every block with its edge, every stretch of work and every break."""
    laid = geometry(board, _SIZE[0])
    shapes = [laid.rect(n, *span) for n, c in enumerate(board.columns) for span in (*c.worked, *c.breaks)]
    for _, rect in (found for n in range(_COLUMNS) for found in laid.placed(n)):
        shapes += [rect, QRectF(rect.left(), rect.top(), 4, rect.height())]
    return shapes


def _texts(board: DayBoard) -> list[tuple[QRectF, str]]:
    """Three lines of every block, two of every head, and the word at every break."""
    laid = geometry(board, _SIZE[0])
    lines: list[tuple[QRectF, str]] = []
    for number, column in enumerate(board.columns):
        head = QRectF(laid.x(number) + 8, 6, laid.column_width - 12, 16)
        lines += [(head, column.name), (head.translated(0, 18), "LICSW · 10 visits")]
        lines += [(laid.rect(number, *span), "Break") for span in column.breaks]
        for block, rect in laid.placed(number):
            words = QRectF(rect.left() + 10, rect.top() + 3, rect.width() - 16, 16)
            lines += [(words, block.name), (words.translated(0, 16), f"{block.starts:%H:%M} · {block.session}")]
            lines += [(words.translated(0, 32), "middle · ends 12 May")]
    return lines


def _plain(picture: QImage, shapes: list[QRectF], texts: list[tuple[QRectF, str]]) -> None:
    """Nothing is looked up, shortened, hatched or laid out."""
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(picture.rect(), QColor("white"))
    painter.setPen(QColor("#3568B0"))
    painter.setBrush(QColor("#E9EFFB"))
    for rect in shapes:
        painter.drawRect(rect)
    painter.setPen(QColor("#1B2330"))
    painter.setFont(font(SECONDARY))
    for place, words in texts:
        painter.drawText(place, words)
    painter.end()


def _at(grid: DayGrid, column: int) -> QPointF:
    return geometry(_board(), grid.width()).placed(column)[0][1].center()


def _hand(grid: DayGrid, kind: QEvent.Type, at: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind is QEvent.Type.MouseMove else left
    event = QMouseEvent(kind, at, QPointF(grid.mapToGlobal(at)), button, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(grid, event)
