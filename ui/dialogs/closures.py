"""The closed days of a location: add a day or several, open again on one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.ids import ClosureId
from ibh_desktop.domain.opening import ClosedDay, closed_days
from ibh_desktop.queries import closures as read
from ibh_desktop.queries import opening_effects
from ibh_desktop.queries.closures import ClosureLine
from ibh_desktop.queries.opening_effects import PlaceChange
from ibh_desktop.queries.places import LocationLine
from ibh_desktop.usecases import closures
from ui.dialogs.holidays import HolidaysPanel
from ui.dialogs.telling import TellingPanel
from ui.kit.desk import Desk
from ui.kit.fields import DateField
from ui.kit.inputs import TextField
from ui.kit.text import label, long_date, short_date


class ClosuresPanel(TellingPanel):
    """Stays open for the next day; the list shows what is closed from today on."""

    outside = "on a closed day then"
    way_on = "They stay booked until somebody moves them in the schedule."

    def __init__(self, desk: Desk, line: LocationLine) -> None:
        super().__init__(desk, f"{line.name}: closed days", save="Add")
        self._line = line
        today = desk.now().astimezone(ZoneInfo(line.zone)).date()
        self.first, self.last = DateField(today, relative=True), DateField(today, relative=True)
        self.last.setPlaceholderText("only this day")
        self.what_for = TextField(placeholder="Staff training, water damage …")
        self.field("first", "Closed on", self.first)
        self.field("last", "Last day", self.last)
        self.pair("first", "last")
        self.field("label", "What for", self.what_for)
        self.holidays = QPushButton("Add holidays")
        self.holidays.clicked.connect(lambda: desk.panel(HolidaysPanel(desk, line.id)))
        self.foot.insertWidget(0, self.holidays)
        self.box.addSpacing(8)
        self.box.addWidget(label("Closed from today on", "strong"))
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        self.box.addLayout(self.list)
        self.done_adding()
        self.reload()

    def reload(self) -> None:
        """Fetch the closed days and show them."""
        self.desk.tasks.start(self, partial(self.desk.app.read, read.upcoming, self._line.id), self._show_days, self.desk.fail)

    def _show_days(self, days: list[ClosureLine]) -> None:
        while (item := self.list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for day in days:
            self.list.addWidget(self._row(day))
        if not days:
            self.list.addWidget(label("No day. Holidays are added with the button below.", "secondary", wrap=True))

    def _row(self, day: ClosureLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(f"{short_date(day.on)} {day.on.year}  {day.label}", wrap=True), 1)
        button = QPushButton("Remove")
        button.setAccessibleName(f"Open again on {long_date(day.on)}")
        button.clicked.connect(partial(self._remove, day))
        row.addWidget(button)
        return made

    def _remove(self, day: ClosureLine) -> None:
        work = partial(self.desk.app.write, closures.reopen, [day.id])
        self.desk.do(work, partial(self._removed, day), owner=self)

    def _removed(self, day: ClosureLine, days: list[ClosedDay]) -> None:
        self.first.setFocus()
        undo = partial(self.desk.app.write, closures.close_days, days)
        self.desk.say(f"{self._line.name} is open again on {short_date(day.on)}", undo=undo)

    def save(self) -> Callable[[], object]:
        first = self._date("first")
        last = self._date("last") if self.last.text().strip() else first
        words, place, app = self.what_for.value(), self._line.id, self.desk.app
        days = frozenset(day.on for day in closed_days(place, first=first, last=last, label=words))
        return self.after_telling(
            PlaceChange(place, closed=days),
            partial(app.read, opening_effects.affected, [PlaceChange(place, closed=days)]),
            partial(app.write, closures.close, place, first=first, last=last, label=words),
        )

    def _date(self, name: str) -> date:
        on = self.read(name)
        assert isinstance(on, date)
        return on

    def carried_out(self, result: object) -> None:
        made = [ClosureId(key) for key in result] if isinstance(result, list) else []
        for field in (self.first, self.last, self.what_for):
            field.clear()
        self.first.setFocus()
        count = "1 more day" if len(made) == 1 else f"{len(made)} more days"
        self.desk.say(f"{self._line.name} is closed on {count}", undo=partial(self.desk.app.write, closures.reopen, made))
