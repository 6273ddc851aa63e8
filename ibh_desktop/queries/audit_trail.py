"""The audit log as it is verified."""

from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, type_coerce
from sqlalchemy.types import NullType

from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.security.chain import Chain, Fields, Head
from ibh_desktop.store.schema import Audit
from ibh_desktop.store.tx import Reading
from ibh_desktop.store.types import epoch


def first_broken(reading: Reading, chain: Chain) -> tuple[int | None, Head]:
    """The first row that does not follow from the one before (None when all do), and the head reached."""
    require(reading.actor, Permission.READ_AUDIT)
    with closing(_rows(reading)) as rows:  # a broken row ends the walk early; the server's cursor must not stay open
        return chain.first_broken(rows)


def signature_at(reading: Reading, seq: int) -> bytes | None:
    """The signature of one row, to hold against the anchor."""
    found = reading.session.scalar(select(Audit.h).where(Audit.seq == seq))
    return None if found is None else bytes(found)


def _rows(reading: Reading) -> Generator[tuple[Fields, bytes, bytes], None, None]:
    a = Audit
    # As the driver gives them: a million rows have no time for a type's conversions.
    prev, h = (type_coerce(column, NullType()) for column in (a.prev, a.h))
    columns: list[Any] = [a.seq, epoch(reading.session, a.at), a.user, a.desk, a.action, a.topic, a.subject, a.reason, a.diff]
    statement = select(*columns, prev, h).order_by(a.seq).execution_options(yield_per=1000)
    moment = datetime.fromtimestamp
    with reading.session.connection().execute(statement) as result:
        for seq, at, user, desk, action, topic, subject, reason, diff, before, signature in result:
            yield (seq, moment(at, UTC).isoformat(), user, desk, action, topic, subject, reason, diff), before, signature
