"""The closeness circle in pixels: marks, names that keep clear of each other, ghosts of a snapshot. No painting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from ibh_desktop.domain.circle import RADII, RINGS, Difference, Moved, Place, place_at, point_of
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.inventory import DEGREES
from ibh_desktop.queries.inventory import PersonLine

DISC, HUB, LINE, GAP = 11.0, 24.0, 15.0, 4.0
SIDE, ENDS = 60.0, 34.0
"""Room for the names beside and above the outermost ring."""
Width = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Mark:
    """Somebody on the circle: the disc, the lines written at it and where, and the whole in words."""

    line: PersonLine
    place: Place
    point: QPointF
    written: tuple[str, ...]
    box: QRectF
    words: str

    @property
    def disc(self) -> QRectF:
        """What a hand can take hold of."""
        return around(self.point, DISC)


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where somebody stood in the snapshot; `now` is None for who is no longer there."""

    point: QPointF
    now: QPointF | None
    written: tuple[str, ...]
    box: QRectF


@dataclass(frozen=True, slots=True)
class CircleLayout:
    """Everything at one size."""

    centre: QPointF
    radius: float
    hub: float
    marks: tuple[Mark, ...]
    ghosts: tuple[Ghost, ...]
    rings: tuple[tuple[str, QRectF], ...]

    def at(self, point: QPointF) -> Mark | None:
        """Who lies under a point; the one painted last lies on top."""
        grown = DISC + 3
        return next((mark for mark in reversed(self.marks) if around(mark.point, grown).contains(point)), None)

    def place(self, point: QPointF, *, before: int) -> Place:
        """Where somebody lands who is let go at a point."""
        away = (point - self.centre) / self.radius
        return place_at(away.x(), away.y(), before=before)


def around(point: QPointF, reach: float) -> QRectF:
    """A square about a point."""
    return QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)


def lay_out(
    people: Sequence[PersonLine],
    size: QSizeF,
    width: Width,
    *,
    shifted: Mapping[PersonId, Place] | None = None,
    differences: Sequence[Difference] = (),
) -> CircleLayout:
    """People at their places, or where a hand holds them (`shifted`); `width` measures a name in pixels."""
    centre = QPointF(size.width() / 2, size.height() / 2)
    radius = max(80.0, min(size.width() / 2 - SIDE, size.height() / 2 - ENDS))
    hub = min(HUB, radius * RADII[1] - DISC - 4)
    moved = {difference.person: difference for difference in differences}

    def pixel(place: Place) -> QPointF:
        right, down = point_of(place)
        return centre + QPointF(right, down) * radius

    rings = tuple((RINGS[ring], _ring_box(centre, radius * part, width(RINGS[ring]))) for ring, part in RADII.items())
    where = {line.id: (shifted or {}).get(line.id, line.about.place) for line in people}
    points = {key: pixel(place) for key, place in where.items()}
    former = [d for d in differences if d.before is not None and (d.now is None or d.before != d.now)]
    old = [pixel(d.before) for d in former if d.before is not None]
    fixed = [around(point, DISC) for point in (*points.values(), *old)] + [box for _, box in rings] + [around(centre, hub)]
    written = [_written(line, moved.get(line.id)) for line in people]
    gone = [(d.name, d.moved.value) if d.now is None else () for d in former]
    asked = list(zip([*points.values(), *old], [*written, *gone], strict=True))
    boxes = _apart(asked, width, fixed, centre, QRectF(QPointF(0, 0), size))
    marks = tuple(
        Mark(line, where[line.id], points[line.id], said, box, words(line, where[line.id], moved.get(line.id)))
        for line, said, box in zip(people, written, boxes, strict=False)
    )
    ghosts = tuple(
        Ghost(point, points.get(d.person), said, box)
        for d, point, said, box in zip(former, old, gone, boxes[len(people) :], strict=True)
    )
    return CircleLayout(centre, radius, hub, marks, ghosts, rings)


def _apart(
    asked: Sequence[tuple[QPointF, Sequence[str]]], width: Width, fixed: Sequence[QRectF], centre: QPointF, paper: QRectF
) -> list[QRectF]:
    """A box for the words at each point, one after the other; then once more, knowing where all others went."""
    boxes = [QRectF()] * len(asked)
    for number, (point, written) in [*enumerate(asked)] * 2:
        if written:
            others = [*fixed, *boxes[:number], *boxes[number + 1 :]]
            boxes[number] = _clear(point, written, width, others, centre, paper)
    return boxes


def _ring_box(centre: QPointF, radius: float, width: float) -> QRectF:
    return QRectF(centre.x() - width / 2 - 4, centre.y() - radius - 8, width + 8, 16)


def _written(line: PersonLine, difference: Difference | None) -> tuple[str, ...]:
    second = [] if line.about.alive else ["deceased"]
    if difference is not None and difference.moved is not Moved.SAME:
        second.append(difference.moved.value)
    return (line.about.name, ", ".join(second)) if second else (line.about.name,)


def _clear(
    point: QPointF, written: Sequence[str], width: Width, taken: Sequence[QRectF], centre: QPointF, paper: QRectF
) -> QRectF:
    """The box of the words where it covers least: beside the mark, away from the centre before towards it, or a little off."""
    wide, high = max(width(text) for text in written) + 4, LINE * len(written)
    outward = (1, -1) if point.x() >= centre.x() else (-1, 1)
    down = (1, -1) if point.y() >= centre.y() else (-1, 1)
    across, along = wide / 2 + DISC + GAP, high / 2 + DISC + GAP
    middles = [(x * across, 0.0) for x in outward] + [(0.0, y * along) for y in down]
    middles += [(x * across, y * (high / 2 + lift)) for lift in (0.0, DISC, 2 * DISC) for x in outward for y in down]
    middles += [(x * wide / 2, y * (along + lift)) for lift in (0.0, DISC) for x in outward for y in down]

    def covers(middle: tuple[float, float]) -> float:
        box = _about(point, middle, wide, high)
        return sum(_area(box & other) for other in taken) + 4 * (_area(box) - _area(box & paper))

    best = min(enumerate(middles), key=lambda each: (round(covers(each[1])), each[0]))
    return _about(point, best[1], wide, high)


def _about(point: QPointF, middle: tuple[float, float], wide: float, high: float) -> QRectF:
    return QRectF(point.x() + middle[0] - wide / 2, point.y() + middle[1] - high / 2, wide, high)


def _area(box: QRectF) -> float:
    return max(0.0, box.width()) * max(0.0, box.height())


def words(line: PersonLine, place: Place, difference: Difference | None = None) -> str:
    """What a screen reader says and a hand that rests reads."""
    about = line.about
    hour = round(place.angle / 30) % 12 or 12
    parts = [
        about.name,
        about.relation.value + (f" ({about.relation_words})" if about.relation_words else ""),
        "" if about.alive else "deceased",
        f"{RINGS[place.ring]}, ring {place.ring} of 4, at {hour} o'clock",
        f"contact {about.contact.value}" if about.contact else "",
        f"confides: {about.confides.value}" if about.confides else "",
        f"support received: {DEGREES[about.received]}" if about.received else "",
        f"support given: {DEGREES[about.given]}" if about.given else "",
        f"conflict: {DEGREES[about.conflict]}" if about.conflict else "",
        f"since the snapshot: {difference.moved.value}" if difference else "",
    ]
    return "; ".join(part for part in parts if part)
