"""Record what a patient signed, and what becomes of it. Nothing is ever deleted: what was a mistake is void."""

from dataclasses import replace
from datetime import date

from ibh_desktop.domain.authorization import Authorization, Method
from ibh_desktop.domain.authorization_record import require_ending, require_record, require_revocable
from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.disclosure import Information, Part2, Special
from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.field_texts import line
from ibh_desktop.domain.ids import AuthorizationId, PatientId, RecipientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.law_facts import BAR, record_of, require_flag
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store import chart
from ibh_desktop.store.lookup import one, standing
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen


def record(
    tx: Tx, patient: PatientId, paper: Authorization, *, method: Method = Method.PAPER, scan_ref: str = ""
) -> AuthorizationId:
    """Put a signed paper on record as it is, whatever it lacks; raise `Refused` at what cannot be so."""
    require(tx.actor, Permission.EDIT_AUTHORIZATIONS)
    require_own(tx, patient)
    checked = require_record(paper, home_date(tx.now))
    if checked.recipient is not None:
        checked = replace(checked, recipient=RecipientId(standing(tx, checked.recipient).id))
    row = _row(tx, patient, checked)
    row.method, row.scan_ref = method.value, line(scan_ref, "scan_ref")
    tx.session.add(row)
    tx.session.flush()
    tx.record("authorization:record", Topic.PATIENTS, patient, diff={"authorization": row.id, "basis": row.basis})
    return AuthorizationId(row.id)


def revoke(tx: Tx, authorization: AuthorizationId, *, on: date, by: str = "", version: int | None = None) -> None:
    """Note that it was revoked: from now on nothing goes out on it. `by` is who said so, empty for the patient."""
    row = _held(tx, authorization, version)
    require_revocable(record_of(row), on, home_date(tx.now))
    row.revoked_on, row.revoked_by = on, line(by, "by")
    _changed(tx, row, "revoke")


def end(tx: Tx, authorization: AuthorizationId, *, on: date, version: int | None = None) -> None:
    """Note the day of the event that ends it."""
    row = _held(tx, authorization, version)
    require_ending(record_of(row), on, home_date(tx.now))
    row.expired_on = on
    _changed(tx, row, "end")


def void(tx: Tx, authorization: AuthorizationId, *, reason: str, version: int | None = None) -> None:
    """Say that it was recorded by mistake; it stays on record and carries nothing."""
    row = _held(tx, authorization, version)
    if row.voided_at is not None:
        raise Refused("It is void already.", field="reason")
    row.void_reason = line(reason, "reason", missing="Say why it is void.")
    row.voided_at = tx.now
    _changed(tx, row, "void")


def flag_part2(tx: Tx, patient: PatientId, flag: Part2) -> Part2:
    """Say whether 42 CFR Part 2 protects a patient's record; returns what was said before, which is what Undo needs.

    The flag tells of substance use, so it is the clinicians' own (DOMAIN.md 7).
    """
    require(tx.actor, Permission.EDIT_CLINICAL)
    require_flag(tx, patient)
    row = one(tx, Patient, patient)
    before = Part2(row.part2)
    row.part2 = flag.value
    tx.record("patient:part2", Topic.PATIENTS, patient)
    return before


def _held(tx: Tx, authorization: AuthorizationId, version: int | None) -> chart.Authorization:
    require(tx.actor, Permission.EDIT_AUTHORIZATIONS)
    row = tx.session.get(chart.Authorization, authorization, with_for_update=True)
    if row is None:
        raise NotFound("This authorization is not on record.")
    require_own(tx, PatientId(row.patient_id))
    require_as_seen(version, row.version)
    return row


def _changed(tx: Tx, row: chart.Authorization, verb: str) -> None:
    row.version += 1
    tx.record(f"authorization:{verb}", Topic.PATIENTS, row.patient_id, diff={"authorization": row.id})


def _row(tx: Tx, patient: PatientId, paper: Authorization) -> chart.Authorization:
    return chart.Authorization(
        patient_id=patient,
        basis=paper.basis.value,
        signer=paper.signer.value,
        signer_name=paper.signer_name,
        authority=paper.authority,
        discloser=paper.discloser,
        recipient_id=paper.recipient,
        recipient_class=paper.receivers.value,
        information=BAR.join(kind.value for kind in Information if kind in paper.information),
        special=BAR.join(one.value for one in Special if one in paper.special),
        description=paper.description,
        purpose=paper.purpose,
        records_from=paper.records_from,
        records_to=paper.records_to,
        expires_on=paper.expires_on,
        expires_event=paper.expires_event,
        revocation_told=paper.revocation_told,
        redisclosure_told=paper.redisclosure_told,
        conditioning_told=paper.conditioning_told,
        copy_given=paper.copy_given,
        signed_on=paper.signed_on,
        recorded_at=tx.now,
        recorded_by=tx.actor.staff,
    )
