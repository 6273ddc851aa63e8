"""The tabs of the front desk's day, above its pages: Today and the lists that belong to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabBar, QWidget

from ui.commands import Command
from ui.places import Calls, Place, Requests, Today, Waitlist

PAGES: dict[str, type[Place]] = {"go.today": Today, "go.calls": Calls, "go.requests": Requests, "go.waitlist": Waitlist}
"""The commands that lead to the pages of the desk, in the order of the tabs."""


class DeskBar(QTabBar):
    """Shows while one of the desk's pages does, to whoever may see more than one of them."""

    def __init__(self, commands: list[Command], run: Callable[[Command], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Front desk")
        self.setExpanding(False)
        self.setDrawBase(False)
        by_id = {command.id: command for command in commands}
        self._commands = [by_id[name] for name in PAGES if name in by_id]
        for number, command in enumerate(self._commands):
            self.addTab(command.label)
            self.setTabToolTip(number, f"{command.label}  {command.key}")
        self.hide()
        self.currentChanged.connect(lambda number: run(self._commands[number]))

    def mark(self, place: Place) -> None:
        """Show where we are, or nothing where that is no page of the desk."""
        here = next((n for n, command in enumerate(self._commands) if PAGES[command.id] is type(place)), -1)
        with QSignalBlocker(self):
            self.setCurrentIndex(max(here, 0))
        self.setVisible(here >= 0 and len(self._commands) > 1)
