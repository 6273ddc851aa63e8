"""Courses: who is in which phase, how many sessions are held, which are not booked yet."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ibh_desktop.domain.courses import GOING_ON, CourseStatus
from ibh_desktop.domain.people import folded
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import courses
from ibh_desktop.queries.courses import CourseLine
from ui.kit import discreet
from ui.kit.fields import Choice, Tick
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.kit.view import View
from ui.places import Course, Patients

PHASES = {Phase.INITIAL: "accent", Phase.MIDDLE: "success", Phase.ENDING: "warning"}
STATUSES = {CourseStatus.ACTIVE: "neutral", CourseStatus.COMPLETED: "success", CourseStatus.ON_HOLD: "warning"}

COLUMNS = (
    Column[CourseLine]("Patient", lambda c: discreet.name(c.patient_name), strong=True),
    Column[CourseLine]("Phase", lambda c: c.phase.value, 96, tone=lambda c: PHASES[c.phase]),
    Column[CourseLine]("Sessions", lambda c: f"{c.delivered} of {c.planned}", 92, right=True),
    Column[CourseLine](
        "Not booked",
        lambda c: f"{c.unbooked} not booked" if c.unbooked and c.status in GOING_ON else "",
        130,
        tone=lambda _: "warning",
    ),
    Column[CourseLine]("Next", lambda c: f"{short_date(c.next_at.date())} {c.next_at:%H:%M}" if c.next_at else "", 142),
    Column[CourseLine]("Contract ends", lambda c: f"{c.target_end:%d %b %Y}", 108),
    Column[CourseLine]("Therapist", lambda c: c.therapist, 148, optional=True),
    Column[CourseLine]("Location", lambda c: c.location, 112, optional=True),
    Column[CourseLine]("Status", lambda c: c.status.value, 116, tone=lambda c: STATUSES.get(c.status, "neutral")),
)


class CoursesView(View[list[CourseLine]]):
    """Running courses, or the latest finished ones; narrowed by name and phase."""

    title = "Courses"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self._all: list[CourseLine] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText("Narrow by patient or therapist")
        self.line.setAccessibleName("Narrow by patient or therapist")
        self.line.setFixedWidth(260)
        self.phase = Choice[Phase | None]([("All phases", None), *((p.value.capitalize(), p) for p in Phase)])
        self.phase.setAccessibleName("Phase")
        self.finished = Tick("Finished courses")
        for widget in (self.line, self.phase, self.finished):
            self.head.addWidget(widget)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        self.table = Table(COLUMNS, "Courses")
        self.table.opens(lambda line: self.desk.open(Course(line.id)))
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.line.textChanged.connect(lambda _: self._narrow())
        self.phase.picked.connect(self._narrow)
        self.finished.toggled.connect(lambda _: self.reload())
        return content

    def load(self) -> list[CourseLine]:
        return self.desk.app.read(courses.listing, finished=self.finished.isChecked())

    def present(self, data: list[CourseLine]) -> None:
        self._all = data
        self._narrow()

    def _narrow(self) -> None:
        place = next((p.name for p in self.desk.locations if p.id == self.desk.location), None)
        words, phase = folded(self.line.text()).split(), self.phase.value()
        shown = [
            line
            for line in self._all
            if (phase is None or line.phase is phase)
            and (place is None or line.location == place)
            and all(word in folded(f"{line.patient_name} {line.therapist}") for word in words)
        ]
        self.say_under_title(f"{len(shown)} of {len(self._all)}")
        if not self._all:
            self.empty(
                "No courses yet",
                "A course is booked from a patient's file.",
                "Find a patient",
                lambda: self.desk.open(Patients()),
            )
        elif not shown:
            self.empty("No course matches", "Nothing fits what is typed and chosen above.", "Show all", self._show_all)
        else:
            self.states.content()
            self.table.show_rows(shown)

    def _show_all(self) -> None:
        self.line.clear()
        self.phase.setCurrentIndex(0)
        self._narrow()
