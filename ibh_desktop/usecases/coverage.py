"""Who pays for a patient's care and what they authorized: noted, changed, taken off. What is taken off stays in the file."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import HOME_ZONE, instant
from ibh_desktop.domain.cover import Cover, Payer, require_cover
from ibh_desktop.domain.ids import CoverageId, PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import Coverage
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen
from ibh_desktop.usecases.file_rows import held
from ibh_desktop.usecases.self_pay import after_payer

_MIDNIGHT = time(0)


def add(tx: Tx, patient: PatientId, cover: Cover) -> CoverageId:
    """Note a payer of a patient; raise `Refused` at the field that is wrong."""
    require(tx.actor, Permission.EDIT_PATIENT)
    require_own(tx, patient)
    row = Coverage(patient_id=patient, noted_at=tx.now)
    _write(row, cover)
    tx.session.add(row)
    tx.session.flush()
    tx.record("coverage:add", Topic.PATIENTS, patient, diff={"coverage": row.id})
    _note_estimate(tx, row)
    return CoverageId(row.id)


def change(tx: Tx, coverage: CoverageId, cover: Cover, *, version: int | None = None) -> None:
    """Replace what is known of a payer; raise `Conflict` when another desk changed it since `version`."""
    row = _held(tx, coverage)
    require_as_seen(version, row.version)
    _write(row, cover)
    _changed(tx, row, "change")
    _note_estimate(tx, row)


def remove(tx: Tx, coverage: CoverageId) -> None:
    """Take a payer off the file."""
    row = _held(tx, coverage)
    row.removed = True
    _changed(tx, row, "remove")


def put_back(tx: Tx, coverage: CoverageId) -> None:
    """Undo a removal."""
    row = _held(tx, coverage)
    row.removed = False
    _changed(tx, row, "put-back")


def _held(tx: Tx, coverage: CoverageId) -> Coverage:
    return held(tx, Coverage, coverage, "This payer is not on file.")


def _write(row: Coverage, cover: Cover) -> None:
    checked, zone = require_cover(cover), ZoneInfo(HOME_ZONE)
    row.payer, row.name, row.member, row.reference = checked.payer.value, checked.name, checked.member, checked.reference
    row.sessions, row.valid_from, row.valid_to, row.note = checked.sessions, checked.first, checked.last, checked.note
    row.opens = None if checked.first is None else instant(checked.first, _MIDNIGHT, zone)
    row.closes = None if checked.last is None else instant(checked.last + timedelta(days=1), _MIDNIGHT, zone)


def _note_estimate(tx: Tx, row: Coverage) -> None:
    if row.payer == Payer.SELF_PAY.value:
        after_payer(tx, PatientId(row.patient_id))


def _changed(tx: Tx, row: Coverage, verb: str) -> None:
    row.version += 1
    tx.record(f"coverage:{verb}", Topic.PATIENTS, row.patient_id, diff={"coverage": row.id})
