"""Requests of a file: judged row by row, the good ones taken in one transaction, every file and every row once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.errors import Conflict, Refused
from ibh_desktop.domain.ids import InquiryId, LocationId
from ibh_desktop.domain.inquiries import LONGEST_REASON, Caller, Channel, Details, PayerType, Step, Treatment
from ibh_desktop.domain.people import LONGEST_NAME, clean_text, folded
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.safety import IntakeAnswer, needs_hand_off
from ibh_desktop.domain.topics import Topic
from ibh_desktop.domain.typed import parse_date
from ibh_desktop.exchange.records import Record
from ibh_desktop.store.frontdesk import Inquiry, InquiryFile, InquiryStep
from ibh_desktop.store.schema import Location
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases.inquiry_rows import clean, columns_of
from ibh_desktop.usecases.judging import Assessment, Refusal, read_rows, silent, sort_out

E = TypeVar("E", bound=Enum)
_CUT = " […]"
_CHUNK = 500
_WORDS: dict[str, Enum] = {
    "myself": Caller.SELF,
    "me": Caller.SELF,
    "patient": Caller.SELF,
    "mother": Caller.PARENT,
    "father": Caller.PARENT,
    "guardian": Caller.PARENT,
    "doctor": Caller.PROVIDER,
    "physician": Caller.PROVIDER,
    "interpersonal psychotherapy": Treatment.IPT,
    "medication": Treatment.PSYCHIATRY,
    "couples": Treatment.COUPLE,
    "couples therapy": Treatment.COUPLE,
    "marriage counseling": Treatment.COUPLE,
    "group therapy": Treatment.GROUP,
    "cash": PayerType.SELF_PAY,
    "self": PayerType.SELF_PAY,
    "out of pocket": PayerType.SELF_PAY,
    "insurance": PayerType.INSURED,
}
_NO = ("no", "n", "false", "0", "none", "never")
_YES = ("yes", "y", "true", "1")

_REASONS = {
    "family": "There is no name, or it has more than 100 characters.",
    "given": "There is no name, or it has more than 100 characters.",
    "born": "The date of birth cannot be read, or lies in the future or too far back.",
    "phone": "There is no phone number or e-mail address that can be read.",
    "email": "The e-mail address cannot be read.",
}
"""Why a row is refused, by its field. What staff read elsewhere quotes what was written; this stands in a receipt."""
_OTHER = "This row cannot be read."


@dataclass(frozen=True, slots=True)
class Read:
    """One row that can be taken; `digest` is the same for the same row in another file."""

    details: Details
    received: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: requests that were taken, how many of them a clinician must see now, and the rows that were not."""

    ids: tuple[InquiryId, ...]
    marked: int
    before: int
    refused: tuple[Refusal, ...]


def digest_of(content: bytes) -> str:
    """By what a file is known, whatever its name."""
    return hashlib.sha256(content).hexdigest()


def known(reading: Reading, digest: str) -> bool:
    """Whether some desk took this file already. One statement."""
    require(reading.actor, Permission.EDIT_INQUIRIES)
    return reading.session.scalar(select(InquiryFile.id).where(InquiryFile.digest == digest)) is not None


def assess(reading: Reading, records: Sequence[Record]) -> Assessment[Read]:
    """Judge every row without saving anything; rows that were taken before are duplicates. Two statements a 500 rows."""
    require(reading.actor, Permission.EDIT_INQUIRIES)
    places = {folded(name): LocationId(key) for name, key in reading.session.execute(select(Location.name, Location.id))}
    judged, refused = read_rows(records, lambda record: _read_quietly(reading, record, places), silent)
    return sort_out(judged, refused, lambda one: (one.digest,), _taken(reading, [one.digest for _, one in judged]))


