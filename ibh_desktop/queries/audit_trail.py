"""The audit log as it is verified."""

from collections.abc import Iterator

from sqlalchemy import select

from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.security.chain import Chain, Entry, Head
from ibh_desktop.store.schema import Audit
from ibh_desktop.store.tx import Reading


def first_broken(reading: Reading, chain: Chain) -> tuple[int | None, Head]:
    """The first row that does not follow from the one before (None when all do), and the head reached."""
    require(reading.actor, Permission.READ_AUDIT)
    return chain.first_broken(_rows(reading))


def signature_at(reading: Reading, seq: int) -> bytes | None:
    """The signature of one row, to hold against the anchor."""
    found = reading.session.scalar(select(Audit.h).where(Audit.seq == seq))
    return None if found is None else bytes(found)


def _rows(reading: Reading) -> Iterator[tuple[Entry, bytes, bytes]]:
    a = Audit
    columns = (a.seq, a.at, a.user, a.desk, a.action, a.topic, a.subject, a.reason, a.diff, a.prev, a.h)
    for seq, at, *rest in reading.session.execute(select(*columns).order_by(a.seq).execution_options(yield_per=5000)):
        *said, prev, signature = rest
        yield Entry(seq, at.isoformat(), *said), bytes(prev), bytes(signature)
