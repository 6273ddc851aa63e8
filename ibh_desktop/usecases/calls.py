"""Calls before visits: what came of them, with what it changes of the visit in the same transaction (FEATURES.md b6)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ibh_desktop.domain.appointments import UPCOMING, Status
from ibh_desktop.domain.calls import REACHED_NOBODY, CallOutcome
from ibh_desktop.domain.contact import Wishes, may_call, may_leave_message, never_call
from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.field_texts import line
from ibh_desktop.domain.ids import AppointmentId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.series import Reach
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.contact import known_of
from ibh_desktop.store.frontdesk import CallMade
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment, Patient, Staff
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments, series
from ibh_desktop.usecases.before import Before
from ibh_desktop.usecases.reached import zone_of
from ibh_desktop.usecases.series import Changed


@dataclass(frozen=True, slots=True)
class Seen:
    """What the list showed of a visit when the call began: by it a second desk is noticed."""

    version: int
    last_call: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """What Undo needs: the call, and how the visits stood before it."""

    call: int
    changed: Changed


def called(tx: Tx, appointment: AppointmentId, *, outcome: CallOutcome, seen: Seen, note: str = "") -> Noted:
    """Note what came of a call and change the visit with it; raise `Refused` with the reason for a call that may not be.

    `CONFIRMED` and `CANCELLED` follow the rules of `appointments.mark` and `cancel`; a move is `moved`. Raises `Conflict` when
    another desk noted or changed something since `seen`.
    """
    row = _held(tx, appointment, seen)
    if outcome is CallOutcome.MOVED:
        raise Refused("Type the new time: the visit is moved with the call.", field="starts")
    if outcome in REACHED_NOBODY:
        _require_callable(tx, row, outcome)
    about = row.starts
    before: tuple[Before, ...] = ()
    if outcome is CallOutcome.CONFIRMED:
        before = (appointments.mark(tx, appointment, status=Status.CONFIRMED),)
    if outcome is CallOutcome.CANCELLED:
        before = (appointments.cancel(tx, appointment, by_clinic=False),)
    return Noted(_note(tx, row, outcome, about, note), Changed(before))


def moved(
    tx: Tx,
    appointment: AppointmentId,
    *,
    seen: Seen,
    starts: datetime,
    reach: Reach = Reach.THIS,
    shift_rest: bool = False,
    therapist: TherapistId | None = None,
    passed_reason: str = "",
) -> Noted:
    """Move a visit to the time agreed on the phone and note the call; raise as `series.move` does."""
    row = _held(tx, appointment, seen)
    about = row.starts
    changed = series.move(
        tx, appointment, starts=starts, reach=reach, shift_rest=shift_rest, therapist=therapist, passed_reason=passed_reason
    )
    return Noted(_note(tx, row, CallOutcome.MOVED, about, agreed=row.starts), changed)


def take_back(tx: Tx, noted: Noted) -> None:
    """Undo a call with what it changed, all or nothing; raise `Conflict` when the visit was changed again since."""
    row = _call(tx, noted.call)
    if noted.changed.before:
        series.restore(tx, noted.changed)
    _withdraw(tx, row)


def withdraw(tx: Tx, call: int) -> None:
    """Take back a call that reached nobody, however long ago; raise `Refused` for one that changed the visit."""
    row = _call(tx, call)
    if CallOutcome(row.outcome) not in REACHED_NOBODY:
        raise Refused(f"This visit was {row.outcome} in the call. Change the visit itself.")
    _withdraw(tx, row)


def _held(tx: Tx, appointment: AppointmentId, seen: Seen) -> Appointment:
    row = one(tx, Appointment, appointment)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    _require_as_seen(tx, row, seen)
    if row.status not in UPCOMING:
        raise Refused(f"This visit is {row.status.value}; nobody needs to be called about it.")
    if reason := never_call(_wishes(tx, row)):
        raise Refused(f"{reason} If they turn to you themselves, confirm or cancel the visit in the schedule.")
    return row


def _require_as_seen(tx: Tx, row: Appointment, seen: Seen) -> None:
    c = CallMade
    last = select(c.id, c.outcome, c.at, c.by_id, Staff.name).join(Staff, Staff.id == c.by_id)
    last = last.where(c.appointment_id == row.id, c.withdrawn_at.is_(None)).order_by(c.id.desc()).limit(1)
    found = tx.rows(last).one_or_none()
    if found is not None and found.id != seen.last_call:
        when = found.at.astimezone(zone_of(tx, row))
        who = "You" if found.by_id == tx.actor.staff else found.name
        raise Conflict(f"{who} noted “{found.outcome}” at {when:%H:%M}. Yours was not noted; look at the list again.")
    if row.version != seen.version:
        raise Conflict(f"Somebody else changed this visit a moment ago: it is {row.status.value}. Yours was not noted.")


def _require_callable(tx: Tx, row: Appointment, outcome: CallOutcome) -> None:
    wishes = _wishes(tx, row)
    if row.status is not Status.SCHEDULED:
        raise Refused(f"This visit is {row.status.value}; nobody needs to be called about it.")
    if not one(tx, Patient, row.patient_id).phone:
        raise Refused("There is no phone number in the file.")
    if reason := may_call(wishes, tx.now.astimezone(zone_of(tx, row))):
        raise Refused(reason)
    if outcome is CallOutcome.MESSAGE and (reason := may_leave_message(wishes)):
        raise Refused(reason)


def _wishes(tx: Tx, row: Appointment) -> Wishes:
    return known_of(tx, row.patient_id).wishes


def _note(
    tx: Tx, row: Appointment, outcome: CallOutcome, about: datetime, note: str = "", agreed: datetime | None = None
) -> int:
    made = CallMade(
        appointment_id=row.id,
        at=tx.now,
        by_id=tx.actor.staff,
        outcome=outcome.value,
        about=about,
        agreed=agreed,
        note=line(note, "note"),
    )
    tx.session.add(made)
    tx.session.flush()
    tx.record("call:made", Topic.APPOINTMENTS, row.id, diff={"call": made.id, "outcome": outcome.name})
    return made.id


def _call(tx: Tx, call: int) -> CallMade:
    row = tx.session.get(CallMade, call, with_for_update=True)
    if row is None:
        raise NotFound("This call is not there any more.")
    require(tx.actor, Permission.MOVE_ON, TherapistId(one(tx, Appointment, row.appointment_id).therapist_id))
    if row.withdrawn_at is not None:
        raise Conflict("This call was taken back already.")
    return row


def _withdraw(tx: Tx, row: CallMade) -> None:
    row.withdrawn_at, row.withdrawn_by_id = tx.now, tx.actor.staff
    tx.record("call:withdraw", Topic.APPOINTMENTS, row.appointment_id, diff={"call": row.id})
