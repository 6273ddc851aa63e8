"""Things side by side on as few rows as they fit on: marks never meet, and words end where the next thing begins."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What wants a place, in days: its mark or bar from `first` to `last`, its words up to `words` if they may."""

    first: float
    last: float
    words: float


@dataclass(frozen=True, slots=True)
class Put:
    """The row that a wish got, and the day at which its words end at the latest; None where nothing follows."""

    row: int
    until: float | None


def stack(wishes: Sequence[Wish], *, gap: float = 0.0, most: int = 3) -> list[Put]:
    """A row each, in the order of `wishes`. Words are shortened before there are more than `most` rows; marks never are."""
    order = sorted(range(len(wishes)), key=lambda n: (wishes[n].first, wishes[n].last))
    marks: list[float] = []
    words: list[float] = []
    rows = [0] * len(wishes)
    until: list[float | None] = [None] * len(wishes)
    latest: list[int] = []
    for number in order:
        wish = wishes[number]
        row = _row(wish.first - gap, marks, words, most)
        if row == len(latest):
            latest.append(number)
            marks.append(wish.last)
            words.append(max(wish.last, wish.words))
        else:
            until[latest[row]] = wish.first - gap
            latest[row], marks[row], words[row] = number, wish.last, max(wish.last, wish.words)
        rows[number] = row
    return [Put(row, end) for row, end in zip(rows, until, strict=True)]


def _row(first: float, marks: Sequence[float], words: Sequence[float], most: int) -> int:
    """The first row whose words have ended; then a new one; then the one whose words lose least; at last a new one again."""
    free = next((row for row, end in enumerate(words) if end <= first), None)
    if free is not None:
        return free
    if len(marks) < most:
        return len(marks)
    shortened = [row for row, end in enumerate(marks) if end <= first]
    return min(shortened, key=lambda row: words[row], default=len(marks))


def rows_of(places: Sequence[Put]) -> int:
    """How many rows are used."""
    return 1 + max((place.row for place in places), default=-1)
