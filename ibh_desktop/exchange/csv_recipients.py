"""An address book as CSV: headings recognised by their words."""

from pathlib import Path

from ibh_desktop.domain.errors import Refused
from ibh_desktop.exchange.headings import Fields, as_file, recognised, values_of
from ibh_desktop.exchange.records import Record, RecordFile
from ibh_desktop.exchange.tables import Table, read_file, read_table

HEADINGS = {
    "name": "name|full name|provider|provider name|contact|contact name|recipient|doctor|physician|referral source",
    "family": "last name|surname|family name|lastname|last|provider last name",
    "given": "first name|given name|firstname|first|provider first name",
    "organisation": "organization|organisation|practice|practice name|company|clinic|facility|organization name|business name",
    "specialty": "specialty|speciality|taxonomy|type|field",
    "street": "street|address|street address|address 1|address line 1|address1|mailing address|practice address",
    "city": "city|town",
    "state": "state|province|st",
    "postcode": "zip|zip code|postal code|postcode|zipcode",
    "phone": "phone|phone number|telephone|tel|office phone|work phone|mobile|practice phone",
    "fax": "fax|fax number|practice fax",
    "email": "email|e mail|email address|e mail address|direct address",
    "npi": "npi|npi number|national provider identifier",
}


def read(content: bytes) -> RecordFile:
    """Records of a CSV; raise `Refused` when no heading tells a name."""
    table = read_table(content)
    fields = recognised(table.headings, HEADINGS)
    if not {"name", "family", "organisation"} & set(fields.values()):
        found = ", ".join(heading for heading in table.headings if heading)[:200] or "none"
        raise Refused(
            f"No heading tells a name. Found: {found}. Headings such as Name, Practice, Phone, Fax and NPI are understood.",
            field="file",
        )
    return as_file(table, fields, _record)


def _record(table: Table, line: int, cells: tuple[str, ...], fields: Fields) -> Record:
    values, columns = values_of(table, cells, fields)
    if not values.get("name"):
        values["name"] = " ".join(part for part in (values.get("given", ""), values.get("family", "")) if part)
        columns.setdefault("name", columns.get("family", ""))
    return Record(line, values, columns)


def read_recipients(path: Path) -> RecordFile:
    """Records of a file; raise `Refused` with a sentence for a file that cannot be understood."""
    return read(read_file(path))
