"""Calls: whom to call before the visits of the next business days, one key for what came of it (FEATURES b6)."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from ibh_desktop.domain.calls import CallOutcome, Group
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.csv_out import as_csv
from ibh_desktop.letters import list_sheet
from ibh_desktop.queries import call_sheet, calls
from ibh_desktop.queries.calls import CallLine, CallList
from ibh_desktop.usecases import paper
from ui.dialogs.call import CallPanel
from ui.dialogs.call_steps import CallSteps
from ui.kit.cells import grouped
from ui.kit.desk import place_name
from ui.kit.letters import Letters, push, worked
from ui.kit.paper import print_pdf, save_file
from ui.kit.table import Table
from ui.kit.text import clock, short_date
from ui.kit.view import View
from ui.places import About, Schedule
from ui.views.calls.columns import columns

OUTCOMES = {
    "C": (CallOutcome.CONFIRMED, "Confirmed"),
    "M": (CallOutcome.MESSAGE, "Message left"),
    "N": (CallOutcome.NO_ANSWER, "No answer"),
    "X": (CallOutcome.CANCELLED, "Cancelled"),
}
OPEN = (Group.TO_CALL, Group.TRIED, Group.APART)
PAPER, FILE_NAME = "reminders", "reminders.csv"


class CallsView(View[CallList]):
    """Arrows walk, a letter notes what came of the call, Enter opens the words to say."""

    title = "Calls"
    topics = frozenset({Topic.APPOINTMENTS, Topic.PATIENTS, Topic.PLACES, Topic.CLINIC})

    def body(self) -> QWidget:
        self.steps = CallSteps(self.desk, self)
        noted = {key: (words, partial(self._note, outcome)) for key, (outcome, words) in OUTCOMES.items()}
        self._letters = Letters(noted | {"V": ("Moved…", self._move), "U": ("Undo", self._take_back)})
        self._settled = False
        for words, run in (("Reminders as a list…", self._export), ("Print the list…", self._print)):
            self.head.addWidget(push(words, run))
        self.table: Table[CallLine] = Table(columns(self.desk), "Whom to call")
        self.table.opens(self._open)
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.table.viewport().update)  # safe hours begin and end
        self._minute.start()
        return worked(self, self.table, self._letters)

    def patient_shown(self) -> PatientId | None:
        """Whose visit the cursor is on."""
        line = self.table.current()
        return line.patient if line else None

    def letter_about(self) -> About | None:
        """What a letter that is begun here is about: the visit that the cursor is on."""
        line = self.table.current()
        if line is None:
            return None
        words = f"{line.patient_name}, {short_date(line.starts.date())} {clock(line.starts)} with {line.therapist_name}"
        return About(words, visit=line.id, patient=line.patient)

    def load(self) -> CallList:
        return self.desk.app.read(calls.listing, location=self.desk.location)

    def present(self, data: CallList) -> None:
        counts = Counter(line.group for line in data.lines)
        place = place_name(self.desk)
        parts = [f"{counts[group]} {group.value.lower()}" for group in Group if counts[group]]
        self.say_under_title(" · ".join([f"Next {_days(data.days)}", place, ", ".join(parts)] if parts else [place]))
        if not any(counts[group] for group in OPEN) and not (self._settled and data.lines):
            self._nobody(data, counts[Group.SETTLED])
            return
        groups = ((group.value, [line for line in data.lines if line.group is group]) for group in Group)
        self.table.show_rows(grouped(groups))

    def _nobody(self, data: CallList, settled: int) -> None:
        self.table.show_rows([])  # a key must not change what is out of sight
        if settled:
            visits = "One visit is" if settled == 1 else f"{settled} visits are"
            detail = f"{visits} settled. Whoever is booked from now on appears here by itself."
            self.empty(f"Everybody of the next {_days(data.days)} is called", detail, "Show them", self._show_settled)
        else:
            detail = "No visit in this time waits for a call at this location."
            self.empty(f"Nobody to call for the next {_days(data.days)}", detail, "Open the schedule", self._to_schedule)

    def _show_settled(self) -> None:
        self._settled = True
        self.reload()
        self.table.setFocus()

    def _to_schedule(self) -> None:
        self.desk.open(Schedule())

    def _open(self, line: CallLine) -> None:
        self.desk.panel(CallPanel(self.desk, line, self.steps))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._letters.heard(event):
            super().keyPressEvent(event)

    def _note(self, outcome: CallOutcome) -> None:
        if (line := self.table.current()) is not None:
            self.steps.note(line, outcome)

    def _move(self) -> None:
        if (line := self.table.current()) is not None:
            self.steps.move(line)

    def _take_back(self) -> None:
        self.steps.take_back(self.table.current())

    def _print(self) -> None:
        app, location = self.desk.app, self.desk.location
        self.desk.do(lambda: list_sheet.pdf(app.read(call_sheet.sheet, location=location)), self._to_paper, owner=self)

    def _to_paper(self, pdf: bytes) -> None:
        if print_pdf(pdf, self, name="Call list", landscape=True):
            self._came_out("printer", "Printed")

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the reminders", FILE_NAME, "CSV (*.csv)")
        if not name:
            return
        app, location = self.desk.app, self.desk.location

        def work() -> str:
            found = app.read(call_sheet.reminders, location=location)
            save_file(as_csv(call_sheet.HEADINGS, found.rows), Path(name))
            count = "One reminder" if len(found.rows) == 1 else f"{len(found.rows)} reminders"
            return f"{count} saved" + (f", {found.left_out} who allow no way left out" if found.left_out else "")

        self.desk.do(work, partial(self._came_out, "file"), owner=self)

    def _came_out(self, how: str, said: str) -> None:
        self.desk.do(partial(self.desk.app.write, paper.came_out, PAPER, how=how), lambda _: self.desk.say(said), owner=self)


def _days(count: int) -> str:
    return "business day" if count == 1 else f"{count} business days"
