"""Settings: the clinic's values, its staff, and your own password."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import clinic
from ibh_desktop.queries.clinic import StaffLine
from ibh_desktop.settings import DESCRIBED, Described, Settings
from ibh_desktop.usecases.clinic import change_setting
from ui.dialogs.staff import PasswordPanel, StaffPanel
from ui.kit.strip import Report
from ui.kit.table import Column, Table
from ui.kit.text import label
from ui.kit.view import View

if TYPE_CHECKING:
    from ibh_desktop.backup.making import Backup
    from ibh_desktop.backup.restoring import Restored

STAFF = (
    Column[StaffLine]("Name", lambda p: p.name, strong=True),
    Column[StaffLine]("Sign-in name", lambda p: p.username),
    Column[StaffLine]("Role", lambda p: p.role, 130),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Values in force and everybody who signs in."""

    settings: Settings
    staff: list[StaffLine]


class SettingsView(View[Shown]):
    """Managers change the clinic; everybody their own password."""

    title = "Settings"
    topics = frozenset({Topic.CLINIC, Topic.STAFF})

    def body(self) -> QWidget:
        self._manages = may(self.desk.app.actor, Permission.EDIT_SETTINGS)
        mine = QPushButton("Change my password")
        mine.clicked.connect(lambda: self.desk.panel(PasswordPanel(self.desk)))
        self.head.addWidget(mine)
        if may(self.desk.app.actor, Permission.BACK_UP) and self.desk.app.home.folder is not None:
            self._offer_backups()
        if may(self.desk.app.actor, Permission.EDIT_STAFF):
            add = QPushButton("Add a person")
            add.setObjectName("primary")
            add.clicked.connect(lambda: self.desk.panel(StaffPanel(self.desk)))
            self.head.addWidget(add)
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        card = QFrame()
        card.setObjectName("card")
        self._grid = QGridLayout(card)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setVerticalSpacing(2)
        self._grid.setHorizontalSpacing(16)
        self.fields: dict[str, QLineEdit] = {}
        for row, described in enumerate(DESCRIBED):
            self._add(row, described)
        self._grid.setRowStretch(3 * len(DESCRIBED), 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(card)
        across.addWidget(scroll, 1)
        right = QVBoxLayout()
        self.staff = Table(STAFF, "People who sign in")
        right.addWidget(self.staff)
        across.addLayout(right, 1)
        return content

    def _offer_backups(self) -> None:
        for words, start in (("Back up now", self._back_up), ("Practise a restore", self._practise)):
            button = QPushButton(words)
            button.clicked.connect(start)
            self.head.addWidget(button)

    def _back_up(self) -> None:
        def work(report: Report) -> Backup:
            from ibh_desktop.backup.making import make  # noqa: PLC0415 - start-up: rare

            return make(self.desk.app, None, report)

        def made(backup: Backup) -> None:
            self.desk.say(backup.missing or f"Backed up and read back: {backup.contents.held()}")

        self.desk.long("Making a backup", work, made, self.desk.fail)

    def _practise(self) -> None:
        def work(_report: Report) -> Restored:
            from ibh_desktop.backup.restoring import practise  # noqa: PLC0415 - start-up: rare

            return practise(self.desk.app)

        def tried(done: Restored) -> None:
            self.desk.say(f"The backup of {done.at.astimezone():%a %d %b %H:%M} can be restored: {done.contents.held()}")

        self.desk.long("Practising a restore", work, tried, self.desk.fail)

    def _add(self, row: int, described: Described) -> None:
        field = QLineEdit()
        field.setAccessibleName(described.label)
        field.setFixedWidth(140)
        field.setReadOnly(not self._manages)
        field.editingFinished.connect(partial(self._change, described))
        self.fields[described.name] = field
        self._grid.addWidget(label(described.label, "strong"), 3 * row, 0)
        self._grid.addWidget(field, 3 * row, 1, 2, 1)
        self._grid.addWidget(label(described.help, "secondary", wrap=True), 3 * row + 1, 0)
        self._grid.setRowMinimumHeight(3 * row + 2, 12)

    def _change(self, described: Described) -> None:
        field = self.fields[described.name]
        if self._manages and field.isModified():
            field.setModified(False)
            work = partial(self.desk.app.write, change_setting, described.name, field.text())
            self.desk.tasks.start(self, work, lambda _: self.desk.say(f"{described.label} saved"), self._refused)

    def _refused(self, reason: BaseException) -> None:
        self.desk.fail(reason)
        self.reload()

    def load(self) -> Shown:
        return Shown(self.desk.app.read(clinic.settings), self.desk.app.read(clinic.staff))

    def present(self, data: Shown) -> None:
        self.say_under_title("" if self._manages else "A manager changes these")
        for name, field in self.fields.items():
            field.setText(str(getattr(data.settings, name)))
            field.setModified(False)
        self.staff.show_rows(data.staff)
