"""What a patient signed at the front desk: noted, changed, revoked, taken off. What is taken off stays in the file."""

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.desk_consents import DeskConsent as Paper
from ibh_desktop.domain.desk_consents import require_record
from ibh_desktop.domain.ids import DeskConsentId, PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import DeskConsent
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen
from ibh_desktop.usecases.file_rows import held


def add(tx: Tx, patient: PatientId, paper: Paper) -> DeskConsentId:
    """Note a signed paper; raise `Refused` at the field that is wrong."""
    require(tx.actor, Permission.EDIT_PATIENT)
    require_own(tx, patient)
    row = DeskConsent(patient_id=patient, noted_at=tx.now)
    _write(tx, row, paper)
    tx.session.add(row)
    tx.session.flush()
    tx.record("consent:add", Topic.PATIENTS, patient, diff={"consent": row.id, "kind": row.kind})
    return DeskConsentId(row.id)


def change(tx: Tx, consent: DeskConsentId, paper: Paper, *, version: int | None = None) -> None:
    """Replace what is known of a paper, its revocation too; raise `Conflict` when another desk changed it since `version`."""
    row = _held(tx, consent)
    require_as_seen(version, row.version)
    revoked = paper.revoked_on is not None and row.revoked_on is None
    _write(tx, row, paper)
    _changed(tx, row, "revoke" if revoked else "change")


def remove(tx: Tx, consent: DeskConsentId) -> None:
    """Take a paper that was noted by mistake off the file."""
    row = _held(tx, consent)
    row.removed = True
    _changed(tx, row, "remove")


def put_back(tx: Tx, consent: DeskConsentId) -> None:
    """Undo a removal."""
    row = _held(tx, consent)
    row.removed = False
    _changed(tx, row, "put-back")


def _held(tx: Tx, consent: DeskConsentId) -> DeskConsent:
    return held(tx, DeskConsent, consent, "This paper is not on file.")


def _write(tx: Tx, row: DeskConsent, paper: Paper) -> None:
    checked = require_record(paper, home_date(tx.now))
    row.kind, row.signed_on, row.signer, row.signer_name = (
        checked.kind.value,
        checked.signed_on,
        checked.signer.value,
        checked.signer_name,
    )
    row.expires_on, row.revoked_on, row.paper_seen = checked.expires_on, checked.revoked_on, checked.paper_seen


def _changed(tx: Tx, row: DeskConsent, verb: str) -> None:
    row.version += 1
    tx.record(f"consent:{verb}", Topic.PATIENTS, row.patient_id, diff={"consent": row.id, "kind": row.kind})
