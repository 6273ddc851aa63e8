"""The schedule of a large location: forty columns and four hundred blocks, painted, and under a dragging hand."""

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.ids import AppointmentId, CourseId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.schedule_blocks import Block, Column, DayBoard
from tests.bench.measure import Row, in_turns, seconds
from ui.app import application
from ui.kit.theme import font
from ui.views.schedule.keys import DayGrid

ZONE = ZoneInfo("America/Chicago")
ON = date(2026, 10, 7)
COLUMNS, BLOCKS = 40, 10
SIZE = QSize(COLUMNS * 120 + 60, 900)
FRAMES = 400
_PHASES = tuple(Phase)


def board() -> DayBoard:
    """A full day: ten visits with each of forty therapists."""
    eight = datetime(2026, 10, 7, 8, tzinfo=ZONE)
    columns = []
    for n in range(COLUMNS):
        who = TherapistId(n + 1)
        blocks = tuple(_block(n * BLOCKS + k, who, eight + timedelta(minutes=55 * k)) for k in range(BLOCKS))
        worked = (Slot(eight, eight + timedelta(hours=10)),)
        columns.append(Column(ON, who, f"Therapist Number {n}", "LPC · 10 visits", RoomId(n + 1), worked, (), (), (), blocks))
    return DayBoard(ON, LocationId(1), "Birmingham", ZONE, tuple(columns), "")


def _block(number: int, who: TherapistId, starts: datetime) -> Block:
    return Block(
        AppointmentId(number + 1),
        1,
        starts,
        starts + timedelta(minutes=50),
        who,
        PatientId(number + 1),
        f"Given{number} Family{number}",
        f"{number % 16 + 1}/16",
        _PHASES[number % 3],
        Status.CONFIRMED if number % 2 else Status.SCHEDULED,
        CourseId(number + 1),
        None,
        overbooked=False,
    )


def _grid() -> DayGrid:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application("light")
    grid = DayGrid(lambda: datetime(2026, 10, 7, 16, tzinfo=UTC))
    grid.resize(SIZE)
    grid.show_board(board(), movable=True)
    grid.show()
    QApplication.processEvents()
    return grid


def calendar_day() -> Row:
    """From the data to the painted picture, against as many plain rectangles and texts."""
    grid = _grid()
    data = board()
    image = QImage(SIZE, QImage.Format.Format_ARGB32_Premultiplied)

    def ours() -> None:
        grid.show_board(data, movable=True)
        grid.render(image, QPoint())

    return Row("calendar_day", *in_turns(lambda: seconds(ours), _plain(image)), limit=2.0)


def _plain(image: QImage) -> Callable[[], float]:
    def paint() -> None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(image.rect(), Qt.GlobalColor.white)
        bold, small = font(12, bold=True), font(12)
        for n in range(COLUMNS):
            for k in range(BLOCKS):
                rect = QRectF(60 + n * 120 + 4, 44 + 60 * k, 112, 54)
                painter.setPen(Qt.GlobalColor.gray)
                painter.setBrush(Qt.GlobalColor.lightGray)
                painter.drawRect(rect)
                painter.setBrush(Qt.GlobalColor.blue)
                painter.drawRect(QRectF(rect.left(), rect.top(), 4, rect.height()))
                painter.setPen(Qt.GlobalColor.black)
                painter.setFont(bold)
                painter.drawText(rect.adjusted(10, 3, 0, -30), Qt.AlignmentFlag.AlignVCenter, f"Given{n} Family{k}")
                painter.setFont(small)
                painter.drawText(rect.adjusted(10, 20, 0, -10), Qt.AlignmentFlag.AlignVCenter, f"08:00 · {k}/16 · ✓")
        painter.end()

    return lambda: seconds(paint)


def calendar_drag() -> Row:
    """The slowest of a hundred frames while a block is dragged over that day, as a window shows it: 1,280 by 800."""
    grid = _grid()
    grid.resize(1280, 800)
    QApplication.processEvents()
    start = QPointF(60 + 3 * 120 + 40, 120)
    _mouse(grid, QMouseEvent.Type.MouseButtonPress, start)
    took = []
    for n in range(FRAMES):
        at = QPointF(100 + 3 * n, 120 + (7 * n) % 600)

        def frame(at: QPointF = at) -> None:
            _mouse(grid, QMouseEvent.Type.MouseMove, at)
            grid.repaint()

        took.append(seconds(frame))
    grid.drop_ghost()
    worst = quantiles(took, n=100, method="inclusive")[98]
    return Row("calendar_drag", worst, 1 / 60, limit=1.0, note=f"median {sorted(took)[FRAMES // 2] * 1000:.1f} ms")


def _mouse(grid: DayGrid, kind: QMouseEvent.Type, at: QPointF) -> None:
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, grid.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(grid, event)


if __name__ == "__main__":
    started = time.perf_counter()
    for row in (calendar_day(), calendar_drag()):
        print(row, f"{row.ratio:.2f}")
