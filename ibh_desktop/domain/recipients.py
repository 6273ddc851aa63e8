"""The address book: whom letters go to, and when two entries are about one (FEATURES.md e5)."""

from dataclasses import dataclass
from enum import StrEnum

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.people import clean_name, folded


class Way(StrEnum):
    """How letters reach somebody best."""

    MAIL = "mail"
    FAX = "fax"
    EMAIL = "e-mail"
    HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it can be changed: numbers as E.164, `provider` gives health care, `internal` works for the group."""

    name: str
    organisation: str = ""
    specialty: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    postcode: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    npi: str = ""
    preferred: Way = Way.MAIL
    provider: bool = True
    internal: bool = False


TEXTS = ("name", "organisation", "specialty", "street", "city", "state", "postcode", "phone", "fax", "email", "npi")
"""The parts of an entry that are texts."""


def clean_email(text: str) -> str:
    """An e-mail address as it was typed, without blanks around it; raise `Refused` for what cannot be one."""
    plain = clean_name(text, "email", required=False)
    name, at, host = plain.partition("@")
    if plain and not (name and at and "." in host.strip(".") and " " not in plain and "@" not in host):
        raise Refused(f"“{plain[:40]}” is not an e-mail address.", field="email")
    return plain


def require_reachable(entry: Entry) -> None:
    """Raise `Refused` when the way that is preferred has no number or address."""
    lacking = {Way.FAX: not entry.fax, Way.EMAIL: not entry.email}.get(entry.preferred, False)
    if lacking:
        what = "fax number" if entry.preferred is Way.FAX else "e-mail address"
        raise Refused(f"Letters are to go by {entry.preferred.value}, but there is no {what}.", field="preferred")


def keys(entry: Entry) -> tuple[str, ...]:
    """By what an entry is recognised: its NPI, and its name with its organization."""
    named = f"name {folded(entry.name)}|{folded(entry.organisation)}"
    return (f"npi {entry.npi}", named) if entry.npi else (named,)


def matches(entry: Entry, text: str) -> bool:
    """Whether every word of a search begins a word of the entry."""
    held = folded(" ".join(getattr(entry, name) for name in TEXTS)).split()
    return all(any(word.startswith(typed) for word in held) for typed in folded(text).split())


def joined(keeper: Entry, other: Entry) -> Entry:
    """The keeper with what only the other knew."""
    values = {name: getattr(keeper, name) or getattr(other, name) for name in TEXTS}
    return Entry(**values, preferred=keeper.preferred, provider=keeper.provider, internal=keeper.internal)
