"""A therapist's week: shifts to add or end, time off to note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ibh_desktop.domain.clocks import home_date, instant, time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.roster import WEEKDAYS, DayException, Hours, Shift, require_hours
from ibh_desktop.domain.roster_changes import RosterChange
from ibh_desktop.domain.slots import Slot
from ibh_desktop.domain.typed import parse_clock
from ibh_desktop.queries import roster_effects
from ibh_desktop.queries.roster import Exceptional, RosterLine, ShiftCell
from ibh_desktop.usecases import roster
from ui.dialogs.telling import TellingPanel
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, DateField
from ui.kit.inputs import TextField
from ui.kit.text import label

SHIFT, DAY, OFF = "shift", "day", "off"
_SHOWN = {
    SHIFT: ("weekday", "every_weeks", "location", "starts", "ends", "break"),
    DAY: ("location", "works", "starts", "ends", "reason"),
    OFF: ("part", "to_on", "reason"),
}
"""Fields of each, beside the first date."""


class ShiftPanel(TellingPanel):
    """One form for both: what is added decides which fields show."""

    def __init__(self, desk: Desk, line: RosterLine, monday: date) -> None:
        super().__init__(desk, line.name, save="Add")
        self._line, self._monday = line, monday
        today = home_date(desk.now())
        for cell in line.shifts:
            self._add_cell(cell)
        for special in line.exceptions:
            self._add_exception(special)
        self.what = Choice[str]([("A weekly shift", SHIFT), ("One day otherwise", DAY), ("Time off", OFF)])
        self.every_weeks = Choice[int]([("Every week", 1), *((f"Every {n} weeks", n) for n in (2, 3, 4))])
        self.works = Choice[bool]([("Works other hours", True), ("Does not work", False)])
        self.part = Choice[bool]([("Whole days", False), ("Part of a day", True)])
        self.weekday = Choice[int](tuple((day, n) for n, day in enumerate(WEEKDAYS[:5])))
        self.location = Choice[LocationId](tuple((p.name, p.id) for p in desk.locations), desk.location)
        self.starts, self.ends = ClockField(time_of(480)), ClockField(time_of(1020))
        self.from_on = DateField(today, max(today, monday), relative=True)
        self.to_on = DateField(today, max(today, monday) + timedelta(days=4), relative=True)
        self.pause = TextField("12:00-13:00", "12:00-13:00, or nothing")
        self.reason = TextField(placeholder="stays between you and the roster")
        for name, title, widget in (
            ("what", "Add", self.what),
            ("weekday", "Day", self.weekday),
            ("every_weeks", "How often", self.every_weeks),
            ("works", "On this day", self.works),
            ("part", "How long", self.part),
            ("location", "Location", self.location),
            ("starts", "From", self.starts),
            ("ends", "To", self.ends),
            ("break", "Break", self.pause),
            ("from_on", "From date", self.from_on),
            ("to_on", "Last day", self.to_on),
            ("reason", "Reason", self.reason),
        ):
            self.field(name, title, widget)
        self.done_adding()
        self.what.picked.connect(self._choose)
        self.works.picked.connect(self._choose)
        self.part.picked.connect(self._choose)
        self._choose()

    def _add_cell(self, cell: ShiftCell) -> None:
        row = QHBoxLayout()
        hours = cell.shift.hours
        row.addWidget(label(f"{WEEKDAYS[cell.shift.weekday][:3]} {hours.starts:%H:%M}–{hours.ends:%H:%M} {cell.location}"), 1)
        button = QPushButton("End")
        button.setToolTip("Work this shift for the last time in this week")
        button.clicked.connect(partial(self._end, cell))
        row.addWidget(button)
        self.box.addLayout(row)

    def _end(self, cell: ShiftCell) -> None:
        work = partial(self.desk.app.write, roster.end_shift, cell.id, last_on=cell.on)
        self.desk.do(work, lambda _: self._ended(), owner=self)

    def _ended(self) -> None:
        self.close_panel()
        self.desk.say("This shift ends with this week")

    def _add_exception(self, special: Exceptional) -> None:
        row = QHBoxLayout()
        hours = special.hours
        words = f"{hours.starts:%H:%M}–{hours.ends:%H:%M} {special.location}" if hours else "does not work"
        row.addWidget(label(f"{special.on:%a} {special.on.day} {special.on:%b} only: {words}"), 1)
        button = QPushButton("Take back")
        button.setAccessibleName(f"Take back the exception of {special.on:%A}")
        work = partial(self.desk.app.write, roster.remove_exception, special.id)
        button.clicked.connect(lambda: self.desk.do(work, lambda _: self._taken_back(), owner=self))
        row.addWidget(button)
        self.box.addLayout(row)

    def _taken_back(self) -> None:
        self.close_panel()
        self.desk.say("The weekly shift is worked again")

    def _choose(self) -> None:
        shown = _SHOWN[self.what.value()]
        if self.what.value() == DAY and not self.works.value():
            shown = ("works", "reason")
        if self.what.value() == OFF and self.part.value():
            shown = ("part", "starts", "ends", "reason")
        for name in self._fields:
            if name not in ("what", "from_on"):
                self.show_field(name, shown=name in shown)
        self.clear_problems()
        self.untold()

    def day(self, name: str) -> date:
        """The date in a field; a refusal points at that field."""
        on = self.read(name)
        assert isinstance(on, date)
        return on

    def save(self) -> Callable[[], object]:
        write, therapist = self.desk.app.write, self._line.id
        what, from_on = self.what.value(), self.day("from_on")
        work: Callable[[], object]
        if what == OFF:
            off = self._off(from_on)
            work = partial(write, roster.add_time_off, therapist, starts=off.starts, ends=off.ends, reason=self.reason.value())
            return self._telling(RosterChange(therapist, off=off), work)
        hours = Hours(self.read("starts"), self.read("ends"))  # type: ignore[arg-type]
        if what == DAY:
            require_hours(hours)
            works = self.works.value()
            special = DayException(therapist, from_on, self.location.value() if works else None, hours if works else None)
            work = partial(write, roster.add_exception, special, reason=self.reason.value())
            return self._telling(RosterChange(therapist, exceptions=(special,)), work)
        shift = Shift(
            therapist,
            self.location.value(),
            self.weekday.value(),
            hours,
            from_on,
            breaks=self._breaks(),
            every_weeks=self.every_weeks.value(),
        )
        return partial(write, roster.add_shift, shift)

    def _off(self, from_on: date) -> Slot:
        zone = ZoneInfo(self.desk.locations[0].zone)
        if self.part.value():
            hours = require_hours(Hours(self.read("starts"), self.read("ends")))  # type: ignore[arg-type]
            return Slot(instant(from_on, hours.starts, zone), instant(from_on, hours.ends, zone))
        return Slot(instant(from_on, time_of(0), zone), instant(self.day("to_on") + timedelta(days=1), time_of(0), zone))

    def _telling(self, change: RosterChange, work: Callable[[], object]) -> Callable[[], object]:
        return self.after_telling(change, lambda: self.desk.app.read(roster_effects.affected, change), work)

    def _breaks(self) -> tuple[Hours, ...]:
        typed = self.pause.value()
        if not typed:
            return ()
        first, dash, last = typed.replace("–", "-").partition("-")
        if not dash:
            raise Refused("Type a break as 12:00-13:00.", field="break")
        return (Hours(parse_clock(first, field="break"), parse_clock(last, field="break")),)

    def carried_out(self, result: object) -> None:
        super().carried_out(result)
        self.desk.say("Roster saved", undo=self._undo(result))

    def _undo(self, made: object) -> Callable[[], object] | None:
        back = {DAY: roster.remove_exception, OFF: roster.remove_time_off}.get(self.what.value())
        return None if back is None or not isinstance(made, int) else partial(self.desk.app.write, back, made)  # type: ignore[arg-type]
