"""The three phases of an IPT course and how N sessions split over them (DOMAIN.md 1.1)."""

from enum import StrEnum
from typing import NamedTuple

from ibh_desktop.domain.errors import Refused


class Phase(StrEnum):
    """Moved only by the therapist; the session count never moves it."""

    INITIAL = "initial"
    MIDDLE = "middle"
    ENDING = "ending"


class Split(NamedTuple):
    """Sessions in each phase."""

    initial: int
    middle: int
    ending: int


FEWEST, MOST = 4, 60


def half_up(value: float) -> int:
    """Round half up; `round` rounds half to even, which no scoring rule means."""
    return int(value + 0.5)


def split(planned: int) -> Split:
    """Phase lengths for a custom N by the formula of DOMAIN.md 1.1.2; raise `Refused` outside 4…60."""
    if not FEWEST <= planned <= MOST:
        raise Refused(f"A course has {FEWEST} to {MOST} sessions; {planned} is outside that.", field="planned")
    ending = max(1, half_up(planned * 0.20))
    initial = max(1, min(4, half_up(planned * 0.20)))
    return Split(initial, planned - initial - ending, ending)


def phase_of(session: int, parts: Split) -> Phase:
    """The phase in which session number `session` (1-based) is planned."""
    if session <= parts.initial:
        return Phase.INITIAL
    return Phase.MIDDLE if session <= parts.initial + parts.middle else Phase.ENDING


_MOVES = {
    (Phase.INITIAL, Phase.MIDDLE),
    (Phase.MIDDLE, Phase.ENDING),
    (Phase.MIDDLE, Phase.INITIAL),
    (Phase.ENDING, Phase.MIDDLE),
}


def require_phase_move(current: Phase, wanted: Phase, *, extended: bool = False) -> None:
    """Raise `Refused` for a move that DOMAIN.md 1.7.2 does not have; back from the ending needs an extended contract."""
    if (current, wanted) not in _MOVES:
        raise Refused(f"A course cannot go from the {current.value} to the {wanted.value} phase directly.", field="phase")
    if current is Phase.ENDING and not extended:
        raise Refused("Back to the middle phase needs an extended contract. Extend it first.", field="phase")
