"""Where things lie on the drawn week: days and minutes to pixels and back. No painting."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from ibh_desktop.domain.clocks import minutes
from ibh_desktop.domain.roster_week import LATEST, Minutes, Span
from ibh_desktop.queries.roster_week import RosterWeek

AXIS, HEADER = 56, 44
SNAP = 15
NARROWEST, FLATTEST = 96, 0.5
DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekGeometry:
    """The grid of one week at one size; it shows the minutes from `opens` to `closes`."""

    width: float
    height: float
    opens: int
    closes: int

    @property
    def day_width(self) -> float:
        """Width of one day."""
        return max(NARROWEST, (self.width - AXIS) / DAYS)

    @property
    def minute(self) -> float:
        """Pixels of a minute."""
        return max(FLATTEST, (self.height - HEADER - 8) / (self.closes - self.opens))

    @property
    def right(self) -> float:
        """The right edge of Sunday."""
        return self.x(DAYS)

    @property
    def bottom(self) -> float:
        """Where the last minute ends."""
        return self.y(self.closes)

    def x(self, day: int) -> float:
        """The left edge of a day."""
        return AXIS + day * self.day_width

    def y(self, minute: float) -> float:
        """The pixel of a minute of the day."""
        return HEADER + (minute - self.opens) * self.minute

    def day_at(self, x: float) -> int:
        """The day under a pixel, kept inside the week."""
        return min(DAYS - 1, max(0, int((x - AXIS) // self.day_width)))

    def minute_at(self, y: float) -> int:
        """The minute under a pixel, on the quarter hour."""
        minute = self.opens + (y - HEADER) / self.minute
        return max(0, min(LATEST // SNAP * SNAP, round(minute / SNAP) * SNAP))

    def rect(self, day: int, bounds: Minutes) -> QRectF:
        """The rectangle of some minutes of a day."""
        top, bottom = self.y(bounds[0]), self.y(bounds[1])
        return QRectF(self.x(day) + 4, top + 1, self.day_width - 8, max(10.0, bottom - top - 2))


def geometry(week: RosterWeek, drawn: tuple[Span, ...], width: float, height: float) -> WeekGeometry:
    """From an hour before the earliest opening or span to an hour after the latest."""
    spans = [*week.opening.values(), *(span.hours for span in drawn)]
    first = min((minutes(hours.starts) for hours in spans), default=480)
    last = max((minutes(hours.ends) for hours in spans), default=1080)
    return WeekGeometry(width, height, max(0, first // 60 * 60 - 60), min(1440, -(-last // 60) * 60 + 60))
