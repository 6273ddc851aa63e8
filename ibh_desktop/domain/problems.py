"""Problem areas with what is tracked of each, and the formulation that chooses among them (DOMAIN.md 1.3, 1.5)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.inventory import SHORT, require_text
from ibh_desktop.domain.life_events import Moment, require_past
from ibh_desktop.domain.people import clean_text

LONGEST_FORMULATION = 2000


class Stage(StrEnum):
    """Where a dispute stands; it may move in any direction."""

    RENEGOTIATION = "renegotiation"
    IMPASSE = "impasse"
    DISSOLUTION = "dissolution"


STAGE_MEANS = {
    Stage.RENEGOTIATION: "Both know of the differences and are trying.",
    Stage.IMPASSE: "Talk has stopped; low-level resentment.",
    Stage.DISSOLUTION: "Beyond repair.",
}


class Setting(StrEnum):
    """Where a dispute is carried out."""

    HOME = "home"
    SCHOOL = "school"
    WORK = "work"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Detail:
    """What is tracked of one area; the stage of a dispute has its own history."""

    person: PersonId | None = None
    person_words: str = ""
    setting: Setting | None = None
    on: Moment | None = None
    patient_expects: str = ""
    other_expects: str = ""
    issues: str = ""
    circumstances: str = ""
    anniversaries: str = ""
    old_role: str = ""
    new_role: str = ""
    losses: str = ""
    gains: str = ""
    supports: str = ""
    patterns: str = ""
    contacts_a_week: int | None = None


_WHO = {"person": "Person of the inventory", "person_words": "Or somebody else"}
FIELDS: dict[Area, dict[str, str]] = {
    Area.GRIEF: {
        **_WHO,
        "on": "Date of death",
        "circumstances": "Circumstances",
        "anniversaries": "Anniversaries and hard days",
    },
    Area.ROLE_DISPUTE: {
        **_WHO,
        "setting": "Where",
        "patient_expects": "What the patient expects",
        "other_expects": "What the other person expects",
        "issues": "What it is about",
    },
    Area.ROLE_TRANSITION: {
        "old_role": "Old role",
        "new_role": "New role",
        "on": "When it changed",
        "losses": "What was lost",
        "gains": "What was gained",
        "supports": "Who and what helps",
    },
    Area.DEFICITS: {
        "circumstances": "Past relationships",
        "patterns": "Patterns that recur",
        "contacts_a_week": "Contacts a week now",
    },
}
"""The fields that an area has, in their order, with what staff read; all others of `Detail` stay empty."""

TEXTS = (
    "patient_expects other_expects issues circumstances anniversaries old_role new_role losses gains supports patterns".split()
)

WHEN = {
    Area.GRIEF: "It began or goes on with the death of somebody close. A divorce or a lost job is no death.",
    Area.ROLE_DISPUTE: "Somebody expects other things than the patient does, and the relationship suffers.",
    Area.ROLE_TRANSITION: "A role changed and is hard to fill: job, relationship, health, home, money.",
    Area.DEFICITS: "Few or no relationships that sustain; usually only when no other area fits.",
}
"""When an area is chosen."""

_CONSIDER = {
    "divorce": (Area.ROLE_TRANSITION, Area.ROLE_DISPUTE),
    "separat": (Area.ROLE_TRANSITION, Area.ROLE_DISPUTE),
    "marital": (Area.ROLE_DISPUTE, Area.ROLE_TRANSITION),
    "job loss": (Area.ROLE_TRANSITION, Area.ROLE_DISPUTE),
    "lost her job": (Area.ROLE_TRANSITION, Area.ROLE_DISPUTE),
    "lost his job": (Area.ROLE_TRANSITION, Area.ROLE_DISPUTE),
    "one-sided": (Area.ROLE_DISPUTE, Area.DEFICITS),
    "unfulfilling": (Area.ROLE_DISPUTE, Area.DEFICITS),
}


def to_consider(words: str) -> tuple[Area, ...]:
    """Areas worth thinking of for a word of the patient's: always more than one, the therapist picks."""
    lowered = words.lower()
    return next((areas for hint, areas in _CONSIDER.items() if hint in lowered), ())


def require_areas(primary: Area | None, secondary: Area | None) -> Area:
    """Exactly one primary area and at most one secondary; raise `Refused`."""
    if primary is None:
        raise Refused("Choose the area that the course works on.", field="primary")
    if primary is secondary:
        raise Refused("The second area is the same as the first. Choose another one or none.", field="secondary")
    return primary


def require_formulation(text: str, *, edition: int, reason: str, agreed_on: date | None, today: date) -> tuple[str, str]:
    """Text and reason as they are stored; from the second version on a reason is needed. Raises `Refused`."""
    words, why = require_text(text, "text", LONGEST_FORMULATION), clean_text(reason)
    if not words:
        raise Refused("Write how the symptoms and the area belong together.", field="text")
    if edition > 1 and not why:
        raise Refused("Say why there is a new version.", field="reason")
    if agreed_on is not None and agreed_on > today:
        raise Refused("It cannot be agreed with the patient on a day that is still to come.", field="agreed_on")
    return words, why


def require_detail(area: Area, detail: Detail, today: date) -> Detail:
    """The same, cleaned; raise `Refused` at a field that this area does not have or that is wrong."""
    empty = Detail()
    for field in Detail.__slots__:
        if field not in FIELDS[area] and getattr(detail, field) != getattr(empty, field):
            raise Refused(f"“{area.value.capitalize()}” has no such detail.", field=field)
    if detail.on is not None:
        require_past(detail.on, today, field="on")
    if detail.contacts_a_week is not None and not 0 <= detail.contacts_a_week <= 200:
        raise Refused("Contacts a week are a number from 0 to 200.", field="contacts_a_week")
    texts: dict[str, Any] = {field: require_text(getattr(detail, field), field) for field in TEXTS}
    return replace(detail, person_words=clean_text(detail.person_words)[:SHORT], **texts)


def require_stage_day(on: date, today: date) -> date:
    """Raise `Refused` for a stage that begins in the future."""
    if on > today:
        raise Refused("A stage is noted from a day that has come.", field="on")
    return on
