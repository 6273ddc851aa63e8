"""Life events, as precisely as they are remembered: a day, a month or a year (DOMAIN.md 1.5)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.people import clean_text
from ibh_desktop.domain.typed import parse_date

EARLIEST = 1900
LONGEST_TITLE = 200
# Not from the calendar module: its names change with the PC's language.
MONTHS = "January February March April May June July August September October November December".split()
_MONTHS = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_MONTH_WORDS = re.compile(rf"({_MONTHS}|sept)\.?,? +(\d{{4}})", re.IGNORECASE)
_MONTH_FIGURES = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_MONTH_ISO = re.compile(r"(\d{4})-(\d{1,2})")


class EventKind(StrEnum):
    """What sort of thing happened."""

    LIFE_EVENT = "life event"
    SYMPTOM = "symptom"
    TREATMENT = "treatment"
    SUBSTANCE = "substance"
    MEDICATION = "medication"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or the first day of the month or year that is meant."""

    on: date
    precision: Precision = Precision.DAY


MOODS = {
    -3: "−3 much worse",
    -2: "−2 worse",
    -1: "−1 a little worse",
    0: "0 no change",
    1: "+1 a little better",
    2: "+2 better",
    3: "+3 much better",
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened."""

    kind: EventKind
    title: str
    begins: Moment
    ends: Moment | None = None
    mood: int | None = None
    person: PersonId | None = None
    area: Area | None = None


def parse_moment(text: str, today: date, *, field: str = "begins") -> Moment:
    """`2019`, `March 2024`, `3/2024`, `3/14/2024` and every other way a date is typed; raise `Refused`."""
    plain = " ".join(text.split())
    if re.fullmatch(r"\d{4}", plain):
        return Moment(date(_year(plain, field), 1, 1), Precision.YEAR)
    if found := _MONTH_WORDS.fullmatch(plain):
        number = next(n for n, month in enumerate(MONTHS, start=1) if month[:3].lower() == found[1][:3].lower())
        return _month(number, found[2], field)
    if found := _MONTH_FIGURES.fullmatch(plain):
        return _month(int(found[1]), found[2], field)
    if found := _MONTH_ISO.fullmatch(plain):
        return _month(int(found[2]), found[1], field)
    try:
        day = parse_date(plain, today, field=field)
    except Refused:
        raise Refused(f"“{plain[:30]}” is no date. Type 2019, March 2024 or 3/14/2024.", field=field) from None
    _year(str(day.year), field)
    return Moment(day)


def _month(number: int, year: str, field: str) -> Moment:
    if not 1 <= number <= 12:
        raise Refused(f"There is no month {number}.", field=field)
    return Moment(date(_year(year, field), number, 1), Precision.MONTH)


def _year(text: str, field: str) -> int:
    if int(text) < EARLIEST:
        raise Refused(f"The year {int(text)} is too long ago. Give one from {EARLIEST} on.", field=field)
    return int(text)


def written(moment: Moment) -> str:
    """As it is read and typed: `2019`, `March 2024`, `3/14/2024`."""
    if moment.precision is Precision.YEAR:
        return str(moment.on.year)
    if moment.precision is Precision.MONTH:
        return f"{MONTHS[moment.on.month - 1]} {moment.on.year}"
    return f"{moment.on.month}/{moment.on.day}/{moment.on.year}"


def require_past(moment: Moment, today: date, *, field: str) -> None:
    """Raise `Refused` for what is still to come; the year and the month that run count as past."""
    if moment.on > today:
        raise Refused(f"{written(moment)} is still to come. Note it when it has happened.", field=field)


def require_event(event: LifeEvent, today: date) -> LifeEvent:
    """The same, cleaned; raise `Refused` at the field that is wrong."""
    title = clean_text(event.title)
    if not title:
        raise Refused("Say what happened.", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"{LONGEST_TITLE} characters fit; this has {len(title)}.", field="title")
    require_past(event.begins, today, field="begins")
    if event.ends is not None:
        _require_end(event.begins, event.ends, today)
    if event.mood is not None and event.mood not in MOODS:
        raise Refused("The effect on mood goes from −3 to +3.", field="mood")
    return replace(event, title=title)


def _require_end(begins: Moment, ends: Moment, today: date) -> None:
    require_past(ends, today, field="ends")
    if ends.precision is not begins.precision:
        raise Refused("Give both dates alike: 2019 and 2020, or May 2019 and March 2020.", field="ends")
    if ends.on < begins.on:
        raise Refused("It cannot end before it began.", field="ends")
