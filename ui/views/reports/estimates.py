"""Good Faith Estimates that are due, those overdue at the top; one key marks one as given or not needed."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import estimates
from ibh_desktop.queries.estimates import EstimateLine
from ui.dialogs.estimate import given, not_needed_panel
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Patients
from ui.views.reports.section import Section

COLUMNS = (
    Column[EstimateLine]("Patient", lambda e: e.patient_name, strong=True),
    Column[EstimateLine]("Due", lambda e: f"{short_date(e.due_on)} · {_left(e)}", 196, tone=lambda e: _tone(e)),
    Column[EstimateLine]("For", lambda e: _for(e), 176),
    Column[EstimateLine]("Booked", lambda e: short_date(e.asked_on), 112, optional=True),
    Column[EstimateLine]("Phone", lambda e: shown_phone(e.phone), 136, optional=True, kept=True),
    Column[EstimateLine]("Location", lambda e: e.location, 124, optional=True),
)


class EstimatesSection(Section[list[EstimateLine]]):
    """Booked ten business days ahead it is due within three, booked three ahead within one (45 CFR 149.610)."""

    id = "estimates"
    title = "Estimates due"
    needs = Permission.EDIT_PATIENT
    topics = frozenset({Topic.PATIENTS, Topic.APPOINTMENTS})

    def body(self) -> QWidget:
        self.keys = {"G": self._button("Given  G", self._given), "N": self._button("Not needed  N", self._not_needed)}
        self.table = Table(COLUMNS, "Good Faith Estimates that are due")
        self.table.opens(lambda line: self.desk.open(Patients(line.patient)))
        self.setFocusProxy(self.table)
        return self.table

    def _button(self, words: str, run: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        self.head.addWidget(button)
        return button

    def load(self) -> list[EstimateLine]:
        return self.desk.app.read(estimates.due, location=self.desk.location)

    def present(self, data: list[EstimateLine]) -> None:
        late = sum(line.days < 0 for line in data)
        count = "1 estimate" if len(data) == 1 else f"{len(data)} estimates"
        self.say_under_title(f"{count} to give, {late} overdue" if data else "")
        for button in self.keys.values():
            button.setEnabled(bool(data))
        self.table.show_rows(data)
        if not data:
            words = "One stands here from the booking of a patient who pays alone until it is given."
            self.empty("No Good Faith Estimate is due", words, "Open the patients", lambda: self.desk.open(Patients()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.keys.get(event.text().upper()) if not event.modifiers() else None
        if button is None:
            super().keyPressEvent(event)
        elif button.isEnabled():
            button.click()

    def _given(self) -> None:
        line = self.table.current()
        if line is not None:
            given(self.desk, line, self)

    def _not_needed(self) -> None:
        line = self.table.current()
        if line is not None:
            self.desk.panel(not_needed_panel(self.desk, line))


def _left(line: EstimateLine) -> str:
    if line.days < 0:
        return "1 day late" if line.days == -1 else f"{-line.days} days late"
    return "today" if line.days == 0 else "tomorrow" if line.days == 1 else f"in {line.days} days"


def _tone(line: EstimateLine) -> str:
    return "danger" if line.days < 0 else "warning" if line.days <= 1 else "info"


def _for(line: EstimateLine) -> str:
    if line.visit is None:
        return "asked for"
    when = f"{short_date(line.visit.date())} {line.visit:%H:%M}"
    return f"{when}, cancelled" if line.cancelled else when
