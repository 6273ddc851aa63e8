"""The address book: search, and one entry to change."""

from dataclasses import dataclass

from sqlalchemy import select

from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.recipients import TEXTS, Entry, Way, matches
from ibh_desktop.store.lookup import standing
from ibh_desktop.store.schema import Recipient
from ibh_desktop.store.tx import Reading

SHOWN = 200
"""Entries that are listed; more words find the others."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of the address book with its key and version."""

    id: RecipientId
    version: int
    entry: Entry


def search(reading: Reading, text: str = "", *, limit: int = SHOWN) -> list[Listed]:
    """Entries that hold every word, by name; merged ones never. One statement.

    Accents and case do not count, which no database does the same way: a book of some thousand entries is read whole.
    """
    require(reading.actor, Permission.EDIT_RECIPIENTS)
    rows = reading.session.scalars(
        select(Recipient).where(Recipient.merged_into_id.is_(None)).order_by(Recipient.name, Recipient.id)
    )
    found = (listed(row) for row in rows)
    return [one for one in found if matches(one.entry, text)][:limit]


def entry(reading: Reading, recipient: RecipientId) -> Listed:
    """One entry; what was merged shows the entry that stands for it. Raise `NotFound` when there is none."""
    require(reading.actor, Permission.EDIT_RECIPIENTS)
    return listed(standing(reading, recipient))


def listed(row: Recipient) -> Listed:
    """A row as a value."""
    texts = {name: getattr(row, name) for name in TEXTS}
    values = Entry(**texts, preferred=Way(row.preferred), provider=row.provider, internal=row.internal)
    return Listed(RecipientId(row.id), row.version, values)
