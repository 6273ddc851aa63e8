"""Copies of an encrypted database: written while staff work, encrypted with another key, and read back for proof."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import Engine

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.chain import GENESIS, Head
from ibh_desktop.security.keys import ClinicKey
from ibh_desktop.store.engine import keyed

Report = Callable[[int, int], None]
"""Told how much is done of how much; what it raises stops the copying."""
_PAGES = 4_096
"""Copied at a time; between two such steps other threads go on."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds: its schema's revision, rows a table, and the head of its audit log."""

    revision: str
    rows: dict[str, int]
    head: Head

    def held(self) -> str:
        """How much that is, in words."""
        of = self.rows.get
        return f"{of('patient', 0):,} patients, {of('appointment', 0):,} appointments, {of('audit', 0):,} audit entries"


def copy_database(engine: Engine, target: Path, key: ClinicKey, report: Report) -> Contents:
    """Write `target`, encrypted with `key`, as the database is at this moment; return what was copied.

    Raises `Unavailable` when it cannot be written. Others read and write meanwhile: the copy does not see it.
    """
    with engine.begin() as connection:  # a reading transaction, which holds the moment
        driver = connection.connection.driver_connection
        found = _contents(driver)
        _copied(driver, target, key, report)
        return found


def rekeyed_copy(source: Path, key: ClinicKey, target: Path, new: ClinicKey) -> None:
    """Write `target`, encrypted with `new`, from a finished copy; raise `Unavailable` when either side fails."""
    with _at_rest(source, key) as connection:
        _copied(connection, target, new, lambda _done, _total: None)


def _copied(connection: Any, target: Path, key: ClinicKey, report: Report) -> None:
    target.touch(mode=0o600)
    try:
        with closing(_connected(str(target), key, uri=False)) as written:
            connection.backup(written, pages=_PAGES, progress=lambda _code, left, total: report(total - left, total))
    except sqlcipher3.DatabaseError as reason:
        raise Unavailable(f"The copy cannot be written ({reason}). The clinic itself is as it was.") from None


def contents(path: Path, key: ClinicKey) -> Contents:
    """Read a finished copy through: every page's seal, the structure, the rows; raise `Unavailable` for any damage."""
    with ThreadPoolExecutor(1, thread_name_prefix="seals") as beside:
        seals = beside.submit(_first_broken_seal, path, key)  # the longer half, on the other core
        with _at_rest(path, key) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            found = _contents(connection) if whole else None
        if found is None or seals.result() is not None:
            raise damaged(path.parent)
        return found


def _first_broken_seal(path: Path, key: ClinicKey) -> object:
    with _at_rest(path, key) as connection:
        return connection.execute("PRAGMA cipher_integrity_check").fetchone()


@contextmanager
def _at_rest(path: Path, key: ClinicKey) -> Iterator[Any]:
    # Immutable: nobody writes to a finished copy, and reading it must leave no file beside it.
    try:
        with closing(_connected(f"{path.resolve().as_uri()}?mode=ro&immutable=1", key, uri=True)) as connection:
            yield connection
    except sqlcipher3.DatabaseError:
        raise damaged(path.parent) from None


def _connected(name: str, key: ClinicKey, *, uri: bool) -> Any:
    connection = keyed(name, key.derived("database").hex(), uri=uri)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _contents(connection: Any) -> Contents:
    named = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_%' ORDER BY name"
    tables = [name for (name,) in connection.execute(named)]
    # The names are those of our own tables, and no parameter can stand for a table.
    rows = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in tables}  # noqa: S608
    revision = str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    last = connection.execute("SELECT seq, h FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    return Contents(revision, rows, Head(last[0], bytes(last[1])) if last else Head(0, GENESIS))


def damaged(folder: Path) -> Unavailable:
    """The sentence for a backup that is not as it was written."""
    return Unavailable(f"{folder.name} is damaged or was changed: it cannot be used. Choose another backup.")
