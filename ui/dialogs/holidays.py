"""Close on public holidays of a year, at one location or all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import ClosureId, LocationId
from ibh_desktop.domain.opening import ClosedDay
from ibh_desktop.queries import closures as read
from ibh_desktop.queries import opening_effects
from ibh_desktop.queries.closures import HolidayLine
from ibh_desktop.queries.opening_effects import PlaceChange
from ibh_desktop.usecases import closures
from ui.dialogs.telling import TellingPanel
from ui.kit.desk import Desk, everywhere
from ui.kit.fields import Choice, Tick
from ui.kit.text import label, short_date

_YEARS, _DATE = 4, 104


class HolidaysPanel(TellingPanel):
    """Days on which clinics close are ticked; a holiday that is closed already is shown as such."""

    outside = "on a closed day then"
    way_on = "They stay booked until somebody moves them in the schedule."

    def __init__(self, desk: Desk, location: LocationId | None = None) -> None:
        super().__init__(desk, "Holidays", save="Close on these days")
        zone = ZoneInfo(desk.locations[0].zone if desk.locations else HOME_ZONE)
        this_year = desk.now().astimezone(zone).year
        self.location = Choice[LocationId | None](everywhere(desk), location)
        self.year = Choice[int]([(str(year), year) for year in range(this_year, this_year + _YEARS)])
        self.ticks: dict[HolidayLine, Tick] = {}
        self.days = QWidget()
        self._rows = QVBoxLayout(self.days)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.field("location", "Location", self.location)
        self.field("year", "Year", self.year)
        self.pair("location", "year")
        self.field("days", "", self.days)
        self.done_adding()
        for choice in (self.location, self.year):
            choice.picked.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Fetch the holidays of the year and place that are chosen."""
        self.clear_problems()
        self.untold()
        chosen = (self.year.value(), self.location.value())
        work = partial(self.desk.app.read, read.holidays, year=chosen[0], location=chosen[1])
        self.desk.tasks.start(self, work, partial(self._show_days, chosen), self.desk.fail)

    def _show_days(self, chosen: tuple[int, LocationId | None], lines: list[HolidayLine]) -> None:
        if chosen != (self.year.value(), self.location.value()):
            return  # an answer to an earlier question
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.ticks = {}
        for title, usual in (("Clinics close", True), ("Other state holidays", False)):
            some = [line for line in lines if line.usual is usual]
            if some:
                self._rows.addSpacing(8)
                self._rows.addWidget(label(title, "strong"))
            for line in some:
                self._rows.addWidget(self._row(line))
        if not lines:
            self._rows.addWidget(label("No holiday is left in this year.", "secondary"))
        if first := next((tick for tick in self.ticks.values() if tick.isEnabled()), None):
            self.days.setFocusProxy(first)

    def _row(self, line: HolidayLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        tick = Tick(short_date(line.dates[0]), on=line.usual or not line.days)
        tick.setFixedWidth(_DATE)
        tick.setEnabled(bool(line.days))
        words = f"{line.name}{_remark(line, self.year.value())}"
        tick.setAccessibleName(f"{short_date(line.dates[0])} {words}")
        tick.toggled.connect(self.untold)
        row.addWidget(tick, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(words, "" if line.days else "secondary", wrap=True), 1)
        self.ticks[line] = tick
        return made

    def save(self) -> Callable[[], object]:
        app = self.desk.app
        days = [day for line, tick in self.ticks.items() if tick.isEnabled() and tick.value() for day in line.days]
        changes = _changes(days)
        return self.after_telling(
            changes,
            partial(app.read, opening_effects.affected, changes),
            partial(app.write, closures.close_days, days),
        )

    def carried_out(self, result: object) -> None:
        made = [ClosureId(key) for key in result] if isinstance(result, list) else []
        super().carried_out(result)
        count = "1 closed day" if len(made) == 1 else f"{len(made)} closed days"
        self.desk.say(f"{count} added", undo=partial(self.desk.app.write, closures.reopen, made))


def _remark(line: HolidayLine, year: int) -> str:
    """What there is to say of a holiday beside its name."""
    parts = [f"{on.year}" for on in line.dates[:1] if on.year != year]
    parts += ["observed"] if line.dates[0] != line.on else []
    parts += [f"elsewhere {short_date(on)}" for on in line.dates[1:]]
    if not line.days:
        parts.append("closed already")
    elif line.kept:
        parts.append(f"closed at {line.kept} of {line.places} already")
    return "".join(f" · {part}" for part in parts)


def _changes(days: list[ClosedDay]) -> tuple[PlaceChange, ...]:
    by_place: dict[LocationId, set[date]] = defaultdict(set)
    for day in days:
        by_place[day.location].add(day.on)
    return tuple(PlaceChange(place, closed=frozenset(some)) for place, some in by_place.items())
