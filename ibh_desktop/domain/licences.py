"""Licences and the National Provider Identifier (DOMAIN.md 4.7; CMS's check digit: Luhn over 80840 and the number)."""

from dataclasses import dataclass
from datetime import date

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Refused

SUPERVISED = ("ALC", "LMSW", "MFT Associate")
"""Licences that may not practise alone."""
NOT_CLINICAL = ("LBSW",)
"""Licences that cover no therapy; a phone call is none."""
WARN_DAYS = (60, 30, 7)
"""Days before a licence expires at which it is warned."""
_PREFIX = 24
"""What the digits 80840 add to the sum."""


@dataclass(frozen=True, slots=True)
class Details:
    """A therapist's record as it can be changed; lists with commas, no indication means every one, ages in whole years."""

    credential: str
    licence: str
    licence_expires: date | None
    npi: str
    supervisor: int | None
    gender: str
    languages: str
    indications: str
    modalities: str
    youngest: int
    oldest: int
    ipt_trained: bool
    caseload_target: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a licence decides who may be booked; `supervised` says that a supervisor works here now."""

    credential: str
    expires: date | None = None
    supervised: bool = True


def not_covered(standing: Standing, name: str, on: date, kind: Kind = Kind.THERAPY) -> str:
    """Why a licence does not cover a visit on a date, in a whole sentence; empty when it does. Its last day is covered."""
    if standing.credential in NOT_CLINICAL and kind is not Kind.PHONE:
        return f"{name}'s license, {standing.credential}, does not cover therapy."
    if standing.expires is not None and on > standing.expires:
        return f"{name}'s license runs to {standing.expires:%d %b %Y} and does not cover {on:%a %d %b %Y}."
    return ""


def no_new_course(standing: Standing, name: str) -> str:
    """Why somebody may not begin a course, whenever it were; empty when a license allows it."""
    if standing.credential in NOT_CLINICAL:
        return f"{name}'s license, {standing.credential}, does not cover therapy."
    if standing.credential in SUPERVISED and not standing.supervised:
        return f"{name} may not practise alone with the license {standing.credential} and has no supervisor now."
    return ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The part of a record that a therapist keeps herself (DOMAIN.md 7, "own profile")."""

    languages: str
    indications: str
    modalities: str
    youngest: int
    oldest: int


def is_npi(text: str) -> bool:
    """Ten digits, the first 1 or 2, the last of them the check digit."""
    if len(text) != 10 or not text.isascii() or not text.isdecimal() or text[0] not in "12":
        return False
    digits = [int(digit) for digit in text]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (_PREFIX + sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def require_npi(text: str) -> str:
    """The number, or nothing; raise `Refused` when its check digit is wrong."""
    plain = text.strip()
    if plain and not is_npi(plain):
        raise Refused("This is no NPI: it has ten digits, and the last one is a check digit that does not fit.", field="npi")
    return plain


def expiry_words(expires: date | None, today: date) -> str:
    """`expires in 25 days`; empty while it is more than 60 days away."""
    if expires is None:
        return "no expiry date"
    left = (expires - today).days
    if left < 0:
        return "expired"
    return f"expires in {left} days" if left <= WARN_DAYS[0] else ""
