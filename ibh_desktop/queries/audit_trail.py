"""The audit log as it is verified."""

from collections.abc import Generator
from contextlib import closing

from sqlalchemy import select

from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.security.chain import Chain, Entry, Head
from ibh_desktop.store.schema import Audit
from ibh_desktop.store.tx import Reading


def first_broken(reading: Reading, chain: Chain) -> tuple[int | None, Head]:
    """The first row that does not follow from the one before (None when all do), and the head reached."""
    require(reading.actor, Permission.READ_AUDIT)
    with closing(_rows(reading)) as rows:  # a broken row ends the walk early; the server's cursor must not stay open
        return chain.first_broken(rows)


def signature_at(reading: Reading, seq: int) -> bytes | None:
    """The signature of one row, to hold against the anchor."""
    found = reading.session.scalar(select(Audit.h).where(Audit.seq == seq))
    return None if found is None else bytes(found)


def _rows(reading: Reading) -> Generator[tuple[Entry, bytes, bytes], None, None]:
    a = Audit
    columns = (a.seq, a.at, a.user, a.desk, a.action, a.topic, a.subject, a.reason, a.diff, a.prev, a.h)
    with reading.session.execute(select(*columns).order_by(a.seq).execution_options(yield_per=5000)) as result:
        for seq, at, *rest in result:
            *said, prev, signature = rest
            yield Entry(seq, at.isoformat(), *said), bytes(prev), bytes(signature)
