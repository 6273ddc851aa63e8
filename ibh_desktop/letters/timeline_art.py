"""A course's timeline on paper: the same picture as on screen, as vector art on landscape sheets or inside a letter."""

from dataclasses import dataclass, replace
from datetime import date

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, PageBreak, Spacer

from ibh_desktop.domain.outcomes.measure import Safety
from ibh_desktop.domain.timeline import axis
from ibh_desktop.domain.timeline_frame import TITLES
from ibh_desktop.domain.timeline_picture import Picture, picture
from ibh_desktop.domain.timeline_shapes import Lane
from ibh_desktop.domain.timeline_story import Story
from ibh_desktop.letters.flow import SMALL, TITLE, clean, paragraph
from ibh_desktop.letters.fonts import BOLD, REGULAR, register
from ibh_desktop.letters.landscape import INNER_HEIGHT, INNER_WIDTH, render
from ibh_desktop.letters.timeline_pen import AXIS, RIGHT, Legend, Pen

WIDEST, NARROWEST = 1400.0, 1000.0
"""Units across a sheet: more make everything smaller, so that long lanes still fit on one."""
SESSIONS = 22
"""Sessions that stay readable side by side; longer courses go on to the next sheet."""
LETTER_ACROSS, LETTER_HIGH, LETTER_DAYS = 780.0, 560.0, 190
"""Units across a letter's column, points from its top, days of one piece: type stays above 7 points."""
KEPT_IN_THE_CHART = frozenset({"Life events", "Safety", "Letters"})
_HEAD = 46.0


@dataclass(frozen=True, slots=True)
class CourseSheet:
    """A course's timeline with what stands above it."""

    clinic: str
    sample: bool
    patient: str
    born: date
    about: str
    printed: str
    story: Story


def pdf(sheet: CourseSheet) -> bytes:
    """The sheet as the bytes of a PDF; its title names no patient."""
    register()
    above = [
        paragraph(f"{clean(sheet.patient)}, born {sheet.born:%m/%d/%Y}", TITLE),
        paragraph(sheet.about, SMALL),
        Spacer(1, 5),
    ]
    story: list[Flowable] = []
    for art in pictures(sheet.story, INNER_WIDTH, INNER_HEIGHT - _HEAD):
        story += [PageBreak(), *above, art] if story else [*above, art]
    foot = f"{sheet.clinic} · {sheet.printed}"
    return render(story, title="Course timeline", clinic=sheet.clinic, foot=foot, sample=sheet.sample)


def pictures(story: Story, width: float, height: float) -> list[Flowable]:
    """The picture in as many pieces as stay readable, each no wider and no higher than asked."""
    register()
    slices = max(1, -(-len(story.visits) // SESSIONS))
    across = NARROWEST
    while True:
        drawn = _drawn(story, across, slices)
        scale = width / across
        if drawn.height + AXIS + Legend(drawn, across).height <= height / scale or across >= WIDEST:
            break
        across += 50
    groups = _groups(drawn, height / scale - AXIS - Legend(drawn, across).height)
    return _pieces(drawn, groups, slices, across, width)


def letter_picture(story: Story) -> Picture:
    """A course drawn for `in_letter`: how words are stacked depends on the width, so both use the same.

    A letter leaves the house: safety events and answers, life events with the people in them, and other letters stay out
    of it (DOMAIN.md 4.2, never merged by default).
    """
    scores = tuple(replace(score, safety=Safety.NONE) for score in story.scores)
    told = replace(story, scores=scores, safety=(), events=(), letters=())
    return _drawn(told, LETTER_ACROSS, _slices(axis(told.dates()).days))


def in_letter(drawn: Picture, width: float) -> list[Flowable]:
    """A `letter_picture` in pieces that each fit on a page of a letter; lanes that stay in the chart are not drawn."""
    register()
    drawn = replace(drawn, lanes=tuple(lane for lane in drawn.lanes if lane.name not in KEPT_IN_THE_CHART))
    slices = _slices(drawn.shown.days)
    room = LETTER_HIGH * LETTER_ACROSS / width - AXIS - Legend(drawn, LETTER_ACROSS).height
    return _pieces(drawn, _groups(drawn, room), slices, LETTER_ACROSS, width)


def _slices(days: int) -> int:
    return max(1, -(-days // LETTER_DAYS))


def _pieces(drawn: Picture, groups: list[tuple[Lane, ...]], slices: int, across: float, width: float) -> list[Flowable]:
    days = drawn.shown.days / slices
    return [
        TimelineArt(drawn, group, first=n * days, days=days, across=across, width=width)
        for group in groups
        for n in range(slices)
    ]


def _drawn(story: Story, across: float, slices: int) -> Picture:
    return picture(story, width=(across - TITLES - RIGHT) * slices, wide=wide)


def wide(text: str, size: int, bold: bool) -> float:  # noqa: FBT001
    """How wide words are in the letters' type."""
    register()
    return float(stringWidth(clean(text), BOLD if bold else REGULAR, size))


def _groups(drawn: Picture, room: float) -> list[tuple[Lane, ...]]:
    """Lanes by sheet; where they need more than one, phases and sessions stand on each."""
    always, foot = drawn.lanes[:2], drawn.lanes[-1]
    groups: list[list[Lane]] = [[]]
    left = room = room - sum(lane.height for lane in always) - foot.height
    for lane in drawn.lanes[2:-1]:
        if lane.height > left and groups[-1]:
            groups.append([])
            left = room
        groups[-1].append(lane)
        left -= lane.height
    return [(*always, *group, foot) for group in groups]


class TimelineArt(Flowable):  # type: ignore[misc]
    """One piece of a course's picture, drawn in its own units and scaled to the width."""

    def __init__(
        self, drawn: Picture, lanes: tuple[Lane, ...], *, first: float, days: float, across: float, width: float
    ) -> None:
        super().__init__()
        self._picture, self._lanes, self._first, self._days = drawn, lanes, first, days
        self._across, self._scale = across, width / across
        self._legend = Legend(drawn, across)
        self._units = AXIS + sum(lane.height for lane in lanes) + self._legend.height
        self.width, self.height = width, self._units * self._scale

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Axis, lanes and legend."""
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        last = self._first + self._days >= self._picture.shown.days - 1
        pen = Pen(self.canv, self._units, first=self._first, days=self._days, across=self._across, last=last)
        pen.picture(self._picture, self._lanes)
        self._legend.draw(pen, self._units - self._legend.height)
        self.canv.restoreState()
