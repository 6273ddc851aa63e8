"""A field that finds one patient: typing shows hits below, Enter takes the first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patient_file, patients
from ibh_desktop.queries.patients import PatientHit
from ui.kit.desk import Desk
from ui.kit.latest import Latest
from ui.kit.text import us_date

HITS = 6


class PatientPicker(QWidget):
    """Holds the chosen patient; typing again forgets the choice."""

    chosen = Signal()
    taken = Signal()
    """As `chosen`, but only by a key or a click, never because nobody else is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: PatientId | None = None
        self._latest = Latest(self, desk.tasks, desk.fail)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.line = QLineEdit()
        self.line.setAccessibleName("Patient")
        self.line.setPlaceholderText("Name, date of birth, phone or number")
        self.hits = QListWidget()
        self.hits.setAccessibleName("Patients found")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setFixedHeight(HITS * 24 + 8)
        self.hits.hide()
        self.hits.itemClicked.connect(self._take)
        box.addWidget(self.line)
        box.addWidget(self.hits)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._search)
        self.line.installEventFilter(self)

    def show_patient(self, patient: PatientId) -> None:
        """Begin with a patient who is already known."""
        self._desk.tasks.start(
            self,
            lambda: self._desk.app.read(patient_file.file, patient),
            lambda file: self._set(file.id, f"{file.family}, {file.given}   {us_date(file.born)}"),
            self._desk.fail,
        )

    def value(self) -> PatientId:
        """Whom was chosen; raise `Refused` while nobody is."""
        if self._patient is None:
            raise Refused("Choose a patient.", field="patient")
        return self._patient

    def forget(self) -> None:
        """Be empty again."""
        self._patient = None
        self._latest.forget()
        self.line.clear()
        self.hits.hide()

    @property
    def patient(self) -> PatientId | None:
        """Whom was chosen, if anybody."""
        return self._patient

    def _search(self, text: str) -> None:
        self._patient = None
        if text.strip():
            self._latest.ask(lambda: self._desk.app.read(patients.search, text, limit=HITS), self._show)
        else:
            self._latest.forget()
            self.hits.hide()

    def _show(self, found: list[PatientHit]) -> None:
        self.hits.clear()
        for hit in found:
            item = QListWidgetItem(f"{hit.name}   {us_date(hit.born)}")
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        if not found:
            self.hits.addItem("Nobody found")
        self.hits.setCurrentRow(0)
        self.hits.show()
        if len(found) == 1:
            # The only one there is: taken without a key, and forgotten again by the next letter.
            self._patient = found[0].id
            self.chosen.emit()

    def _take(self, item: QListWidgetItem | None) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(hit, PatientHit):
            self._set(hit.id, f"{hit.name}   {us_date(hit.born)}")

    def _set(self, patient: PatientId, text: str) -> None:
        self._patient = patient
        self.line.setText(text)
        self.hits.hide()
        self.chosen.emit()
        self.taken.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.hits.isVisible():
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self.hits.setCurrentRow((self.hits.currentRow() + step) % max(1, self.hits.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and not event.modifiers():
                self._take(self.hits.currentItem())
                return event.key() != Qt.Key.Key_Tab
        return super().eventFilter(watched, event)
