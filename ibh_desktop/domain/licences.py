"""Licences and the National Provider Identifier (DOMAIN.md 4.7; CMS's check digit: Luhn over 80840 and the number)."""

from dataclasses import dataclass
from datetime import date

from ibh_desktop.domain.errors import Refused

SUPERVISED = ("ALC", "LMSW", "MFT Associate")
"""Licences that may not practise alone."""
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
