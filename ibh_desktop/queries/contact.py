"""How a patient wishes to be reached."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Row, select

from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.contact import NOTHING, Channel, Voicemail, Wishes
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import PatientContact
from ibh_desktop.store.tx import Reading

NAMES = tuple(field.name for field in fields(Wishes))
COLUMNS = tuple(getattr(PatientContact, name) for name in NAMES)
"""What `wishes_in` reads; a patient without a row has nothing but NULL in them."""


@dataclass(frozen=True, slots=True)
class Known:
    """The wishes of a patient with the version of their row, 0 while there is none."""

    wishes: Wishes
    version: int


def known(reading: Reading, patient: PatientId) -> Known:
    """What a patient wished; raise `NotAllowed` for a therapist who never saw this person. Two statements."""
    require(reading.actor, Permission.SEE_PATIENT)
    require_own(reading, patient)
    return known_of(reading, patient)


def known_of(reading: Reading, patient: int) -> Known:
    """The same for whoever asked already whether this patient may be seen. One statement."""
    row = reading.rows(select(PatientContact.version, *COLUMNS).where(PatientContact.patient_id == patient)).one_or_none()
    return Known(NOTHING, 0) if row is None else Known(wishes_in(row), row.version)


def wishes_in(row: Row[*tuple[Any, ...]]) -> Wishes:
    """The wishes in a row of `COLUMNS`."""
    if row.channel is None:
        return NOTHING
    plain = {name: getattr(row, name) for name in NAMES}
    return Wishes(
        **plain
        | {
            "channel": Channel(row.channel),
            "voicemail": Voicemail(row.voicemail),
            "safe_from": None if row.safe_from is None else time_of(row.safe_from),
            "safe_to": None if row.safe_to is None else time_of(row.safe_to),
            "emergency_phone": shown_phone(row.emergency_phone),
        }
    )
