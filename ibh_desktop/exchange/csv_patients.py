"""A client list as CSV: headings recognised by their words."""

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.headings import as_file, recognised, values_of
from ibh_desktop.exchange.records import Record, RecordFile
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
_GONE = {"discharged", "inactive", "closed", "archived", "deceased", "no", "false", "0"}


def read(content: bytes) -> RecordFile:
    """Records of a CSV; raise `Refused` when no heading tells name or date of birth."""
    table = read_table(content)
    fields = recognised(table.headings, HEADINGS)
    has_name = "name" in fields.values() or {"family", "given"} <= set(fields.values())
    if not has_name or "born" not in fields.values():
        lacking = "a name" if not has_name else "a date of birth"
        raise Refused(
            f"No heading tells {lacking}. Found: {', '.join(h for h in table.headings if h)[:200] or 'none'}."
            " Headings such as Last Name, First Name and Birth Date are understood.",
            field="file",
        )
    return as_file(table, fields, _record)


def _record(table: Table, line: int, cells: tuple[str, ...], fields: dict[int, str]) -> Record:
    values, columns = values_of(table, cells, fields)
    if "name" in values and not values.get("family"):
        values["family"], values["given"] = _split(values["name"])
        columns.setdefault("family", columns["name"])
        columns.setdefault("given", columns["name"])
    values["active"] = "no" if values.get("active", "").lower() in _GONE else "yes"
    return Record(line, values, columns)


def _split(name: str) -> tuple[str, str]:
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    *given_words, family = name.split() or [""]
    return family, " ".join(given_words)
