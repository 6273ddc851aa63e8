"""How alike two names are, and what makes two records look like one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from ibh_desktop.domain.people import folded
from ibh_desktop.domain.sounds import sound

Distance = Callable[[str, str], int]
"""Letters to add, drop, replace or swap with a neighbour until one word is the other."""
_LONG = 6
"""From so many letters on two mistakes are forgiven."""
_SOUNDS = 0.5
_BEGUN = 4


def alike_words(one: str, other: str, distance: Distance) -> float:
    """From 0 for different words to 1 for the same; both folded. `one` may be the beginning of `other`.

    One mistake is forgiven, two in long words, and any that nobody hears while half of the letters stay.
    """
    best = _likeness(one, other, distance)
    if _BEGUN <= len(one) < len(other):
        best = max(best, 0.95 * _likeness(one, other[: len(one)], distance))
    return best


def _likeness(one: str, other: str, distance: Distance) -> float:
    longest = max(len(one), len(other))
    if not longest:
        return 0.0
    apart = distance(one, other)
    spelt = 1 - apart / longest
    heard = sound(one) == sound(other) and spelt >= _SOUNDS
    if apart > (1 if min(len(one), len(other)) < _LONG else 2) and not heard:
        return 0.0
    return (1 + spelt) / 2 if heard else spelt


class Why(StrEnum):
    """Why somebody may be the one who is being registered; the strongest first."""

    SAME = "same name, same birth date"
    PHONE_NAME = "same phone, similar name"
    BORN_NAME = "sounds like, same birth date"
    NAME_DAY = "same name, birth date close"
    PHONE = "same phone"
    NAME = "same name"
    SOUND = "similar name"


@dataclass(frozen=True, slots=True)
class Person:
    """What two records are compared by; `phone` as E.164, `born` None while it is not known."""

    given: str
    family: str
    preferred: str = ""
    former: str = ""
    born: date | None = None
    phone: str = ""


def why_alike(one: Person, other: Person, distance: Distance) -> Why | None:
    """Why these may be one person, None when nothing says so; the same whichever comes first (DOMAIN.md 5.5)."""
    same = _same_name(one, other)
    phone = bool(one.phone) and one.phone == other.phone
    born = one.born is not None and one.born == other.born
    day = one.born is not None and other.born is not None and _nearly(one.born, other.born, distance)
    unknown = one.born is None or other.born is None
    similar = (phone or born or unknown) and _similar(one, other, distance)
    for why, holds in (
        (Why.SAME, same and born),
        (Why.PHONE_NAME, phone and (similar or born)),
        (Why.BORN_NAME, born and similar),
        (Why.NAME_DAY, same and day),
        (Why.PHONE, phone),
        (Why.NAME, same and unknown),
        (Why.SOUND, similar and unknown),
    ):
        if holds:
            return why
    return None


def _same_name(one: Person, other: Person) -> bool:
    return bool(_words(one.given, one.family)) and _words(one.given, one.family) == _words(other.given, other.family)


@lru_cache(4096)
def _words(*names: str) -> tuple[str, ...]:
    return tuple(sorted(folded(" ".join(names)).split()))


def _similar(one: Person, other: Person, distance: Distance) -> bool:
    """Whether some given and some family name of both are alike, also turned round; former and preferred names count."""
    ones = _words(one.given, one.preferred), _words(one.family, one.former)
    others = _words(other.given, other.preferred), _words(other.family, other.former)
    return any(
        _some(ones[0], them[0], distance) and _some(ones[1], them[1], distance) for them in (others, (others[1], others[0]))
    )


def _some(ones: tuple[str, ...], others: tuple[str, ...], distance: Distance) -> bool:
    if not ones or not others:
        return ones == others  # somebody of one name only
    return any(_likeness(a, b, distance) > 0 for a in ones for b in others)


def _nearly(one: date, other: date, distance: Distance) -> bool:
    """One digit wrong, two swapped, or day and month the other way round."""
    turned = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return turned or distance(f"{one:%Y%m%d}", f"{other:%Y%m%d}") <= 1
