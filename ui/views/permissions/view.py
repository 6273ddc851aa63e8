"""Permissions to tell: what a patient signed, who acts for them, whether Part 2 protects the record, and what was told."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.disclosure import Part2
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import authorizations
from ibh_desktop.queries.authorizations import Permissions
from ibh_desktop.usecases.authorizations import flag_part2
from ui import places
from ui.kit.fields import Choice
from ui.kit.sections import Sections
from ui.kit.text import label, us_date
from ui.kit.view import View
from ui.views.permissions.guardians import GuardiansPart
from ui.views.permissions.papers import PapersPart
from ui.views.permissions.part import PermissionsPart
from ui.views.permissions.told import ToldPart

PARTS: tuple[type[PermissionsPart[Any]], ...] = (PapersPart, GuardiansPart, ToldPart)
FLAGS = (
    ("does not protect this record", Part2.NO),
    ("protects this record", Part2.YES),
    ("is not settled: treated as protected", Part2.PENDING),
)


class PermissionsView(View[Permissions | None]):
    """Ctrl+Page Down goes from the papers to the guardians and to the log."""

    title = "Permissions to tell"
    topics = frozenset({Topic.PATIENTS})

    def body(self) -> QWidget:
        self._patient: PatientId | None = None
        self._data: Permissions | None = None
        file = QPushButton("File")
        file.clicked.connect(lambda: self._patient and self.desk.open(places.Patients(self._patient)))
        self.head.addWidget(file)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.notes = label("", wrap=True)
        box.addWidget(self.notes)
        self.protected = QWidget()
        line = QHBoxLayout(self.protected)
        line.setContentsMargins(0, 0, 0, 0)
        self.flag = Choice[Part2](FLAGS)
        self.flag.setAccessibleName("42 CFR Part 2")
        self.flag.setMinimumContentsLength(28)
        self.flag.picked.connect(self._flag)
        line.addWidget(label("42 CFR Part 2 (substance use records)", "secondary"))
        line.addWidget(self.flag)
        line.addStretch()
        box.addWidget(self.protected)
        self.sections = Sections(self.desk, "Permissions to tell", PARTS, self)
        box.addWidget(self.sections, 1)
        return content

    def patient_shown(self) -> PatientId | None:
        """Whose permissions show."""
        return self._patient

    def go(self, place: places.Permissions) -> None:
        """Show another patient's."""
        self._patient = place.patient
        for part in self.sections.all:
            if isinstance(part, PermissionsPart):
                part.go(place.patient)
        self.stale()

    def heard(self, changes: list[Change]) -> None:
        super().heard(changes)
        self.sections.heard(changes)

    def load(self) -> Permissions | None:
        return None if self._patient is None else self.desk.app.read(authorizations.permissions, self._patient)

    def present(self, data: Permissions | None) -> None:
        self._data = data
        if data is None:
            self.empty("No patient is chosen", "Open a patient's file and press Permissions.")
            return
        self.heading.setText(f"Permissions to tell · {data.name}")
        self.say_under_title(f"Born {us_date(data.born)} · {data.band.value}")
        self.notes.setText("\n".join(data.notes))
        self.notes.setVisible(bool(data.notes))
        self.protected.setVisible(data.part2 is not None)
        self.flag.setEnabled(may(self.desk.app.actor, Permission.EDIT_CLINICAL))
        if data.part2 is not None:
            self.flag.choose(data.part2)

    def _flag(self) -> None:
        data, wanted = self._data, self.flag.value()
        if data is None or wanted is data.part2:
            return
        patient, write = data.patient, self.desk.app.write

        def flagged(before: Part2) -> None:
            self.desk.say("Noted. Letters follow it from now on.", undo=partial(write, flag_part2, patient, before))

        self.desk.do(partial(write, flag_part2, patient, wanted), flagged, owner=self)
