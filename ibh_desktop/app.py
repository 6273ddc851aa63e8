"""The one door to the clinic: `read`, `write`, `on_change`."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from ibh_desktop.domain.errors import Conflict, IbhError, Unavailable
from ibh_desktop.domain.permissions import Actor
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.home import Home
from ibh_desktop.security.chain import Anchor, Chain
from ibh_desktop.security.keyring import KeyRing
from ibh_desktop.security.keys import ClinicKey
from ibh_desktop.security.private import Vault
from ibh_desktop.store.copies import Contents, Report, copy_database
from ibh_desktop.store.engine import IMMEDIATE, require_whole
from ibh_desktop.store.overlaps import overlap_in
from ibh_desktop.store.schema import Audit
from ibh_desktop.store.tx import Reading, Tx, head_of

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]
Listener = Callable[[list[Change]], None]

_RETRIED = ("40001", "40P01")
_TRIES = 4
_TAKEN = {
    "therapist": "The therapist was booked for this time a moment ago.",
    "room": "The room was booked for this time a moment ago.",
    "patient": "The patient already has an appointment at this time.",
}


def utc_now() -> datetime:
    """The clock of a real clinic."""
    return datetime.now(UTC)


class App:
    """A clinic opened by one person at one desk. Safe to call from several threads."""

    def __init__(
        self,
        engine: Engine,
        actor: Actor,
        keys: KeyRing,
        *,
        anchor: Anchor | None = None,
        clock: Clock = utc_now,
        desk: str = "desk",
        unchecked: bool = False,
        home: Home | None = None,
    ) -> None:
        self._engine = engine
        self._writing = engine.execution_options(**IMMEDIATE)
        self.chain = Chain(keys.key)
        self._anchor = anchor
        self._desk = desk
        self._listeners: list[Listener] = []
        self._seen = 0
        self.actor = actor
        self.keys = keys
        self.vault = Vault(keys.key, actor.staff)
        self.clock = clock
        self._own: set[int] = set()
        self.unchecked = unchecked
        self.home = home or Home()

    def read(self, query: Callable[Concatenate[Reading, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a query in its own transaction; raise what the query raises, or `Unavailable`."""
        try:
            with Session(self._engine) as session:
                return query(Reading(session, self.actor, self.clock()), *args, **kwargs)
        except DBAPIError as reason:
            raise _said(reason) from None

    def write(self, usecase: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a use case in one transaction with its audit rows, then tell the listeners.

        Raises what the use case raises, `Conflict` when another desk was first, `Unavailable` when there is no database.
        Nothing is kept of a use case that raises.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                result, changes = self._once(usecase, *args, **kwargs)
                break
            except DBAPIError as reason:
                if getattr(reason.orig, "sqlstate", None) not in _RETRIED or attempt == _TRIES:
                    raise _said(reason) from None
                time.sleep(0.01 * attempt)
        for listener in list(self._listeners):
            listener(changes)
        return result

    def _once(self, usecase: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> tuple[R, list[Change]]:
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            tx = Tx(session, self.actor, self.clock())
            result = usecase(tx, *args, **kwargs)
            head = tx.seal(self.chain, self._desk)
            if head is None:
                raise AssertionError(f"{usecase.__name__} wrote without an audit record")
        self._own.update(range(head.seq - len(tx.changes) + 1, head.seq + 1))
        if self._anchor:
            self._anchor.save(head)
        return result, tx.changes

    def keep(self, draft: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run what touches drafts only, every few seconds while somebody types: no audit row and no news.

        Raises as `write` does. Words that are not saved are not the record yet; saving them is audited.
        """
        try:
            with Session(self._writing, autoflush=False) as session, session.begin():
                tx = Tx(session, self.actor, self.clock())
                result = draft(tx, *args, **kwargs)
                touched = {row.__tablename__ for row in (*session.new, *session.dirty, *session.deleted)}
                if tx.changes or touched - {"note_draft"}:
                    raise AssertionError(f"{draft.__name__} touched more than drafts")
        except DBAPIError as reason:
            raise _said(reason) from None
        return result

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changes of every commit, on the thread that wrote; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def news(self) -> list[Change]:
        """What other desks changed since the last call; empty the first time."""
        with Session(self._engine) as session:
            if not self._seen:
                self._seen = head_of(session).seq
                return []
            rows = session.execute(
                select(Audit.seq, Audit.action, Audit.topic, Audit.subject).where(Audit.seq > self._seen).order_by(Audit.seq)
            ).all()
        if rows:
            self._seen = rows[-1].seq
        fresh = [Change(row.action, Topic(row.topic), row.subject) for row in rows if row.seq not in self._own]
        self._own = {seq for seq in self._own if seq > self._seen}
        return fresh

    def copy(self, target: Path, key: ClinicKey, report: Report) -> Contents:
        """Write a copy of the whole database, encrypted with `key`; raise `Unavailable` when it cannot be written."""
        return copy_database(self._engine, target, key, report)

    def check(self) -> None:
        """Look for damage after an unclean end; raise `Unavailable` when there is some."""
        require_whole(self._engine)
        self.unchecked = False

    def close(self) -> None:
        """Let go of the database and of every key; on SQLite the write-ahead log is folded in first."""
        self.vault.drop()
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.rollback()
                driver = connection.connection.driver_connection
                if driver is not None:
                    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()


def _said(reason: DBAPIError) -> IbhError:
    """The sentence for a database error; anything that is neither a clash nor an outage is a bug and raised as it is."""
    message = str(reason.orig)
    if taken := overlap_in(message):
        return Conflict(_TAKEN[taken] + " Choose another time.", field="starts")
    if "uq_course_running" in message or "course.patient_id" in message:
        return Conflict("This patient already has a running course.", field="patient")
    if isinstance(reason, IntegrityError):
        raise reason
    if "locked" in message:
        return Unavailable("Another program is writing to the database. Try again in a moment.")
    if "readonly" in message or "full" in message or isinstance(reason, OperationalError):
        return Unavailable(
            "The database is out of reach or cannot be written. Nothing was saved. Check disk and network, then try again."
        )
    raise reason