def _taken(reading: Reading, digests: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for at in range(0, len(digests), _CHUNK):
        chunk = select(Inquiry.row_digest).where(Inquiry.row_digest.in_(digests[at : at + _CHUNK]))
        found.update(dict.fromkeys(reading.session.scalars(chunk), "taken before"))
    return found


def import_file(tx: Tx, digest: str, records: Sequence[Record]) -> Taken:
    """Take every request of a file that can be taken; raise `Conflict` when this or another desk took the file already.

    A file without a good row is remembered too, so that its refusals are told once.
    """
    require(tx.actor, Permission.EDIT_INQUIRIES)
    file = _remember(tx, digest)
    judged = assess(tx, records)
    rows = [_row(tx, one, file) for _, one in judged.ready]
    tx.session.add_all(rows)
    tx.session.flush()
    web = Channel.WEB.value
    tx.session.add_all(
        InquiryStep(inquiry_id=row.id, at=tx.now, by_id=tx.actor.staff, what=Step.TAKEN.value, words=web) for row in rows
    )
    stored = tx.session.get_one(InquiryFile, file)
    stored.taken, stored.refused = len(rows), len(judged.refused)
    tx.record("inquiry:import", Topic.INQUIRIES, None, diff={"file": file, "count": len(rows), "refused": len(judged.refused)})
    marked = sum(needs_hand_off(one.details.answer) for _, one in judged.ready)
    return Taken(tuple(InquiryId(row.id) for row in rows), marked, len(judged.duplicates), judged.refused)


def _remember(tx: Tx, digest: str) -> int:
    server = tx.session.get_bind().dialect.name == "postgresql"
    values = {"digest": digest, "taken_at": tx.now, "taken_by": tx.actor.staff, "taken": 0, "refused": 0}
    # Of two desks at once the second waits here for the first, then sees that there is nothing to do.
    if server:
        new = postgresql.insert(InquiryFile).values(values).on_conflict_do_nothing().returning(InquiryFile.id)
    else:
        new = sqlite.insert(InquiryFile).values(values).on_conflict_do_nothing().returning(InquiryFile.id)
    found = tx.session.scalar(new)
    if found is None:
        raise Conflict("This file was taken already.", field="file")
    return found


def _row(tx: Tx, one: Read, file: int) -> Inquiry:
    said = columns_of(one.details)
    return Inquiry(received_at=one.received, taken_by=tx.actor.staff, file_id=file, row_digest=one.digest, **said)


def _read_quietly(reading: Reading, record: Record, places: dict[str, LocationId]) -> Read:
    try:
        return _read(reading, record, places)
    except Refused as reason:
        raise Refused(_REASONS.get(reason.field or "", _OTHER), field=reason.field) from None


def _read(reading: Reading, record: Record, places: dict[str, LocationId]) -> Read:
    text, today = record.text, reading.now.date()
    details = Details(
        given=text("given"),
        family=text("family"),
        channel=Channel.WEB,
        caller=_code(Caller, text("caller"), Caller.SELF),
        caller_name=text("caller_name"),
        born=parse_date(text("born"), today) if text("born") else None,
        phone=text("phone"),
        email=text("email"),
        location=places.get(folded(text("location"))),
        service=_code(Treatment, text("service"), Treatment.THERAPY),
        reason=_cut(_reason(record, places), LONGEST_REASON),
        payer=_code(PayerType, text("payer"), PayerType.INSURED if text("insurance") else PayerType.NOT_ASKED),
        insurance=_cut(text("insurance"), LONGEST_NAME),
        referrer=_cut(text("referrer"), LONGEST_NAME),
        answer=_answer(text("answer")),
    )
    ready = clean(replace(details, caller_name=_cut(details.caller_name, LONGEST_NAME)), today)
    same = "\x1f".join(f"{name}={folded(value)}" for name, value in sorted(record.values.items()))
    return Read(ready, _received(text("received"), reading.now), hashlib.sha256(same.encode()).hexdigest())


def _reason(record: Record, places: dict[str, LocationId]) -> str:
    """The reason, and what was written where no word of ours was: nothing that somebody wrote is dropped."""
    place, service = record.text("location"), record.text("service")
    odd = [f"Where: {place}"] if place and folded(place) not in places else []
    odd += [f"Asks for: {service}"] if service and _found(Treatment, service) is None else []
    return " · ".join(part for part in (record.text("reason"), *odd) if part)


def _answer(text: str) -> IntakeAnswer:
    word = folded(text)
    if not word:
        return IntakeAnswer.NOT_ASKED
    if word in _NO:
        return IntakeAnswer.NO
    # Whatever is neither yes nor no is for a clinician to understand.
    return IntakeAnswer.YES if word in _YES else IntakeAnswer.UNSURE


def _found(kind: type[E], text: str) -> E | None:
    word = folded(text)
    same = next((each for each in kind if folded(str(each.value)) == word), None)
    meant: Any = _WORDS.get(word)
    return same or (meant if isinstance(meant, kind) else None)


def _code(kind: type[E], text: str, otherwise: E) -> E:
    return _found(kind, text) or otherwise


def _cut(text: str, most: int) -> str:
    plain = clean_text(text)
    return plain if len(plain) <= most else plain[: most - len(_CUT)] + _CUT


def _received(text: str, now: datetime) -> datetime:
    """When it was sent, for the clocks run from there; now where that cannot be read or lies ahead."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return now
    aware = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(HOME_ZONE))
    # Nobody waited for years: such a date is some other date.
    return aware.astimezone(UTC) if now.year - 1 <= aware.year and aware <= now else now
