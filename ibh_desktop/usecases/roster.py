"""Shifts and time off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ibh_desktop.domain.clashes import require_no_clash
from ibh_desktop.domain.clocks import minutes, time_of
from ibh_desktop.domain.errors import NotFound, Refused
from ibh_desktop.domain.ids import LocationId, ShiftId, TherapistId, TimeOffId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import WEEKDAYS, DayException, Hours, Shift, require_breaks, require_hours
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.calendar import as_shift, breaks_of, exceptions_in
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Location, LocationHours, ShiftBreak, ShiftException, Therapist, TimeOff
from ibh_desktop.store.schema import Shift as ShiftRow
from ibh_desktop.store.tx import Tx


def add_shift(tx: Tx, shift: Shift) -> ShiftId:
    """Add a weekly shift; raise `Refused` when it is crooked, outside opening hours, or clashes with another."""
    require(tx.actor, Permission.EDIT_ROSTER, shift.therapist)
    require_hours(shift.hours)
    require_breaks(shift.hours, shift.breaks)
    _require_open(tx, shift.therapist, shift.location, shift.weekday, shift.hours)
    if not 1 <= shift.every_weeks <= 4:
        raise Refused("A shift comes every week, or every two to four weeks.", field="every_weeks")
    rows = tx.session.scalars(select(ShiftRow).where(ShiftRow.therapist_id == shift.therapist)).all()
    require_no_clash(shift, (as_shift(row, breaks_of(tx.session, [row.id])) for row in rows), zones_of(tx.session))
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


def zones_of(session: Session) -> dict[LocationId, ZoneInfo]:
    """The zone of every location."""
    return {LocationId(key): ZoneInfo(zone) for key, zone in session.execute(select(Location.id, Location.zone))}


def _require_open(tx: Tx, therapist: TherapistId, place: LocationId, weekday: int, hours: Hours) -> None:
    location = one(tx, Location, place)
    if not location.active or not one(tx, Therapist, therapist).active:
        raise Refused("This therapist or location is not active any more.", field="therapist")
    opening = tx.session.scalars(
        select(LocationHours).where(LocationHours.location_id == place, LocationHours.weekday == weekday)
    ).one_or_none()
    if opening is None:
        raise Refused(f"{location.name} is closed on {WEEKDAYS[weekday]}.", field="weekday")
    if minutes(hours.starts) < opening.opens or minutes(hours.ends) > opening.closes:
        raise Refused(
            f"{location.name} is open from {time_of(opening.opens):%H:%M} to {time_of(opening.closes):%H:%M}.", field="starts"
        )


def add_exception(tx: Tx, exception: DayException, *, reason: str = "") -> int:
    """Let a therapist work otherwise on one date, or not at all; it replaces the weekly shifts of that date.

    Raise `Refused` for a date that is over, crooked hours, a closed location, or hours that overlap another exception.
    """
    require(tx.actor, Permission.EDIT_ROSTER, exception.therapist)
    if exception.on < tx.now.date() - timedelta(days=1):
        raise Refused("This day is over. Choose a later one.", field="from_on")
    if exception.hours is not None and exception.location is not None:
        require_hours(exception.hours)
        _require_open(tx, exception.therapist, exception.location, exception.on.weekday(), exception.hours)
    _require_alone(tx, exception)
    hours = exception.hours
    row = ShiftException(
        therapist_id=exception.therapist,
        on=exception.on,
        location_id=exception.location if hours else None,
        room_id=exception.room,
        starts=minutes(hours.starts) if hours else None,
        ends=minutes(hours.ends) if hours else None,
        reason=clean_text(reason)[:120],
    )
    tx.session.add(row)
    tx.session.flush()
    tx.record("exception:add", Topic.ROSTER, exception.therapist, diff={"exception": row.id, "on": exception.on})
    return row.id


def _require_alone(tx: Tx, new: DayException) -> None:
    same_day = exceptions_in(tx.session, new.on, new.on, therapists=[new.therapist])
    for other in same_day:
        if new.hours is None or other.hours is None:
            raise Refused(f"There is already an exception on {new.on:%m/%d/%Y}. Take that one back first.", field="from_on")
        if new.hours.starts < other.hours.ends and other.hours.starts < new.hours.ends:
            raise Refused(
                f"On {new.on:%m/%d/%Y} there is already an exception from {other.hours.starts:%H:%M}"
                f" to {other.hours.ends:%H:%M}. Take that one back first.",
                field="starts",
            )


def remove_exception(tx: Tx, exception: int) -> None:
    """Take an exception back; the weekly shifts of its date are worked again."""
    row = tx.session.get(ShiftException, exception)
    if row is None:
        raise NotFound("This exception is not there any more.")
    require(tx.actor, Permission.EDIT_ROSTER, TherapistId(row.therapist_id))
    tx.session.delete(row)
    tx.record("exception:remove", Topic.ROSTER, row.therapist_id, diff={"exception": exception, "on": row.on})


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
