"""Settings → keys → engine → migrated schema → App. The only place that wires the core; every part is an argument.

What is heavy is imported inside functions: the sign-in window comes up before it, and loads it while staff type.
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ibh_desktop.domain.errors import Conflict, Unavailable
from ibh_desktop.domain.ids import StaffId
from ibh_desktop.domain.permissions import Actor, Role
from ibh_desktop.home import Home
from ibh_desktop.security.chain import Anchor
from ibh_desktop.security.files import KeyFile, make_private, require_local
from ibh_desktop.security.keyring import KeyRing, KeyStore
from ibh_desktop.security.keys import RECOVERY, ClinicKey, KeyDocument, from_json, new_document, opened, to_json
from ibh_desktop.security.passwords import STANDARD, Cost, require_password

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from ibh_desktop.app import App, Clock
    from ibh_desktop.store.tx import Tx

FOUNDER = Actor(StaffId(0), "setup", "Set-up", Role.MANAGER)
"""Acts while there is nobody yet: founding a clinic and recovering one."""


class ServerKeys:
    """Key slots in the database of a server."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self) -> KeyDocument:
        """Raise `Unavailable` when this server holds no clinic."""
        from sqlalchemy import text  # noqa: PLC0415 - start-up

        with self._engine.connect() as connection:
            raw = connection.execute(text("SELECT document FROM key_slots WHERE id = 1")).scalar_one_or_none()
        if raw is None:
            raise Unavailable("There is no clinic in this database yet. Start IBH Desktop with it once to set one up.")
        return from_json(json.loads(bytes(raw)))

    def save(self, document: KeyDocument) -> None:
        """Replace the one row."""
        from sqlalchemy import text  # noqa: PLC0415 - start-up

        upsert = (
            "INSERT INTO key_slots (id, document) VALUES (1, :d) ON CONFLICT (id) DO UPDATE SET document = excluded.document"
        )
        with self._engine.begin() as connection:
            connection.execute(text(upsert), {"d": json.dumps(to_json(document)).encode()})

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()


def sign_in(home: Home, user: str, password: str, *, clock: Clock | None = None) -> App:
    """Open a clinic as one of its people.

    Raises `SignInFailed` for a wrong name or password, `Unavailable` for a clinic that is missing, newer, damaged or not ours.
    """
    return _open(home, user, password, as_user=user, clock=clock)


def recover(home: Home, code: str, user: str, new_password: str, *, clock: Clock | None = None) -> App:
    """Give `user` a new password with the recovery key; raise `SignInFailed` when the key is not this clinic's."""
    require_password(new_password, field="new_password")
    app = _open(home, RECOVERY, code, as_user=user, clock=clock)
    app.keys.set_password(user, new_password)
    from ibh_desktop.usecases.session import note  # noqa: PLC0415 - start-up

    app.write(note, "session:recover")
    return app


def _open(home: Home, slot: str, secret: str, *, as_user: str, clock: Clock | None) -> App:
    store, engine_for = _parts(home)
    try:
        document, key = _unlocked(store, slot, secret)
    except BaseException:
        if isinstance(store, ServerKeys):
            store.close()
        raise
    from sqlalchemy.orm import Session  # noqa: PLC0415 - start-up

    from ibh_desktop.app import App, utc_now  # noqa: PLC0415 - start-up
    from ibh_desktop.queries.clinic import actor_for  # noqa: PLC0415 - start-up
    from ibh_desktop.store.engine import ended_unclean  # noqa: PLC0415 - start-up

    unchecked = home.folder is not None and ended_unclean(home.database)
    engine = engine_for(key)
    anchor = Anchor(home.anchor, key) if home.folder else None
    try:
        _require_whole(engine, anchor)
        with Session(engine) as session:
            actor = actor_for(session, as_user.strip().lower())
    except BaseException:
        engine.dispose()
        raise
    ring = KeyRing(store, key, cost=_cost_of(document))
    desk = platform.node() or "desk"
    return App(engine, actor, ring, anchor=anchor, clock=clock or utc_now, desk=desk, unchecked=unchecked, home=home)


def _unlocked(store: KeyStore, slot: str, secret: str) -> tuple[KeyDocument, ClinicKey]:
    # Before anything heavy is loaded: Argon2 takes 64 MB for a moment, and beside SQLAlchemy they would be the peak.
    document = store.load()
    return document, opened(document, slot.strip().lower() if slot != RECOVERY else slot, secret)


def _cost_of(document: KeyDocument) -> Cost:
    return document.slots[0].cost if document.slots else STANDARD


def _parts(home: Home) -> tuple[KeyStore, Callable[[ClinicKey], Engine]]:
    if home.folder is not None:
        if home.keys.exists() and not home.database.exists():
            raise Unavailable(f"The database {home.database.name} is missing from {home.folder}. Restore it from a backup.")
        return KeyFile(home.keys), lambda key: _sqlite(home, key)
    engine = _server(home)
    return ServerKeys(engine), lambda _key: engine


