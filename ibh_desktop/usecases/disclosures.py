"""Note what was told about a patient without a letter. It is noted as it was, and whether it was allowed is said at once."""

from dataclasses import replace

from ibh_desktop.domain.ids import PatientId, RecipientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.release import ground
from ibh_desktop.domain.told import Told, require_told, words_of
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.patients import require_own
from ibh_desktop.queries.release_facts import told_of
from ibh_desktop.store.chart import Disclosure
from ibh_desktop.store.lookup import standing
from ibh_desktop.store.tx import Tx


def record(tx: Tx, patient: PatientId, said: Told) -> tuple[str, ...]:
    """Add a line to the log; return every reason why it was not allowed, empty when it was.

    What happened belongs into an accounting of disclosures whether or not it should have: only what cannot be so is refused.
    """
    require(tx.actor, Permission.EDIT_AUTHORIZATIONS)
    require_own(tx, patient)
    checked = require_told(said, tx.now)
    if checked.recipient is not None:
        checked = replace(checked, recipient=RecipientId(standing(tx, checked.recipient).id))
    release = told_of(tx, patient, checked)
    found = ground(release)
    held = found.authorization
    row = Disclosure(
        patient_id=patient,
        at=checked.at,
        made_by=tx.actor.staff,
        recipient_id=checked.recipient,
        to_whom=release.receiver.name if release.receiver is not None else checked.to_whom,
        what=words_of(checked),
        purpose=checked.purpose,
        basis=found.basis.value,
        authorization_id=None if held is None else held.id,
        how=checked.how.value,
    )
    tx.session.add(row)
    tx.session.flush()
    diff = {"disclosure": row.id, "basis": row.basis, "allowed": not found.reasons}
    tx.record("disclosure:record", Topic.PATIENTS, patient, diff=diff)
    return found.reasons
