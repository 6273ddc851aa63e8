"""The first section of a course: its timeline."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import course_lanes
from ibh_desktop.queries.course_lanes import CourseLanes
from ibh_desktop.queries.course_page import CoursePage
from ui.dialogs.print_course import PrintCoursePanel
from ui.views.course.legend import Legend
from ui.views.course.part import CoursePart
from ui.views.course.timeline import Timeline, TimelineArea


class TimelinePart(CoursePart[CourseLanes | None]):
    """Paints the course that the page around it fetched, with the clinical lanes that it fetches for who may see them."""

    id = "timeline"
    title = "Timeline"
    needs = Permission.SEE_COURSE
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS})

    def body(self) -> QWidget:
        self._lanes: CourseLanes | None = None
        self._shown: CoursePage | None = None
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 8, 4, 8)
        inside.setSpacing(6)
        self.timeline = Timeline()
        self.area = TimelineArea(self.timeline)
        inside.addWidget(self.area, 1)
        self.legend = Legend()
        self.print_button = QPushButton("Print…")
        self.print_button.setAccessibleName("Print the timeline")
        self.print_button.setToolTip("The whole timeline on paper or as PDF")
        self.print_button.clicked.connect(self._print)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 12, 0)
        foot.setSpacing(12)
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.print_button)
        inside.addLayout(foot)
        self.setFocusProxy(self.timeline)
        self.timeline.laid_out.connect(lambda picture: self.legend.show_keys(picture.legend()))
        return card

    def go(self, page: CoursePage) -> None:
        super().go(page)
        if self._shown is not page:
            self._show()

    def load(self) -> CourseLanes | None:
        # The front desk's page asks for nothing clinical.
        if self.page is None or not self.page.clinical:
            return None
        return self.desk.app.read(course_lanes.lanes, self.page.id)

    def present(self, data: CourseLanes | None) -> None:
        self._lanes = data
        self._show()

    def _show(self) -> None:
        """The page and its lanes; a clinical page waits for them, so that nothing jumps when they arrive."""
        page, lanes = self.page, self._lanes
        if page is None:
            return
        if not page.clinical:
            self._shown = page
            self.timeline.show_story(page.id, course_lanes.story(page))
        elif lanes is not None and lanes.course == page.id:
            self._shown = page
            self.timeline.show_story(page.id, course_lanes.story(page, lanes))

    def _print(self) -> None:
        if self.page is not None:
            self.desk.panel(PrintCoursePanel(self.desk, self.page.id))
