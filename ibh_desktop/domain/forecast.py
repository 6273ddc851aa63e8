"""Weekly hours that become free as courses end."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ibh_desktop.domain.clocks import minutes
from ibh_desktop.domain.ids import LocationId, TherapistId

WEEKS = 16
"""How far the forecast looks: the length of a course that would begin now."""


@dataclass(frozen=True, slots=True)
class Held:
    """The weekly hour that a running course holds.

    `booked_to` is the date of its last booked session, `until` of the last one in the contract; it is later while
    some are not booked.
    """

    therapist: TherapistId
    location: LocationId
    weekday: int
    at: time
    length: int
    booked_to: date
    until: date

    @property
    def certain(self) -> bool:
        """Whether every session is booked; otherwise the end is where weekly booking would bring it."""
        return self.until == self.booked_to


@dataclass(frozen=True, slots=True)
class Freed:
    """An hour of the week that is free from a date on."""

    hour: Held
    from_on: date


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many weekly hours become free in a week; `expected` ones hang on sessions that are not booked yet."""

    monday: date
    certain: int
    expected: int


def usual_hour(starts: Sequence[datetime]) -> tuple[int, time]:
    """Weekday and wall time at which most of these sessions begin; of equals the later one, for courses move on."""
    counted = Counter((at.weekday(), at.time()) for at in starts)
    most = max(counted.values())
    last = next(at for at in sorted(starts, reverse=True) if counted[at.weekday(), at.time()] == most)
    return last.weekday(), last.time()


def course_end(booked_to: date, unbooked: int, cadence_days: int, today: date) -> date:
    """The date of the contract's last session: what is not booked follows the last booked one, but not before today."""
    if unbooked <= 0:
        return booked_to
    last = max(booked_to, today - timedelta(days=cadence_days))
    return last + timedelta(days=unbooked * cadence_days)


def freed(hours: Iterable[Held], first: date, *, weeks: int = WEEKS) -> list[Freed]:
    """The hours that become free in `weeks` weeks from the Monday `first`, by date.

    An hour that another course of the same therapist holds longer is not free yet: that course's end frees it.
    """
    days: dict[tuple[TherapistId, int], list[Held]] = defaultdict(list)
    for hour in hours:
        days[hour.therapist, hour.weekday].append(hour)
    last = first + timedelta(weeks=weeks)
    found = [Freed(hour, _after(hour)) for day in days.values() for n, hour in enumerate(day) if not _outlasted(n, day)]
    chosen = (each for each in found if first <= each.from_on < last)
    return sorted(chosen, key=lambda each: (each.from_on, each.hour.at, each.hour.therapist))


def _after(hour: Held) -> date:
    """The first date with this weekday after the last session."""
    return hour.until + timedelta(days=(hour.weekday - hour.until.weekday() - 1) % 7 + 1)


def _outlasted(number: int, day: Sequence[Held]) -> bool:
    mine = day[number]
    return any(
        _overlap(mine, other) and (other.until, at) > (mine.until, number) for at, other in enumerate(day) if at != number
    )


def _overlap(a: Held, b: Held) -> bool:
    first, second = minutes(a.at), minutes(b.at)
    return first < second + b.length and second < first + a.length


def per_week(found: Iterable[Freed], first: date, *, weeks: int = WEEKS) -> list[WeekCount]:
    """Every week of the forecast with its count, empty ones too."""
    counts: Counter[tuple[int, bool]] = Counter(((each.from_on - first).days // 7, each.hour.certain) for each in found)
    return [WeekCount(first + timedelta(weeks=n), counts[n, True], counts[n, False]) for n in range(weeks)]
