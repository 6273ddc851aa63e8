"""Which backups are kept: 8 hourly, 14 daily, 8 weekly and 12 monthly ones (SAFETY.md 6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

KEPT = (("%Y-%m-%d %H", 8), ("%Y-%m-%d", 14), ("%G-%V", 8), ("%Y-%m", 12))
"""A period as it is written, and of how many such periods the newest backup is kept."""
EVERY = timedelta(hours=4)
"""How long after a backup the next one is due."""
OVERDUE = timedelta(hours=26)
"""From here on every window says that there is no fresh backup."""


def kept(taken: Iterable[datetime]) -> set[datetime]:
    """Those of the times at which backups were taken (aware UTC) whose backups stay; the newest always does."""
    newest_first = sorted(taken, reverse=True)
    stay: set[datetime] = set()
    for period, most in KEPT:
        newest_of: dict[str, datetime] = {}
        for at in newest_first:
            newest_of.setdefault(at.strftime(period), at)
        stay.update(list(newest_of.values())[:most])
    return stay


def is_due(last: datetime | None, now: datetime, *, after: timedelta = EVERY) -> bool:
    """Whether a backup is `after` old, or there is none. One from the future, of a wrong clock, counts as none."""
    return last is None or not timedelta(0) <= now - last < after
