"""A visit in words: weekday, date, time with its zone, and where (DOMAIN.md 4.3, L5)."""

from datetime import datetime

from ibh_desktop.letters.content import Visit


def day(at: datetime) -> str:
    """`Monday, January 4, 2027`."""
    return f"{at:%A, %B} {at.day}, {at.year}"


def clock(at: datetime) -> str:
    """`9:00 AM CST`: the zone belongs to it, since a patient may live across a border of zones."""
    return f"{_hour(at)} {at:%Z}".strip()


def span(visit: Visit) -> str:
    """`9:00 to 9:50 AM CST`."""
    first = _hour(visit.starts)
    if (visit.starts.hour < 12) == (visit.ends.hour < 12):
        first = first.rsplit(" ", 1)[0]
    return f"{first} to {clock(visit.ends)}"


def where(visit: Visit) -> str:
    """The place with its street, or that it is by video or phone."""
    if visit.telehealth:
        return "By video or phone (telehealth): you do not come to the clinic"
    return ", ".join(part for part in (visit.place, visit.street, visit.city_line) if part)


def _hour(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"
