"""Closed days of locations: close on some, open again."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ibh_desktop.domain.errors import Conflict, NotFound, Refused
from ibh_desktop.domain.ids import ClosureId, LocationId
from ibh_desktop.domain.opening import ClosedDay, clean_label, closed_days
from ibh_desktop.domain.permissions import Permission, require
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.schema import Closure, Location
from ibh_desktop.store.tx import Tx

_TOLD = 3
"""So many days are named in a refusal."""


def close(tx: Tx, location: LocationId, *, first: date, last: date, label: str) -> list[ClosureId]:
    """Close a location from `first` to `last`, a row a day; what is booked then stays until somebody moves it.

    Raise `Refused` for a span that is crooked, longer than a year or begins in the past, for an inactive location, and
    `Conflict` when one of the days is closed already; then nothing is closed.
    """
    require(tx.actor, Permission.EDIT_PLACES)
    return close_days(tx, closed_days(location, first=first, last=last, label=label))


def close_days(tx: Tx, days: Sequence[ClosedDay]) -> list[ClosureId]:
    """Close several locations on days of their own, all or none; raises as `close` does."""
    require(tx.actor, Permission.EDIT_PLACES)
    if not days:
        raise Refused("Tick the days on which you close.", field="days")
    made: list[ClosureId] = []
    for location, some in groupby(sorted(days), key=lambda day: day.location):
        made += _close(tx, location, list(some))
    return made


def _close(tx: Tx, location: LocationId, days: Sequence[ClosedDay]) -> list[ClosureId]:
    # Two desks that close the same day wait for each other here; bookings do not.
    locked = select(Location).where(Location.id == location).with_for_update(key_share=True)
    place = tx.session.scalars(locked).one_or_none()
    if place is None:
        raise NotFound("This location is not there any more.")
    if not place.active:
        raise Refused(f"{place.name} is not active any more, so nothing is closed there.", field="location")
    if days[0].on < tx.now.astimezone(ZoneInfo(place.zone)).date():
        raise Refused(f"{days[0].on:%m/%d/%Y} is over. Choose a later day.", field="first")
    _require_open(tx, place, [day.on for day in days])
    rows = [Closure(location_id=location, on=day.on, label=clean_label(day.label)) for day in days]
    tx.session.add_all(rows)
    tx.session.flush()
    tx.record("closure:add", Topic.PLACES, location, diff={"on": [day.on for day in days]})
    return [ClosureId(row.id) for row in rows]


def _require_open(tx: Tx, place: Location, days: Sequence[date]) -> None:
    taken = select(Closure).where(Closure.location_id == place.id, Closure.on.between(days[0], days[-1])).order_by(Closure.on)
    closed = [f"{row.on:%a} {row.on:%m/%d/%Y} ({row.label})" for row in tx.session.scalars(taken) if row.on in days]
    if closed or len(set(days)) < len(days):
        more = f" and on {len(closed) - _TOLD} more days" if len(closed) > _TOLD else ""
        named = ", ".join(closed[:_TOLD]) or "one of these days twice"
        raise Conflict(
            f"{place.name} is closed on {named}{more} already. Leave out what is closed, or remove it first.", field="first"
        )


def reopen(tx: Tx, closures: Sequence[ClosureId]) -> list[ClosedDay]:
    """Open again on closed days; what is returned closes them anew. Raise `NotFound` when one is not there any more."""
    require(tx.actor, Permission.EDIT_PLACES)
    rows = tx.session.scalars(select(Closure).where(Closure.id.in_(closures)).order_by(Closure.location_id, Closure.on)).all()
    if not rows or len(rows) < len(set(closures)):
        raise NotFound("This closed day is not there any more.")
    days = [ClosedDay(LocationId(row.location_id), row.on, row.label) for row in rows]
    for row in rows:
        tx.session.delete(row)
    for location, some in groupby(days, key=lambda day: day.location):
        tx.record("closure:remove", Topic.PLACES, location, diff={"on": [day.on for day in some]})
    return days
