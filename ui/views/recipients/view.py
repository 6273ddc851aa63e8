"""The address book: whom letters go to, found while typing."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import recipients
from ibh_desktop.queries.recipients import SHOWN, Listed
from ui.dialogs.opening import import_recipients_panel
from ui.dialogs.recipient import RecipientPanel
from ui.kit.table import Column, Table
from ui.kit.view import View

_ENTER = (0x01000004, 0x01000005)
COLUMNS = (
    Column[Listed]("Name", lambda one: one.entry.name, strong=True),
    Column[Listed]("Practice", lambda one: one.entry.organisation),
    Column[Listed]("Specialty", lambda one: one.entry.specialty, 150, optional=True),
    Column[Listed]("City", lambda one: one.entry.city, 116, optional=True),
    Column[Listed]("Phone", lambda one: shown_phone(one.entry.phone), 128, optional=True, kept=True),
    Column[Listed]("Fax", lambda one: shown_phone(one.entry.fax), 128, optional=True),
    Column[Listed]("By", lambda one: one.entry.preferred.value, 72, optional=True),
    Column[Listed]("", lambda one: _kind(one), 120, tone=lambda _: "neutral", optional=True),
)


class RecipientsView(View[list[Listed]]):
    """Typing searches, Down walks the list, Enter opens an entry, Insert adds one."""

    title = "Address book"
    topics = frozenset({Topic.LETTERS})

    def body(self) -> QWidget:
        self._text = ""
        bring = QPushButton("Import…")
        bring.setToolTip("A list of doctors and practices as CSV")
        bring.clicked.connect(lambda: import_recipients_panel(self.desk))
        self.head.addWidget(bring)
        new = QPushButton("Add a recipient")
        new.setObjectName("primary")
        new.setToolTip("Insert")
        new.clicked.connect(self.add)
        self.head.addWidget(new)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.line = QLineEdit()
        self.line.setAccessibleName("Search the address book")
        self.line.setPlaceholderText("Name, practice, specialty, city or NPI")
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._typed)
        self.table = Table(COLUMNS, "Recipients found")
        self.table.opens(self._open)
        box.addWidget(self.line)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.line)
        return content

    def add(self) -> None:
        """Somebody new."""
        self.desk.panel(RecipientPanel(self.desk))

    def _open(self, one: Listed) -> None:
        self.desk.panel(RecipientPanel(self.desk, one=one))

    def _typed(self, text: str) -> None:
        self._text = text
        self.reload()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and (one := self.table.current()) is not None:
            self._open(one)
        elif event.key() == 0x01000015 and self.line.hasFocus():  # Down
            self.table.setFocus()
        elif event.key() == 0x01000006:  # Insert
            self.add()
        else:
            super().keyPressEvent(event)

    def load(self) -> list[Listed]:
        return self.desk.app.read(recipients.search, self._text)

    def present(self, data: list[Listed]) -> None:
        self.table.show_rows(data)
        if not data and not self._text:
            words = "Add whoever your letters go to, or import a list."
            self.empty("Nobody is in the address book yet", words, "Add a recipient", self.add)
            return
        more = "the first " if len(data) == SHOWN else ""
        found = f"{more}{len(data)} {'entry' if len(data) == 1 else 'entries'}"
        self.say_under_title(found if data else f"Nobody matches “{self._text[:40]}”. Press Insert to add them.")


def _kind(one: Listed) -> str:
    return "this group" if one.entry.internal else ("" if one.entry.provider else "no provider")
