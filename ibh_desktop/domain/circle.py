"""The closeness circle: rings around the patient, where a dragged point lands, what moved since a snapshot (DOMAIN.md 1.4)."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId

RADII = {1: 0.25, 2: 0.50, 3: 0.75, 4: 1.00}
"""Of the rings, as parts of the plot's radius."""
RINGS = {1: "closest", 2: "close", 3: "known", 4: "distant or cut off"}


@dataclass(frozen=True, slots=True)
class Place:
    """Ring 1 is closest; the angle is in whole degrees, clockwise from the top."""

    ring: int
    angle: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person stands, as a snapshot keeps it."""

    person: PersonId
    name: str
    place: Place
    alive: bool = True


def require_place(place: Place) -> Place:
    """Raise `Refused` for a ring that is not there; turn the angle into 0 to 359."""
    if place.ring not in RADII:
        raise Refused("The circle has the rings 1 to 4.", field="ring")
    return Place(place.ring, place.angle % 360)


def point_of(place: Place) -> tuple[float, float]:
    """Right and down of the centre, as parts of the plot's radius."""
    turn, radius = math.radians(place.angle), RADII[place.ring]
    return radius * math.sin(turn), -radius * math.cos(turn)


def place_at(right: float, down: float, *, before: int = 0) -> Place:
    """The place nearest to a point; in the very centre the angle stays as it was."""
    far = math.hypot(right, down)
    ring = min(RADII, key=lambda each: abs(RADII[each] - far))
    angle = round(math.degrees(math.atan2(right, -down))) if far > 1e-9 else before
    return Place(ring, angle % 360)


def nudged(place: Place, *, outward: int = 0, turn: int = 0) -> Place:
    """Some rings further out and some degrees on; the innermost and the outermost ring are the ends."""
    return Place(min(max(place.ring + outward, 1), max(RADII)), (place.angle + turn) % 360)


def free_angle(taken: Iterable[int]) -> int:
    """The middle of the widest gap between the angles that are taken; on the right when there are none."""
    angles = sorted({angle % 360 for angle in taken})
    if not angles:
        return 90
    gaps = [((after - angle) % 360 or 360, angle) for angle, after in zip(angles, [*angles[1:], angles[0]], strict=True)]
    width, start = max(gaps)
    return (start + width // 2) % 360


class Moved(StrEnum):
    """What became of a person since a snapshot; the value is what staff read."""

    CLOSER = "closer"
    FARTHER = "farther"
    SAME = "same ring"
    NEW = "new"
    GONE = "no longer there"


@dataclass(frozen=True, slots=True)
class Difference:
    """One person then and now."""

    person: PersonId
    name: str
    moved: Moved
    before: Place | None
    now: Place | None


def compare(before: Sequence[Spot], now: Sequence[Spot]) -> tuple[Difference, ...]:
    """Everybody of both circles: first as they stand now, then who is gone."""
    old, new = {spot.person: spot for spot in before}, {spot.person: spot for spot in now}
    found = [_difference(spot, old.get(spot.person)) for spot in now]
    found += [Difference(s.person, s.name, Moved.GONE, s.place, None) for s in before if s.person not in new]
    return tuple(found)


def _difference(now: Spot, before: Spot | None) -> Difference:
    if before is None:
        return Difference(now.person, now.name, Moved.NEW, None, now.place)
    outward = now.place.ring - before.place.ring
    moved = Moved.FARTHER if outward > 0 else Moved.CLOSER if outward < 0 else Moved.SAME
    return Difference(now.person, now.name, moved, before.place, now.place)
