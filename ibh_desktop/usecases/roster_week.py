"""A therapist's week drawn anew, saved as a whole: weekly shifts from then on, or exceptions of that week alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from ibh_desktop.domain.clashes import require_no_clash
from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, RoomId, ShiftId, TherapistId
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.roster_changes import DrawnWeek, RosterChange, drawn_change
from ibh_desktop.domain.roster_week import date_of
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.calendar import exceptions_in
from ibh_desktop.queries.roster_effects import shifts_of
from ibh_desktop.queries.roster_week import drawn
from ibh_desktop.store.lookup import one
from ibh_desktop.store.schema import Shift as ShiftRow
from ibh_desktop.store.schema import ShiftException, Therapist
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases.roster import add_exception, add_shift, remove_exception, zones_of


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What was written, and what it takes to put it back: last dates as they were, shifts and exceptions that went."""

    therapist: TherapistId
    ended: tuple[tuple[ShiftId, date | None], ...]
    removed: tuple[Shift, ...]
    added: tuple[ShiftId, ...]
    exceptions: tuple[int, ...]
    cleared: tuple[tuple[DayException, str], ...]


def redraw(tx: Tx, week: DrawnWeek) -> Redrawn:
    """Save a drawn week; raise `Refused` for a day that is over, closed hours, or a clash, and then nothing is saved.

    Raise `Refused` as well when somebody changed this week meanwhile.
    """
    require(tx.actor, Permission.EDIT_ROSTER, week.therapist)
    one(tx, Therapist, week.therapist)
    shifts, today = shifts_of(tx.session, week.therapist), _today(tx)
    special = exceptions_in(tx.session, week.monday, week.monday + timedelta(days=6), therapists=[week.therapist])
    if drawn(shifts, special, week.monday) != week.before:
        raise Refused("Somebody changed this week meanwhile. It is shown as it is now; draw your change again.", field="week")
    if not week.days:
        raise Refused("Nothing was drawn. Drag over a day to paint a shift.", field="week")
    if week.once and any(date_of(week.monday, day) < today for day in week.days):
        raise Refused("A day of this week is over. Choose a later week, or save it from this week on.", field="week")
    return _write(tx, drawn_change(week, shifts, special, today), shifts)


def _today(tx: Tx) -> date:
    """The date where it is earliest: a day is over when it is over everywhere."""
    return min(tx.now.astimezone(zone).date() for zone in zones_of(tx.session).values())


def _write(tx: Tx, change: RosterChange, shifts: dict[ShiftId, Shift]) -> Redrawn:
    before = {key: shifts[key].to_on for key, last in change.ended if last >= shifts[key].from_on}
    for key, last in change.ended:
        _end(tx, key, last)
    cleared = _clear(tx, change)
    tx.session.flush()
    return Redrawn(
        change.therapist,
        tuple(before.items()),
        tuple(shifts[key] for key, _ in change.ended if key not in before),
        tuple(add_shift(tx, shift) for shift in change.added),
        tuple(add_exception(tx, special) for special in change.exceptions),
        cleared,
    )


def _end(tx: Tx, key: ShiftId, last: date | None) -> None:
    row = one(tx, ShiftRow, key)
    if last is not None and last < row.from_on:
        tx.session.delete(row)
        tx.record("shift:remove", Topic.ROSTER, row.therapist_id, diff={"shift": key})
        return
    row.to_on = last
    tx.record("shift:end", Topic.ROSTER, row.therapist_id, diff={"shift": key, "last": last})


def _clear(tx: Tx, change: RosterChange) -> tuple[tuple[DayException, str], ...]:
    special = ShiftException
    wanted = select(special).where(special.therapist_id == change.therapist, special.on.in_(change.cleared))
    gone = []
    for row in tx.session.scalars(wanted).all():
        hours = None if row.starts is None or row.ends is None else Hours(time_of(row.starts), time_of(row.ends))
        place = None if row.location_id is None else LocationId(row.location_id)
        room = None if row.room_id is None else RoomId(row.room_id)
        gone.append((DayException(change.therapist, row.on, place, hours, room), row.reason))
        remove_exception(tx, row.id)
    return tuple(gone)


def put_back(tx: Tx, redrawn: Redrawn) -> None:
    """Take a drawn week back as a whole; raise `NotFound` when a part of it is gone, `Refused` when it clashes now."""
    require(tx.actor, Permission.EDIT_ROSTER, redrawn.therapist)
    for key in redrawn.added:
        _end(tx, key, one(tx, ShiftRow, key).from_on - timedelta(days=1))
    for exception in redrawn.exceptions:
        remove_exception(tx, exception)
    tx.session.flush()
    for shift in redrawn.removed:
        add_shift(tx, shift)
    for key, last in redrawn.ended:
        _end(tx, key, last)
    tx.session.flush()
    known = shifts_of(tx.session, redrawn.therapist)
    for key, _ in redrawn.ended:
        require_no_clash(known[key], (shift for other, shift in known.items() if other != key), zones_of(tx.session))
    for special, reason in redrawn.cleared:
        add_exception(tx, special, reason=reason)
