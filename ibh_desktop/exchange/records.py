"""A row as a file has it, a patient or a recipient, before anybody judged it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """Texts by field; `columns` says where in the file each stands, `line` where the row does."""

    line: int
    values: Mapping[str, str]
    columns: Mapping[str, str]

    def text(self, field: str) -> str:
        """The text of a field, empty when the file has none."""
        return self.values.get(field, "")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """All records of one file, and what was understood of it."""

    records: tuple[Record, ...]
    recognised: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    encoding: str
