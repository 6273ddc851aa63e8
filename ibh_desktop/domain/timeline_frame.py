"""What the lanes of a course's picture have in common: its days, how wide they are, and how things are put on rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ibh_desktop.domain.timeline import Axis
from ibh_desktop.domain.timeline_glyphs import GLYPHS
from ibh_desktop.domain.timeline_rows import Put, Wish, stack
from ibh_desktop.domain.timeline_shapes import Bar, Key, Lane, Shape, Sign, Spot, Width, Words
from ibh_desktop.domain.timeline_story import Story

TITLES = 148.0
"""Room beside the lanes for their names."""
ROW = 24.0
_GAP, _PAD = 5.0, 5.0
TITLE_ROOM = TITLES - 18


@dataclass(frozen=True, slots=True)
class Frame:
    """A story on its axis when all of it is shown: `per_day` is the width of a day then, `wide` measures words."""

    story: Story
    shown: Axis
    per_day: float
    wide: Width

    def day(self, on: date) -> int:
        """The day of a date."""
        return self.shown.day(on)

    def inside(self, day: float) -> float:
        """The day, or the edge of the axis that it lies beyond."""
        return min(max(0.0, day), float(self.shown.days))

    @property
    def now(self) -> int:
        """Today, or the day on which the course ended."""
        return self.day(self.story.ended_on or self.story.today)

    def said(self, on: date) -> str:
        """`Mon 23 Nov`, with the year where it is not this one."""
        year = f" {on.year}" if on.year != self.story.today.year else ""
        return f"{_spoken(on)}{year}"

    def brief(self, on: date) -> str:
        """`23 Nov`, with the year where it is not this one."""
        return self.said(on).split(" ", 1)[1]

    def days(self, units: float) -> float:
        """How many days so many units are while all is shown."""
        return units / self.per_day

    def words(self, text: str, *, size: int = 12, bold: bool = False) -> float:
        """How many days a text takes."""
        return self.days(self.wide(text, size, bold))


@lru_cache(maxsize=4096)
def _spoken(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"


@dataclass(frozen=True, slots=True)
class Thing:
    """A mark with words beside it; `first` and `last` differ where it has a bar."""

    first: float
    last: float
    glyph: str
    tone: str
    label: str
    spot: str
    opens: int | None = None
    details: str = ""
    tone_of_words: str = ""
    under: tuple[Bar, ...] = ()


def wish(frame: Frame, thing: Thing) -> Wish:
    """The room that a thing needs and the room that it would like."""
    half = GLYPHS[thing.glyph].half + 1
    first, last = thing.first - frame.days(half), max(thing.first + frame.days(half), thing.last)
    words = thing.first + frame.days(half + 2 * _PAD) + frame.words(thing.label) if thing.label else last
    return Wish(first, last, max(last, words))


def lane(
    frame: Frame, name: str, kind: str, things: Sequence[Thing], *, keys: tuple[Key, ...] = (), most: int = 3, told: str = ""
) -> Lane | None:
    """Things on as few rows as they need, under the name of their lane; None where there is nothing."""
    if not things:
        return None
    places = stack([wish(frame, thing) for thing in things], gap=frame.days(_GAP), most=most)
    front: list[Shape] = []
    spots = []
    for thing, place in zip(things, places, strict=True):
        front += _drawn(thing, place)
        spots.append(_spot(kind, thing, place))
    height = ROW * (1 + max(place.row for place in places)) + 10
    seen = {(thing.glyph, thing.tone) for thing in things}
    return Lane(
        name,
        height,
        front=tuple(front),
        titles=(title(name),),
        spots=tuple(spots),
        keys=tuple(key for key in keys if (key.glyph, key.tone) in seen),
        told=told,
    )


def title(name: str, y: float = 12.0) -> Words:
    """The name of a lane."""
    return Words(0, y, name, size=13, room=TITLE_ROOM)


def _drawn(thing: Thing, place: Put) -> list[Shape]:
    y = place.row * ROW + ROW / 2
    half = GLYPHS[thing.glyph].half
    shapes: list[Shape] = [replace(bar, top=bar.top + place.row * ROW) for bar in thing.under]
    shapes.append(Sign(thing.first, y, thing.glyph, thing.tone))
    if thing.label:
        tone = thing.tone_of_words or "text"
        shapes.append(Words(thing.first, y, thing.label, tone, dx=half + _PAD, until=place.until, least=36))
    return shapes


def _spot(kind: str, thing: Thing, place: Put) -> Spot:
    half = GLYPHS[thing.glyph].half + 2
    top = place.row * ROW
    return Spot(
        kind, thing.opens, thing.spot, thing.first, max(thing.first, thing.last), top, top + ROW, -half, half, thing.details
    )
