"""Spelling, offline: an English word list, the words of this work, and the words that somebody accepted.

The list is pyspellchecker's; it takes 0.15 s and 40 MB, so it is read on a worker when a text is first written. Accepted
words stay on this PC; those with a capital may be names and are forgotten with the window: no name lies outside the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

from resources import read_text
from ui.kit.theme import SETTINGS

if TYPE_CHECKING:
    from spellchecker import SpellChecker

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
OFFERED = 5
SHORTEST, LONGEST = 3, 24
"""Letters of a word that is looked at: a longer one is no word, and its neighbours take long to find."""
_KEY = "dictionary"


class Speller:
    """Says whether a word is known and what was likely meant."""

    def __init__(self, words: SpellChecker, clinical: frozenset[str]) -> None:
        self._words, self._clinical = words, clinical
        self._names: set[str] = set()
        self._accepted: set[str] = set()
        stored = QSettings(*SETTINGS).value(_KEY, [])
        self._own = set(stored) if isinstance(stored, list) else {str(stored)}

    def name(self, *texts: str) -> None:
        """Accept every word of these names, in place of those named before."""
        self._names = {word.lower() for text in texts for word in _parts(text)}

    def knows(self, word: str) -> bool:
        """Whether a word is spelled as it should be, or is none that can be judged: an abbreviation, a foreign name."""
        plain = word.replace("’", "'").removesuffix("'s").removesuffix("'")
        if not SHORTEST <= len(plain) <= LONGEST or not plain.isascii() or plain.isupper():
            return True
        low = plain.lower()
        if low in self._clinical or low in self._names or low in self._accepted or low in self._own:
            return True
        return low in self._words or all(part in self._words for part in low.split("'"))

    def wrong(self, text: str) -> list[tuple[int, int]]:
        """Where unknown words begin, and their lengths."""
        return [(found.start(), len(found.group())) for found in WORD.finditer(text) if not self.knows(found.group())]

    def suggest(self, word: str) -> list[str]:
        """What was likely meant, best first, with the word's capital."""
        found = self._words.candidates(word.lower()) or set()
        near = {known for known in self._clinical if _near(known, word.lower())}
        best = sorted(found | near, key=lambda each: (-self._words.word_usage_frequency(each), each))[:OFFERED]
        return [each.capitalize() if word[0].isupper() else each for each in best]

    def accept(self, word: str) -> None:
        """Take a word for right from now on; one without a capital is remembered by this PC."""
        if word.islower():
            self._own.add(word)
            QSettings(*SETTINGS).setValue(_KEY, sorted(self._own))
        else:
            self._accepted.add(word.lower())


def _parts(text: str) -> Iterable[str]:
    for found in WORD.finditer(text):
        yield found.group()
        yield from found.group().split("'")


def _near(known: str, word: str) -> bool:
    """Whether one letter more, less, other or two exchanged make one of the other."""
    if abs(len(known) - len(word)) > 1:
        return False
    head = 0
    while head < min(len(known), len(word)) and known[head] == word[head]:
        head += 1
    one, other = known[head:], word[head:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (one[1::-1] == other[:2] and one[2:] == other[2:])


def load() -> Speller:
    """Read the lists: for a worker."""
    from spellchecker import SpellChecker  # noqa: PLC0415 - start-up does without

    clinical = frozenset(word for word in read_text("clinical_words.txt").split())
    return Speller(SpellChecker(language="en", distance=1), clinical)
