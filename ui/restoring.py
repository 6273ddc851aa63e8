"""The page that puts a backup in place of a clinic that is lost, or that cannot be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from ibh_desktop.backup.making import shelf_of
from ibh_desktop.backup.restoring import Restored, restore
from ibh_desktop.home import Home
from ibh_desktop.security.keys import RECOVERY
from ui.kit.inputs import SecretField, TextField
from ui.kit.text import clock, label, long_date
from ui.signin import Cover


@dataclass(frozen=True, slots=True)
class Asked:
    """Which backup, and who opens it: without a name the secret is the recovery key."""

    backup: Path
    user: str
    secret: str


def restored(home: Home, asked: Asked) -> Restored:
    """Work for a worker: see `restore`. A clinic that stands there is put aside."""
    aside = None if home.is_new else datetime.now(UTC)
    return restore(asked.backup, home, asked.user or RECOVERY, asked.secret, replace=aside)


class RestorePage(Cover):
    """Asks once, says what came back, and leads to the sign-in page."""

    def __init__(self, home: Home, start: Callable[[Asked], None], back: Callable[[], None]) -> None:
        super().__init__(560)
        self._start, self._back = start, back
        self.box.addWidget(label("Restore a backup", "title"))
        self.box.addWidget(label("A backup is a folder with a name such as clinic-20270104T150000Z.", "secondary", wrap=True))
        self.folder = TextField(str(shelf_of(home).newest() or ""))
        browse = QPushButton("Browse…")
        browse.clicked.connect(self._browse)
        self.user, self.secret = TextField(placeholder="a manager of then; empty for the recovery key"), SecretField()
        self._ask("Folder of the backup", self.folder, browse)
        self._ask("Sign-in name", self.user)
        self._ask("Password of then, or the recovery key", self.secret)
        if not home.is_new:
            self.box.addWidget(
                label(f"What is in {home.folder} now is put aside there. Nothing is deleted.", "notice", wrap=True)
            )
        self.problem, self.done = label("", "problem", wrap=True), label("", "notice", wrap=True)
        for said in (self.problem, self.done):
            said.hide()
            self.box.addWidget(said)
        row = QHBoxLayout()
        self.leave, self.button = QPushButton("Back"), QPushButton("Restore")
        self.button.setObjectName("primary")
        self.leave.clicked.connect(back)
        self.button.clicked.connect(self.submit)
        row.addWidget(self.leave)
        row.addStretch()
        row.addWidget(self.button)
        self.box.addLayout(row)

    def _ask(self, title: str, field: TextField, beside: QWidget | None = None) -> None:
        caption = label(title, "label")
        caption.setBuddy(field)
        field.setAccessibleName(title)
        self.box.addWidget(caption)
        row = QHBoxLayout()
        row.addWidget(field, 1)
        if beside is not None:
            row.addWidget(beside)
        self.box.addLayout(row)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of the backup", self.folder.value())
        if chosen:
            self.folder.setText(chosen)

    def submit(self) -> None:
        """Restore, once everything was given; afterwards the same button goes to the sign-in page."""
        if self.done.isVisible():
            self._back()
        elif not self.folder.value() or not self.secret.value():
            self.refuse("Choose the folder of a backup, and give the password or the recovery key.")
        else:
            self._free(free=False)
            self.button.setText("Restoring…")
            self._start(Asked(Path(self.folder.value()), self.user.value().lower(), self.secret.value()))

    def came_back(self, what: Restored) -> None:
        """Say what is there again."""
        self._free(free=True)
        self.secret.clear()
        self.problem.hide()
        self.leave.hide()
        here = what.at.astimezone()
        self.done.setText(f"Restored as of {long_date(here.date())}, {clock(here)}: {what.contents.held()}.")
        self.done.show()
        self.button.setText("Go to sign-in")
        self.button.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why not; nothing was changed."""
        self._free(free=True)
        self.button.setText("Restore")
        self.problem.setText(sentence)
        self.problem.show()

    def _free(self, *, free: bool) -> None:
        for part in (self.button, self.leave):
            part.setEnabled(free)
