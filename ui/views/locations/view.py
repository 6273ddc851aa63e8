"""Locations: address, phone, opening hours, closed days, zone, rooms."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.addresses import city_line
from ibh_desktop.domain.opening import told
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import places
from ibh_desktop.queries.places import LocationLine
from ui.dialogs.closures import ClosuresPanel
from ui.dialogs.holidays import HolidaysPanel
from ui.dialogs.location import LocationPanel
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.kit.view import View

TALL = 46


def _open(line: LocationLine) -> str:
    first, *rest = told(line.week) or ["–"]
    return "\n".join(part for part in (first, ", ".join(rest)) if part)


def _closed(line: LocationLine) -> str:
    return f"{short_date(line.closed_on)}\n{line.closed_for}" if line.closed_on else "–"


def _address(line: LocationLine) -> str:
    town = city_line(line)
    return f"{line.street}\n{town}" if line.street else town


COLUMNS = (
    Column[LocationLine]("Location", lambda p: p.name if p.active else f"{p.name}\ninactive", 136, strong=True),
    Column[LocationLine]("Address", _address),
    Column[LocationLine]("Phone", lambda p: shown_phone(p.phone), 132, optional=True),
    Column[LocationLine]("Open", _open, 168),
    Column[LocationLine]("Next closed day", _closed, 148, optional=True, kept=True),
    Column[LocationLine]("Time zone", lambda p: p.zone.removeprefix("America/").replace("_", " "), 96, optional=True),
    Column[LocationLine]("Rooms", lambda p: f"{len(p.rooms)}", 68, right=True, optional=True),
)


class LocationsView(View[list[LocationLine]]):
    """A manager opens a line to change it, C shows its closed days, H adds holidays."""

    title = "Locations"
    topics = frozenset({Topic.PLACES})
    refreshed = Signal()

    def body(self) -> QWidget:
        self._may = may(self.desk.app.actor, Permission.EDIT_PLACES)
        if self._may:
            self._add_action("Closed days  C", "Add or remove closed days of this location", self.open_closures)
            self._add_action("Holidays  H", "Close on public holidays at one location or all", self.open_holidays)
            add = self._add_action("Add a location", "", lambda: self.desk.panel(LocationPanel(self.desk)))
            add.setObjectName("primary")
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        self.table = Table(COLUMNS, "Locations")
        self.table.verticalHeader().setDefaultSectionSize(TALL)
        if self._may:
            self.table.opens(lambda line: self.desk.panel(LocationPanel(self.desk, line)))
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
        return content

    def _add_action(self, words: str, tip: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setToolTip(tip)
        button.clicked.connect(run)
        self.head.addWidget(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        run = {"C": self.open_closures, "H": self.open_holidays}.get(event.text().upper())
        if self._may and run is not None:
            run()
        else:
            super().keyPressEvent(event)

    def open_closures(self) -> None:
        """The closed days of the location under the cursor; the panel follows what other desks change."""
        line = self.table.current()
        if line is not None:
            panel = ClosuresPanel(self.desk, line)
            self.refreshed.connect(panel.reload)
            self.desk.panel(panel)

    def open_holidays(self) -> None:
        """Holidays for all locations; another choice is in the panel."""
        self.desk.panel(HolidaysPanel(self.desk))

    def load(self) -> list[LocationLine]:
        return self.desk.app.read(places.locations)

    def present(self, data: list[LocationLine]) -> None:
        self.say_under_title("Enter opens a line to change it" if self._may else "A manager changes these")
        if not data:
            self.empty("No locations yet", "Shifts and appointments need one.")
            return
        self.table.show_rows(data)
        self.refreshed.emit()
