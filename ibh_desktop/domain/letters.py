"""A letter's life and what a referral must hold before it can be signed (DOMAIN.md 4.2, 4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Refused

LONGEST_TEXT = 20_000


class LetterStatus(StrEnum):
    """Signing freezes content; a change after it makes the next version."""

    DRAFT = "draft"
    SIGNED = "signed"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a letter that a person writes; `source` says where the course's text comes from."""

    name: str
    label: str
    required: bool = False
    source: str = ""
    lines: int = 3


@dataclass(frozen=True, slots=True)
class LetterKindRule:
    """What a kind of letter is called and which parts it has."""

    id: str
    title: str
    fields: tuple[Field, ...]


URGENCIES = ("routine", "soon, within 30 days", "urgent, within 7 days", "emergency, phone first")

REFERRAL = LetterKindRule(
    "referral",
    "Referral letter",
    (
        Field("urgency", "Urgency", required=True, lines=1),
        Field("reason", "Reason for referral", required=True, source="issues"),
        Field("diagnosis", "Working diagnosis", required=True, source="course", lines=1),
        Field("summary", "Course summary", required=True, source="course"),
        Field("unresolved", "Not fully addressed", required=True, source="issues"),
        Field("scores", "First and latest scores", required=True, source="measures", lines=2),
        Field("medicines", "Medicines and allergies, as told", required=True, lines=2),
        Field("risk", "Risk statement", required=True, lines=2),
        Field("request", "What we ask", required=True),
        Field("patient_view", "What the patient knows and wants", required=True, lines=2),
        Field("basis", "Legal basis", required=True, lines=1),
        Field("goals", "Goals and what came of them", source="goals"),
        Field("background", "Social situation, supports, access needs"),
    ),
)
"""L1 of DOMAIN.md 4.3, required blocks first."""

RULES = (REFERRAL,)
BY_ID = {rule.id: rule for rule in RULES}


def missing(rule: LetterKindRule, parts: Mapping[str, str], *, recipient: bool) -> list[str]:
    """The labels of what must still be written, in the order of the letter."""
    lacking = [] if recipient else ["Recipient"]
    return lacking + [field.label for field in rule.fields if field.required and not parts.get(field.name, "").strip()]


def require_complete(rule: LetterKindRule, parts: Mapping[str, str], *, recipient: bool) -> None:
    """Raise `Refused` naming everything that a signed letter still lacks."""
    lacking = missing(rule, parts, recipient=recipient)
    if lacking:
        raise Refused(f"Before it can be signed the letter still needs: {', '.join(lacking)}.", field="parts")


def require_parts(rule: LetterKindRule, parts: Mapping[str, str]) -> None:
    """Raise `Refused` for a part this kind does not have or a text beyond all use."""
    names = {field.name for field in rule.fields}
    for name, text in parts.items():
        if name not in names:
            raise Refused(f"A {rule.title.lower()} has no part “{name}”.", field=name)
        if len(text) > LONGEST_TEXT:
            raise Refused(f"This text has {len(text):,} characters; a letter's part holds {LONGEST_TEXT:,}.", field=name)


def require_status(status: LetterStatus, wanted: LetterStatus) -> None:
    """Raise `Refused` when a letter in `status` cannot become `wanted`."""
    allowed = {
        LetterStatus.DRAFT: (LetterStatus.DRAFT, LetterStatus.SIGNED),
        LetterStatus.SIGNED: (LetterStatus.PRINTED,),
        LetterStatus.PRINTED: (LetterStatus.PRINTED,),
    }
    if wanted not in allowed[status]:
        because = "Sign it first." if status is LetterStatus.DRAFT else "Start a new version to change it."
        raise Refused(f"This letter is {status.value}. {because}")
