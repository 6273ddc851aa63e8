"""The part of the table about the address book, which everybody keeps."""

from ibh_desktop.domain.recipients import Entry
from ibh_desktop.exchange.records import Record
from ibh_desktop.usecases import recipients
from tests.integration.permitted import EVERYONE, Call

PRACTICE = Record(1, {"name": "Dr. New"}, {})

RECIPIENT_WRITES: dict[str, tuple[Call, set[str]]] = {
    "recipients.add": (lambda tx, _: recipients.add(tx, Entry("Dr. Shah")), EVERYONE),
    "recipients.change": (lambda tx, h: recipients.change(tx, h.to, Entry("Dr. Amelia Hart")), EVERYONE),
    "recipients.merge": (lambda tx, h: recipients.merge(tx, h.to, h.other_to), EVERYONE),
    "recipients.unmerge": (lambda tx, h: recipients.unmerge(tx, recipients.merge(tx, h.to, h.other_to)), EVERYONE),
    "recipients.import_recipients": (lambda tx, _: recipients.import_recipients(tx, [PRACTICE]), EVERYONE),
    "recipients.unimport": (lambda tx, h: recipients.unimport(tx, (h.other_to,)), EVERYONE),
}
