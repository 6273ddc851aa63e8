"""What a changed roster means for weekly shifts and for the exceptions of dates: worked out once, shown first, saved then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ibh_desktop.domain.ids import ShiftId, TherapistId
from ibh_desktop.domain.roster import DayException, Hours, Shift
from ibh_desktop.domain.roster_week import Span, changed_days, date_of, on_day
from ibh_desktop.domain.slots import Slot

Shifts = Mapping[ShiftId, Shift]


@dataclass(frozen=True, slots=True)
class RosterChange:
    """What is about to be saved for one therapist.

    `ended` gives shifts with their last date, which lies before their first where they never begin; `cleared` are the dates
    whose exceptions are taken back.
    """

    therapist: TherapistId
    ended: tuple[tuple[ShiftId, date], ...] = ()
    added: tuple[Shift, ...] = ()
    cleared: tuple[date, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    off: Slot | None = None


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """A week as it was seen and as it was drawn then, from `monday` on or `once`, in that week alone."""

    therapist: TherapistId
    monday: date
    before: tuple[Span, ...]
    after: tuple[Span, ...]
    once: bool

    @property
    def days(self) -> list[int]:
        """The weekdays that were drawn otherwise."""
        return changed_days(self.before, self.after)


def drawn_change(week: DrawnWeek, shifts: Shifts, special: Iterable[DayException], today: date) -> RosterChange:
    """What a drawn week changes; a weekday that is over today changes from its next turn on, or not at all when `once`."""
    dates = {on for day in week.days if (on := date_of(week.monday, day)) >= today}
    excepted = {one.on for one in special} & dates
    parts = [_once(week, day, shifts) if week.once else _from_now_on(week, day, shifts, today) for day in week.days]
    return RosterChange(
        week.therapist,
        ended=tuple(pair for part in parts for pair in part.ended),
        added=tuple(shift for part in parts for shift in part.added),
        cleared=tuple(sorted(excepted)),
        exceptions=tuple(one for part in parts for one in part.exceptions),
    )


def _running(shifts: Shifts, on: date) -> dict[ShiftId, Shift]:
    return {key: shift for key, shift in shifts.items() if shift.runs_on(on)}


def _from_now_on(week: DrawnWeek, day: int, shifts: Shifts, today: date) -> RosterChange:
    on, running = date_of(week.monday, day), _running(shifts, date_of(week.monday, day))
    kept = {one.shift for one in on_day(week.after, day) if one.shift in running and same(one, running[one.shift])}
    ended = [
        (key, _from(on, shift.every_weeks, today) - timedelta(days=1)) for key, shift in running.items() if key not in kept
    ]
    added = [
        _shift(week.therapist, one, _from(on, one.every_weeks, today), running.get(one.shift) if one.shift else None)
        for one in on_day(week.after, day)
        if one.shift not in kept
    ]
    return RosterChange(
        week.therapist,
        tuple((key, last) for key, last in ended if not _over(running[key], last)),
        tuple(shift for shift in added if not _over(shift, shift.from_on - timedelta(days=1))),
    )


def _over(shift: Shift, last_on: date) -> bool:
    """Whether it would not be worked after that date anyhow."""
    return shift.to_on is not None and shift.to_on <= last_on


def _from(on: date, every_weeks: int, today: date) -> date:
    while on < today:
        on += timedelta(weeks=every_weeks)
    return on


def _shift(therapist: TherapistId, span: Span, from_on: date, old: Shift | None) -> Shift:
    return Shift(
        therapist,
        span.location,
        span.weekday,
        span.hours,
        from_on,
        old.to_on if old else None,
        span.room,
        span.breaks,
        span.every_weeks,
    )


def same(span: Span, shift: Shift) -> bool:
    """Whether a span is drawn as its weekly shift is worked."""
    return (span.location, span.hours, span.breaks, span.room, span.every_weeks) == (
        shift.location,
        shift.hours,
        shift.breaks,
        shift.room,
        shift.every_weeks,
    )


def _once(week: DrawnWeek, day: int, shifts: Shifts) -> RosterChange:
    on, drawn = date_of(week.monday, day), on_day(week.after, day)
    running = _running(shifts, on)
    if len(drawn) == len(running) and all(one.shift in running and same(one, running[one.shift]) for one in drawn):
        return RosterChange(week.therapist)
    if not drawn:
        return RosterChange(week.therapist, exceptions=(DayException(week.therapist, on),) if running else ())
    pieces = [(one, piece) for one in drawn for piece in one.pieces]
    return RosterChange(week.therapist, exceptions=tuple(_special(week.therapist, on, one, piece) for one, piece in pieces))


def _special(therapist: TherapistId, on: date, span: Span, piece: Hours) -> DayException:
    return DayException(therapist, on, span.location, piece, span.room)


def roster_then(
    change: RosterChange, shifts: Shifts, special: Sequence[DayException]
) -> tuple[list[Shift], list[DayException]]:
    """Shifts and exceptions of the therapist as they would be after the change."""
    last = dict(change.ended)
    then = [replace(shift, to_on=last.get(key, shift.to_on)) for key, shift in shifts.items()]
    left = [one for one in special if one.on not in change.cleared]
    return [*then, *change.added], [*left, *change.exceptions]
