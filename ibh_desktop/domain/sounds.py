"""How a name sounds and how it may be mistyped: keys under which the words of names are kept.

Our own code, because it is stored: a library's next version would no longer find what an earlier one wrote.
"""

import re
from functools import lru_cache

LONGEST_WORD = 30
"""Longer words are cut before their keys are made: a mistake in the first thirty letters is enough to be found."""
SHORTEST = 3
"""Shorter words are too like everything else."""
_BEGINNINGS = (
    ("kn", "n"),
    ("gn", "n"),
    ("pn", "n"),
    ("ps", "s"),
    ("wr", "r"),
    ("wh", "w"),
    ("x", "s"),
    ("mac", "mk"),
    ("mc", "mk"),
    ("j", "J"),
)
_INSIDE = (
    (re.compile("tsch|tch|sch|cz|ch(?![lr])|sh|sz|sj|ti(?=on)"), "X"),
    (re.compile("dg(?=[eiy])|dj"), "J"),
    (re.compile("ph|v"), "f"),
    (re.compile("gh(?![aeiouy])"), ""),
    (re.compile("c(?=[eiy])|z|x"), "s"),
    (re.compile("ck|cq|ch|c|q|g"), "k"),
    (re.compile("th|d"), "t"),
    (re.compile("j|y(?=[aeiou])"), "J"),
)
_SILENT = re.compile("[aeiouyhw]")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = "aeiouy"


@lru_cache(4096)
def sound(word: str) -> str:
    """A code of consonants that words which sound alike in American mouths share: `smith` and `smyth`, `kris` and `chris`.

    `word` is folded (`people.folded`). Vowels count only where the word begins with one.
    """
    said = word[:LONGEST_WORD]
    for written, heard in _BEGINNINGS:
        if said.startswith(written):
            said = heard + said[len(written) :]
            break
    vowel = said[:1] in _VOWELS
    for pattern, heard in _INSIDE:
        said = pattern.sub(heard, said)
    code = _TWICE.sub(r"\1", _SILENT.sub("", said[1:] if vowel else said))
    return ("A" + code if vowel else code) or said[:1].upper()


def shortened(word: str) -> set[str]:
    """The word itself and all that is left when one letter is missing.

    Two words that differ by a letter too many, missing, wrong or swapped with its neighbour have one of these in common.
    """
    cut = word[:LONGEST_WORD]
    return {cut, *(cut[:at] + cut[at + 1 :] for at in range(len(cut)) if len(cut) > SHORTEST)}


def word_keys(word: str) -> set[str]:
    """All keys of one folded word of a name: `~` and its sound, and its shortened forms."""
    return {f"~{sound(word)}", *shortened(word)}
