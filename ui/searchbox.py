"""One box for everything: patients by name part, date of birth, phone or number; commands; places (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import patients
from ibh_desktop.queries.patients import PatientHit
from ui.commands import Command
from ui.kit.desk import Desk
from ui.kit.latest import Latest
from ui.kit.text import us_date
from ui.places import Patients

HITS = 12


class SearchBox(QLineEdit):
    """Typing shows hits below; arrows choose, Enter opens, Esc leaves."""

    shown = Signal()

    def __init__(
        self, desk: Desk, commands: list[Command], run: Callable[[Command], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._commands, self._run = desk, commands, run
        self.setObjectName("search")
        self.setAccessibleName("Search patients, places and commands")
        self.setPlaceholderText("Search patients, places, commands   Ctrl+K")
        self.setClearButtonEnabled(True)
        self._latest = Latest(self, desk.tasks, desk.fail)
        self._frame = QFrame(self.window(), Qt.WindowType.ToolTip)
        self._frame.setObjectName("palette")
        self._frame.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        box = QVBoxLayout(self._frame)
        box.setContentsMargins(4, 4, 4, 4)
        self.hits = QListWidget(self._frame)
        self.hits.setAccessibleName("Hits")
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.itemClicked.connect(lambda _: self._open())
        box.addWidget(self.hits)
        self.textEdited.connect(self._search)
        self.returnPressed.connect(self._open)
        self.installEventFilter(self)

    def _search(self, text: str) -> None:
        if not text.strip():
            self._latest.forget()
            self._frame.hide()
        elif may(self._desk.app.actor, Permission.SEE_PATIENT):
            self._latest.ask(lambda: self._desk.app.read(patients.search, text, limit=HITS), self._show)
        else:
            self._show([])

    def _show(self, found: list[PatientHit]) -> None:
        self.hits.clear()
        words = self.text().casefold().split()
        for command in self._commands:
            if words and all(word in command.label.casefold() for word in words):
                self._add(f"{command.label}    {command.key}", command)
        for hit in found:
            self._add(f"{hit.name}    {us_date(hit.born)}    {shown_phone(hit.phone)}    #{hit.number}", hit)
        if not self.hits.count():
            self._add("Nobody and nothing of that name", None)
        self.hits.setCurrentRow(0)
        self._place()
        self.shown.emit()

    def _add(self, text: str, what: Command | PatientHit | None) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, what)
        self.hits.addItem(item)

    def _place(self) -> None:
        height = min(HITS, self.hits.count()) * 26 + 20
        self._frame.setFixedSize(max(480, self.width()), height)
        self._frame.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._frame.show()

    def _open(self) -> None:
        item = self.hits.currentItem()
        what = item.data(Qt.ItemDataRole.UserRole) if item is not None and self._frame.isVisible() else None
        self.leave()
        if isinstance(what, PatientHit):
            self._desk.open(Patients(what.id))
        elif isinstance(what, Command):
            self._run(what)

    def leave(self) -> None:
        """Forget what was typed and close the list."""
        self._latest.forget()
        self._frame.hide()
        self.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._frame.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.hits.count():
                self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)
