"""The top bar: location, search, Book, who is signed in, lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.permissions import Permission, may
from ui.commands import COMMANDS, Command
from ui.kit.desk import Desk, everywhere
from ui.kit.fields import Choice
from ui.kit.icons import icon
from ui.kit.text import label
from ui.searchbox import SearchBox


class TopBar(QWidget):
    """Built once; `paint_icons` follows the scheme."""

    def __init__(self, desk: Desk, commands: list[Command], run: Callable[[Command], None]) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._by_id = {command.id: command for command in COMMANDS}
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(12)
        self.location = Choice[LocationId | None](everywhere(desk))
        self.location.setAccessibleName("Location")
        self.location.setMinimumWidth(150)
        self.search = SearchBox(desk, commands, run)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(460)
        self._book = QPushButton("Book")
        self._book.setObjectName("primary")
        self._book.setToolTip("Book an appointment  Ctrl+B")
        self._book.clicked.connect(lambda: run(self._by_id["appointment.book"]))
        if not may(desk.app.actor, Permission.BOOK):
            self._book.hide()
        self._lock = QPushButton("Lock")
        self._lock.setObjectName("flat")
        self._lock.setToolTip("Lock  Ctrl+L")
        self._lock.clicked.connect(lambda: run(self._by_id["lock"]))
        who = label(f"{desk.app.actor.name} · {desk.app.actor.role.value}", "secondary")
        row.addWidget(self.location)
        row.addWidget(self.search, 1)
        row.addStretch()
        row.addWidget(self._book)
        row.addSpacing(8)
        row.addWidget(who)
        row.addWidget(self._lock)

    def paint_icons(self) -> None:
        """Draw the icons in the colours of the scheme in force."""
        self._book.setIcon(icon("plus", "on_accent", size=16, checked="on_accent"))
        self._lock.setIcon(icon("lock-simple", "accent", size=16))
