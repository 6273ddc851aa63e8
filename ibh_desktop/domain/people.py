"""Names as people have them, ages, and the keys by which a patient is found."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from ibh_desktop.domain.errors import Refused

LONGEST_NAME = 100
OLDEST = 130
LONGEST_KEY = 200
"""Folding can make a name longer than it was; a key is cut here."""
_SPACES = re.compile(r"\s+")
# Letters that carry no combining mark and so do not decompose.
_PLAIN = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def clean_text(text: str) -> str:
    """NFC, control characters out, runs of white space to one blank."""
    shown = "".join(
        c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Co")
    )
    return _SPACES.sub(" ", shown).strip()


def clean_lines(text: str) -> str:
    """As `clean_text`, keeping line ends and blanks as they were typed."""
    shown = (c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co"))
    return "".join(shown).strip()


def clean_name(text: str, field: str, *, required: bool = True) -> str:
    """A name ready to store; raise `Refused` at `field` when it is empty or too long."""
    name = clean_text(text)
    if required and not name:
        raise Refused("Give a name.", field=field)
    if len(name) > LONGEST_NAME:
        raise Refused(f"A name can have {LONGEST_NAME} characters; this one has {len(name)}.", field=field)
    return name


def require_born(born: date, today: date) -> date:
    """Raise `Refused` when a date of birth lies in the future or more than 130 years back."""
    if born > today:
        raise Refused(f"The date of birth {born:%m/%d/%Y} lies in the future.", field="born")
    if born.year < today.year - OLDEST:
        raise Refused(f"The date of birth {born:%m/%d/%Y} is more than {OLDEST} years ago.", field="born")
    return born


def age(born: date, on: date) -> int:
    """Completed years; a 29 February birthday counts from 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def full_name(given: str, family: str, preferred: str = "") -> str:
    """As it is said: `María (Mari) O'Kon`."""
    nick = f"({preferred})" if preferred and preferred not in given.split() else ""
    return " ".join(part for part in (given, nick, family) if part)


def list_name(given: str, family: str) -> str:
    """As it is sorted: `O'Kon, María`."""
    return ", ".join(part for part in (family, given) if part)


def initials(name: str) -> str:
    """`M. E. O.` of `María Elena (Mari) O'Kon` and of `O'Kon, María Elena`: for screens and lists that others may see."""
    family, _, given = name.rpartition(", ")
    return " ".join(f"{word[0]}." for word in f"{given} {family}".split() if word[0].isalnum())


def folded(text: str) -> str:
    """Lower case without accents, apostrophes or punctuation, words one blank apart: `o'kon` and `OKon` are one."""
    # Taken apart before and after: `🄐` holds a capital A, and a folded letter may hold an accent.
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = (c for c in decomposed if not unicodedata.combining(c) and c not in "'’`ʻ.")
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def digits(text: str) -> str:
    """The decimal digits of a text."""
    return "".join(c for c in text if c.isdecimal())


def former_names(text: str) -> list[str]:
    """Names somebody had before, as they are typed: commas or semicolons between them."""
    return [name for part in re.split("[,;]", text) if (name := clean_text(part))]


def name_keys(given: str, family: str, preferred: str = "", former: str = "") -> set[str]:
    """Keys under which a name is found whichever part is typed first."""
    first, last, nick = folded(given).split(), folded(family).split(), folded(preferred).split()
    keys = set(_rotations([*first, *last]))
    if nick and nick != first:
        keys.update(_rotations([*nick, *last]))
    for earlier in former_names(former):
        keys.update(_rotations([*first, *(word for word in folded(earlier).split() if word not in first)]))
    return {key[:LONGEST_KEY] for key in keys}


def name_words(given: str, family: str, preferred: str = "", former: str = "") -> set[str]:
    """The folded words that a person's names are made of."""
    return set(folded(" ".join((given, family, preferred, former))).split())


def _rotations(words: list[str]) -> Iterator[str]:
    # Whichever word a search begins with, one key begins with it and holds all the others.
    yield from (" ".join((*words[n:], *words[:n])) for n in range(len(words)))


def number_keys(number: str, born: date | None, phone: str) -> set[str]:
    """Keys of digits: record number, date of birth both ways round, phone whole, its last seven and four."""
    keys = {digits(number)}
    if born:
        keys |= {f"{born:%Y%m%d}", f"{born:%m%d%Y}"}
    plain = digits(phone)
    if plain:
        national = plain[1:] if len(plain) == 11 and plain.startswith("1") else plain
        keys |= {national, national[-7:], national[-4:]}
    return keys - {""}


def same_person_key(given: str, family: str, born: date) -> str:
    """Two records with this key are taken for one person: folded name and date of birth."""
    return f"{folded(family)}|{folded(given)}|{born:%Y%m%d}"
