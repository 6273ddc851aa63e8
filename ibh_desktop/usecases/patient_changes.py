"""What stood in a patient's file before a change and after it.

The audit names the fields alone, for no free text about patients may stand there.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import insert

from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, Patient
from ibh_desktop.store.tx import Tx

_DERIVED = ("same_key",)
"""Columns that follow from others."""


def note_changes(tx: Tx, row: Patient, new: Mapping[str, object]) -> None:
    """Keep the old and new words of columns that are about to change, in the transaction that changes them."""
    from ibh_desktop.store.frontdesk import PatientChange  # noqa: PLC0415 - registering people must not wait for it

    both = {name: (_words(tx, name, getattr(row, name)), _words(tx, name, value)) for name, value in new.items()}
    same = {"patient_id": row.id, "at": tx.now, "by_id": tx.actor.staff}
    rows = [{**same, "field": name, "was": was, "became": now} for name, (was, now) in both.items() if name not in _DERIVED]
    if rows:
        tx.session.execute(insert(PatientChange), rows)


def _words(tx: Tx, name: str, value: object) -> str:
    if name == "location_id":
        return one(tx, Location, value).name if isinstance(value, int) else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%m/%d/%Y}" if isinstance(value, date) else str(value or "")
