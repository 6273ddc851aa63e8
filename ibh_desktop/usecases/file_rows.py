"""What stands in a patient's file and is changed at the desk."""

from typing import TypeVar

from ibh_desktop.domain.errors import NotFound
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.chart import Guardian
from ibh_desktop.store.frontdesk import Coverage, DeskConsent, EstimateTask
from ibh_desktop.store.tx import Tx

T = TypeVar("T", Guardian, Coverage, DeskConsent, EstimateTask)


def held(tx: Tx, table: type[T], key: int, missing: str) -> T:
    """The row, locked for a change; raise `NotFound` with the sentence `missing`, `NotAllowed` for another's patient."""
    require(tx.actor, Permission.EDIT_PATIENT)
    row = tx.session.get(table, key, with_for_update=True)
    if row is None:
        raise NotFound(missing)
    require_own(tx, PatientId(row.patient_id))
    return row
