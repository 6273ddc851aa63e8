"""A therapist's week: shifts to add or end, time off to note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ibh_desktop.domain.clocks import instant, time_of
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.roster import WEEKDAYS, Hours, Shift
from ibh_desktop.domain.typed import parse_clock
from ibh_desktop.queries.roster import RosterLine, ShiftCell
from ibh_desktop.usecases import roster
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, DateField
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

SHIFT, OFF = "shift", "off"


class ShiftPanel(FormPanel):
    """One form for both: what is added decides which fields show."""

    def __init__(self, desk: Desk, line: RosterLine, monday: date) -> None:
        super().__init__(desk, line.name, save="Add")
        self._line, self._monday = line, monday
        today = desk.now().astimezone(ZoneInfo("America/Chicago")).date()
        for cell in line.shifts:
            self._add_cell(cell)
        self.what = Choice[str]([("A weekly shift", SHIFT), ("Time off", OFF)])
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

    def _choose(self) -> None:
        shift = self.what.value() == SHIFT
        for name, (widget, _) in self._fields.items():
            if name in ("weekday", "location", "starts", "ends", "break"):
                self._show(name, shift)
            if name in ("to_on", "reason"):
                self._show(name, not shift)
            widget.update()

    def _show(self, name: str, on: bool) -> None:  # noqa: FBT001 - a state, as in setVisible
        widget, _ = self._fields[name]
        above = self.box.itemAt(self.box.indexOf(widget) - 1)
        caption = above.widget() if above is not None else None
        widget.setVisible(on)
        if caption is not None:
            caption.setVisible(on)

    def day(self, name: str) -> date:
        """The date in a field; a refusal points at that field."""
        on = self.read(name)
        assert isinstance(on, date)
        return on

    def save(self) -> Callable[[], object]:
        write, therapist = self.desk.app.write, self._line.id
        from_on = self.day("from_on")
        if self.what.value() == OFF:
            zone = ZoneInfo(self.desk.locations[0].zone)
            ends = self.day("to_on") + timedelta(days=1)
            midnight = time_of(0)
            return partial(
                write,
                roster.add_time_off,
                therapist,
                starts=instant(from_on, midnight, zone),
                ends=instant(ends, midnight, zone),
                reason=self.reason.value(),
            )
        hours = Hours(self.read("starts"), self.read("ends"))  # type: ignore[arg-type]
        shift = Shift(therapist, self.location.value(), self.weekday.value(), hours, from_on, breaks=self._breaks())
        return partial(write, roster.add_shift, shift)

    def _breaks(self) -> tuple[Hours, ...]:
        typed = self.pause.value()
        if not typed:
            return ()
        first, dash, last = typed.replace("–", "-").partition("-")
        if not dash:
            raise Refused("Type a break as 12:00-13:00.", field="break")
        return (Hours(parse_clock(first, field="break"), parse_clock(last, field="break")),)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Roster saved")
