"""Put right what became of a visit when its Undo is gone: the same day, within 24 hours, later with a reason."""

from datetime import datetime

from sqlalchemy import func, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.corrections import corrected, may_correct, require_correction, right_needed
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, TherapistId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.chart import SessionNote
from ibh_desktop.store.frontdesk import VisitStep
from ibh_desktop.store.lookup import one, require_version
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.before import Before, before_of
from ibh_desktop.usecases.reached import zone_of


def correct(tx: Tx, appointment: AppointmentId, *, status: Status, reason: str = "", version: int | None = None) -> Before:
    """Say that a settled visit ended otherwise. Undo is `appointments.restore`.

    Raises `NotAllowed` for whoever comes too late, `Refused` for a status it cannot have had or a session whose note is
    signed, `Conflict` when its time was taken meanwhile.
    """
    row = one(tx, Appointment, appointment)
    whose = TherapistId(row.therapist_id)
    require(tx.actor, Permission.MOVE_ON, whose)
    why = clean_text(reason)[:200]
    right = right_needed(row.status, settled_at(tx, row), tx.now, zone_of(tx, row))
    require_correction(row.status, status, row.starts, tx.now, right=right, reason=why)
    if not may_correct(tx.actor, right, whose):
        require(tx.actor, Permission.CORRECT_LATER, whose)
    if row.status is Status.COMPLETED:
        _require_unsigned(tx, row)
    before = before_of(row)
    tx.hold(therapist=row.therapist_id, room=row.room_id, patient=row.patient_id)
    require_version(row, version)
    stamps = corrected(before.stamps, status, row.starts, row.ends, tx.now)
    row.status, row.arrived_at, row.started_at, row.ended_at = status, stamps.arrived_at, stamps.started_at, stamps.ended_at
    told = {"from": before.status.value, "to": status.value}
    tx.record("appointment:correct", Topic.APPOINTMENTS, row.id, reason=why, diff=told)
    return before


def settled_at(tx: Tx, row: Appointment) -> datetime:
    """When a visit got the status that it has; of one without history, when it ended or now."""
    last = tx.session.scalar(select(func.max(VisitStep.at)).where(VisitStep.appointment_id == row.id))
    return last or min(row.ended_at or row.ends, tx.now)


def _require_unsigned(tx: Tx, row: Appointment) -> None:
    signed = select(SessionNote.id).where(SessionNote.appointment_id == row.id, SessionNote.signed_at.is_not(None)).limit(1)
    if tx.session.scalar(signed) is not None:
        raise Refused("The note of this session is signed, so it was held. Add to the note instead.", field="status")