def _sqlite(home: Home, key: ClinicKey) -> Engine:
    from ibh_desktop.store.engine import sqlite_engine  # noqa: PLC0415 - start-up
    from ibh_desktop.store.migrate import upgrade  # noqa: PLC0415 - start-up

    engine = sqlite_engine(home.database, key)
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _server(home: Home) -> Engine:
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - start-up

    from ibh_desktop.store.engine import postgres_engine  # noqa: PLC0415 - start-up
    from ibh_desktop.store.migrate import upgrade  # noqa: PLC0415 - start-up

    engine = postgres_engine(home.url)
    try:
        upgrade(engine)
    except Unavailable:
        engine.dispose()
        raise
    except DBAPIError as reason:
        engine.dispose()
        first = str(reason.orig).strip().splitlines()[0] if str(reason.orig).strip() else "no answer"
        raise Unavailable(f"The database server cannot be reached ({first}). Check address, name and password.") from None
    return engine


def _require_whole(engine: Engine, anchor: Anchor | None) -> None:
    head = anchor.load() if anchor else None
    if head is None:
        return
    from sqlalchemy import text  # noqa: PLC0415 - start-up

    with engine.connect() as connection:
        found = connection.execute(text("SELECT h FROM audit WHERE seq = :seq"), {"seq": head.seq}).scalar_one_or_none()
    if found is None or bytes(found) != head.h:
        raise Unavailable(
            f"The audit log ends before entry {head.seq}, which this PC has seen: data is missing."
            " Restore the clinic from a backup."
        )


@dataclass(frozen=True, slots=True)
class Founding:
    """What the set-up page asks for; the first manager opens the clinic."""

    clinic: str
    username: str
    manager: str
    password: str
    is_sample: bool = False
    cost: Cost = STANDARD


def found(home: Home, founding: Founding, *, clock: Clock | None = None) -> tuple[App, str]:
    """Create a clinic with its first manager; return it opened, and the recovery key, which is shown once.

    Raises `Conflict` when there is one already, `Unavailable` when the folder cannot be written. On failure nothing is left.
    """
    require_password(founding.password)
    if home.folder is None:
        return _found_on_server(home, founding, clock)
    if not home.is_new:
        raise Conflict(f"There is already a clinic in {home.folder}.")
    require_local(home.folder)
    make_private(home.folder)
    growing = Home(home.folder / ".new")
    shutil.rmtree(growing.database.parent, ignore_errors=True)
    try:
        make_private(growing.database.parent)
        document, key = new_document()
        store = KeyFile(growing.keys)
        store.save(document)
        code = _populate(growing, KeyRing(store, key, cost=founding.cost), _sqlite(growing, key), founding, clock)
        for path in (growing.anchor, growing.database, growing.keys):
            path.rename(home.folder / path.name)
    finally:
        shutil.rmtree(growing.database.parent, ignore_errors=True)
    return sign_in(home, founding.username, founding.password, clock=clock), code


def _found_on_server(home: Home, founding: Founding, clock: Clock | None) -> tuple[App, str]:
    engine = _server(home)
    store = ServerKeys(engine)
    try:
        with suppress(Unavailable):
            store.load()
            raise Conflict("There is already a clinic in this database.")
        document, key = new_document()
        held = _HeldKeys(document)
        code = _populate(home, KeyRing(held, key, cost=founding.cost), engine, founding, clock)
        store.save(held.load())
    finally:
        store.close()
    return sign_in(home, founding.username, founding.password, clock=clock), code


def server_is_empty(home: Home) -> bool:
    """Whether nobody has set up a clinic in this server's database; raise `Unavailable` when it cannot be reached."""
    engine = _server(home)
    try:
        ServerKeys(engine).load()
    except Unavailable:
        return True
    finally:
        engine.dispose()
    return False


class _HeldKeys:
    """Key slots of a clinic that is still being set up."""

    def __init__(self, document: KeyDocument) -> None:
        self._document = document

    def load(self) -> KeyDocument:
        """What was saved last."""
        return self._document

    def save(self, document: KeyDocument) -> None:
        """Keep it in memory."""
        self._document = document


def _populate(home: Home, ring: KeyRing, engine: Engine, founding: Founding, clock: Clock | None) -> str:
    from ibh_desktop.app import App, utc_now  # noqa: PLC0415 - start-up
    from ibh_desktop.usecases.clinic import add_staff, found_clinic  # noqa: PLC0415 - start-up

    anchor = Anchor(home.anchor, ring.key) if home.folder else None
    app = App(engine, FOUNDER, ring, anchor=anchor, clock=clock or utc_now)

    def both(tx: Tx) -> None:
        # One transaction: on a server a clinic without its manager could never be set up again.
        found_clinic(tx, name=founding.clinic, is_sample=founding.is_sample)
        add_staff(tx, username=founding.username, name=founding.manager, role=Role.MANAGER)

    try:
        app.write(both)
        ring.set_password(founding.username, founding.password)
        return ring.new_recovery()
    finally:
        app.close()
