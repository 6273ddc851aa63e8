"""When a location is open: the hours of a week, closed days, and which day of a holiday is closed."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.people import clean_name
from ibh_desktop.domain.roster import WEEKDAYS, Hours, dates, require_hours

Week = tuple[Hours | None, ...]
"""Hours from Monday to Sunday; None on a day on which the location is closed."""
DAYS = tuple(day.lower() for day in WEEKDAYS)
"""The fields of a week, as a refusal points at them."""
OFFICE_HOURS = Hours(time(8), time(18))
LONGEST_CLOSURE = timedelta(days=366)


def workdays(hours: Hours) -> Week:
    """A week with the same hours from Monday to Friday, closed on Saturday and Sunday."""
    return (hours,) * 5 + (None, None)


OFFICE_WEEK = workdays(OFFICE_HOURS)


def require_week(week: Week) -> Week:
    """Raise `Refused` at the day whose hours end before they start, or when no day is open."""
    for field, hours in zip(DAYS, week, strict=True):
        if hours is not None:
            require_hours(hours, field)
    if not any(week):
        raise Refused("A location is open on one day a week at least; one that is given up is not active.", field=DAYS[0])
    return week


def told(week: Week) -> list[str]:
    """A week in words, days of the same hours together: `Mon–Fri 08:00–18:00`, `Sat 09:00–12:00`."""
    runs = [(hours, [day for day, _ in days]) for hours, days in groupby(enumerate(week), key=lambda each: each[1])]
    return [f"{_span(days[0], days[-1])} {hours.starts:%H:%M}–{hours.ends:%H:%M}" for hours, days in runs if hours]


def _span(first: int, last: int) -> str:
    return WEEKDAYS[first][:3] if first == last else f"{WEEKDAYS[first][:3]}–{WEEKDAYS[last][:3]}"


@dataclass(frozen=True, slots=True, order=True)
class ClosedDay:
    """A date on which a location is closed, and what for."""

    location: LocationId
    on: date
    label: str


def closed_days(location: LocationId, *, first: date, last: date, label: str) -> list[ClosedDay]:
    """Every day from `first` to `last`; raise `Refused` without a label, for an end before the beginning, or over a year."""
    if last < first:
        raise Refused(f"It ends on {last:%m/%d/%Y}, before it begins. Give a later last day.", field="last")
    if last - first >= LONGEST_CLOSURE:
        raise Refused("A location is closed for a year at most; make it inactive instead.", field="last")
    words = clean_label(label)
    return [ClosedDay(location, on, words) for on in dates(first, last)]


def clean_label(text: str) -> str:
    """What a location is closed for; raise `Refused` when nothing is said."""
    if not text.strip():
        raise Refused("Say what the location is closed for: the schedule shows it.", field="label")
    return clean_name(text, "label")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; `observed` when it falls on a weekend, `usual` when clinics close (DOMAIN.md 5.3)."""

    name: str
    on: date
    observed: date | None = None
    usual: bool = False


def closing_day(holiday: Holiday, week: Week) -> date:
    """The one day of a holiday that is closed.

    That is the day itself where the location is open on its weekday, else the observed one: who sees patients on Saturdays
    rests on Saturday, 25 December, and works on Friday; who does not has the Friday off. Never both.
    """
    if holiday.observed is None or week[holiday.on.weekday()] is not None:
        return holiday.on
    return holiday.observed


def is_kept(holiday: Holiday, week: Week, closed: Container[date]) -> bool:
    """Whether one of its two days is closed already; a weekday without hours counts only as the day that would close."""
    chosen = closing_day(holiday, week)
    other = holiday.on if chosen == holiday.observed else holiday.observed
    return chosen in closed or (other is not None and week[other.weekday()] is not None and other in closed)
