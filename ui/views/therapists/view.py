"""Therapists: the roster of a week, with licences and caseload."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import roster
from ibh_desktop.queries.roster import RosterLine
from ui.dialogs.shift import ShiftPanel
from ui.dialogs.therapist import TherapistPanel
from ui.kit.table import Column, Table
from ui.kit.view import View
from ui.places import Roster

SOON = timedelta(days=60)


class TherapistsView(View[list[RosterLine]]):
    """A line a therapist; one opens as a drawing; who may adds shifts and time off by typing too."""

    title = "Therapists"
    topics = frozenset({Topic.ROSTER, Topic.STAFF, Topic.PLACES})

    def body(self) -> QWidget:
        today = home_date(self.desk.now())
        self._today = today
        self._monday = today - timedelta(days=today.weekday())
        for words, days in (("Previous week", -7), ("This week", 0), ("Next week", 7)):
            button = QPushButton(words)
            button.clicked.connect(partial(self.turn, days))
            self.head.addWidget(button)
        self.add = QPushButton("Add  A")
        self.add.setToolTip("A shift, one day otherwise, or time off")
        self.add.clicked.connect(self.type_in)
        self.head.addWidget(self.add)
        self.record = QPushButton("Record  R")
        self.record.setToolTip("Licenses, languages, what is treated")
        self.record.clicked.connect(self.open_record)
        self.head.addWidget(self.record)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        self.table = Table(self._columns(), "Therapists")
        self.table.verticalHeader().setDefaultSectionSize(46)
        self.table.opens(self._open)
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
        return content

    def _columns(self) -> tuple[Column[RosterLine], ...]:
        days = tuple(Column[RosterLine](WEEKDAYS[n][:3], partial(self._day, n)) for n in range(5))
        return (
            Column("Therapist", lambda t: f"{t.name}, {t.credential}", 196, strong=True),
            *days,
            Column("Hours", lambda t: f"{t.hours:g}", 64, right=True, optional=True),
            Column("Caseload", lambda t: f"{t.caseload} of {t.caseload_target}", 96, tone=_caseload, optional=True),
            Column("License", self._licence, 132, tone=self._licence_tone, optional=True, kept=True),
        )

    def _day(self, weekday: int, line: RosterLine) -> str:
        on = self._monday + timedelta(days=weekday)
        if any(a.starts.date() <= on < a.ends.date() for a in line.absences):
            return "Away"
        if special := line.exceptions_on(on):
            worked = [f"{_hour(one.hours.starts)}–{_hour(one.hours.ends)}" for one in special if one.hours]
            return f"{', '.join(worked)} only\n{', '.join(one.location for one in special)}" if worked else "Not this day"
        cells = [cell for cell in line.shifts if cell.on == on]
        hours = ", ".join(f"{_hour(c.shift.hours.starts)}–{_hour(c.shift.hours.ends)}" for c in cells)
        rhythm = f", every {cells[0].shift.every_weeks} weeks" if cells and cells[0].shift.every_weeks > 1 else ""
        return f"{hours}{rhythm}\n{', '.join(c.location for c in cells)}" if cells else "–"

    def _licence(self, line: RosterLine) -> str:
        if line.licence_expires is None:
            return "no date"
        left = line.licence_expires - self._today
        if left.days < 0:
            return "expired"
        return f"expires in {left.days} d" if left <= SOON else f"to {line.licence_expires:%b %Y}"

    def _licence_tone(self, line: RosterLine) -> str:
        text = self._licence(line)
        return "danger" if text == "expired" else ("warning" if text.startswith(("expires", "no")) else "")

    def turn(self, days: int) -> None:
        """Another week; 0 is this one."""
        self._monday = self._monday + timedelta(days=days) if days else self._today - timedelta(days=self._today.weekday())
        self.stale()

    def load(self) -> list[RosterLine]:
        return self.desk.app.read(roster.week, monday=self._monday, location=self.desk.location)

    def present(self, data: list[RosterLine]) -> None:
        friday = self._monday + timedelta(days=4)
        self.say_under_title(f"Week of {_short(self._monday)} to {_short(friday)} · {len(data)} therapists")
        if not data:
            self.empty("Nobody works here in this week", "Choose another week or location.")
            return
        self.table.show_rows(data)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {"R": self.open_record, "A": self.type_in}
        if (run := keys.get(event.text().upper())) is not None:
            run()
        else:
            super().keyPressEvent(event)

    def type_in(self) -> None:
        """A shift, one day otherwise, or time off for the therapist under the cursor."""
        line = self.table.current()
        if line is None:
            return
        if line.editable:
            self.desk.panel(ShiftPanel(self.desk, line, self._monday))
        else:
            self.desk.say("A manager or clinical lead changes this roster.")

    def open_record(self) -> None:
        """What is known of the therapist under the cursor."""
        line = self.table.current()
        if line is not None:
            self.desk.panel(TherapistPanel(self.desk, line.id, line.name))

    def _open(self, line: RosterLine) -> None:
        self.desk.open(Roster(line.id, self._monday))


def _caseload(line: RosterLine) -> str:
    return "warning" if line.caseload > line.caseload_target else "neutral"


def _hour(at: time) -> str:
    return f"{at.hour}" if at.minute == 0 else f"{at.hour}:{at.minute:02d}"


def _short(on: date) -> str:
    return f"{on.day} {on:%b}"
