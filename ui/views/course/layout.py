"""Where the picture of a course lies in its widget: how wide a day is, how far it is scrolled, and what is under a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_picture import Picture, picture
from ibh_desktop.domain.timeline_shapes import Lane, Opens, Spot
from ibh_desktop.domain.timeline_story import Story
from ui.kit.theme import font

RIGHT, TOP = 84.0, 32.0
WIDEST = 24.0
CLOSEST = 32.0
"""Pixels of a day beyond which nothing is gained by zooming in."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to point at: what it is in words, where it lies, what it opens."""

    rect: QRectF
    words: str
    opens: Opens
    kind: str
    details: str = ""
    lane: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """The days in sight: a picture in a widget of some width, zoomed and scrolled by so many pixels."""

    picture: Picture
    width: float
    zoom: float = 1.0
    scrolled: float = 0.0

    @property
    def inner(self) -> float:
        """The width of the days while all are shown."""
        return self.width - TITLES - RIGHT

    @property
    def per_day(self) -> float:
        """Pixels of a day."""
        return self.inner * self.zoom / self.picture.shown.days

    @property
    def furthest(self) -> float:
        """How far it can be scrolled."""
        return self.inner * (self.zoom - 1)

    def x(self, day: float) -> float:
        """The pixel of a day."""
        return TITLES - self.scrolled + day * self.per_day

    def rect(self, spot: Spot, top: float) -> QRectF:
        """Where something lies whose lane begins at `top`."""
        left, right = self.x(spot.first) + spot.left, self.x(spot.last) + spot.right
        return QRectF(left, top + spot.top, max(6.0, right - left), spot.bottom - spot.top)

    def tops(self) -> list[float]:
        """Where each lane begins."""
        return [TOP + top for top in self.picture.tops()]

    def items(self) -> list[Item]:
        """In the order in which the arrow keys walk: lane by lane, in a lane by date."""
        found = []
        for number, (lane, top) in enumerate(zip(self.picture.lanes, self.tops(), strict=True)):
            for spot in in_order(lane):
                found.append(Item(self.rect(spot, top), spot.words, spot.opens, spot.kind, spot.details, number))
        return found

    def told_at(self, point: QPointF) -> str:
        """What explains the name of the lane that a point lies beside."""
        if point.x() < TITLES - 16:
            for lane, top in zip(self.picture.lanes, self.tops(), strict=True):
                if top <= point.y() < top + lane.height:
                    return lane.told
        return ""


def in_order(lane: Lane) -> Sequence[Spot]:
    """What can be pointed at in a lane, by date."""
    return sorted(lane.spots, key=lambda spot: (spot.first, spot.top))


def most_zoom(look: Look) -> float:
    """A few weeks across the window, however long the course is."""
    return max(2.0, min(WIDEST, CLOSEST * look.picture.shown.days / max(1.0, look.inner)))


def zoomed(look: Look, factor: float, at: float) -> Look:
    """Wider or narrower around the pixel `at`, which keeps its day."""
    zoom = min(most_zoom(look), max(1.0, look.zoom * factor))
    inside = min(max(0.0, at - TITLES), look.inner)
    scrolled = (inside + look.scrolled) * zoom / look.zoom - inside
    return scrolled_to(Look(look.picture, look.width, zoom), scrolled)


def scrolled_to(look: Look, scrolled: float) -> Look:
    """The same days further left or right, no further than they reach."""
    return Look(look.picture, look.width, look.zoom, min(max(0.0, scrolled), max(0.0, look.furthest)))


def lay_out(story: Story, width: float) -> Picture:
    """The picture for a widget of this width."""
    return picture(story, width=max(200.0, width - TITLES - RIGHT), wide=wide)


@lru_cache(maxsize=4096)
def wide(text: str, size: int, bold: bool) -> float:  # noqa: FBT001
    """How wide words are on screen."""
    return _metrics(size, bold).horizontalAdvance(text)


@lru_cache(maxsize=16)
def _metrics(size: int, bold: bool) -> QFontMetricsF:  # noqa: FBT001
    return QFontMetricsF(font(size, bold=bold))
