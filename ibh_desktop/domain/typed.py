"""Dates and times as people type them: `3/14/85`, `19850314`, `930`, `2p`, `tue 3pm`, `tomorrow`, `+1w`."""

import re
from datetime import date, datetime, time, timedelta

from ibh_desktop.domain.errors import Refused

_SHAPES = (
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%m.%d.%y",
    "%m-%d-%y",
    *(f"{day} {year}" for day in ("%d %b", "%d %B", "%b %d", "%B %d") for year in ("%Y", "%y")),
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=[^\W\d_])[.,\- ]+|(?<=\d),? *-?(?=[^\W\d_])|(?<=\d), *")
_CLOCK = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)
_AHEAD = re.compile(r"\+(\d{1,3})\s*([dw])", re.IGNORECASE)
_OFFICE_OPENS = 7


def parse_date(text: str, today: date, *, field: str = "born", past: bool = True) -> date:
    """A date in US order, ISO or eight digits; a two-digit year lies in the past unless told otherwise. Raises `Refused`."""
    plain = text.strip()
    # `March 14th, 1985`, `14-Mar-85` and `Mar. 14 1985` are read as their words with one blank between them.
    spelt = _BETWEEN.sub(" ", _ORDINAL.sub("", plain)) if any(c.isalpha() for c in plain) else plain
    for shape in _SHAPES:
        try:
            found = datetime.strptime(spelt, shape).date()
        except ValueError:
            continue
        if past and "%y" in shape and found > today:
            found = found.replace(year=found.year - 100)
        return found
    if re.fullmatch(r"[\d/.\- ]{6,10}", plain):
        raise Refused(f"There is no date {plain}. Give month/day/year, such as 3/14/1985.", field=field)
    raise Refused(f"“{plain[:30]}” is not a date. Give month/day/year, such as 3/14/1985.", field=field)


def parse_clock(text: str, *, field: str = "starts") -> time:
    """`9`, `930`, `09:30`, `2p`, `3 pm`; hours before seven without a or p are afternoon. Raises `Refused`."""
    match = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    half = (match[3] or "").lower() if match else ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 99
    elif hour < _OFFICE_OPENS and not text.strip().startswith("0"):
        hour += 12
    if hour > 23 or minute > 59:
        raise Refused(f"“{text.strip()[:20]}” is not a time. Type 9, 930, 2p or 14:30.", field=field)
    return time(hour, minute)


def parse_day(text: str, today: date, *, field: str = "starts") -> date:
    """`today`, `tomorrow`, `tue` (the next one), `+1w`, or a date. Raises `Refused`."""
    word = text.strip().lower()
    if word in ("", "today"):
        return today
    if word == "tomorrow":
        return today + timedelta(days=1)
    if ahead := _AHEAD.fullmatch(word):
        return today + timedelta(days=int(ahead[1]) * (7 if ahead[2] == "w" else 1))
    if len(word) >= 3:
        from ibh_desktop.domain.roster import WEEKDAYS  # noqa: PLC0415 - start-up: every field of a form imports this module

        for number, name in enumerate(WEEKDAYS):
            if name.lower().startswith(word):
                return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return parse_date(text, today, field=field, past=False)


def parse_when(text: str, today: date, *, field: str = "starts") -> tuple[date, time]:
    """A day and a time in one line: `tue 3pm`, `3/14/2027 9`, `930`. Raises `Refused`."""
    words = text.strip().rsplit(maxsplit=1)
    if len(words) == 2 and words[1].lower() in ("a", "p", "am", "pm"):
        head = words[0].rsplit(maxsplit=1)
        words = [*head[:-1], head[-1] + words[1]]
    if not words:
        raise Refused("Type a day and a time, such as tue 3pm.", field=field)
    return parse_day(words[0] if len(words) == 2 else "today", today, field=field), parse_clock(words[-1], field=field)
