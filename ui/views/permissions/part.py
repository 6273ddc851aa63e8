"""One section of the page of what may be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ui.kit.desk import Desk
from ui.kit.sections import Section

T = TypeVar("T")


class PermissionsPart(Section[T]):
    """Set `id`, `title` and `edits`; `patient` is whose it is. What `key` adds is a button that a single key presses too."""

    needs = Permission.SEE_AUTHORIZATIONS
    edits = Permission.EDIT_AUTHORIZATIONS
    topics = frozenset({Topic.PATIENTS})

    def __init__(self, desk: Desk) -> None:
        self.patient: PatientId | None = None
        self.keys: dict[str, Callable[[], None]] = {}
        super().__init__(desk)

    def key(self, letter: str, words: str, run: Callable[[], None]) -> QPushButton:
        """An action at the right of the tabs; whoever may not change anything here does not see it."""
        button = QPushButton(f"{words}  {letter}")
        button.clicked.connect(lambda: run())
        if may(self.desk.app.actor, self.edits):
            self.keys[letter] = run
        else:
            button.hide()
        self.head.addWidget(button)
        return button

    def go(self, patient: PatientId) -> None:
        """Belong to another patient."""
        self.patient = patient
        self.stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run = self.keys.get(event.text().upper()) if not event.modifiers() else None
        if run is None:
            super().keyPressEvent(event)
        else:
            run()
