"""A therapist's week as it is drawn: spans painted, rubbed out and moved by hand. Minutes are wall time of the location."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ibh_desktop.domain.clocks import minutes, time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, RoomId, ShiftId
from ibh_desktop.domain.roster import WEEKDAYS, Hours

Minutes = tuple[int, int]
"""From and to, in minutes after midnight, half-open."""
SHORTEST, LATEST = 15, 1435
"""A span shorter than the one is a slip of the hand; none ends later than the other, so that a shift stays on its date."""


@dataclass(frozen=True, slots=True)
class Span:
    """Work on one weekday of the week; `shift` is the weekly shift it came from, `only` marks the exception of one date."""

    weekday: int
    location: LocationId
    hours: Hours
    breaks: tuple[Hours, ...] = ()
    room: RoomId | None = None
    every_weeks: int = 1
    shift: ShiftId | None = None
    only: bool = False

    @property
    def bounds(self) -> Minutes:
        """Start and end in minutes."""
        return _minutes(self.hours)

    @property
    def pieces(self) -> tuple[Hours, ...]:
        """The hours between the breaks."""
        starts, ends = self.bounds
        found: list[Minutes] = []
        for pause in sorted(self.breaks, key=lambda one: one.starts):
            found.append((starts, minutes(pause.starts)))
            starts = minutes(pause.ends)
        return tuple(_hours(span) for span in [*found, (starts, ends)] if span[0] < span[1])


def painted(week: Sequence[Span], new: Span) -> tuple[Span, ...]:
    """The week with `new` drawn into it: one piece with what it touches at its location, breaks under it filled.

    Raise `Refused` where the therapist is at another location then.
    """
    starts, ends = new.bounds
    if ends - starts < SHORTEST:
        raise Refused(f"Draw at least {SHORTEST} minutes.", field="week")
    same = [one for one in week if one.weekday == new.weekday]
    for other in same:
        first, last = other.bounds
        if other.location != new.location and first < ends and starts < last:
            raise Refused(
                f"On {WEEKDAYS[new.weekday]} {other.hours.starts:%H:%M}–{other.hours.ends:%H:%M} is worked at another location."
                " Rub that out first, or choose its location.",
                field="week",
            )
    joined = [one for one in same if one.location == new.location and one.bounds[0] <= ends and starts <= one.bounds[1]]
    whole = new if not joined else _joined(joined, new)
    return _ordered([*(one for one in week if one not in joined), whole])


def _joined(old: Sequence[Span], new: Span) -> Span:
    spans = [one.bounds for one in (*old, new)]
    keeps = old[0]
    pauses = _without([_minutes(pause) for one in old for pause in one.breaks], new.bounds)
    return replace(
        keeps,
        hours=_hours((min(start for start, _ in spans), max(end for _, end in spans))),
        breaks=tuple(_hours(pause) for pause in pauses),
        only=keeps.only or new.only,
    )


def rubbed_out(week: Sequence[Span], weekday: int, gone: Minutes) -> tuple[Span, ...]:
    """The week without these minutes: a span loses its end, goes, or has a break where it was rubbed through."""
    kept = [span for one in week for span in (_cut(one, gone) if one.weekday == weekday else (one,))]
    return _ordered(kept)


def _cut(span: Span, gone: Minutes) -> tuple[Span, ...]:
    starts, ends = span.bounds
    first, last = max(gone[0], starts), min(gone[1], ends)
    if first >= last:
        return (span,)
    pauses = _union([*(_minutes(pause) for pause in span.breaks), (first, last)])
    # A break at the edge is no break: the day only starts later or ends earlier.
    if pauses[0][0] <= starts:
        starts = pauses.pop(0)[1]
    if pauses and pauses[-1][1] >= ends:
        ends = pauses.pop()[0]
    if ends - starts < SHORTEST:
        return ()
    return (replace(span, hours=_hours((starts, ends)), breaks=tuple(_hours(pause) for pause in pauses)),)


def moved(week: Sequence[Span], span: Span, *, weekday: int, by: int) -> tuple[Span, ...]:
    """The week with a span on another day or `by` minutes later, its breaks with it; kept inside the day."""
    starts, ends = span.bounds
    by = max(-starts, min(by, LATEST - ends))
    shifted = replace(
        span,
        weekday=weekday,
        hours=_hours((starts + by, ends + by)),
        breaks=tuple(_hours((first + by, last + by)) for first, last in map(_minutes, span.breaks)),
        shift=span.shift if weekday == span.weekday else None,
    )
    return painted([one for one in week if one != span], shifted)


def resized(week: Sequence[Span], span: Span, bounds: Minutes) -> tuple[Span, ...]:
    """The week with a span from `bounds[0]` to `bounds[1]`; breaks outside are dropped."""
    inside = tuple(pause for pause in span.breaks if bounds[0] < minutes(pause.starts) and minutes(pause.ends) < bounds[1])
    return painted([one for one in week if one != span], replace(span, hours=_hours(bounds), breaks=inside))


def copied(week: Iterable[Span]) -> tuple[Span, ...]:
    """The week as it can be laid on another week or therapist: without the shifts it came from and their rooms."""
    return tuple(replace(one, shift=None, room=None, only=False) for one in week)


def laid(week: Sequence[Span], copy: Sequence[Span]) -> tuple[Span, ...]:
    """`copy` in the place of `week`; a span that is the same there stays what it is."""
    known = {_drawn(one): one for one in week}
    return _ordered([known.get(_drawn(one), one) for one in copy])


def _drawn(span: Span) -> tuple[int, LocationId, Hours, tuple[Hours, ...]]:
    return span.weekday, span.location, span.hours, span.breaks


def changed_days(before: Sequence[Span], after: Sequence[Span]) -> list[int]:
    """The weekdays that look otherwise."""
    return [day for day in range(7) if on_day(before, day) != on_day(after, day)]


def on_day(week: Iterable[Span], weekday: int) -> tuple[Span, ...]:
    """The spans of one weekday, by time."""
    return _ordered(one for one in week if one.weekday == weekday)


def hours_of(week: Iterable[Span]) -> float:
    """Hours drawn in the week, breaks taken out."""
    return sum(minutes(piece.ends) - minutes(piece.starts) for one in week for piece in one.pieces) / 60


def date_of(monday: date, weekday: int) -> date:
    """The date of a weekday of the week."""
    return monday + timedelta(days=weekday)


def _ordered(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda one: (one.weekday, one.bounds)))


def _minutes(hours: Hours) -> Minutes:
    return minutes(hours.starts), minutes(hours.ends)


def _hours(span: Minutes) -> Hours:
    return Hours(time_of(span[0]), time_of(span[1]))


def _union(spans: Iterable[Minutes]) -> list[Minutes]:
    found: list[Minutes] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _without(spans: Iterable[Minutes], filled: Minutes) -> list[Minutes]:
    found = []
    for first, last in spans:
        found += [(first, min(last, filled[0])), (max(first, filled[1]), last)]
    return _union(span for span in found if span[0] < span[1])
