"""People whose names sound or are spelt much like what was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, Select, literal, select, union_all

from ibh_desktop.domain.alike import alike_words
from ibh_desktop.domain.sounds import LONGEST_WORD, SHORTEST, shortened, sound
from ibh_desktop.queries.patients import SHOWN, PatientHit, distinct, own_patients, range_of
from ibh_desktop.store.frontdesk import NameKey
from ibh_desktop.store.schema import Patient, PatientKey
from ibh_desktop.store.tx import Reading

_SOUNDING = 200
"""How many words of one sound are looked at; those that sound exactly so come first."""
_BEST = 6
"""How many words may stand for a typed one, and how many ways of reading all words are looked up."""
_TYPED = 6
"""Nobody has more names than this in a search; each costs a question."""
_AFTER_WORD = "!"
"""Sorts after a blank and before every letter: a word that ends here."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word to search by and how like it is to the typed one, 1 for the very same; `whole` when it ends here."""

    word: str
    likeness: float
    whole: bool = True


def near(reading: Reading, words: Sequence[str], limit: int, *, adjacent: bool = False) -> list[PatientHit]:
    """Whoever bears names like these folded words, the likest first. Two statements.

    The words are put right among the words that names of this clinic are made of, then searched for as if typed well;
    `adjacent` finds only whom they follow one another in, and never reads past those who bear a common name.
    """
    if not any(len(word) >= SHORTEST for word in words) or len(words) > _TYPED:
        return []
    known = _vocabulary(reading, [*words, *_joined(words)])
    ways = sorted(_ways(words, known), key=lambda way: -sum(one.likeness for one in way) / len(way))[:_BEST]
    if not ways:
        return []
    parts = [_bearing(reading, rank, way, limit, adjacent=adjacent) for rank, way in enumerate(ways)]
    rows = reading.session.execute(union_all(*parts)).all()
    return distinct([row[1:] for row in sorted(rows, key=lambda row: (row[0], row[4], row[3]))])[:limit]


def _joined(words: Sequence[str]) -> list[str]:
    # `Mc Adams` is McAdams, and `O Kon` O'Kon.
    return [left + right for left, right in pairwise(words)]


def _vocabulary(reading: Reading, typed: Sequence[str]) -> dict[str, list[_Word]]:
    """Of each typed word the words of names that it may be, the likest first."""
    asked = [part for number, word in enumerate(typed) if len(word) >= SHORTEST for part in _asked(number, word)]
    found: dict[str, list[_Word]] = {word: [] for word in typed}
    seen: set[tuple[int, str]] = set()
    for number, word, begun in reading.session.execute(union_all(*asked)) if asked else ():
        asking = typed[number]
        if begun:
            found[asking].append(_Word(asking, 1.0, whole=False))
        elif (number, word) not in seen and (likeness := alike_words(asking, word, OSA.distance)):
            found[asking].append(_Word(word, likeness))
        seen.add((number, word))
    return {word: sorted(some, key=lambda one: (-one.likeness, one.word))[:_BEST] for word, some in found.items()}


def _asked(number: int, word: str) -> Iterator[Select[*tuple[Any, ...]]]:
    key = NameKey.key
    spelt = select(literal(number), NameKey.word, literal(0)).where(key.in_(shortened(word)))
    heard = f"~{sound(word)}"
    sounding = (
        select(literal(number), NameKey.word, literal(0))
        .where(key >= heard, key < heard + "\uffff")
        .order_by(key, NameKey.word)
        .limit(_SOUNDING)
    )
    begun = select(literal(number), NameKey.word, literal(1)).where(*_begins(word)).limit(1)
    for part in (spelt, sounding, begun):
        yield select(part.subquery())


def _begins(word: str) -> list[ColumnElement[bool]]:
    # Among the keys are words with a letter missing: only a word that begins so counts.
    cut = word[:LONGEST_WORD]
    return [NameKey.key >= cut, NameKey.key < cut + "\uffff", NameKey.word.startswith(cut, autoescape=True)]


def _ways(words: Sequence[str], known: dict[str, list[_Word]]) -> Iterator[tuple[_Word, ...]]:
    short = {word: [_Word(word, 1.0, whole=False)] for word in words if len(word) < SHORTEST}
    for way in product(*(short.get(word) or known[word] for word in words)):
        if any(one.whole for one in way):
            yield way
    for at, joined in enumerate(_joined(words)):
        for one in known.get(joined, ()):
            others = [short.get(word) or known[word] for word in (*words[:at], *words[at + 2 :])]
            yield from ((one, *rest) for rest in product(*others))


def _bearing(reading: Reading, rank: int, way: tuple[_Word, ...], limit: int, *, adjacent: bool) -> Select[*tuple[Any, ...]]:
    first, *others = sorted(way, key=lambda one: (one.whole, len(one.word)), reverse=True)
    key = PatientKey.key
    span = [key >= first.word, key < first.word + _AFTER_WORD] if first.whole else range_of(first.word)
    if adjacent:
        span, others = range_of(" ".join(one.word for one in way)), []
    chosen = (
        select(literal(rank).label("rank"), PatientKey.patient_id, *SHOWN)
        .join(Patient, Patient.id == PatientKey.patient_id)
        .where(*span, *(key.contains(f" {one.word}", autoescape=True) for one in others))
        .where(*own_patients(reading, PatientKey.patient_id))
        .order_by(key, PatientKey.patient_id)
        .limit(2 * limit)
    )
    return select(chosen.subquery())
