"""The people who may be the one that is being registered, shown while the form is filled in."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.alike import Person
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import duplicates
from ibh_desktop.queries.duplicates import LISTED, Likely
from ui.kit.desk import Desk
from ui.kit.latest import Latest
from ui.kit.table import Column, Table
from ui.kit.text import label, us_date
from ui.kit.theme import ROW

COLUMNS = (
    Column[Likely](
        "Person",
        lambda one: f"{one.hit.name}\n{us_date(one.hit.born)} · {shown_phone(one.hit.phone) or 'no phone'}",
        hint=lambda one: (one.hit.name, us_date(one.hit.born), f"number {one.hit.number}", one.hit.city),
    ),
    Column[Likely]("Why", lambda one: _broken(one.why.value), 116),
)
PAUSE = 80
"""Milliseconds after the last letter; typing on asks once, not for every letter."""
_LINES = 3


class LikelyList(QWidget):
    """As high as three people from the start, so that nothing under it jumps; Enter or a double click opens a file."""

    def __init__(self, desk: Desk, typed: Callable[[], Person | None], open_file: Callable[[PatientId], None]) -> None:
        super().__init__()
        self._desk, self._typed = desk, typed
        self._latest = Latest(self, desk.tasks, desk.fail)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.words = label("", "secondary", wrap=True)
        self.table = Table[Likely](COLUMNS, "Possibly registered already")
        self.table.opens(lambda one: open_file(one.hit.id))
        self.table.verticalHeader().setDefaultSectionSize(ROW + 6)
        self.table.setFixedHeight(_LINES * (ROW + 6) + self.table.horizontalHeader().sizeHint().height() + 4)
        box.addWidget(self.words)
        box.addWidget(self.table)
        self._show(())

    def typed(self) -> None:
        """Something changed: ask in a moment."""
        self._pause.start()

    def _ask(self) -> None:
        person = self._typed()
        if person is None:
            self._latest.forget()
            self._show(())
        else:
            self._latest.ask(lambda: self._desk.app.read(duplicates.possible, person), self._show)

    def _show(self, found: tuple[Likely, ...]) -> None:
        self.words.setText(_headline(found))
        self.table.show_rows(found)


def _headline(found: tuple[Likely, ...]) -> str:
    if not found:
        return "Possibly registered already: nobody so far."
    many = "Possibly registered already:" if len(found) < LISTED else "Possibly registered already, the likeliest:"
    return f"{many} {len(found)}. Enter opens the file."


def _broken(why: str) -> str:
    first, _, second = why.partition(", ")
    return f"{first}\n{second}" if second else first
