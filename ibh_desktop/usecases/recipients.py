"""The address book: add, change, merge two entries that are one, and import a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute

from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.licences import require_npi
from ibh_desktop.domain.people import clean_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.recipients import TEXTS, Entry, clean_email, joined, keys, require_reachable
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.exchange.records import Record
from ibh_desktop.queries.recipients import listed
from ibh_desktop.store.chart import Authorization, Disclosure
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Letter, Patient, Recipient
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases.judging import Assessment, Imported, Report, read_rows, require_some, silent, sort_out

_NAMED = ("name", "organisation", "specialty", "street", "city", "state", "postcode")
_CHUNK = 500
_POINTING: dict[str, InstrumentedAttribute[int | None]] = {
    "letter": Letter.recipient_id,
    "authorization": Authorization.recipient_id,
    "patient": Patient.referrer_id,
}
"""What names a recipient and follows a merge; the disclosure log keeps whom it named."""


def clean(entry: Entry) -> Entry:
    """An entry ready to store; raise `Refused` at the field that is wrong."""
    named: dict[str, Any] = {name: clean_name(getattr(entry, name), name, required=name == "name") for name in _NAMED}
    reached: dict[str, Any] = {name: parse_phone(getattr(entry, name), field=name) for name in ("phone", "fax")}
    ready = replace(entry, **named, **reached, email=clean_email(entry.email), npi=require_npi(entry.npi))
    require_reachable(ready)
    return ready


def add(tx: Tx, entry: Entry) -> RecipientId:
    """Put somebody into the address book; raise `Conflict` when the NPI, or the name at the organization, is there already."""
    require(tx.actor, Permission.EDIT_RECIPIENTS)
    ready = clean(entry)
    _require_new(tx, ready)
    (new,) = _stored(tx, [ready])
    tx.record("recipient:add", Topic.LETTERS, new)
    return new


def _require_new(tx: Tx, entry: Entry, *, besides: int = 0) -> None:
    known = _known(tx, besides=besides)
    for key in keys(entry):
        if key in known:
            where = "npi" if key.startswith("npi") else "name"
            raise Conflict(f"The address book has this one already: {known[key]}.", field=where)


def _known(reading: Reading, *, besides: int = 0) -> dict[str, str]:
    """Who stands under which key now, but for one entry. One statement however long the book is."""
    rows = reading.session.scalars(select(Recipient).where(Recipient.merged_into_id.is_(None), Recipient.id != besides))
    return {key: row.name for row in rows for key in keys(listed(row).entry)}


def _stored(tx: Tx, entries: Sequence[Entry]) -> list[RecipientId]:
    rows = [Recipient(**_columns(entry)) for entry in entries]
    tx.session.add_all(rows)
    tx.session.flush()
    return [RecipientId(row.id) for row in rows]


def _columns(entry: Entry) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in TEXTS}
    return texts | {"preferred": entry.preferred.value, "provider": entry.provider, "internal": entry.internal}


def change(tx: Tx, recipient: RecipientId, entry: Entry, *, version: int | None = None) -> Entry:
    """Change an entry and return what it was, for Undo; what is printed already keeps the address it had."""
    require(tx.actor, Permission.EDIT_RECIPIENTS)
    row, ready = _standing(tx, recipient), clean(entry)
    _require_new(tx, ready, besides=recipient)
    require_version(row, version)
    before = listed(row).entry
    _put(row, ready)
    tx.record("recipient:change", Topic.LETTERS, recipient)
    return before


def _standing(tx: Tx, recipient: RecipientId) -> Recipient:
    row = one(tx, Recipient, recipient)
    if row.merged_into_id is not None:
        raise Conflict("Somebody merged this entry into another one. Look at the address book again.")
    return row


def _put(row: Recipient, entry: Entry) -> None:
    for name, value in _columns(entry).items():
        setattr(row, name, value)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: the keeper as it was, and the keys of what named the other entry, by what they are."""

    keeper: RecipientId
    other: RecipientId
    before: Entry
    moved: Mapping[str, tuple[int, ...]]


