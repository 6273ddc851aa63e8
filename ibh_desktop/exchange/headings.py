"""The headings of a table, recognised by their words in any order."""

import re
from collections.abc import Callable, Mapping

from ibh_desktop.exchange.records import Record, RecordFile
from ibh_desktop.exchange.tables import Table

Fields = dict[int, str]
"""Field by column number."""


def recognised(headings: tuple[str, ...], known: Mapping[str, str]) -> Fields:
    """Field by column number; the first column of a field wins. `known` has the words of all headings by their field."""
    fields = {words: field for field, list_of in known.items() for words in list_of.split("|")}
    found: Fields = {}
    for number, heading in enumerate(headings):
        field = fields.get(re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip())
        if field and field not in found.values():
            found[number] = field
    return found


def values_of(table: Table, cells: tuple[str, ...], fields: Fields) -> tuple[dict[str, str], dict[str, str]]:
    """Texts and headings by field; `too_many` tells of cells beyond the headings."""
    values = {field: cells[n] if n < len(cells) else "" for n, field in fields.items()}
    if len(cells) > len(table.headings):
        values["too_many"] = str(len(cells))
    return values, {field: table.headings[n] for n, field in fields.items()}


def as_file(table: Table, fields: Fields, record: Callable[[Table, int, tuple[str, ...], Fields], Record]) -> RecordFile:
    """All rows, with what was understood of the headings and what was left out."""
    told = tuple((table.headings[n], field) for n, field in fields.items())
    ignored = tuple(heading for n, heading in enumerate(table.headings) if n not in fields and heading)
    return RecordFile(tuple(record(table, line, cells, fields) for line, cells in table.rows), told, ignored, table.encoding)
