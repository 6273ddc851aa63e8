"""What a letter is rendered from: frozen values, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ibh_desktop.domain.timeline_picture import Picture


@dataclass(frozen=True, slots=True)
class Sender:
    """The letterhead; `npi` is the group's."""

    clinic: str
    location: str
    street: str
    city_line: str
    phone: str
    fax: str
    npi: str = ""


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
class Visit:
    """The visit that a letter is about: aware local time, where, with whom; how to get through when it is telehealth.

    `arrived` and `left` are what the front desk wrote down, for the note that somebody attended.
    """

    starts: datetime
    ends: datetime
    place: str
    street: str
    city_line: str
    clinician: str
    telehealth: bool = False
    arrived: datetime | None = None
    left: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScoreBand:
    """A band of a measure from `low` to `high`, both counted in."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class ScoreSeries:
    """The totals of one measure in a course, for a chart: oldest first, `top` is the highest possible total."""

    code: str
    top: int
    bands: tuple[ScoreBand, ...]
    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter: `parts` by field name, plain text with blank lines between paragraphs.

    `basis` is the line that says on what legal ground it goes out, `notices` are texts fixed by regulation.
    """

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
    basis: str = ""
    notices: tuple[str, ...] = ()
    cosigner: Signer | None = None
    visit: Visit | None = None
    series: tuple[ScoreSeries, ...] = ()
    timeline: Picture | None = None