def merge(tx: Tx, keeper: RecipientId, other: RecipientId) -> Merged:
    """Let one entry stand for two: it takes what only the other knew, and all that named the other.

    Printed letters and the disclosure log stay as they are. Raise `Refused` for an entry and itself.
    """
    require(tx.actor, Permission.EDIT_RECIPIENTS)
    if keeper == other:
        raise Refused("Choose another entry: this is the same one.", field="keeper")
    stays, goes = _standing(tx, keeper), _standing(tx, other)
    before = listed(stays).entry
    _put(stays, joined(before, listed(goes).entry))
    moved = {name: _move(tx, column, other, keeper) for name, column in _POINTING.items()}
    goes.merged_into_id = keeper
    stays.version, goes.version = stays.version + 1, goes.version + 1
    tx.record("recipient:merge", Topic.LETTERS, keeper, diff={"other": other, "moved": {n: len(k) for n, k in moved.items()}})
    return Merged(keeper, other, before, moved)


def _move(tx: Tx, column: InstrumentedAttribute[int | None], old: int, new: int) -> tuple[int, ...]:
    table = column.class_
    found = tuple(tx.session.scalars(select(table.id).where(column == old)))
    tx.session.execute(update(table).where(column == old).values({column.key: new}))
    return found


def unmerge(tx: Tx, merged: Merged) -> None:
    """Take a merge back; what came to name the keeper since stays with it."""
    require(tx.actor, Permission.EDIT_RECIPIENTS)
    stays, goes = _standing(tx, merged.keeper), one(tx, Recipient, merged.other)
    if goes.merged_into_id != merged.keeper:
        raise Conflict("This merge was taken back already.")
    _put(stays, merged.before)
    goes.merged_into_id = None
    stays.version, goes.version = stays.version + 1, goes.version + 1
    for name, column in _POINTING.items():
        rows = merged.moved[name]
        for at in range(0, len(rows), _CHUNK):
            back = update(column.class_).where(column.class_.id.in_(rows[at : at + _CHUNK]), column == merged.keeper)
            tx.session.execute(back.values({column.key: merged.other}))
    tx.record("recipient:unmerge", Topic.LETTERS, merged.keeper, diff={"other": merged.other})


def assess(reading: Reading, records: Sequence[Record], *, report: Report = silent) -> Assessment[Entry]:
    """Judge every row of a list without saving anything; `report` hears how far it is and may raise to stop."""
    require(reading.actor, Permission.EDIT_RECIPIENTS)
    judged, refused = read_rows(records, lambda record: clean(_entry(record)), report)
    return sort_out(judged, refused, keys, _known(reading))


def _entry(record: Record) -> Entry:
    texts: dict[str, Any] = {name: record.text(name) for name in TEXTS}
    if not texts["name"]:
        texts["name"], texts["organisation"] = texts["organisation"], ""
    return Entry(**texts)


def import_recipients(tx: Tx, records: Sequence[Record], *, report: Report = silent) -> Imported[RecipientId]:
    """Save every row that can be saved; raise `Refused` when there is none, or what `report` raises to stop it."""
    judged = assess(tx, records, report=report)
    require_some(judged)
    ids = _stored(tx, [entry for _, entry in judged.ready])
    report(len(records), len(records))
    diff = {"first": ids[0], "count": len(ids), "refused": len(judged.refused)}
    tx.record("recipient:import", Topic.LETTERS, None, diff=diff)
    return Imported(tuple(ids), judged.duplicates, judged.refused)


def unimport(tx: Tx, recipients: tuple[RecipientId, ...]) -> None:
    """Take an import back; raise `Conflict` when something was written to one of them since."""
    require(tx.actor, Permission.EDIT_RECIPIENTS)
    for at in range(0, len(recipients), _CHUNK):
        chunk = recipients[at : at + _CHUNK]
        for column in (*_POINTING.values(), Disclosure.recipient_id, Recipient.merged_into_id):
            if tx.session.scalar(select(exists().where(column.in_(chunk)))):
                raise Conflict("One of these entries was used since; the import cannot be undone any more.")
        tx.session.execute(delete(Recipient).where(Recipient.id.in_(chunk)))
    tx.record("recipient:unimport", Topic.LETTERS, None, diff={"first": recipients[0], "count": len(recipients)})
