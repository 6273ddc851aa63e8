"""Patient resources of FHIR R4: one resource, a bundle, or one resource a line (bulk export)."""

from collections.abc import Iterator
from typing import Any

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.json_text import documents
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.exchange.records import Record, RecordFile
from ibh_desktop.exchange.tables import decoded

_PLACES = {
    "Patient.name": ("family", "given", "preferred"),
    "Patient.birthDate": ("born",),
    "Patient.gender": ("sex",),
    "Patient.telecom": ("phone", "email"),
    "Patient.address": ("street", "city", "state", "postcode"),
    "Patient.active": ("active",),
}
_COLUMNS = {field: place for place, fields in _PLACES.items() for field in fields}
_USES = ("official", "usual", "", "temp", "anonymous", "old", "maiden")


def read(content: bytes) -> RecordFile:
    """Records of all Patient resources; raise `Refused` for malformed JSON or when there are none."""
    text, encoding = decoded(content)
    records = tuple(_record(number, patient) for number, patient in enumerate(_patients(documents(text)), start=1))
    if not records:
        raise Refused("The file holds no FHIR Patient. Export Patient resources or a bundle with patients.", field="file")
    told = tuple(sorted({(column, field) for field, column in _COLUMNS.items()}))
    return RecordFile(records, told, (), encoding)


def _patients(found: list[Any]) -> Iterator[dict[str, Any]]:
    for document in found:
        if isinstance(document, list):
            yield from _patients(document)
        elif isinstance(document, dict) and document.get("resourceType") == "Bundle":
            yield from _patients([_dict(entry).get("resource") for entry in _list(document.get("entry"))])
        elif isinstance(document, dict) and document.get("resourceType") == "Patient":
            yield document


def _record(number: int, patient: dict[str, Any]) -> Record:
    name = _by_use(patient.get("name"))
    address = _by_use(patient.get("address"))
    nick = next((n for n in map(_dict, _list(patient.get("name"))) if n.get("use") == "nickname"), {})
    gone = patient.get("active") is False or patient.get("deceasedBoolean") is True or "deceasedDateTime" in patient
    values = {
        "family": _text(name.get("family")) or ("" if name.get("given") else _text(name.get("text"))),
        "given": " ".join(_text(part) for part in _list(name.get("given"))),
        "preferred": " ".join(_text(part) for part in _list(nick.get("given"))),
        "born": _text(patient.get("birthDate")),
        "sex": {"male": "M", "female": "F"}.get(_text(patient.get("gender")), _text(patient.get("gender"))),
        "phone": _phone(patient),
        "email": next(_telecom(patient, "email"), ""),
        "street": ", ".join(_text(line) for line in _list(address.get("line"))),
        "city": _text(address.get("city")),
        "state": _text(address.get("state")),
        "postcode": _text(address.get("postalCode")),
        "active": "no" if gone else "yes",
    }
    return Record(number, values, _COLUMNS)


def _phone(patient: dict[str, Any]) -> str:
    numbers = list(_telecom(patient, "phone"))
    for number in numbers:
        try:
            return parse_phone(number)
        except Refused:
            continue
    return numbers[0] if numbers else ""


def _telecom(patient: dict[str, Any], system: str) -> Iterator[str]:
    ways = [way for way in map(_dict, _list(patient.get("telecom"))) if way.get("system") == system and way.get("value")]
    yield from (_text(way["value"]) for way in sorted(ways, key=lambda way: way.get("use") != "mobile"))


def _by_use(named: Any) -> dict[str, Any]:
    found = [entry for entry in map(_dict, _list(named)) if entry.get("use") != "nickname"]
    return min(found, key=lambda e: _USES.index(e.get("use", "")) if e.get("use", "") in _USES else 2, default={})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int, float)) else ""
