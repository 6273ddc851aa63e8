"""A reading and a writing transaction, as queries and use cases see them."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import CursorResult, Select, func, select, text
from sqlalchemy.orm import Session

from ibh_desktop.domain.permissions import Actor
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.security.chain import GENESIS, Chain, Entry, Head
from ibh_desktop.store.schema import Audit
from ibh_desktop.store.visit_steps import write_steps

Ts = TypeVarTuple("Ts")
_CHAIN_LOCK = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query gets: a session that is never committed, who asks, and when (aware UTC)."""

    session: Session
    actor: Actor
    now: datetime

    def rows(self, statement: Select[*Ts], **given: object) -> CursorResult[*Ts]:
        """Plain columns; `given` fills its parameters. Half the time of `session.execute`, which expects mapped objects."""
        self.session.flush()  # as `session.execute` does: a use case sees what it changed
        return self.session.connection().execute(statement, given)


@dataclass(frozen=True, slots=True)
class Tx(Reading):
    """What a use case gets: it may change rows and must record what it changed."""

    changes: list[Change] = field(default_factory=list)
    _entries: list[tuple[Change, str, str]] = field(default_factory=list)

    def record(
        self, action: str, topic: Topic, subject: int | None, *, reason: str = "", diff: dict[str, Any] | None = None
    ) -> None:
        """Note a change for the audit. `diff` holds ids, codes and times: no names, no free text about patients."""
        change = Change(action, topic, subject)
        self.changes.append(change)
        self._entries.append((change, reason, json.dumps(diff or {}, sort_keys=True, default=str)))

    def hold(self, **resources: int | None) -> None:
        """Lock therapist, room and patient on a server, in one order for all desks, until the transaction ends.

        SQLite has one writer at a time and needs no more.
        """
        if self.session.get_bind().dialect.name == "postgresql":
            classes = {"therapist": 1, "room": 2, "patient": 3}
            for kind, key in sorted((classes[name], key) for name, key in resources.items() if key is not None):
                self.session.execute(text("SELECT pg_advisory_xact_lock(:kind, :key)"), {"kind": kind, "key": key})

    def seal(self, chain: Chain, desk: str) -> Head | None:
        """Write the steps of visits and the audit rows, last thing before the commit; None when nothing was recorded."""
        if not self._entries:
            return None
        self.session.flush()
        said = {change.subject: why for change, why, _ in self._entries if change.topic is Topic.APPOINTMENTS}
        write_steps(self.session, at=self.now, by=self.actor.staff, reasons=said)
        head = self._locked_head()
        for change, reason, diff in self._entries:
            stamp = self.now.astimezone(UTC).replace(microsecond=0)
            entry = Entry(
                head.seq + 1,
                stamp.isoformat(),
                self.actor.username,
                desk,
                change.action,
                change.topic.value,
                change.subject,
                reason,
                diff,
            )
            signature = chain.sign(head.h, entry)
            self.session.add(_row(entry, stamp, head.h, signature))
            head = Head(entry.seq, signature)
        self.session.flush()
        return head

    def _locked_head(self) -> Head:
        if self.session.get_bind().dialect.name == "postgresql":
            self.session.execute(text("SELECT pg_advisory_xact_lock(:kind, 0)"), {"kind": _CHAIN_LOCK})
        return head_of(self.session)


def head_of(session: Session) -> Head:
    """The last row of the audit chain."""
    last = select(func.max(Audit.seq)).scalar_subquery()
    row = session.execute(select(Audit.seq, Audit.h).where(Audit.seq == last)).one_or_none()
    return Head(row.seq, bytes(row.h)) if row else Head(0, GENESIS)


def _row(entry: Entry, at: datetime, prev: bytes, signature: bytes) -> Audit:
    return Audit(
        seq=entry.seq,
        at=at,
        user=entry.user,
        desk=entry.desk,
        action=entry.action,
        topic=entry.topic,
        subject=entry.subject,
        reason=entry.reason,
        diff=entry.diff,
        prev=prev,
        h=signature,
    )
