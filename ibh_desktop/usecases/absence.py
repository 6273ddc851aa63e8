"""The absence desk: what came of a call, each with its audit row, so that the list knows who is still to be called."""

from datetime import datetime

from ibh_desktop.domain.absence import SPOKEN, Outcome
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.absence import CALL
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.appointments import Before


def called(tx: Tx, appointment: AppointmentId, *, outcome: Outcome) -> None:
    """Note a call that changed nothing, or withdraw the last note; raise `Refused` for a session that is not ahead."""
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.BOOK, TherapistId(row.therapist_id))
    if outcome not in (*SPOKEN, Outcome.WITHDRAWN):
        raise Refused("Only a call can be noted here; move or cancel the session itself.", field="outcome")
    if row.status not in UPCOMING:
        raise Refused(f"This session is {row.status.value}; nobody needs to be called about it.")
    _note(tx, appointment, outcome, TherapistId(row.therapist_id), Slot(row.starts, row.ends))


def move(
    tx: Tx,
    appointment: AppointmentId,
    *,
    starts: datetime,
    therapist: TherapistId,
    room: RoomId | None = None,
    version: int | None = None,
) -> Before:
    """Move a session to the time agreed on the phone; raise as `appointments.move` does. Undo is `take_back`."""
    require(tx.actor, Permission.BOOK, therapist)
    before = appointments.move(
        tx, appointment, starts=starts, therapist=therapist, room=room, version=version, passed_reason="therapist away"
    )
    _note(tx, appointment, Outcome.MOVED, before.therapist, Slot(before.starts, before.ends))
    return before


def cancel(tx: Tx, appointment: AppointmentId, *, version: int | None = None) -> Before:
    """Cancel a session for the clinic because the therapist is away. Undo is `take_back`."""
    before = appointments.cancel(tx, appointment, by_clinic=True, reason="therapist away", version=version)
    _note(tx, appointment, Outcome.CANCELLED, before.therapist, Slot(before.starts, before.ends))
    return before


def take_back(tx: Tx, before: Before) -> None:
    """Undo a move or a cancellation made here, and withdraw the note of its call."""
    appointments.restore(tx, before)
    _note(tx, before.id, Outcome.WITHDRAWN, before.therapist, Slot(before.starts, before.ends))


def _note(tx: Tx, appointment: AppointmentId, outcome: Outcome, therapist: TherapistId, slot: Slot) -> None:
    """`slot` and `therapist` are those of before the call: by them the desk of that absence finds it again."""
    told = {"outcome": outcome.name, "therapist": therapist, "starts": slot.starts.isoformat(), "ends": slot.ends.isoformat()}
    tx.record(CALL, Topic.APPOINTMENTS, appointment, diff=told)
