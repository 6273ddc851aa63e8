"""What was told about a patient without a letter: on the phone, in person, as a copy of the record (45 CFR 164.528)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.field_texts import line
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.letters import Addressee, LetterKindRule
from ibh_desktop.domain.sending import told as kinds_told


class Channel(StrEnum):
    """How it was told."""

    PHONE = "phone"
    IN_PERSON = "in person"
    RECORDS = "copy of records"
    FAX = "fax"
    MAIL = "mail"
    EMAIL = "e-mail"


TOLD = LetterKindRule("told", "", "Told without a letter", (), to=Addressee.ANYBODY)
"""By what rule it is judged: that of a letter without parts."""
ALSO = (Special.HIV, Special.PART2_COUNSELING_NOTES)
"""What only an authorization that names it lets out, and that no letter has a part for."""


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure: when (aware), of what, on what ground, how, what for; `to_whom` names who is in no address book."""

    at: datetime
    information: frozenset[Information]
    basis: Basis
    how: Channel
    purpose: str
    recipient: RecipientId | None = None
    to_whom: str = ""
    special: frozenset[Special] = frozenset()


def require_told(said: Told, now: datetime) -> Told:
    """A disclosure ready to be noted; raise `Refused` at the field that is wrong. That it was not allowed is no reason."""
    if said.at > now:
        raise Refused("It cannot have been told in the future.", field="at")
    if not said.information and not said.special:
        raise Refused("Tick what was told.", field="information")
    missing = "" if said.recipient is not None else "Say whom it was told to."
    return replace(
        said,
        to_whom=line(said.to_whom, "to_whom", missing=missing),
        purpose=line(said.purpose, "purpose", missing="Say what it was told for."),
    )


def words_of(said: Told) -> str:
    """What was told, in one line of the log."""
    kinds = kinds_told("Told", said.information)
    named = ", ".join(one.value for one in ALSO if one in said.special)
    return ", ".join(part for part in (kinds, named) if part)
