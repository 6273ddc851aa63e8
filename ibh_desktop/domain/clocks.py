"""Wall time and instants: a day in a zone, and wall times that do not exist or come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.slots import Slot

HOME_ZONE = "America/Chicago"
"""The wall clock of most of the group's locations, for what belongs to none of them."""


def home_date(at: datetime) -> date:
    """The date of an instant on the clinic's own clock."""
    return at.astimezone(ZoneInfo(HOME_ZONE)).date()


def around(first: date, last: date) -> Slot:
    """Instants that hold these days in every American zone; each location's own days are cut out of them."""
    zone = ZoneInfo(HOME_ZONE)
    return Slot(day_bounds(first, zone).starts - timedelta(hours=4), day_bounds(last, zone).ends + timedelta(hours=6))


def day_bounds(on: date, zone: ZoneInfo) -> Slot:
    """The instants of midnight and the next midnight: 23, 24 or 25 hours apart."""
    return Slot(instant(on, time(0), zone), instant(on + timedelta(days=1), time(0), zone))


def instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall time; of a wall time that comes twice, the first; of one that is skipped, the hour after."""
    return datetime.combine(on, at, zone).astimezone(UTC)


def booked_instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    """As `instant`, for a time a person chose: raise `Refused` where the clock skips or repeats it (SAFETY.md 7)."""
    early, late = (datetime.combine(on, at, zone).replace(fold=fold) for fold in (0, 1))
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise Refused(
            f"{at:%H:%M} does not exist on {on:%d %B %Y}: the clocks go forward. Choose another time.", field="starts"
        )
    raise Refused(f"{at:%H:%M} comes twice on {on:%d %B %Y}: the clocks go back. Choose another time.", field="starts")


def both_instants(on: date, at: time, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants of a wall time a person chose: two where it comes twice; raise `Refused` where the clock skips it."""
    early, late = (datetime.combine(on, at, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return (booked_instant(on, at, zone),) if early >= late else (early, late)


def wall_slot(on: date, starts: time, ends: time, zone: ZoneInfo) -> Slot:
    """A span of wall time on one day as instants; `ends` 00:00 means the end of that day."""
    last = on if ends > starts else on + timedelta(days=1)
    return Slot(instant(on, starts, zone), instant(last, ends, zone))


def minutes(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    """The wall time `minute` minutes after midnight; 1440 is midnight."""
    return time(minute // 60 % 24, minute % 60)


def at_wall(start: datetime, zone: ZoneInfo, days: int) -> datetime:
    """The same wall time `days` later: a weekly series keeps wall time across DST (DOMAIN.md 5.3)."""
    local = start.astimezone(zone)
    return instant(local.date() + timedelta(days=days), local.time(), zone)
