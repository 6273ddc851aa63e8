"""What a letter is rendered from: frozen values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sender:
    """The letterhead."""

    clinic: str
    location: str
    street: str
    city_line: str
    phone: str
    fax: str


@dataclass(frozen=True, slots=True)
class Address:
    """The recipient block."""

    name: str
    organisation: str
    street: str
    city_line: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the letter is about: three identifiers (RACGP 1.6.2, DOMAIN.md 4.1)."""

    name: str
    born: date
    number: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs; `supervisor` stands under an associate's name."""

    name: str
    credential: str
    licence: str
    npi: str
    supervisor: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter: `parts` by field name, plain text with blank lines between paragraphs."""

    kind: str
    number: str
    written_on: date
    draft: bool
    sample: bool
    sender: Sender
    to: Address | None
    subject: Subject
    signer: Signer
    parts: Mapping[str, str]
    crisis_line: str
