"""What points to a patient: asked of the schema itself, so that a new table cannot be forgotten when two files are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, and_, func, select, tuple_, update

import ibh_desktop.store.chart
import ibh_desktop.store.frontdesk  # noqa: F401 - registers tables
from ibh_desktop.store.schema import Base, OwnPatient, Patient, PatientKey
from ibh_desktop.store.tx import Reading, Tx

KEPT_OTHERWISE = {Patient.__tablename__, OwnPatient.__tablename__, PatientKey.__tablename__}
"""Search keys are made anew, triggers keep whose patient somebody is, and a merged file goes on naming the one it went into."""
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Pointing:
    """One column that names a patient."""

    column: Column[Any]

    @property
    def table(self) -> Table:
        """Where it stands."""
        return self.column.table

    @property
    def name(self) -> str:
        """`table.column`."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def key(self) -> list[Column[Any]]:
        """What tells one row of a patient from the others."""
        return [column for column in self.table.primary_key.columns if column is not self.column]


def pointing() -> list[Pointing]:
    """Every column of the schema that names a patient and follows a merge."""
    return [
        Pointing(column)
        for table in Base.metadata.sorted_tables
        if table.name not in KEPT_OTHERWISE
        for column in table.columns
        if any(key.column.table.name == Patient.__tablename__ for key in column.foreign_keys)
    ]


def counts(reading: Reading, patient: int) -> dict[str, int]:
    """How many rows of which table name a patient; tables with none are left out. One statement a column."""
    found: dict[str, int] = {}
    for at in pointing():
        many = reading.session.scalar(select(func.count()).select_from(at.table).where(at.column == patient)) or 0
        if many:
            found[at.table.name] = found.get(at.table.name, 0) + many
    return found


def move(tx: Tx, old: int, new: int) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """Let all rows of one patient name another; the keys of what moved, by column.

    What there can be one of only, and the other has one, stays where it is.
    """
    moved = {}
    for at in pointing():
        mine = select(*(at.key or [at.column])).where(at.column == old, *_free(at, new))
        keys = tuple(tuple(row) for row in tx.session.execute(mine))
        _repoint(tx, at, keys, old, new)
        moved[at.name] = keys
    return moved


def move_back(tx: Tx, moved: dict[str, tuple[tuple[Any, ...], ...]], old: int, new: int) -> bool:
    """Undo `move`; False when one of the rows is gone or names somebody else by now: the caller must not commit."""
    at_name = {at.name: at for at in pointing()}
    return all(_repoint(tx, at_name[name], keys, new, old) == len(keys) for name, keys in moved.items())


def _repoint(tx: Tx, at: Pointing, keys: tuple[tuple[Any, ...], ...], old: int, new: int) -> int:
    done = 0
    for first in range(0, len(keys), _CHUNK):
        some = keys[first : first + _CHUNK]
        these = [tuple_(*at.key).in_(some)] if at.key else []
        changed = tx.session.execute(update(at.table).where(at.column == old, *these).values({at.column.name: new}))
        done += changed.rowcount  # type: ignore[attr-defined]
    return done


def _free(at: Pointing, new: int) -> Iterator[ColumnElement[bool]]:
    for columns in _unique(at.table):
        if at.column in columns:
            twin = at.table.alias()
            same = [twin.c[c.name] == c for c in columns if c is not at.column]
            yield ~select(twin.c[at.column.name]).where(and_(twin.c[at.column.name] == new, *same)).exists()


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    yield list(table.primary_key.columns)
    yield from (list(c.columns) for c in table.constraints if isinstance(c, UniqueConstraint))
    yield from (list(i.columns) for i in table.indexes if i.unique)
