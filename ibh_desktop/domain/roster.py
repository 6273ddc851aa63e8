"""Weekly shifts, their breaks and time off, and the working time that follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import minutes, wall_slot
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, RoomId, TherapistId
from ibh_desktop.domain.slots import Slot, without

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Hours:
    """Wall-clock hours of one day; `ends` after `starts`."""

    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of one therapist at one location, every `every_weeks` weeks counted from the week of `from_on`.

    `weekday` 0 is Monday, dates are inclusive.
    """

    therapist: TherapistId
    location: LocationId
    weekday: int
    hours: Hours
    from_on: date
    to_on: date | None = None
    room: RoomId | None = None
    breaks: tuple[Hours, ...] = ()
    every_weeks: int = 1

    def runs_on(self, on: date) -> bool:
        """Whether this shift is worked on that date, exceptions aside."""
        if on.weekday() != self.weekday or on < self.from_on or (self.to_on is not None and on > self.to_on):
            return False
        return self.every_weeks == 1 or (_monday(on) - _monday(self.from_on)).days // 7 % self.every_weeks == 0


@dataclass(frozen=True, slots=True)
class DayException:
    """A date on which a therapist works otherwise; without `hours` and `location` not at all.

    The exceptions of a date replace every weekly shift of the therapist on it.
    """

    therapist: TherapistId
    on: date
    location: LocationId | None = None
    hours: Hours | None = None
    room: RoomId | None = None

    def as_shift(self) -> Shift | None:
        """A shift worked on this date only; None where the therapist does not work."""
        if self.location is None or self.hours is None:
            return None
        return Shift(self.therapist, self.location, self.on.weekday(), self.hours, self.on, self.on, self.room)


def worked_on(shifts: Iterable[Shift], exceptions: Iterable[DayException], on: date) -> list[Shift]:
    """The shifts worked on a date: the weekly ones, but for a therapist with exceptions on it those alone."""
    special = [one for one in exceptions if one.on == on]
    otherwise = {one.therapist for one in special}
    weekly = [shift for shift in shifts if shift.therapist not in otherwise and shift.runs_on(on)]
    return weekly + [shift for one in special if (shift := one.as_shift()) is not None]


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def require_hours(hours: Hours, field: str = "ends", *, shortest: timedelta = timedelta(0)) -> Hours:
    """Raise `Refused` when hours end before they start, or are shorter than a visit."""
    if hours.ends <= hours.starts:
        raise Refused(
            f"It ends at {hours.ends:%H:%M}, before it starts at {hours.starts:%H:%M}. Give a later end.", field=field
        )
    if minutes(hours.ends) - minutes(hours.starts) < shortest // timedelta(minutes=1):
        raise Refused(f"Nothing fits into {hours.starts:%H:%M}–{hours.ends:%H:%M}. Give a later end.", field=field)
    return hours


def require_breaks(hours: Hours, breaks: Iterable[Hours]) -> None:
    """Raise `Refused` when a break lies outside its shift."""
    for pause in breaks:
        require_hours(pause, "break")
        if pause.starts < hours.starts or pause.ends > hours.ends:
            raise Refused(
                f"The break {pause.starts:%H:%M}–{pause.ends:%H:%M} lies outside"
                f" the shift {hours.starts:%H:%M}–{hours.ends:%H:%M}.",
                field="break",
            )


def shift_slots(shift: Shift, on: date, zone: ZoneInfo) -> list[Slot]:
    """The working slots of one shift on one date, breaks taken out, as instants."""
    hours = shift.hours
    if not shift.runs_on(on) or (hours.ends <= hours.starts and hours.ends != time(0)):
        return []
    pauses = [wall_slot(on, pause.starts, pause.ends, zone) for pause in shift.breaks]
    return without([wall_slot(on, hours.starts, hours.ends, zone)], pauses)


def open_slot(opening: Mapping[tuple[LocationId, int], Hours], location: LocationId, on: date, zone: ZoneInfo) -> Slot | None:
    """When a location is open on a date; None on a weekday without hours."""
    hours = opening.get((location, on.weekday()))
    return None if hours is None else wall_slot(on, hours.starts, hours.ends, zone)


def dates(first: date, last: date) -> list[date]:
    """Every date from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def weekly_hours(shifts: Iterable[Shift]) -> float:
    """Hours a week that these shifts amount to, breaks taken out."""
    worked = 0
    for shift in shifts:
        worked += minutes(shift.hours.ends) - minutes(shift.hours.starts)
        worked -= sum(minutes(pause.ends) - minutes(pause.starts) for pause in shift.breaks)
    return worked / 60
