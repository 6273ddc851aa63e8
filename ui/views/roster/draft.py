"""The week as somebody is drawing it: step by step, each taken back, until it is saved or thrown away."""

from __future__ import annotations

from collections.abc import Callable

from ibh_desktop.domain.clocks import time_of
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.roster import Hours
from ibh_desktop.domain.roster_week import Minutes, Span, changed_days, moved, painted, resized, rubbed_out

Week = tuple[Span, ...]


class Draft:
    """Strokes over the week as it is worked; a stroke that is refused changes nothing."""

    def __init__(self, before: Week) -> None:
        self.before = before
        self._steps: list[Week] = []

    @property
    def week(self) -> Week:
        """The week as it is drawn by now."""
        return self._steps[-1] if self._steps else self.before

    @property
    def changed(self) -> frozenset[int]:
        """The weekdays drawn otherwise."""
        return frozenset(changed_days(self.before, self.week))

    @property
    def strokes(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._steps)

    def draw(self, week: Week) -> None:
        """Put a week in the place of the drawn one."""
        if week != self.week:
            self._steps.append(week)

    def back(self) -> None:
        """Take the last stroke back."""
        if self._steps:
            self._steps.pop()

    def paint(self, days: range, bounds: Minutes, location: LocationId, every_weeks: int) -> None:
        """Paint the same hours on each of the days; raise `Refused` where that cannot be, and then paint none."""
        hours = Hours(time_of(bounds[0]), time_of(bounds[1]))
        self._each(days, lambda week, day: painted(week, Span(day, location, hours, every_weeks=every_weeks)))

    def rub(self, days: range, bounds: Minutes) -> None:
        """Rub the same hours out on each of the days."""
        self._each(days, lambda week, day: rubbed_out(week, day, bounds))

    def _each(self, days: range, stroke: Callable[[Week, int], Week]) -> None:
        week = self.week
        for day in days:
            week = stroke(week, day)
        self.draw(week)

    def move(self, span: Span, weekday: int, by: int) -> None:
        """Move a span to another day, `by` minutes later; raise `Refused` where another location is worked."""
        self.draw(moved(self.week, span, weekday=weekday, by=by))

    def resize(self, span: Span, bounds: Minutes) -> None:
        """Give a span other bounds; raise `Refused` where another location is worked."""
        self.draw(resized(self.week, span, bounds))
