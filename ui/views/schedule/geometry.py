"""Where things lie on the day grid: minutes and columns to pixels and back, and the free times. No painting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF

from ibh_desktop.domain.slots import Slot
from ibh_desktop.queries.free_slots import GRID
from ibh_desktop.queries.openings import Opening
from ibh_desktop.queries.schedule import Block, Column, DayBoard

MINUTE = 1.1
AXIS, HEADER = 56, 44
SNAP = 5
NARROWEST = 120


@dataclass(frozen=True, slots=True)
class Geometry:
    """The grid of one board at one width; the day runs from `opens` to `closes` in minutes after midnight."""

    board: DayBoard
    width: float
    opens: int
    closes: int

    @property
    def column_width(self) -> float:
        """Width of one therapist's column."""
        return max(NARROWEST, (self.width - AXIS) / max(1, len(self.board.columns)))

    @property
    def height(self) -> int:
        """Height of the whole day."""
        return round((self.closes - self.opens) * MINUTE) + HEADER + 8

    @property
    def right(self) -> float:
        """The right edge of the last column."""
        return self.x(len(self.board.columns))

    def y(self, at: datetime, on: date | None = None) -> float:
        """The pixel of a time of a column's day, which is its own unless told: midnight may end the day before."""
        return self.at_minute(minute_of(at, on or at.date()))

    def at_minute(self, minute: int) -> float:
        """The pixel of so many minutes after midnight."""
        return HEADER + (minute - self.opens) * MINUTE

    def x(self, column: int) -> float:
        """The left edge of a column."""
        return AXIS + column * self.column_width

    def column_at(self, x: float) -> int:
        """The column under a pixel, clamped to the grid."""
        return min(len(self.board.columns) - 1, max(0, int((x - AXIS) // self.column_width)))

    def time_at(self, y: float, column: int = 0) -> datetime:
        """The time under a pixel of a column, on the 5-minute grid."""
        minute = self.opens + (y - HEADER) / MINUTE
        return at_minute(self.board.columns[column].on, self.board.zone, round(minute / SNAP) * SNAP)

    def rect(self, column: int, starts: datetime, ends: datetime, lane: int = 0, lanes: int = 1) -> QRectF:
        """The rectangle of a span; overlapping blocks share the width in lanes."""
        inner = self.column_width - 8
        on = self.board.columns[column].on
        top, bottom = self.y(starts, on), self.y(ends, on)
        return QRectF(self.x(column) + 4 + inner * lane / lanes, top + 1, inner / lanes - 2, max(14.0, bottom - top - 2))

    def placed(self, column: int) -> list[tuple[Block, QRectF]]:
        """The blocks of a column with their places."""
        blocks = self.board.columns[column].blocks
        shared = lanes(blocks)
        return [(block, self.rect(column, block.starts, block.ends, *shared[block.id])) for block in blocks]


def geometry(board: DayBoard, width: float) -> Geometry:
    """From an hour before the first shift or visit to an hour after the last."""
    opens: list[int] = []
    closes: list[int] = []
    for column in board.columns:
        for starts, ends in (*column.worked, *((block.starts, block.ends) for block in column.blocks)):
            opens.append(minute_of(starts, column.on))
            closes.append(minute_of(ends, column.on))
    first, last = min(opens, default=480), max(closes, default=1080)
    return Geometry(board, width, max(0, first // 60 * 60 - 60), min(1440, -(-last // 60) * 60 + 60))


def minute_of(at: datetime, on: date) -> int:
    """Minutes after midnight of `on` by the wall clock."""
    return (at.date() - on).days * 1440 + at.hour * 60 + at.minute


def at_minute(on: date, zone: ZoneInfo, minute: int) -> datetime:
    """The wall time so many minutes after midnight."""
    day, rest = divmod(min(max(minute, 0), 1439), 1440)
    return datetime.combine(on + timedelta(days=day), time(rest // 60, rest % 60), zone)


def on_day(at: datetime, on: date) -> datetime:
    """The same time by the clock on another day."""
    return at.replace(year=on.year, month=on.month, day=on.day)


def lanes(blocks: Sequence[Block]) -> dict[int, tuple[int, int]]:
    """For each block its lane and how many lanes its cluster of overlapping blocks needs."""
    placed: dict[int, tuple[int, int]] = {}
    cluster: list[tuple[Block, int]] = []
    ends: list[datetime] = []
    for block in sorted(blocks, key=lambda b: b.starts):
        if ends and block.starts >= max(ends):
            placed |= {b.id: (lane, len(ends)) for b, lane in cluster}
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= block.starts), len(ends))
        ends[lane : lane + 1] = [block.ends]
        cluster.append((block, lane))
    return placed | {b.id: (lane, len(ends)) for b, lane in cluster}


def column_key(column: Column) -> object:
    """What makes it the same column in the next answer: its day, and its therapist or room."""
    return column.on, column.therapist, column.room if column.therapist is None else None


def by_room(board: DayBoard) -> bool:
    """Whether the columns are rooms."""
    return any(column.therapist is None for column in board.columns)


def start_of(board: DayBoard, today: date) -> tuple[int, datetime] | None:
    """Where the keyboard's cursor begins: at the first thing of a column in which something is free."""
    if not board.columns:
        return None
    number = next((n for n, c in enumerate(board.columns) if c.free and c.on >= today), -1)
    if number < 0:
        number = next((n for n, c in enumerate(board.columns) if c.free or c.blocks), 0)
    column = board.columns[number]
    spans = sorted([*column.free, *(Slot(b.starts, b.ends) for b in column.blocks)])
    nine = datetime(column.on.year, column.on.month, column.on.day, 9, tzinfo=board.zone)
    at = spans[0].starts if spans else nine
    return number, at + timedelta(minutes=-at.minute % 30)


@dataclass(frozen=True, slots=True)
class Cell:
    """A free start on the grid: its column, what would be booked there, its place, and its words."""

    column: int
    starts: datetime
    ends: datetime
    rect: QRectF
    words: str


def cells(grid: Geometry, found: Sequence[Opening]) -> list[Cell]:
    """The places of free starts, in the order in which they are walked: by time, then column."""
    places = {(column.on, column.therapist): number for number, column in enumerate(grid.board.columns)}
    made = []
    for free in found:
        column = places.get((free.starts.date(), free.therapist))
        if column is not None and grid.board.columns[column].location == free.location:
            rect = grid.rect(column, free.starts, min(free.ends, free.starts + GRID))
            if any(b.starts < free.starts + GRID and free.starts < b.ends for b in grid.board.columns[column].blocks):
                rect = QRectF()  # over what moves itself: walked, but not painted
            made.append(Cell(column, free.starts, free.ends, rect, f"{free.starts:%H:%M} free"))
    return sorted(made, key=lambda cell: (cell.starts, cell.column))


def following(made: Sequence[Cell], column: int, at: datetime, way: int) -> Cell | None:
    """The next free start after a place, or the one before it; None where there is none any more."""
    if way > 0:
        return next((cell for cell in made if (cell.starts, cell.column) > (at, column)), None)
    return next((cell for cell in reversed(made) if (cell.starts, cell.column) < (at, column)), None)
