"""Who may act for a patient: noted, changed, taken off the file. A row that is taken off stays in the chart."""

from dataclasses import dataclass

from ibh_desktop.domain.field_texts import line, text
from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.ids import GuardianId, PatientId
from ibh_desktop.domain.people import clean_name
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import parse_phone
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.chart import Guardian
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen
from ibh_desktop.usecases.file_rows import held


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of a guardian; `document` is the paper that was seen, `restrictions` the text of a court's order.

    The custody note is for everybody who meets the family, without clinical detail (DOMAIN.md 4.6).
    """

    name: str
    relation: str
    authority: Authority
    phone: str = ""
    document: str = ""
    restrictions: str = ""
    custody_note: str = ""
    contact_allowed: bool = True


def add(tx: Tx, patient: PatientId, words: Words) -> GuardianId:
    """Note somebody who may act for a patient; raise `Refused` at the field that is wrong."""
    require(tx.actor, Permission.EDIT_PATIENT)
    require_own(tx, patient)
    row = Guardian(patient_id=patient, noted_at=tx.now)
    _write(row, words)
    tx.session.add(row)
    tx.session.flush()
    tx.record("guardian:add", Topic.PATIENTS, patient, diff={"guardian": row.id})
    return GuardianId(row.id)


def change(tx: Tx, guardian: GuardianId, words: Words, *, version: int | None = None) -> None:
    """Replace what is known of a guardian; raise `Conflict` when another desk changed it since `version`."""
    row = _held(tx, guardian)
    require_as_seen(version, row.version)
    _write(row, words)
    _changed(tx, row, "change")


def remove(tx: Tx, guardian: GuardianId) -> None:
    """Take a guardian off the file."""
    row = _held(tx, guardian)
    row.removed = True
    _changed(tx, row, "remove")


def put_back(tx: Tx, guardian: GuardianId) -> None:
    """Undo a removal."""
    row = _held(tx, guardian)
    row.removed = False
    _changed(tx, row, "put-back")


def _held(tx: Tx, guardian: GuardianId) -> Guardian:
    return held(tx, Guardian, guardian, "This guardian is not on file.")


def _write(row: Guardian, words: Words) -> None:
    row.name = clean_name(words.name, "name")
    row.relation = line(words.relation, "relation", missing="Say how they are related to the patient.")
    row.authority = words.authority.value
    row.phone = parse_phone(words.phone)
    row.document_seen = line(words.document, "document")
    row.restrictions = text(words.restrictions, "restrictions")
    row.custody_note = line(words.custody_note, "custody_note")
    row.contact_allowed = words.contact_allowed


def _changed(tx: Tx, row: Guardian, verb: str) -> None:
    row.version += 1
    tx.record(f"guardian:{verb}", Topic.PATIENTS, row.patient_id, diff={"guardian": row.id})
