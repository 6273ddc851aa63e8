"""The interpersonal inventory: what is asked about an important person (DOMAIN.md 1.4)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ibh_desktop.domain.circle import Place, require_place
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import clean_lines, clean_name, clean_text

DEGREES = ("none", "a little", "some", "much")
"""Of support and conflict, 0 to 3."""
LONGEST_TEXT = 2000
SHORT = 120


class Relation(StrEnum):
    """What somebody is to the patient."""

    PARTNER = "partner"
    EX_PARTNER = "ex-partner"
    PARENT = "parent"
    STEP_PARENT = "step-parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    OTHER_FAMILY = "other family"
    FRIEND = "friend"
    COLLEAGUE = "colleague"
    BOSS = "boss"
    TEACHER = "teacher"
    NEIGHBOUR = "neighbor"
    CLERGY = "clergy"
    PROFESSIONAL = "professional"
    ONLINE_FRIEND = "online friend"
    OTHER = "other"


class Contact(StrEnum):
    """How often the two are in touch."""

    DAILY = "daily"
    SEVERAL_WEEK = "several times a week"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    FEW_YEAR = "a few times a year"
    NONE = "no contact"


class Mode(StrEnum):
    """By which way they are in touch; several are possible."""

    IN_PERSON = "in person"
    PHONE = "phone"
    VIDEO = "video"
    MESSAGES = "messages"
    SOCIAL_MEDIA = "social media"
    LETTERS = "letters"


class Confides(StrEnum):
    """Whether the patient confides in this person."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody. `sensitive_note` None means: not to be seen or changed by whoever asks."""

    name: str
    relation: Relation
    place: Place
    relation_words: str = ""
    age: str = ""
    alive: bool = True
    died_on: date | None = None
    lives_with: bool = False
    contact: Contact | None = None
    modes: tuple[Mode, ...] = ()
    confides: Confides | None = None
    given: int = 0
    received: int = 0
    conflict: int = 0
    patient_expects: str = ""
    other_expects: str = ""
    satisfying: str = ""
    unsatisfying: str = ""
    recent_change: str = ""
    change_wanted: str = ""
    area: Area | None = None
    sensitive_note: str | None = None


MEMOS = ("patient_expects", "other_expects", "satisfying", "unsatisfying", "recent_change", "change_wanted")


def require_person(person: Person, today: date) -> Person:
    """The same, cleaned and ready to be stored; raise `Refused` at the field that is wrong."""
    for field in ("given", "received", "conflict"):
        if not 0 <= getattr(person, field) <= 3:
            raise Refused("Support and conflict are rated from 0 to 3.", field=field)
    if person.alive and person.died_on is not None:
        raise Refused("Somebody with a date of death is not alive. Choose deceased, or leave the date out.", field="died_on")
    if person.died_on is not None and person.died_on > today:
        raise Refused("A date of death cannot lie in the future.", field="died_on")
    if not person.alive and person.lives_with:
        raise Refused("Somebody who died does not live with the patient.", field="lives_with")
    memos: dict[str, Any] = {field: require_text(getattr(person, field), field) for field in MEMOS}
    note = person.sensitive_note
    return replace(
        person,
        name=clean_name(person.name, "name"),
        place=require_place(person.place),
        relation_words=clean_text(person.relation_words)[:SHORT],
        age=clean_text(person.age)[:SHORT],
        sensitive_note=None if note is None else require_text(note, "sensitive_note"),
        **memos,
    )


def require_text(text: str, field: str, most: int = LONGEST_TEXT) -> str:
    """A text of several lines; raise `Refused` at `field` when it is too long."""
    lines = clean_lines(text)
    if len(lines) > most:
        raise Refused(f"This has {len(lines):,} characters; {most:,} fit. Shorten it.", field=field)
    return lines


def join_modes(modes: tuple[Mode, ...]) -> str:
    """As they are stored: in one order, each once."""
    return ",".join(mode.value for mode in Mode if mode in modes)


def split_modes(text: str) -> tuple[Mode, ...]:
    """What `join_modes` made."""
    return tuple(Mode(part) for part in text.split(",") if part)
