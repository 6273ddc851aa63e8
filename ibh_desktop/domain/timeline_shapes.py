"""What a picture of a course is drawn with: places in days and small distances, colours by their names. No pixels.

Zooming changes how wide a day is and nothing else: whoever draws puts a shape at `x(day) + dx`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from ibh_desktop.domain.ids import AppointmentId, GoalId, LetterId, ScoreId

Opens = AppointmentId | ScoreId | GoalId | LetterId | int | None
Width = Callable[[str, int, bool], float]
"""How wide words are at a size, bold or not."""


class Align(IntEnum):
    """Where words stand from their point."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


class Hatch(IntEnum):
    """A pattern beside the colour, so that colour is never the only sign."""

    NONE = 0
    DOTS = 1
    LINES = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark at a day; `within` days are free for it, it shrinks where they are narrow."""

    day: float
    y: float
    glyph: str
    tone: str
    within: float | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle from one day to another, at least `least` wide, or as wide as the picture (`full`).

    Where it would be narrower than `worth` it is not drawn.
    """

    first: float
    last: float
    top: float
    height: float
    fill: str = ""
    edge: str = ""
    alpha: float = 1.0
    weight: float = 1.0
    hatch: Hatch = Hatch.NONE
    rounded: float = 0.0
    least: float = 0.0
    worth: float = 0.0
    full: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line through days, drawn as it goes."""

    points: tuple[tuple[float, float], ...]
    tone: str
    weight: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words around `y`, cut where the day `until` is; not drawn at all where less than `least` is left for them.

    Those that are about a mark with `within` days for itself are drawn where a number fits into it; with a negative
    `within` where none does. Those that `stay` remain in sight while any of their bar is.
    """

    day: float
    y: float
    text: str
    tone: str = "text"
    size: int = 12
    bold: bool = False
    align: Align = Align.LEFT
    dx: float = 0.0
    until: float | None = None
    room: float | None = None
    least: float = 20.0
    backed: bool = False
    within: float | None = None
    stays: bool = False

    @property
    def inside(self) -> bool:
        """Whether they stand in a mark, which covers what runs behind it."""
        return self.within is not None and self.within > 0 and self.until is None


Shape = Sign | Bar | Rule | Words


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to point at: where it lies, what it is in words, what it opens. `details` name rule and source."""

    kind: str
    opens: Opens
    words: str
    first: float
    last: float
    top: float
    bottom: float
    left: float = -8.0
    right: float = 8.0
    details: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend."""

    glyph: str
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """What stands on one lane, back to front. `titles` left of it and `ends` right of it do not move; `told` explains them."""

    name: str
    height: float
    back: tuple[Shape, ...] = ()
    front: tuple[Shape, ...] = ()
    titles: tuple[Words, ...] = ()
    ends: tuple[Words, ...] = ()
    spots: tuple[Spot, ...] = ()
    keys: tuple[Key, ...] = ()
    told: str = ""


LARGEST, SMALLEST = 12.0, 3.0
NUMBERED = 8.0
"""The radius from which a number fits into a mark."""


def radius(within: float | None, per_day: float, *, half: float = LARGEST) -> float:
    """Of a mark that has so many days for itself; never more than its own half size."""
    return half if within is None else min(half, max(SMALLEST, within * per_day * 0.42))


_WIDEST = 240.0
"""Room of words that nothing follows and that do not run to the right."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Days on a surface: day 0 lies at `start`, the days that show between `left` and `right`."""

    start: float
    per_day: float
    left: float
    right: float

    def x(self, day: float) -> float:
        """Where a day lies."""
        return self.start + day * self.per_day

    def place(self, words: Words) -> tuple[float, float] | None:
        """The point at which words are drawn and the room that they have there; None where they are not drawn."""
        if words.within is not None and (radius(abs(words.within), self.per_day) > NUMBERED) is not (words.within > 0):
            return None
        x = self.x(words.day) + words.dx
        ends = self.right if words.until is None else min(self.right, self.x(words.until))
        if x > self.right or ends < self.left - words.dx:
            return None
        if words.stays and x < self.left + words.dx < ends - words.least:
            x = self.left + words.dx
        room = ends - x
        if words.align is Align.CENTRE:
            room = _WIDEST if words.until is None else 2 * room
        elif words.align is Align.RIGHT:
            room = _WIDEST
        room = room if words.room is None else min(room, words.room)
        return (x, room) if room >= words.least else None
