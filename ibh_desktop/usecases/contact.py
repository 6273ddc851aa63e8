"""How a patient wishes to be reached: noted and changed, one row a patient."""

from ibh_desktop.domain.clocks import minutes
from ibh_desktop.domain.contact import Wishes, require_wishes
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.queries.contact import NAMES, known_of
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import PatientContact
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen


def wish(tx: Tx, patient: PatientId, wishes: Wishes, *, version: int | None = None) -> Wishes:
    """Note what a patient wishes and return what stood before, which is what Undo notes again.

    Raises `Refused` at the field that is wrong, `Conflict` when another desk changed it since `version`.
    """
    require(tx.actor, Permission.EDIT_PATIENT)
    one(tx, Patient, patient)
    require_own(tx, patient)
    tx.hold(patient=patient)
    row = tx.session.get(PatientContact, patient, with_for_update=True)
    require_as_seen(version, row.version if row else 0)
    before = known_of(tx, patient).wishes
    checked = require_wishes(wishes)
    phone = parse_phone(checked.emergency_phone, field="emergency_phone")
    if row is None:
        row = PatientContact(patient_id=patient, version=0)
        tx.session.add(row)
    for name in NAMES:
        setattr(row, name, getattr(checked, name))
    row.channel, row.voicemail, row.emergency_phone = checked.channel.value, checked.voicemail.value, phone
    row.safe_from = None if checked.safe_from is None else minutes(checked.safe_from)
    row.safe_to = None if checked.safe_to is None else minutes(checked.safe_to)
    row.version += 1
    altered = [name for name in NAMES if getattr(before, name) != getattr(checked, name)]
    tx.record("contact:change", Topic.PATIENTS, patient, diff={"fields": altered})
    return before
