"""Reports: one tab a section, one query a tab."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.topics import Change
from ui.kit.sections import Sections
from ui.kit.view import View
from ui.places import Reports
from ui.views.reports.absence import AbsenceSection
from ui.views.reports.beyond_licence import LicenceSection
from ui.views.reports.estimates import EstimatesSection
from ui.views.reports.follow_ups import FollowUpSection
from ui.views.reports.forecast import ForecastSection
from ui.views.reports.notes import NotesSection
from ui.views.reports.passed import PassedSection
from ui.views.reports.section import Section
from ui.views.reports.unbooked import UnbookedSection
from ui.views.reports.waiting import WaitingSection

SECTIONS: tuple[type[Section[Any]], ...] = (
    UnbookedSection,
    AbsenceSection,
    WaitingSection,
    ForecastSection,
    FollowUpSection,
    NotesSection,
    LicenceSection,
    PassedSection,
    EstimatesSection,
)
"""In the order of the tabs. To add a section: a query, a file beside this one, a line here."""


class ReportsView(View[None]):
    """Holds the sections that whoever is signed in may see; each loads when its tab is first opened."""

    title = "Reports"

    def body(self) -> QWidget:
        self.sections = Sections(self.desk, "Reports", SECTIONS, self)
        return self.sections

    def section(self) -> Section[Any]:
        """The section that shows."""
        shown = self.sections.section()
        assert isinstance(shown, Section)
        return shown

    def go(self, place: Reports) -> None:
        """Open a section by its id, or stay where we were."""
        opened = self.sections.open(place.section)
        if isinstance(opened, Section):
            opened.go(place)

    def load(self) -> None:
        return None

    def present(self, data: None) -> None:
        """Nothing of its own: the sections fetch what they show."""

    def heard(self, changes: list[Change]) -> None:
        """Pass news on."""
        self.sections.heard(changes)

    def stale(self) -> None:
        """Another location: every section fetches anew when next seen."""
        self.sections.stale()
