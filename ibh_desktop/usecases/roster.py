"""Shifts and time off."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from ibh_desktop.domain.clocks import minutes, time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import ShiftId, TherapistId, TimeOffId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import WEEKDAYS, Shift, require_breaks, require_hours, require_no_clash
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.calendar import as_shift, breaks_of
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, LocationHours, ShiftBreak, Therapist, TimeOff
from ibh_desktop.store.schema import Shift as ShiftRow
from ibh_desktop.store.tx import Tx


def add_shift(tx: Tx, shift: Shift) -> ShiftId:
    """Add a weekly shift; raise `Refused` when it is crooked, outside opening hours, or clashes with another."""
    require(tx.actor, Permission.EDIT_ROSTER, shift.therapist)
    require_hours(shift.hours)
    require_breaks(shift.hours, shift.breaks)
    _require_open(tx, shift)
    rows = tx.session.scalars(select(ShiftRow).where(ShiftRow.therapist_id == shift.therapist)).all()
    require_no_clash(shift, (as_shift(row, breaks_of(tx.session, [row.id])) for row in rows))
    row = ShiftRow(
        therapist_id=shift.therapist,
        location_id=shift.location,
        room_id=shift.room,
        weekday=shift.weekday,
        starts=minutes(shift.hours.starts),
        ends=minutes(shift.hours.ends),
        from_on=shift.from_on,
        to_on=shift.to_on,
        every_weeks=shift.every_weeks,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.session.add_all(ShiftBreak(shift_id=row.id, starts=minutes(b.starts), ends=minutes(b.ends)) for b in shift.breaks)
    tx.record("shift:add", Topic.ROSTER, shift.therapist, diff={"shift": row.id})
    return ShiftId(row.id)


def _require_open(tx: Tx, shift: Shift) -> None:
    location = one(tx, Location, shift.location)
    if not location.active or not one(tx, Therapist, shift.therapist).active:
        raise Refused("This therapist or location is not active any more.", field="therapist")
    hours = tx.session.scalars(
        select(LocationHours).where(LocationHours.location_id == shift.location, LocationHours.weekday == shift.weekday)
    ).one_or_none()
    if hours is None:
        raise Refused(f"{location.name} is closed on {WEEKDAYS[shift.weekday]}.", field="weekday")
    if minutes(shift.hours.starts) < hours.opens or minutes(shift.hours.ends) > hours.closes:
        raise Refused(
            f"{location.name} is open from {time_of(hours.opens):%H:%M} to {time_of(hours.closes):%H:%M}.", field="starts"
        )


def end_shift(tx: Tx, shift: ShiftId, *, last_on: date) -> None:
    """Work a shift for the last time on `last_on`; what is booked after it stays booked and shows as outside the shift."""
    row = one(tx, ShiftRow, shift)
    require(tx.actor, Permission.EDIT_ROSTER, TherapistId(row.therapist_id))
    if last_on < row.from_on:
        raise Refused("A shift cannot end before it began.", field="last_on")
    row.to_on = last_on
    tx.record("shift:end", Topic.ROSTER, row.therapist_id, diff={"shift": shift, "last": last_on})


def add_time_off(tx: Tx, therapist: TherapistId, *, starts: datetime, ends: datetime, reason: str = "") -> TimeOffId:
    """Note an absence; appointments inside it stay until somebody moves them."""
    require(tx.actor, Permission.EDIT_ROSTER, therapist)
    if ends <= starts:
        raise Refused("Time off ends before it starts.", field="ends")
    if ends - starts > timedelta(days=366):
        raise Refused("Time off lasts a year at most; make the therapist inactive instead.", field="ends")
    row = TimeOff(therapist_id=therapist, starts=starts, ends=ends, reason=clean_text(reason)[:120])
    tx.session.add(row)
    tx.session.flush()
    tx.record("time-off:add", Topic.ROSTER, therapist, diff={"starts": starts, "ends": ends})
    return TimeOffId(row.id)


def remove_time_off(tx: Tx, time_off: TimeOffId) -> None:
    """Take an absence back."""
    row = one(tx, TimeOff, time_off)
    require(tx.actor, Permission.EDIT_ROSTER, TherapistId(row.therapist_id))
    tx.session.delete(row)
    tx.record("time-off:remove", Topic.ROSTER, row.therapist_id, diff={"starts": row.starts, "ends": row.ends})
