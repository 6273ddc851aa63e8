"""A client list as CSV: headings recognised by their words."""

import re

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.records import PatientFile, Record
from ibh_desktop.exchange.tables import Table, read_table

HEADINGS = {
    "family": "last name|surname|family name|family|lastname|last|client last name|patient last name|nachname|apellido",
    "given": "first name|given name|given|firstname|first|forename|client first name|patient first name|nombre",
    "name": "name|full name|client|client name|patient|patient name",
    "preferred": "preferred name|preferred|nickname|goes by|known as|chosen name",
    "born": "birth date|birthdate|dob|date of birth|birthday|born|d o b|client dob|patient dob",
    "sex": "sex|gender|sex at birth|legal sex",
    "phone": "mobile phone|mobile|phone|cell|cell phone|phone number|telephone|home phone|primary phone|tel|mobile number",
    "email": "email|e mail|email address|e mail address",
    "street": "street|address|street address|address 1|address line 1|address1|mailing address",
    "city": "city|town",
    "state": "state|province|st",
    "postcode": "zip|zip code|postal code|postcode|zipcode",
    "active": "status|client status|patient status|active",
    "notes": "notes|note|comments|comment|remarks",
}
_KNOWN = {words: field for field, list_of in HEADINGS.items() for words in list_of.split("|")}
_GONE = {"discharged", "inactive", "closed", "archived", "deceased", "no", "false", "0"}


def read(content: bytes) -> PatientFile:
    """Records of a CSV; raise `Refused` when no heading tells name or date of birth."""
    table = read_table(content)
    fields = recognised(table.headings)
    has_name = "name" in fields.values() or {"family", "given"} <= set(fields.values())
    if not has_name or "born" not in fields.values():
        lacking = "a name" if not has_name else "a date of birth"
        raise Refused(
            f"No heading tells {lacking}. Found: {', '.join(h for h in table.headings if h)[:200] or 'none'}."
            " Headings such as Last Name, First Name and Birth Date are understood.",
            field="file",
        )
    ignored = tuple(heading for n, heading in enumerate(table.headings) if n not in fields and heading)
    told = tuple((table.headings[n], field) for n, field in fields.items())
    return PatientFile(tuple(_record(table, line, cells, fields) for line, cells in table.rows), told, ignored, table.encoding)


def recognised(headings: tuple[str, ...]) -> dict[int, str]:
    """Field by column number; the first column of a field wins."""
    found: dict[int, str] = {}
    for number, heading in enumerate(headings):
        words = re.sub(r"[^a-z0-9]+", " ", heading.lower()).strip()
        field = _KNOWN.get(words)
        if field and field not in found.values():
            found[number] = field
    return found


def _record(table: Table, line: int, cells: tuple[str, ...], fields: dict[int, str]) -> Record:
    values = {field: cells[n] if n < len(cells) else "" for n, field in fields.items()}
    columns = {field: table.headings[n] for n, field in fields.items()}
    if "name" in values and not values.get("family"):
        values["family"], values["given"] = _split(values["name"])
        columns.setdefault("family", columns["name"])
        columns.setdefault("given", columns["name"])
    values["active"] = "no" if values.get("active", "").lower() in _GONE else "yes"
    if len(cells) > len(table.headings):
        values["too_many"] = str(len(cells))
    return Record(line, values, columns)


def _split(name: str) -> tuple[str, str]:
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    *given_words, family = name.split() or [""]
    return family, " ".join(given_words)
