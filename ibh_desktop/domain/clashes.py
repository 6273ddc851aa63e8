"""When two shifts of one therapist would be worked at the same time, alternating weeks and time zones taken into account."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import wall_slot
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.roster import WEEKDAYS, Shift

_AHEAD = 106
"""Weeks looked at: a rhythm of up to four weeks meets again within twelve, two years see every clock change twice."""
_DAYS = (timedelta(0), timedelta(days=-1), timedelta(days=1))
Zones = Mapping[LocationId, ZoneInfo]
"""The zone of every location; without any, all shifts are on one clock."""


def meeting(one: Shift, other: Shift, zones: Zones | None = None) -> date | None:
    """The first date of `one` on which both are worked at the same instant; None when they never meet."""
    here, there = _zone(one, zones), _zone(other, zones)
    if here == there and (one.weekday != other.weekday or not _overlap(one, other)):
        return None
    on = max(one.from_on, other.from_on - timedelta(days=1))
    on += timedelta(days=(one.weekday - on.weekday()) % 7)
    last = min(day for day in (one.to_on, on + timedelta(weeks=_AHEAD)) if day is not None)
    while on <= last and (other.to_on is None or on <= other.to_on + timedelta(days=1)):
        if one.runs_on(on) and _same_instant(one, other, on, here, there):
            return on
        on += timedelta(weeks=1)
    return None


def _zone(shift: Shift, zones: Zones | None) -> ZoneInfo:
    return ZoneInfo("UTC") if zones is None else zones[shift.location]


def _overlap(one: Shift, other: Shift) -> bool:
    return one.hours.starts < other.hours.ends and other.hours.starts < one.hours.ends


def _same_instant(one: Shift, other: Shift, on: date, here: ZoneInfo, there: ZoneInfo) -> bool:
    span = wall_slot(on, one.hours.starts, one.hours.ends, here)
    for shift in _DAYS:
        near = on + shift
        if other.runs_on(near) and span.overlaps(wall_slot(near, other.hours.starts, other.hours.ends, there)):
            return True
    return False


def require_no_clash(new: Shift, others: Iterable[Shift], zones: Zones | None = None) -> None:
    """Raise `Refused` when the therapist already works then, here or elsewhere."""
    for other in others:
        on = meeting(new, other, zones)
        if on is not None:
            place = " at another location" if other.location != new.location else ""
            meet = f" They meet on {on:%m/%d/%Y}." if max(new.every_weeks, other.every_weeks) > 1 else ""
            raise Refused(
                f"There is already a shift on {WEEKDAYS[other.weekday]} {other.hours.starts:%H:%M}–{other.hours.ends:%H:%M}"
                f"{place}.{meet} End that one first.",
                field="starts",
            )
