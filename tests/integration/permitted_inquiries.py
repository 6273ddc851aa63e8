"""The use cases and queries of requests × who may run them. The request below is assigned to Ana; Ben has none."""

from typing import Any

from sqlalchemy import select

from ibh_desktop.domain.ids import InquiryId
from ibh_desktop.domain.inquiries import Details, Outcome, Triage
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.records import Record
from ibh_desktop.queries import inquiries as queue
from ibh_desktop.queries import inquiry as one
from ibh_desktop.store.frontdesk import Inquiry
from ibh_desktop.store.schema import Staff
from ibh_desktop.store.tx import Reading, Tx
from ibh_desktop.usecases import inquiries, inquiry_files, patients
from ibh_desktop.usecases.inquiry_rows import Before, columns_of
from tests.integration.permitted import ANA, BEN, BOSS, DESK, SUPERVISOR, Call, Hers

ASKS = Details("Ada", "Newton", phone="205 555 0177")
WEB = Record(1, {"family": "Newton", "given": "Ada", "phone": "205 555 0177"}, {})
DESKS, CLINICIANS = {DESK, SUPERVISOR}, {ANA, SUPERVISOR}


def asked(tx: Tx, h: Hers, **more: Any) -> InquiryId:
    """A request that is assigned to Ana."""
    ana = tx.session.scalars(select(Staff.id).where(Staff.username == ANA)).one()
    row = Inquiry(received_at=tx.now, taken_by=ana, **{**columns_of(ASKS), "owner_id": ana, **more})
    tx.session.add(row)
    tx.session.flush()
    return InquiryId(row.id)


def _closed(tx: Tx, h: Hers) -> InquiryId:
    return asked(tx, h, outcome=Outcome.DECLINED.value, closed_at=tx.now)


def _triaged(tx: Tx, h: Hers) -> Before:
    return inquiries.triage(tx, asked(tx, h), level=Triage.SOON)


def _tried(tx: Tx, h: Hers) -> Before:
    key = asked(tx, h)
    row = tx.session.get_one(Inquiry, key)
    row.attempts, row.version = 1, 2
    return Before(key, 1, {"attempts": 0, "answer": row.answer})


def _register(tx: Tx, h: Hers) -> Any:
    details = patients.Details("Ada", "Newton", h.clinic.clock.now.date().replace(year=1990))
    return inquiries.register(tx, asked(tx, h), details)


INQUIRY_WRITES: dict[str, tuple[Call, set[str]]] = {
    "inquiries.take": (lambda tx, _: inquiries.take(tx, ASKS), DESKS),
    "inquiries.change": (lambda tx, h: inquiries.change(tx, asked(tx, h), ASKS), DESKS),
    "inquiries.triage": (_triaged, CLINICIANS),
    "inquiries.assign": (lambda tx, h: inquiries.assign(tx, asked(tx, h), owner=None), DESKS),
    "inquiries.attempt": (lambda tx, h: inquiries.attempt(tx, asked(tx, h)), DESKS),
    "inquiries.link": (lambda tx, h: inquiries.link(tx, asked(tx, h), h.clinic.ids.maria), DESKS),
    # A clinical lead changes requests, but registers nobody (DOMAIN.md 7).
    "inquiries.register": (_register, {DESK}),
    "inquiries.close": (lambda tx, h: inquiries.close(tx, asked(tx, h), outcome=Outcome.DECLINED), DESKS),
    "inquiries.reopen": (lambda tx, h: inquiries.reopen(tx, _closed(tx, h)), DESKS),
    "inquiries.take_back": (lambda tx, h: inquiries.take_back(tx, _tried(tx, h)), DESKS),
    "inquiries.take_back triage": (lambda tx, h: inquiries.take_back(tx, _triaged(tx, h)), CLINICIANS),
    "inquiry_files.import_file": (lambda tx, _: inquiry_files.import_file(tx, "0" * 64, [WEB]), DESKS),
}


def _hers(reading: Reading, h: Hers) -> InquiryId:
    """A request of Ana's that is there to be read, made once."""
    found = h.clinic.rows("SELECT min(id) FROM inquiry")[0][0]
    return InquiryId(found or h.clinic.app.write(_made, h))


def _made(tx: Tx, h: Hers) -> InquiryId:
    key = asked(tx, h)
    tx.record("inquiry:take", Topic.INQUIRIES, key)
    return key


INQUIRY_READS: dict[str, tuple[Any, set[str]]] = {
    "inquiries.queue": (lambda r, _: queue.queue(r), {DESK, ANA, BEN, SUPERVISOR, BOSS}),
    "inquiry.inquiry": (lambda r, h: one.inquiry(r, _hers(r, h)), {DESK, ANA, SUPERVISOR, BOSS}),
    "inquiry.owners": (lambda r, _: one.owners(r), {DESK, ANA, BEN, SUPERVISOR, BOSS}),
    "inquiry.whom_to_fetch": (
        lambda r, h: one.whom_to_fetch(r, h.clinic.ids.birmingham),
        {DESK, ANA, BEN, SUPERVISOR, BOSS},
    ),
    "inquiry_files.known": (lambda r, _: inquiry_files.known(r, "0" * 64), DESKS),
    "inquiry_files.assess": (lambda r, _: inquiry_files.assess(r, [WEB]), DESKS),
}
