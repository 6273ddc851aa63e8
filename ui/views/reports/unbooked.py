"""Courses with sessions left to book; one key books the next one or all of them."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import unbooked
from ibh_desktop.queries.unbooked import UnbookedLine
from ui.dialogs.book_rest import RestPanel
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Course, Courses
from ui.views.reports.section import Section

PHASES = {Phase.INITIAL: "accent", Phase.MIDDLE: "success", Phase.ENDING: "warning"}


class UnbookedSection(Section[list[UnbookedLine]]):
    """Whose last booked session comes soonest stands first."""

    id = "unbooked"
    title = "Unbooked"
    needs = Permission.SEE_COURSE
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self.next = self._button("Book the next one  N", partial(self.book, everything=False))
        self.rest = self._button("Book all the rest  R", partial(self.book, everything=True))
        self.table = Table(self._columns(), "Courses with unbooked sessions")
        self.table.opens(lambda line: self.desk.open(Course(line.id)))
        self.setFocusProxy(self.table)
        return self.table

    def _button(self, words: str, run: partial[None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())
        self.head.addWidget(button)
        return button

    def _columns(self) -> tuple[Column[UnbookedLine], ...]:
        return (
            Column("Patient", lambda c: c.patient_name, strong=True),
            Column("Not booked", lambda c: f"{c.unbooked} not booked", 130, tone=lambda _: "warning"),
            Column("Last session", self._last, 162),
            Column("Sessions", lambda c: f"{c.delivered} of {c.planned}", 92, right=True, optional=True),
            Column("Phase", lambda c: c.phase.value, 96, tone=lambda c: PHASES[c.phase]),
            Column("Contract ends", self._ends, 156, tone=self._ends_tone, optional=True, kept=True),
            Column("Therapist", lambda c: c.therapist_name, 148, optional=True),
            Column("Location", lambda c: c.location_name, 112, optional=True),
        )

    def _last(self, line: UnbookedLine) -> str:
        at = line.last_at
        return f"{short_date(at.date())} {at:%H:%M}" if at else "none yet"

    def _over(self, line: UnbookedLine) -> bool:
        return line.target_end < self.desk.now().date()

    def _ends(self, line: UnbookedLine) -> str:
        return f"{line.target_end:%d %b %Y}" + (", past" if self._over(line) else "")

    def _ends_tone(self, line: UnbookedLine) -> str:
        return "danger" if self._over(line) else ""

    def load(self) -> list[UnbookedLine]:
        return self.desk.app.read(unbooked.listing, location=self.desk.location)

    def present(self, data: list[UnbookedLine]) -> None:
        sessions = sum(line.unbooked for line in data)
        self.say_under_title(f"{len(data)} courses, {sessions} sessions not booked" if data else "")
        for button in (self.next, self.rest):
            button.setEnabled(bool(data))
        self.table.show_rows(data)
        if not data:
            self.empty(
                "Every course is booked to its last session",
                "A course comes back here when one of its sessions is cancelled.",
                "Open the courses",
                lambda: self.desk.open(Courses()),
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if key in ("N", "R"):
            self.book(everything=key == "R")
        else:
            super().keyPressEvent(event)

    def book(self, *, everything: bool) -> None:
        """Open the panel with the next session of the chosen course, or all that are left."""
        line = self.table.current()
        if line is not None:
            self.desk.panel(RestPanel(self.desk, line, line.unbooked if everything else 1))
