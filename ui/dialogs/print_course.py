"""Print a course's timeline, or save it as PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.letters import timeline_art
from ibh_desktop.queries import course_lanes
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.paper import print_pdf, save_pdf
from ui.kit.text import label


class PrintCoursePanel(FormPanel):
    """Ctrl+Enter prints; nothing is written to disk unless it is saved."""

    def __init__(self, desk: Desk, course: CourseId) -> None:
        super().__init__(desk, "Print the timeline", save="Print…")
        self._course = course
        words = "The whole timeline on landscape sheets, with the patient's name. It belongs in the record, not on the counter."
        self.box.addWidget(label(words, "secondary", wrap=True))
        self.done_adding()
        self.save_as = QPushButton("Save PDF…")
        self.save_as.clicked.connect(self._save_as)
        self.foot.insertWidget(self.foot.count() - 1, self.save_as)

    def save(self) -> Callable[[], object]:
        return lambda: timeline_art.pdf(self.desk.app.read(course_lanes.sheet, self._course))

    def saved(self, result: object) -> None:
        assert isinstance(result, bytes)
        try:
            copies = print_pdf(result, self, name="Course timeline", landscape=True)
        except IbhError as reason:
            self.show_problem(reason)
            return
        if copies:
            self.desk.say("Printed")
            super().saved(result)

    def _save_as(self) -> None:
        self.clear_problems()
        name, _ = QFileDialog.getSaveFileName(self, "Save PDF", "course-timeline.pdf", "PDF (*.pdf)")
        if name:
            self.desk.tasks.start(self, self.save(), partial(self._write, Path(name)), self._failed)

    def _write(self, path: Path, pdf: object) -> None:
        assert isinstance(pdf, bytes)
        try:
            save_pdf(pdf, path)
        except IbhError as reason:
            self.show_problem(reason)
            return
        self.desk.say("PDF saved")
        self.close_panel()
