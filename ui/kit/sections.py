"""Pages within a page: one tab a section; each loads and reloads by itself, when its tab is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Change
from ui.kit.desk import Desk
from ui.kit.view import View

T = TypeVar("T")


class Section(View[T]):
    """Set `id`, `title` and `needs`; build the rest as in any view. The tab says the title."""

    id = ""
    needs = Permission.SEE_CALENDAR

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.heading.hide()


class Sections(QWidget):
    """Holds the sections that whoever is signed in may see; Ctrl+Page Down and Up go from one to the next."""

    def __init__(self, desk: Desk, name: str, kinds: Sequence[type[Section[Any]]], page: QWidget) -> None:
        super().__init__(page)
        self.desk, self._page = desk, page
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(name)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setToolTip("Ctrl+Page Down and Ctrl+Page Up go from one to the next")
        self.pages = QStackedWidget()
        self.all: list[Section[Any]] = [kind(desk) for kind in kinds if may(desk.app.actor, kind.needs)]
        for section in self.all:
            self.tabs.addTab(section.title)
            self.pages.addWidget(section)
        box.addWidget(self.tabs)
        box.addWidget(self.pages, 1)
        self.tabs.setVisible(len(self.all) > 1)
        self.tabs.currentChanged.connect(self._turn)
        self._page.setFocusProxy(self.section())
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), page, partial(self._step, step), context=within)

    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self._page.setFocusProxy(self.section())
        self.desk.panel(None)  # it belongs to the section that was left

    def _step(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self._page.setFocus()

    def section(self) -> Section[Any]:
        """The section that shows."""
        return self.all[self.pages.currentIndex()]

    def open(self, section: str) -> Section[Any] | None:
        """Turn to a section by its id; None where this person has none of that id."""
        for number, one in enumerate(self.all):
            if one.id == section:
                self.tabs.setCurrentIndex(number)
                return one
        return None

    def heard(self, changes: list[Change]) -> None:
        """Pass news on."""
        for section in self.all:
            section.heard(changes)

    def parting(self) -> Callable[[], object] | None:
        """What the sections must still write when the window goes."""
        left = [work for section in self.all if (work := section.parting()) is not None]
        return (lambda: [work() for work in left]) if left else None

    def stale(self) -> None:
        """Every section fetches anew when next seen."""
        for section in self.all:
            section.stale()
