"""A letter's life, what a kind of letter is, and what it must hold before it can be signed (DOMAIN.md 1.7.5, 4.2, 4.3).

The kinds themselves stand in `domain/letter_kinds`, one file each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.disclosure import Basis, Information
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.permissions import Permission

LONGEST_TEXT = 20_000


class LetterStatus(StrEnum):
    """Signing freezes content; a change after it makes the next version. What comes after SENT is the receiver's doing."""

    DRAFT = "draft"
    SIGNED = "signed"
    PRINTED = "printed"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined by receiver"
    APPOINTMENT_MADE = "appointment made"
    ATTENDED = "attended"
    NOT_ATTENDED = "not attended"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Addressee(StrEnum):
    """Whom a kind of letter goes to."""

    RECIPIENT = "recipient"
    REFERRER = "referrer"
    PATIENT = "patient"
    ANYBODY = "whom it may concern"


@dataclass(frozen=True, slots=True)
class Field:
    """One part of a letter that a person writes; `source` says where the course's text comes from.

    `holds` is the class of information the part discloses, None for what every letter holds. `choices` are the only texts it
    takes, `tick` makes it a yes-or-no (`yes` or nothing), `clinician` keeps it from the front desk.
    """

    name: str
    label: str
    required: bool = False
    source: str = ""
    lines: int = 3
    holds: Information | None = None
    choices: tuple[str, ...] = ()
    tick: bool = False
    clinician: bool = False


@dataclass(frozen=True, slots=True)
class LetterKindRule:
    """What a kind of letter is called, its parts, whom it goes to on what ground, and whose hands it takes.

    `writes`, `signs` and `prints` are permissions; `signs` of a kind that nobody signs is what freezes it. `cosigned` sends a
    supervised clinician's letter to the supervisor (DOMAIN.md 4.7). `discloses` is what it tells whatever its parts are;
    `forbidden` are parts of other kinds that must never reach it. `about` says what it is begun from.
    """

    id: str
    code: str
    title: str
    fields: tuple[Field, ...]
    to: Addressee = Addressee.RECIPIENT
    basis: Basis = Basis.TREATMENT
    writes: Permission = Permission.WRITE_LETTER
    signs: Permission = Permission.SIGN_LETTER
    prints: Permission = Permission.PRINT_LETTER
    cosigned: bool = False
    by_hand: bool = True
    about: str = "course"
    discloses: frozenset[Information] = frozenset()
    forbidden: frozenset[Information] = frozenset()

    @property
    def needs_recipient(self) -> bool:
        """Whether somebody of the address book must be chosen."""
        return self.to in (Addressee.RECIPIENT, Addressee.REFERRER)

    def field(self, name: str) -> Field:
        """A part by its name; raise `Refused` when this kind has none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise Refused(f"A {self.title.lower()} has no part “{name}”.", field=name)


def numbered(number: str, edition: int | None) -> str:
    """A letter's number in a list, with its edition from the second on: `L26-00012 v2`."""
    return f"{number} v{edition}" if edition is not None and edition > 1 else number


URGENCIES = ("routine", "soon, within 30 days", "urgent, within 7 days", "emergency, phone first")
YES = "yes"
"""What a ticked part holds."""


def information(rule: LetterKindRule, parts: Mapping[str, str]) -> frozenset[Information]:
    """The classes of information that a letter with these parts discloses."""
    held = {field.holds for field in rule.fields if field.holds is not None and parts.get(field.name, "").strip()}
    return rule.discloses | held


def missing(rule: LetterKindRule, parts: Mapping[str, str], *, recipient: bool) -> list[str]:
    """The labels of what must still be written, in the order of the letter."""
    lacking = [] if recipient or not rule.needs_recipient else ["Recipient"]
    return lacking + [field.label for field in rule.fields if field.required and not parts.get(field.name, "").strip()]


def require_complete(rule: LetterKindRule, parts: Mapping[str, str], *, recipient: bool) -> None:
    """Raise `Refused` naming everything that a signed letter still lacks."""
    lacking = missing(rule, parts, recipient=recipient)
    if lacking:
        raise Refused(f"Before it can be signed the letter still needs: {', '.join(lacking)}.", field="parts")


def require_parts(rule: LetterKindRule, parts: Mapping[str, str]) -> None:
    """Raise `Refused` for a part this kind does not have, a text beyond all use, or one that is none of a part's choices."""
    for name, text in parts.items():
        field = rule.field(name)
        if len(text) > LONGEST_TEXT:
            raise Refused(f"This text has {len(text):,} characters; a letter's part holds {LONGEST_TEXT:,}.", field=name)
        if text.strip() and field.choices and text not in field.choices:
            raise Refused(f"{field.label} is one of: {', '.join(field.choices)}.", field=name)


def require_status(status: LetterStatus, wanted: LetterStatus) -> None:
    """Raise `Refused` when a letter in `status` cannot become `wanted`; what was sent can be printed again as it is."""
    if wanted not in NEXT[status]:
        because = "Sign it first." if status is LetterStatus.DRAFT else "Start a new version to change it."
        raise Refused(f"This letter is {status.value}. {because}")


_S = LetterStatus
NEXT: dict[LetterStatus, tuple[LetterStatus, ...]] = {
    _S.DRAFT: (_S.DRAFT, _S.SIGNED, _S.WITHDRAWN),
    _S.SIGNED: (_S.PRINTED, _S.SENT, _S.WITHDRAWN),
    _S.PRINTED: (_S.PRINTED, _S.SENT, _S.WITHDRAWN),
    _S.SENT: (_S.ACKNOWLEDGED, _S.DECLINED, _S.CLOSED),
    _S.ACKNOWLEDGED: (_S.APPOINTMENT_MADE, _S.DECLINED, _S.CLOSED),
    _S.DECLINED: (_S.CLOSED,),
    _S.APPOINTMENT_MADE: (_S.ATTENDED, _S.NOT_ATTENDED, _S.CLOSED),
    _S.ATTENDED: (_S.CLOSED,),
    _S.NOT_ATTENDED: (_S.APPOINTMENT_MADE, _S.CLOSED),
    _S.CLOSED: (),
    _S.WITHDRAWN: (),
}
"""The moves of DOMAIN.md 1.7.5, READY being SIGNED or PRINTED here. Printing again keeps a later status."""
