"""Book what a course has left: from a first date on, one session every cadence, with a preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QListWidget

from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.series import Planned
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries import unbooked
from ibh_desktop.queries.unbooked import UnbookedLine
from ibh_desktop.usecases import appointments, remaining
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, short_date


class RestPanel(FormPanel):
    """Begins with the hour of the last session; a week that is not free is passed over with its reason."""

    def __init__(self, desk: Desk, line: UnbookedLine, sessions: int) -> None:
        super().__init__(desk, f"Book sessions · {line.patient_name}", save="Book")
        self._line, self._asked = line, 0
        self._zone = ZoneInfo(line.zone)
        first = line.next_at
        self.when = TextField(f"{first:%m/%d/%Y %H:%M}" if first else "", "Type a time: tue 3pm, +1w 930")
        counts = [(_sessions(n) if n < line.unbooked else f"{_sessions(n)}, all that are left", n) for n in _counts(line)]
        self.count = Choice[int](counts, sessions)
        self.preview = QListWidget()
        self.preview.setHorizontalScrollBarPolicy(self.preview.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.preview.setMinimumHeight(12 * 26)
        self.box.addWidget(label(f"{line.unbooked} of {line.planned} sessions are not booked.", "secondary", wrap=True))
        self.box.addWidget(label(f"With {line.therapist_name} at {line.location_name}.", "secondary", wrap=True))
        self.box.addSpacing(8)
        self.field("starts", "First one", self.when)
        self.field("sessions", "How many", self.count)
        self.field("preview", "Dates", self.preview)
        self.done_adding()
        self.count.picked.connect(self.refresh)
        self.when.editingFinished.connect(self.refresh)
        self.refresh()

    def starts(self) -> datetime:
        """The typed time in the location's zone; raise `Refused` when it is none."""
        if not self.when.value():
            raise Refused("Type a day and a time.", field="starts")
        on, at = parse_when(self.when.value(), self.desk.now().astimezone(self._zone).date())
        return booked_instant(on, at, self._zone).astimezone(self._zone)

    def refresh(self) -> None:
        """Show the dates that would be booked."""
        self._asked += 1
        count = self.count.value()
        self.save_button.setText(f"Book {_sessions(count)}")
        self.preview.clear()
        try:
            starts = self.starts()
        except Refused as reason:
            self.preview.addItem(reason.sentence)
            return
        ask = partial(self.desk.app.read, unbooked.rest, self._line.id, starts=starts, sessions=count, room=self._line.room)
        self.desk.tasks.start(self, ask, partial(self._show, self._asked), self._failed)

    def _show(self, asked: int, rows: list[Planned]) -> None:
        if asked != self._asked:
            return
        for row in rows:
            at = row.slot.starts.astimezone(self._zone)
            words = f"{row.number:>2}" if row.number else "skipped: " + row.reason
            self.preview.addItem(f"{short_date(at.date())}  {at:%H:%M}   {words}")
            self.preview.item(self.preview.count() - 1).setToolTip(row.reason)

    def save(self) -> Callable[[], object]:
        line = self._line
        return partial(
            self.desk.app.write,
            remaining.book_rest,
            line.id,
            starts=self.starts(),
            sessions=self.count.value(),
            room=line.room,
        )

    def saved(self, result: object) -> None:
        assert isinstance(result, list)
        new = [AppointmentId(key) for key in result]
        first = self.starts()
        self.desk.say(
            f"{_sessions(len(new))} booked from {short_date(first.date())} {first:%H:%M}",
            undo=partial(self.desk.app.write, appointments.unbook, new),
        )
        super().saved(result)


def _counts(line: UnbookedLine) -> range:
    return range(1, line.unbooked + 1)


def _sessions(count: int) -> str:
    return f"{count} session" + ("" if count == 1 else "s")
