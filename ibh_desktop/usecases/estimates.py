"""Good Faith Estimates: asked for by a patient, given, not needed, open again. What booking makes due is in `self_pay`."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.estimate import Outcome, due_on_request, looked_at, require_given, require_open, require_reason
from ibh_desktop.domain.ids import EstimateId, PatientId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.patients import require_own
from ibh_desktop.store.frontdesk import EstimateTask
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Patient
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.charted import require_as_seen
from ibh_desktop.usecases.file_rows import held
from ibh_desktop.usecases.self_pay import closed_days


@dataclass(frozen=True, slots=True)
class Settled:
    """What Undo needs: which estimate, as this version."""

    estimate: EstimateId
    version: int


def ask(tx: Tx, patient: PatientId) -> EstimateId:
    """Note that a patient asks for an estimate: it is due within three business days; raise `Conflict` while one is open."""
    require(tx.actor, Permission.EDIT_PATIENT)
    tx.hold(patient=patient)
    row = one(tx, Patient, patient)
    require_own(tx, patient)
    t, today = EstimateTask, home_date(tx.now)
    asked = select(t.id).where(t.patient_id == patient, t.appointment_id.is_(None), t.outcome == Outcome.OPEN.value)
    if tx.session.scalar(asked.limit(1)) is not None:
        raise Conflict("This patient asked for an estimate already; it is still to be given.")
    due = due_on_request(today, closed_days(tx, row.location_id, *looked_at(today, today)))
    task = EstimateTask(patient_id=patient, asked_on=today, due_on=due, made_at=tx.now)
    tx.session.add(task)
    tx.session.flush()
    tx.record("estimate:ask", Topic.PATIENTS, patient, diff={"estimate": task.id, "due": due})
    return EstimateId(task.id)


def give(tx: Tx, estimate: EstimateId, *, on: date | None = None, version: int | None = None) -> Settled:
    """Note that an estimate was given, today unless told when; raise `Refused` for a day that cannot be."""
    row = _held(tx, estimate, version)
    require_open(Outcome(row.outcome))
    today = home_date(tx.now)
    row.given_on = require_given(on or today, row.asked_on, today)
    return _settle(tx, row, Outcome.GIVEN, "give")


def not_needed(tx: Tx, estimate: EstimateId, *, reason: str, version: int | None = None) -> Settled:
    """Note why no estimate is needed; raise `Refused` without a reason."""
    row = _held(tx, estimate, version)
    require_open(Outcome(row.outcome))
    row.reason = require_reason(reason)
    return _settle(tx, row, Outcome.NOT_NEEDED, "not-needed")


def take_back(tx: Tx, settled: Settled) -> None:
    """Undo: the estimate is open again; raise `Conflict` when it was changed since."""
    row = _held(tx, settled.estimate, settled.version)
    if Outcome(row.outcome) is Outcome.OPEN:
        raise Conflict("This estimate is open already.")
    row.outcome, row.reason, row.given_on = Outcome.OPEN.value, "", None
    row.settled_at = row.settled_by_id = None
    row.version += 1
    tx.record("estimate:take-back", Topic.PATIENTS, row.patient_id, diff={"estimate": row.id})


def _held(tx: Tx, estimate: EstimateId, version: int | None) -> EstimateTask:
    row = held(tx, EstimateTask, estimate, "This estimate is not there any more.")
    require_as_seen(version, row.version)
    return row


def _settle(tx: Tx, row: EstimateTask, outcome: Outcome, verb: str) -> Settled:
    row.outcome, row.settled_at, row.settled_by_id = outcome.value, tx.now, tx.actor.staff
    row.version += 1
    tx.record(f"estimate:{verb}", Topic.PATIENTS, row.patient_id, diff={"estimate": row.id})
    return Settled(EstimateId(row.id), row.version)
