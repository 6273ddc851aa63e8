"""Two hundred searches as people type them, against the sample clinic: whom they mean stands among the first five."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random
from unicodedata import combining, normalize

import pytest
from sqlalchemy import select

from ibh_desktop.app import App
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patients as found_in
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Reading
from ibh_desktop.usecases import patients
from tests.integration.world import RECEPTIONIST, Clinic, front_desk

FIRST = 5
WANTED = 0.95
HEARD = (("ph", "f"), ("ck", "k"), ("ei", "ie"), ("ch", "sh"), ("c", "k"), ("z", "s"), ("f", "ph"), ("v", "f"), ("y", "i"))
Person = tuple[int, str, str, str, date, str]
Typed = Callable[[Person, Random], str]


def plain(text: str) -> str:
    """Without accents, as on an American keyboard."""
    return "".join(c for c in normalize("NFKD", text) if not combining(c)).translate(str.maketrans("łŁđĐ", "lLdD"))


def swapped(word: str, rng: Random) -> str:
    """Two letters changed places, not the first one."""
    spots = [at for at in range(1, len(word) - 1) if word[at] != word[at + 1]]
    at = rng.choice(spots) if spots else 0
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if spots else word


def missing(word: str, rng: Random) -> str:
    """A letter was not typed."""
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, rng: Random) -> str:
    """A letter was typed twice."""
    at = rng.randrange(1, len(word))
    return word[: at + 1] + word[at:]


def other_vowel(word: str, rng: Random) -> str:
    """A vowel was misheard."""
    spots = [at for at, letter in enumerate(word) if at and letter in "aeiou"]
    at = rng.choice(spots) if spots else 0
    return word[:at] + rng.choice([v for v in "aeiou" if v != word[at]]) + word[at + 1 :] if spots else word


def misheard(word: str, rng: Random) -> str:
    """Spelt as it sounds."""
    fits = [(was, now) for was, now in HEARD if was in word[1:]]
    if not fits:
        return doubled(word, rng)
    was, now = rng.choice(fits)
    return word[0] + word[1:].replace(was, now, 1)


def mistaken(edit: Callable[[str, Random], str]) -> Typed:
    """The family name with a mistake, beside the right first name."""
    return lambda person, rng: f"{plain(person[1]).split()[0]} {edit(plain(person[2]).lower().replace(chr(39), ''), rng)}"


def first_name(edit: Callable[[str, Random], str]) -> Typed:
    """Family name first, the first name with a mistake."""
    return lambda person, rng: f"{person[2]}, {edit(plain(person[1]).lower().split()[0], rng)}"


def dated(shape: str) -> Typed:
    """The date of birth in one style."""
    return lambda person, _: f"{person[4]:{shape}}".replace("/0", "/").removeprefix("0" if "/" in shape else "")


def dialled(shape: str) -> Typed:
    """The phone in one style."""
    return lambda person, _: shape.format(area=person[5][2:5], office=person[5][5:8], line=person[5][8:])


def accented(person: Person, rng: Random) -> str:
    """Accents where nobody has any."""
    return f"{person[1].replace('a', 'á', 1).replace('e', 'é', 1)} {person[2].replace('o', 'ö', 1)}"


PHONES = ("({area}) {office}-{line}", "{area}.{office}.{line}", "+1 {area} {office} {line}", "{office}-{line}", "{line}")
EDITS = (swapped, missing, doubled, other_vowel, misheard)
KINDS: tuple[tuple[str, Typed, int], ...] = (
    *((f"family name, {edit.__name__}", mistaken(edit), 12) for edit in EDITS),
    *((f"first name, {edit.__name__}", first_name(edit), 10) for edit in EDITS),
    ("family name first", lambda p, _: f"{p[2]} {p[1]}", 10),
    ("preferred name", lambda p, _: f"{p[3] or p[1].split()[-1]} {p[2]}", 10),
    ("accents left out", lambda p, _: plain(f"{p[1]} {p[2]}"), 9),
    ("accents added", accented, 9),
    ("apostrophe or blank", lambda p, _: f"{p[1]} {p[2][0]} {p[2][1:].lstrip(chr(39))}", 5),
    ("begun", lambda p, _: f"{p[1][:3]} {p[2][:5]}", 5),
    *((f"born {shape}", dated(shape), 2) for shape in ("%m/%d/%y", "%Y-%m-%d", "%Y%m%d", "%B %d %Y", "%d %b %y", "%m/%d/%Y")),
    *((f"phone {shape}", dialled(shape), 6) for shape in PHONES),
)


def test_whom_two_hundred_searches_mean_is_among_the_first_five(sample: App) -> None:
    def read(reading: Reading) -> list[Person]:
        columns = (Patient.id, Patient.given, Patient.family, Patient.preferred, Patient.born, Patient.phone)
        return [(*row,) for row in reading.session.execute(select(*columns).order_by(Patient.id))]

    rng = Random(5_2026)
    people, desk = sample.read(read), front_desk(sample)
    asked = [(kind, typed) for kind, typed, share in KINDS for _ in range(share)]
    assert len(asked) == 200
    lost: list[tuple[str, str]] = []
    for (kind, typed), person in zip(asked, rng.sample(people, len(asked)), strict=True):
        text = typed(person, rng)
        hits = desk.read(found_in.search, text, limit=12)
        if person[0] not in [hit.id for hit in hits[:FIRST]]:
            lost.append((kind, f"{person[1]} {person[2]}: {text}"))
    assert len(lost) <= (1 - WANTED) * len(asked), (Counter(kind for kind, _ in lost), lost)


@pytest.mark.parametrize(
    "typed",
    [
        "Shaneece Kworles",
        "quarels",
        "SHANICE QUARLES-",
        "Ivy",
        "ivey shanice",
        "2/2/92",
        "Feb 2 1992",
        "2 feb 92",
        "020292",
        "0199",
    ],
)
def test_somebody_is_found_by_sound_by_former_name_and_by_what_the_caller_says(clinic: Clinic, typed: str) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    details = patients.Details("Shanice", "Quarles", date(1992, 2, 2), phone="205.555.0199", former="Ivey; Mc Adams")
    new = desk.write(patients.register, details)
    assert [hit.id for hit in desk.read(found_in.search, typed)] == [new]


def test_a_former_name_that_is_taken_away_finds_nobody(clinic: Clinic) -> None:
    desk = clinic.as_role(RECEPTIONIST)
    details = patients.Details("Shanice", "Quarles", date(1992, 2, 2), former="Tresvant")
    new: PatientId = desk.write(patients.register, details)
    assert [hit.id for hit in desk.read(found_in.search, "tresvent")] == [new]
    desk.write(patients.change, new, patients.Details("Shanice", "Quarles", date(1992, 2, 2)))
    assert desk.read(found_in.search, "tresvent") == desk.read(found_in.search, "tresvant") == []
