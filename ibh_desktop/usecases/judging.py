"""Rows of an imported file in three heaps: those that can be saved, those already there, those refused with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.records import Record

T = TypeVar("T")
_TOLD_EVERY = 200
Report = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """For whoever does not ask how far it is."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be imported: where and why."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row about somebody who is already there, or stands earlier in the file."""

    line: int
    matches: str


@dataclass(frozen=True, slots=True)
class Assessment(Generic[T]):
    """Every row of a file, in one of three heaps."""

    ready: tuple[tuple[int, T], ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Imported(Generic[T]):
    """What came of an import; `ids` is what Undo needs."""

    ids: tuple[T, ...]
    duplicates: tuple[Duplicate, ...]
    refused: tuple[Refusal, ...]


def read_rows(
    records: Sequence[Record], read: Callable[[Record], T], report: Report
) -> tuple[list[tuple[int, T]], list[Refusal]]:
    """What each row says by its line, and the rows that cannot be understood; `report` may raise to stop."""
    judged: list[tuple[int, T]] = []
    refused: list[Refusal] = []
    for number, record in enumerate(records):
        if number % _TOLD_EVERY == 0:
            report(number, len(records))
        try:
            if record.text("too_many"):
                raise Refused("This row has more cells than there are headings.")
            judged.append((record.line, read(record)))
        except Refused as reason:
            refused.append(Refusal(record.line, record.columns.get(reason.field or "", reason.field or ""), reason.sentence))
    return judged, refused


def sort_out(
    judged: Sequence[tuple[int, T]], refused: Sequence[Refusal], keys: Callable[[T], tuple[str, ...]], known: dict[str, str]
) -> Assessment[T]:
    """Put the readable rows into their heaps; `keys` says by what one is recognised, `known` who has such a key already."""
    seen: dict[str, int] = {}
    ready: list[tuple[int, T]] = []
    duplicates: list[Duplicate] = []
    for line, row in judged:
        own = keys(row)
        if (there := next((known[key] for key in own if key in known), None)) is not None:
            duplicates.append(Duplicate(line, there))
        elif (earlier := next((seen[key] for key in own if key in seen), None)) is not None:
            duplicates.append(Duplicate(line, f"line {earlier}"))
        else:
            seen.update(dict.fromkeys(own, line))
            ready.append((line, row))
    return Assessment(tuple(ready), tuple(duplicates), tuple(refused))


def require_some(judged: Assessment[T]) -> None:
    """Raise `Refused` when there is no row to save."""
    if not judged.ready:
        raise Refused(
            f"No row can be imported: {len(judged.duplicates)} are already here, {len(judged.refused)} are refused.",
            field="file",
        )
