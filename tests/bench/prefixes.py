"""What staff type into the search box: beginnings of names as people spell them, dates of birth, phones, record numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import select

from ibh_desktop.app import App
from ibh_desktop.domain.people import folded
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Reading


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody may be looked for by."""

    given: str
    family: str
    born: date
    phone: str
    number: str


Typed = Callable[[Person, Random], str]


def people(app: App, keys: Sequence[int]) -> list[Person]:
    """Patients by their keys."""

    def read(reading: Reading) -> list[Person]:
        columns = (Patient.given, Patient.family, Patient.born, Patient.phone, Patient.number)
        return [Person(*row) for row in reading.session.execute(select(*columns).where(Patient.id.in_(keys)))]

    return app.read(read)


def prefixes(someone: Sequence[Person], rng: Random) -> list[str]:
    """One text a person, in the proportions of `_MIX`."""
    kinds = [typed for typed, share in _MIX for _ in range(share)]
    return [typed(person, rng) for typed, person in zip(kinds, someone, strict=True)]


def _begun(name: str, rng: Random) -> str:
    """1 to 6 letters, as written, in capitals, small, or without accents."""
    spelt = rng.choice((str, str.upper, str.lower, folded))(name)
    return spelt[: rng.randrange(1, 7)].strip()


def _given(person: Person, rng: Random) -> str:
    return _begun(person.given, rng)


def _family(person: Person, rng: Random) -> str:
    return _begun(person.family, rng)


def _both(person: Person, rng: Random) -> str:
    return f"{_begun(person.given, rng)} {_begun(person.family, rng)}"


def _turned(person: Person, rng: Random) -> str:
    return f"{_begun(person.family, rng)}{rng.choice((' ', ', '))}{_begun(person.given, rng)}"


def _phone(person: Person, rng: Random) -> str:
    area, office, line = person.phone[2:5], person.phone[5:8], person.phone[8:]
    whole = rng.choice((f"({area}) {office}-{line}", f"{area}{office}{line}", f"{area} {office} {line}", f"{office}-{line}"))
    return whole[: rng.randrange(3, len(whole) + 1)].strip()


def _born(person: Person, rng: Random) -> str:
    born = person.born
    return rng.choice((f"{born.month}/{born.day}/{born.year}", f"{born:%m/%d/%Y}", f"{born:%Y%m%d}", f"{born:%m%d%Y}"))


def _number(person: Person, rng: Random) -> str:
    return person.number[: rng.randrange(2, len(person.number) + 1)]


_MIX: tuple[tuple[Typed, int], ...] = (
    (_given, 40),
    (_family, 40),
    (_both, 35),
    (_turned, 35),
    (_phone, 20),
    (_born, 15),
    (_number, 15),
)
EACH = sum(share for _, share in _MIX)
"""Prefixes a round."""
