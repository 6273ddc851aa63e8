"""Requests as a web form or another program writes them: CSV or JSON, headings and keys recognised by their words.

What is refused here never quotes the file: the sentence stands in a receipt that others may read.
"""

import re
from collections.abc import Iterator
from typing import Any

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.headings import Fields, as_file, recognised, values_of
from ibh_desktop.exchange.json_text import documents, looks_like_json
from ibh_desktop.exchange.records import Record, RecordFile
from ibh_desktop.exchange.tables import LONGEST_CELL, Table, decoded, read_table

MOST_REQUESTS = 2_000
"""Requests of one file: more come from no web form, and one transaction holds up every desk."""
HEADINGS = {
    "family": "last name|surname|family name|family|lastname|last|client last name|patient last name",
    "given": "first name|given name|given|firstname|first|client first name|patient first name",
    "name": "name|full name|your name|client|client name|patient|patient name",
    "caller": "who asks|caller|who is asking|relationship|relation|i am",
    "caller_name": "caller name|contact name|parent name|submitted by|your name if different|name of caller",
    "born": "birth date|birthdate|dob|date of birth|birthday|born|d o b|patient dob|client dob",
    "phone": "phone|phone number|mobile|mobile phone|cell|cell phone|telephone|tel|contact phone|best phone",
    "email": "email|e mail|email address|e mail address|contact email",
    "location": "location|office|clinic|preferred location|preferred office|where|site",
    "service": "service|asks for|service requested|type of service|what are you looking for|looking for|appointment type",
    "reason": "reason|reason for visit|message|comments|comment|concern|what brings you here|how can we help|notes|details",
    "payer": "payer|payer type|who pays|payment|how will you pay",
    "insurance": "insurance|insurance company|insurance name|insurance plan|plan|carrier",
    "referrer": "referrer|referred by|referral source|referring provider|how did you hear about us",
    "answer": "safety|safety question|thoughts of harm|self harm|thoughts of harming yourself|suicidal thoughts|in crisis",
    "received": "submitted|submitted at|received|received at|timestamp|date|date submitted|submission date|created at",
}
_WRAPPINGS = ("patient", "client", "person", "data", "fields", "form", "answers")
_SAFETY = re.compile(r"harm|hurt|suicid|safe|crisis|danger", re.IGNORECASE)
_TURNED = re.compile(r"\bsafe\b", re.IGNORECASE)
"""Who is asked whether they are safe answers the other way round."""


def read_requests(content: bytes) -> RecordFile:
    """Records of a file; raise `Refused` for one that cannot be understood, or that holds too much."""
    file = _from_json(content) if looks_like_json(content) else _from_csv(content)
    if not file.records:
        raise Refused("The file holds no request.", field="file")
    if len(file.records) > MOST_REQUESTS:
        raise Refused(f"The file holds more than {MOST_REQUESTS:,} requests. Split it.", field="file")
    return file


def _from_csv(content: bytes) -> RecordFile:
    table = read_table(content)
    fields = _recognised(table.headings)
    if not {"name", "family", "given"} & set(fields.values()):
        raise Refused(
            "No heading tells a name. Headings such as First Name, Last Name, Phone and Reason are understood.", field="file"
        )
    return as_file(table, fields, _row)


def _recognised(headings: tuple[str, ...]) -> Fields:
    fields = recognised(headings, HEADINGS)
    if "answer" not in fields.values():
        # Forms ask it in their own words, and this answer must not be passed over.
        asked = (n for n, heading in enumerate(headings) if n not in fields and _SAFETY.search(heading))
        fields |= dict.fromkeys(list(asked)[:1], "answer")
    return fields


def _row(table: Table, line: int, cells: tuple[str, ...], fields: Fields) -> Record:
    values, columns = values_of(table, cells, fields)
    return Record(line, _named(_turned(values, columns)), columns)


def _from_json(content: bytes) -> RecordFile:
    text, encoding = decoded(content)
    found = list(_requests(documents(text)))
    if len(found) > MOST_REQUESTS:
        raise Refused(f"The file holds more than {MOST_REQUESTS:,} requests. Split it.", field="file")
    return RecordFile(tuple(_record(number, one) for number, one in enumerate(found, start=1)), (), (), encoding)


def _requests(found: Any) -> Iterator[dict[str, Any]]:
    # A list of requests, one request, or one that wraps the list: {"requests": [...]}.
    for document in found if isinstance(found, list) else [found]:
        if isinstance(document, list):
            yield from _requests(document)
        elif isinstance(document, dict):
            lists = [
                value for value in document.values() if isinstance(value, list) and any(isinstance(v, dict) for v in value)
            ]
            yield from _requests(lists[0]) if len(lists) == 1 and len(document) <= 3 else iter([document])


def _record(number: int, one: dict[str, Any]) -> Record:
    told = {words: value for words, value in _flat(one, ()) if value}
    headings = tuple(told)
    fields = _recognised(headings)
    values = {field: told[headings[n]] for n, field in fields.items()}
    if any(len(value) > LONGEST_CELL for value in values.values()):
        raise Refused(f"Request {number} has a text of more than 64 KB.", field="file")
    columns = {field: headings[n] for n, field in fields.items()}
    return Record(number, _named(_turned(values, columns)), columns)


def _flat(one: dict[str, Any], above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Keys as words: `caller.name` is "caller name", `patient.firstName` "first name", `data` and the like say nothing."""
    for key, value in one.items():
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", str(key))
        if isinstance(value, dict):
            yield from _flat(value, above if words.lower() in _WRAPPINGS else (*above, words))
        elif isinstance(value, bool):
            yield " ".join((*above, words)), "yes" if value else "no"
        elif isinstance(value, (str, int, float)):
            yield " ".join((*above, words)), str(value).strip()


def _turned(values: dict[str, str], columns: dict[str, str]) -> dict[str, str]:
    answer = values.get("answer", "").strip().lower()
    if not answer or not _TURNED.search(columns["answer"]):
        return values
    return values | {"answer": {"yes": "no", "y": "no", "no": "yes", "n": "yes"}.get(answer, "unsure")}


def _named(values: dict[str, str]) -> dict[str, str]:
    name = values.get("name", "")
    if name and not values.get("family") and not values.get("given"):
        if "," in name:
            family, _, given = name.partition(",")
        else:
            given, _, family = name.rpartition(" ")
        values = values | {"family": family.strip(), "given": given.strip()}
    return values
