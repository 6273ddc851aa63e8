"""What somebody who looks for a time asks of therapist and hour, and what a therapist offers (FEATURES a11)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time


@dataclass(frozen=True, slots=True)
class Wish:
    """What is left empty does not matter. `age` in whole years; `weekdays` 0 is Monday; hours are wall time."""

    ipt_trained: bool = False
    language: str = ""
    gender: str = ""
    indication: str = ""
    modality: str = ""
    age: int | None = None
    weekdays: frozenset[int] = field(default=frozenset())
    not_before: time = time(0)
    not_after: time = time.max


@dataclass(frozen=True, slots=True)
class Profile:
    """What a therapist offers; words in lower case, no indication means every one."""

    gender: str
    languages: Collection[str]
    indications: Collection[str]
    modalities: Collection[str]
    youngest: int
    oldest: int
    ipt_trained: bool


def suits(therapist: Profile, wish: Wish) -> bool:
    """Whether a therapist is somebody to offer."""
    return (
        (therapist.ipt_trained or not wish.ipt_trained)
        and (not wish.language or wish.language.casefold() in therapist.languages)
        and (not wish.gender or wish.gender.casefold() == therapist.gender.casefold())
        and (not wish.indication or not therapist.indications or wish.indication.casefold() in therapist.indications)
        and (not wish.modality or wish.modality.casefold() in therapist.modalities)
        and (wish.age is None or therapist.youngest <= wish.age <= therapist.oldest)
    )


def allows(wish: Wish, starts: datetime, ends: datetime) -> bool:
    """Whether a visit in wall time lies on the days and in the hours that are asked for."""
    if wish.weekdays and starts.weekday() not in wish.weekdays:
        return False
    last = ends.time() if ends.date() == starts.date() else time.max
    return wish.not_before <= starts.time() and last <= wish.not_after
