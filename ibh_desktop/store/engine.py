"""Engines for the two homes of a clinic: an encrypted SQLite file and a PostgreSQL server (SAFETY.md 2)."""

import sys
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.keys import ClinicKey

IMMEDIATE = {"immediate": True}
"""Execution options of a writing connection: SQLite takes the write lock at BEGIN."""

_PRAGMAS = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -2048",
)


def sqlite_engine(path: Path, key: ClinicKey) -> Engine:
    """An engine on an encrypted file; raise `Unavailable` when it is not ours, locked or out of reach."""
    raw = key.derived("database").hex()

    def connect() -> Any:
        connection = keyed(str(path), raw)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connect,
        module=sqlcipher3,
        poolclass=QueuePool,
        pool_size=4,
        pool_use_lifo=True,  # each connection has pages of its own: the one that was used last has those that are asked for
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    _probe(path, connect)
    path.chmod(0o600)
    return engine


def keyed(name: str, raw: str, *, uri: bool = False) -> Any:
    """A bare connection in autocommit, usable from any thread; `raw` is the key of its pages, 64 hexadecimal digits."""
    connection = sqlcipher3.connect(name, isolation_level=None, check_same_thread=False, uri=uri)
    connection.execute(f"PRAGMA key = \"x'{raw}'\"")
    return connection


def _begin(connection: Connection) -> None:
    # The driver is left in autocommit: SQLAlchemy's BEGIN is ours, immediate for writes only.
    writes = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def ended_unclean(path: Path) -> bool:
    """Whether the last program that wrote here was cut off: a clean close folds the log in and removes it."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def require_whole(engine: Engine) -> None:
    """Raise `Unavailable` when a page of the file is damaged. Some seconds a gigabyte: not while somebody waits."""
    with engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise Unavailable(
                "The database was damaged when this PC stopped. Enter nothing more; restore the clinic from a backup."
            )


def _probe(path: Path, connect: Any) -> None:
    try:
        connection = connect()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        connection.close()
    except sqlcipher3.DatabaseError as reason:
        text = str(reason)
        if "locked" in text:
            raise Unavailable(f"{path.name} is in use by another program. Close that program and try again.") from None
        if "not a database" in text or "malformed" in text:
            raise Unavailable(
                f"{path.name} is not a clinic of IBH Desktop, or its key file belongs to another one. It was left as it is."
            ) from None
        raise Unavailable(f"{path.name} cannot be opened ({text}).") from None


def postgres_engine(url: str) -> Engine:
    """An engine on a server; raise `Unavailable` when the address is wrong. It connects at first use."""
    if not url.startswith("postgresql+psycopg://"):
        raise Unavailable("A database address begins with postgresql+psycopg://")
    return create_engine(
        url,
        pool_size=4,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "options": "-c statement_timeout=30000 -c lock_timeout=15000"},
    )
