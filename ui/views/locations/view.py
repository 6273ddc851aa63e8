"""Locations: address, phone, hours, zone, rooms."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import places
from ibh_desktop.queries.places import LocationLine
from ui.dialogs.location import LocationPanel
from ui.kit.table import Column, Table
from ui.kit.view import View

COLUMNS = (
    Column[LocationLine]("Location", lambda p: p.name, 150, strong=True),
    Column[LocationLine]("Address", lambda p: f"{p.street}, {p.city}, {p.state} {p.postcode}".strip(", ")),
    Column[LocationLine]("Phone", lambda p: shown_phone(p.phone), 140),
    Column[LocationLine]("Open Mon–Fri", lambda p: f"{p.hours.starts:%H:%M}–{p.hours.ends:%H:%M}", 124),
    Column[LocationLine]("Time zone", lambda p: p.zone.removeprefix("America/").replace("_", " "), 112),
    Column[LocationLine]("Rooms", lambda p: f"{len(p.rooms)}", 72, right=True),
    Column[LocationLine]("", lambda p: "" if p.active else "inactive", 96, tone=lambda _: "neutral"),
)


class LocationsView(View[list[LocationLine]]):
    """A manager opens a line to change it."""

    title = "Locations"
    topics = frozenset({Topic.PLACES})

    def body(self) -> QWidget:
        self._may = may(self.desk.app.actor, Permission.EDIT_PLACES)
        if self._may:
            add = QPushButton("Add a location")
            add.setObjectName("primary")
            add.clicked.connect(lambda: self.desk.panel(LocationPanel(self.desk)))
            self.head.addWidget(add)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        self.table = Table(COLUMNS, "Locations")
        if self._may:
            self.table.opens(lambda line: self.desk.panel(LocationPanel(self.desk, line)))
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> list[LocationLine]:
        return self.desk.app.read(places.locations)

    def present(self, data: list[LocationLine]) -> None:
        self.say_under_title("Enter opens a line to change it" if self._may else "A manager changes these")
        if not data:
            self.empty("No locations yet", "Shifts and appointments need one.")
            return
        self.table.show_rows(data)
