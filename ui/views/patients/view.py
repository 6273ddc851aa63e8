"""Patients: a search with hits at once, and the file of whoever is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.clocks import home_date
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import patient_file, patients
from ibh_desktop.queries.patient_file import PatientFile
from ibh_desktop.queries.patients import PatientHit
from ui.dialogs.opening import import_panel, register_panel
from ui.kit import discreet
from ui.kit.table import Column, Table
from ui.kit.text import us_date
from ui.kit.view import View
from ui.places import About, Patients
from ui.views.patients.file import FileCard

NARROW = 660
COLUMNS = (
    Column[PatientHit]("Name", lambda p: discreet.name(p.name), strong=True),
    Column[PatientHit]("Born", lambda p: us_date(p.born), 104, right=True),
    Column[PatientHit]("Phone", lambda p: shown_phone(p.phone), 138, optional=True),
    Column[PatientHit]("Number", lambda p: p.number, 84, right=True, optional=True),
    Column[PatientHit]("", lambda p: "" if p.active else "inactive", 92, tone=lambda _: "neutral", optional=True),
)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits and the file that is open beside them."""

    hits: list[PatientHit]
    file: PatientFile | None


class PatientsView(View[Found]):
    """Typing searches; the chosen row's file stands at the right."""

    title = "Patients"
    topics = frozenset({Topic.PATIENTS, Topic.APPOINTMENTS, Topic.COURSES})

    def body(self) -> QWidget:
        self._patient: PatientId | None = None
        self._text = ""
        if may(self.desk.app.actor, Permission.IMPORT_PATIENTS):
            bring = QPushButton("Import…")
            bring.clicked.connect(lambda: import_panel(self.desk))
            self.head.addWidget(bring)
        if may(self.desk.app.actor, Permission.EDIT_PATIENT):
            new = QPushButton("Register a patient")
            new.setObjectName("primary")
            new.clicked.connect(lambda: self.desk.panel(register_panel(self.desk)))
            self.head.addWidget(new)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        self.found = QWidget()
        left = QVBoxLayout(self.found)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        self.line = QLineEdit()
        self.line.setAccessibleName("Search patients")
        self.line.setPlaceholderText("Name in any order, date of birth, phone or number")
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._typed)
        self.table = Table(COLUMNS, "Patients found")
        self.table.opens(lambda hit: self._choose(hit.id))
        self.table.clicked.connect(lambda _: self._choose_current())
        left.addWidget(self.line)
        left.addWidget(self.table, 1)
        self.file = FileCard(self.desk)
        across.addWidget(self.found, 3)
        across.addWidget(self.file, 2)
        self.setFocusProxy(self.line)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beside an open panel there is room for one of the two only.
        narrow = self.width() < NARROW
        self.file.setVisible(not narrow or self._patient is not None)
        self.found.setVisible(not narrow or self._patient is None)

    def go(self, place: Patients) -> None:
        """Open a file, when one is asked for."""
        if place.patient is not None:
            self._choose(place.patient)

    def patient_shown(self) -> PatientId | None:
        """Whose file is open."""
        return self._patient

    def _typed(self, text: str) -> None:
        self._text = text
        self.reload()

    def _choose_current(self) -> None:
        hit = self.table.current()
        if hit is not None:
            self._choose(hit.id)

    def _choose(self, patient: PatientId) -> None:
        self._patient = patient
        self.stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (0x01000004, 0x01000005):
            self._choose_current()
        else:
            super().keyPressEvent(event)

    def letter_about(self) -> About | None:
        """What a letter that is begun here is about."""
        return self.file.letter_about()

    def load(self) -> Found:
        text, patient = self._text, self._patient
        hits = self.desk.app.read(patients.search, text)
        return Found(hits, None if patient is None else self.desk.app.read(patient_file.file, patient))

    def present(self, data: Found) -> None:
        self.table.show_rows(data.hits)
        if self._patient is not None:
            self.table.choose(self._patient)
        today = home_date(self.desk.now())
        words = f"{len(data.hits)} found" if self._text else ("Seen today" if data.hits else "Type to search")
        if self._text and not data.hits:
            words = f"Nobody matches “{self._text[:40]}”. Check the spelling, or register them."
        self.say_under_title(words)
        self.file.show_file(data.file, today, on_change=partial(self.stale))
