"""Reports: one tab a section, one query a tab."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import may
from ibh_desktop.domain.topics import Change
from ui.kit.view import View
from ui.places import Reports
from ui.views.reports.absence import AbsenceSection
from ui.views.reports.forecast import ForecastSection
from ui.views.reports.passed import PassedSection
from ui.views.reports.section import Section
from ui.views.reports.unbooked import UnbookedSection

SECTIONS: tuple[type[Section[Any]], ...] = (UnbookedSection, AbsenceSection, ForecastSection, PassedSection)
"""In the order of the tabs. To add a section: a query, a file beside this one, a line here."""


class ReportsView(View[None]):
    """Holds the sections that whoever is signed in may see; each loads when its tab is first opened."""

    title = "Reports"

    def body(self) -> QWidget:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Reports")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages = QStackedWidget()
        self.sections: list[Section[Any]] = []
        for kind in SECTIONS:
            if may(self.desk.app.actor, kind.needs):
                section = kind(self.desk)
                self.sections.append(section)
                self.tabs.addTab(section.title)
                self.pages.addWidget(section)
        box.addWidget(self.tabs)
        box.addWidget(self.pages, 1)
        self.tabs.currentChanged.connect(self._turn)
        self.setFocusProxy(self.section())
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, partial(self._step, step), context=within)
        self.tabs.setToolTip("Ctrl+Page Down and Ctrl+Page Up go from one to the next")
        return content

    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.setFocusProxy(self.section())
        self.desk.panel(None)  # it belongs to the section that was left

    def _step(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self.setFocus()

    def section(self) -> Section[Any]:
        """The section that shows."""
        return self.sections[self.pages.currentIndex()]

    def go(self, place: Reports) -> None:
        """Open a section by its id, or stay where we were."""
        for number, section in enumerate(self.sections):
            if section.id == place.section:
                self.tabs.setCurrentIndex(number)
                section.go(place)

    def load(self) -> None:
        return None

    def present(self, data: None) -> None:
        """Nothing of its own: the sections fetch what they show."""

    def heard(self, changes: list[Change]) -> None:
        """Pass news on."""
        for section in self.sections:
            section.heard(changes)

    def stale(self) -> None:
        """Another location: every section fetches anew when next seen."""
        for section in self.sections:
            section.stale()
