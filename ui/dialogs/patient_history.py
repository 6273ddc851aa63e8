"""What was done about a patient, by whom and when; the line under the cursor stands below in full."""

from __future__ import annotations

from functools import partial

from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Change
from ibh_desktop.queries import patient_history
from ibh_desktop.queries.patient_history import PAGE, FieldChange, HistoryLine
from ui.kit.desk import Desk
from ui.kit.form import Panel
from ui.kit.table import Column, Table
from ui.kit.text import capital, label, short_date


def _when(line: HistoryLine) -> str:
    return f"{short_date(line.at.date())} {line.at:%Y %H:%M}"


def _what(line: HistoryLine) -> str:
    """`changed phone, street`, or what it is without fields."""
    names = ", ".join(change.field for change in line.fields if change.field)
    return f"{line.what} {names}".strip() if names else line.what


def _below(line: HistoryLine) -> str:
    return " · ".join(part for part in (_when(line), line.who) if part)


COLUMNS = (Column[HistoryLine]("What was done", lambda line: f"{_what(line)}\n{_below(line)}"),)


class HistoryPanel(Panel):
    """Arrow keys go through the lines; the latest stands first."""

    def __init__(self, desk: Desk, patient: PatientId) -> None:
        super().__init__(desk, "History")
        self._patient = patient
        self.table = Table(COLUMNS, "History")
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.box.addWidget(self.table, 1)
        self.shown = label("", wrap=True)
        self.more = label(f"The latest {PAGE} are shown.", "secondary", wrap=True)
        self.more.hide()
        self.box.addWidget(self.shown)
        self.box.addWidget(self.more)
        self.setFocusProxy(self.table)
        self.load()

    def focus_first(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    def load(self) -> None:
        """Fetch the lines anew."""
        read = partial(self.desk.app.read, patient_history.lines, self._patient)
        self.desk.tasks.start(self, read, self.present, self.desk.fail)

    def present(self, data: list[HistoryLine]) -> None:
        """Show them."""
        self.table.show_rows(data)
        self.more.setVisible(len(data) >= PAGE)
        self._show()

    def heard(self, changes: list[Change]) -> None:
        """Something was done, here or at another desk."""
        if changes:
            self.load()

    def _show(self) -> None:
        line = self.table.current()
        if line is None:
            self.shown.setText("")
            return
        parts = [_below(line), _what(line), *(_change(change) for change in line.fields)]
        self.shown.setText("\n".join(parts))


def _change(change: FieldChange) -> str:
    about = f"{capital(change.field)}: " if change.field else ""
    return f"{about}{change.was or 'empty'} → {change.became or 'empty'}"
