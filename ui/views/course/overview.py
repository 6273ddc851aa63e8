"""The first section of a course: its timeline."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.queries.course_page import CoursePage
from ui.views.course.part import CoursePart
from ui.views.course.timeline import Timeline, TimelineArea


class TimelinePart(CoursePart[None]):
    """Paints the course that the page around it fetched."""

    id = "timeline"
    title = "Timeline"
    needs = Permission.SEE_COURSE

    def body(self) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 4, 4)
        self.timeline = Timeline()
        inside.addWidget(TimelineArea(self.timeline))
        self.setFocusProxy(self.timeline)
        return card

    def go(self, page: CoursePage) -> None:
        super().go(page)
        self.timeline.show_page(page)

    def load(self) -> None:
        return None

    def present(self, data: None) -> None:
        """Nothing of its own: the page around it fetches the course."""
