"""Who came to a group's session: one list, each member's visit settled at once (DOMAIN.md 1.7.3, 5.2)."""

from collections.abc import Collection

from sqlalchemy import or_, select

from ibh_desktop.domain.appointments import HOLDING, UNSETTLED, Status, require_due
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.groups import attended
from ibh_desktop.domain.ids import AppointmentId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.clinic import settings
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Appointment
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.before import Before, before_of, restore_all


def take(tx: Tx, session: AppointmentId, *, present: Collection[AppointmentId]) -> tuple[Before, ...]:
    """Settle every open visit of a session: who was present is done, whoever was not is a no-show.

    Raise `Refused` before the session, or where an absence cannot be recorded yet; Undo is `take_back`.
    """
    row = one(tx, Appointment, session)
    require(tx.actor, Permission.MOVE_ON, TherapistId(row.therapist_id))
    rows = _open_rows(tx, row)
    if not rows:
        raise Refused("Everybody's visit of this session is settled already.")
    if tx.now < row.starts:
        raise Refused("This session has not begun. Who came is noted afterwards.")
    after = [attended(each.status, present=each.id in present) for each in rows]
    for status in after:
        require_due(status, row.starts, tx.now, grace=settings(tx).grace)
    before = tuple(before_of(each) for each in rows)
    for each, status in zip(rows, after, strict=True):
        if status is not Status.COMPLETED:
            each.status = status
    tx.session.flush()
    _settle(tx, rows, after)
    return before


def _open_rows(tx: Tx, row: Appointment) -> list[Appointment]:
    a, first = Appointment, row.joins_id or row.id
    wanted = select(a).where(or_(a.joins_id == first, a.id == first), a.status.in_(UNSETTLED)).order_by(a.id)
    return list(tx.session.scalars(wanted.with_for_update()))


def _settle(tx: Tx, rows: list[Appointment], after: list[Status]) -> None:
    """One who came holds therapist and room for the others; the absent hold nothing any more."""
    came = [row for row, status in zip(rows, after, strict=True) if status is Status.COMPLETED]
    first = _holder(tx, rows[0], came)
    for row, status in zip(rows, after, strict=True):
        if status is Status.COMPLETED:
            row.joins_id = None if row.id == first else first
            row.started_at, row.ended_at = row.started_at or row.starts, row.ends
        row.status = status
        row.version += 1
        tx.session.flush()
        tx.record("appointment:mark", Topic.APPOINTMENTS, row.id, diff={"to": status.value})


def _holder(tx: Tx, row: Appointment, came: list[Appointment]) -> int | None:
    """Who holds the session now: whoever did before, while she was there; otherwise the first who came."""
    before = one(tx, Appointment, row.joins_id or row.id)
    if before in came or before.status in HOLDING:
        return before.id
    return came[0].id if came else None


def take_back(tx: Tx, before: tuple[Before, ...]) -> None:
    """Undo a list that was taken; raise `Conflict` when one of the visits was changed since."""
    restore_all(tx, before)
