"""The marks of a course's picture as lines in a square from -1 to 1, so that screen and paper draw the same ones."""

from dataclasses import dataclass
from enum import StrEnum


class Ink(StrEnum):
    """What a stroke is filled with: its own tone, the soft one beside it, the ground, or nothing."""

    NONE = ""
    TONE = "tone"
    SOFT = "soft"
    GROUND = "ground"


@dataclass(frozen=True, slots=True)
class Stroke:
    """Corners of a line, closed where it is filled; without corners a disc of `radius`."""

    points: tuple[tuple[float, float], ...] = ()
    fill: Ink = Ink.NONE
    radius: float = 1.0
    edge: bool = True
    inverse: bool = False
    dashed: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Glyph:
    """A mark of half the size `half`; `weight` is that of its lines."""

    strokes: tuple[Stroke, ...]
    half: float = 7.0
    weight: float = 1.6


def _line(*points: tuple[float, float], inverse: bool = False) -> Stroke:
    return Stroke(points, closed=False, inverse=inverse)


_SQUARE = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
_DIAMOND = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
_UP = ((0.0, -1.0), (1.0, 0.85), (-1.0, 0.85))
_DOWN = ((0.0, 1.0), (1.0, -0.85), (-1.0, -0.85))
_WIDE = ((-1.2, -0.85), (1.2, -0.85), (1.2, 0.85), (-1.2, 0.85))
_FLAP = _line((-1.2, -0.85), (0.0, 0.15), (1.2, -0.85))
_CROSS = (_line((-0.45, -0.45), (0.45, 0.45)), _line((-0.45, 0.45), (0.45, -0.45)))
_MARK = (_line((0.0, -0.35), (0.0, 0.25)), _line((0.0, 0.5), (0.0, 0.6)))
_BOX = Stroke(_SQUARE, Ink.GROUND)
_SOFT_BOX = Stroke(_SQUARE, Ink.SOFT)

GLYPHS: dict[str, Glyph] = {
    "held": Glyph((Stroke(fill=Ink.TONE),), 12.0),
    "coming": Glyph((Stroke(fill=Ink.GROUND),), 12.0, 2.0),
    "missed": Glyph((Stroke(fill=Ink.SOFT), *_CROSS), 12.0),
    "off": Glyph((Stroke(fill=Ink.GROUND), _line((-0.45, 0.45), (0.45, -0.45))), 12.0),
    "score": Glyph((Stroke(fill=Ink.GROUND),), 4.0, 2.0),
    "reliable": Glyph((Stroke(fill=Ink.GROUND), Stroke(fill=Ink.TONE, radius=0.45, edge=False)), 6.0, 2.0),
    "follow-up": Glyph((Stroke(_SQUARE, Ink.GROUND),), 4.0, 2.0),
    "reliable follow-up": Glyph((Stroke(_SQUARE, Ink.GROUND), Stroke(fill=Ink.TONE, radius=0.45, edge=False)), 5.5, 2.0),
    "rating": Glyph((Stroke(fill=Ink.TONE),), 3.0),
    "done": Glyph((_SOFT_BOX, _line((-0.55, 0.0), (-0.1, 0.5), (0.6, -0.5)))),
    "partly done": Glyph((_SOFT_BOX, _line((-0.5, 0.0), (0.5, 0.0)))),
    "not done": Glyph((_SOFT_BOX, *_CROSS)),
    "assigned": Glyph((_BOX,)),
    "cancelled": Glyph((_BOX, _line((-1.0, 1.0), (1.0, -1.0)))),
    "event": Glyph((Stroke(_DIAMOND, Ink.TONE),), 6.0),
    "better": Glyph((Stroke(_UP, Ink.TONE),), 6.0),
    "worse": Glyph((Stroke(_DOWN, Ink.TONE),), 6.0),
    "earlier": Glyph((_line((0.2, -1.0), (-0.8, 0.0), (0.2, 1.0)), _line((-0.8, 0.0), (1.0, 0.0))), 6.0),
    "warning": Glyph((Stroke(_UP, Ink.SOFT), *_MARK), 8.0),
    "settled": Glyph((Stroke(_UP, Ink.GROUND), *_MARK), 8.0),
    "step": Glyph((_line((-0.6, 1.0), (-0.6, -1.0)), Stroke(((-0.6, -1.0), (0.9, -0.5), (-0.6, 0.0)), Ink.TONE)), 7.0),
    "phase": Glyph((Stroke(((-0.7, -0.9), (0.8, 0.0), (-0.7, 0.9)), Ink.TONE),), 6.0),
    "amended": Glyph(
        (
            _line((-1.0, 0.0), (1.0, 0.0)),
            _line((-0.4, -0.6), (-1.0, 0.0), (-0.4, 0.6)),
            _line((0.4, -0.6), (1.0, 0.0), (0.4, 0.6)),
        ),
        7.0,
    ),
    "signed": Glyph((Stroke(_WIDE, Ink.GROUND), _FLAP), 7.0, 1.4),
    "draft": Glyph((Stroke(_WIDE, Ink.GROUND, dashed=True), _FLAP), 7.0, 1.4),
}
