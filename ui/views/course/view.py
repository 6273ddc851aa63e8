"""One course: where it stands in words, the timeline, and what the therapist does next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.courses import FOLLOWED, GROUP, MAINTENANCE, RUNNING, CourseStatus, variant_name
from ibh_desktop.domain.ids import AppointmentId, CourseId, GoalId, LetterId, PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.timeline_picture import real_end
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import course_page, measures
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.usecases import letters
from ui.dialogs.book import BookPanel
from ui.dialogs.course_steps import start_panel
from ui.dialogs.goal import GoalPanel
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.measures import MeasuresPanel
from ui.dialogs.opening import letter_panel
from ui.dialogs.session import SessionPanel
from ui.kit.flow import FlowLayout
from ui.kit.form import Panel
from ui.kit.sections import Sections
from ui.kit.text import label, pill, short_date
from ui.kit.view import View
from ui.places import About, Course, Letter, Patients
from ui.views.course import next_phase
from ui.views.course.contract import ContractPart
from ui.views.course.events import EventsPart
from ui.views.course.focus import FocusPart
from ui.views.course.goals import GoalsPart
from ui.views.course.layout import Item
from ui.views.course.overview import TimelinePart
from ui.views.course.part import CoursePart
from ui.views.course.people import PeoplePart
from ui.views.course.safety import SafetyPart
from ui.views.course.session import SessionPart

TONES = {Phase.INITIAL: "accent", Phase.MIDDLE: "success", Phase.ENDING: "warning"}


PARTS: tuple[type[CoursePart[Any]], ...] = (
    TimelinePart,
    SessionPart,
    PeoplePart,
    FocusPart,
    EventsPart,
    GoalsPart,
    SafetyPart,
    ContractPart,
)
"""In the order of the tabs. To add one: a query, a file beside this one, a line here."""


SECTION_OF = {
    "phase": "contract",
    "step": "contract",
    "end": "contract",
    "homework": "goals",
    "event": "events",
    "safety": "safety",
}
"""Where an item of the timeline is worked on, by its kind; anything else shows what it is."""


class CourseView(View[CoursePage | None]):
    """The heart: the course with its phases on one page."""

    title = "Course"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.LETTERS, Topic.PATIENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self._course: CourseId | None = None
        self._session: AppointmentId | None = None
        self._page: CoursePage | None = None
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        self.alert = label("", "alert", wrap=True)
        box.addWidget(self.alert)
        self._pills = FlowLayout()
        box.addLayout(self._pills)
        self.sections = Sections(self.desk, "Course", PARTS, self)
        self.timeline = next(part for part in self.sections.all if isinstance(part, TimelinePart)).timeline
        self.timeline.opened.connect(self._open_item)
        box.addWidget(self.sections, 1)
        self._buttons = {
            "file": self._button("File", lambda: self._page and self.desk.open(Patients(self._page.patient))),
            "start": self._button("Start…", self._start),
            "book": self._button("Book next", self._book),
            "phase": self._button("Next phase", self._move_phase),
            "goal": self._button("Add goal", self._add_goal),
            "PHQ-9": self._button("PHQ-9", partial(self._measure, "PHQ-9")),
            "measures": self._button("Measures…", self._choose_measure),
            "letter": self._button("Letter…", self._letter),
            "refer": self._button("Refer…", self.refer),
        }
        self._buttons["refer"].setObjectName("primary")
        self._buttons["refer"].setToolTip("Ctrl+R")
        self._buttons["letter"].setToolTip("Ctrl+Shift+L")
        return content

    def _button(self, words: str, run: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        self.head.addWidget(button)
        return button

    def button(self, name: str) -> QPushButton:
        """The button of an action by name: `PHQ-9`, `measures`, `goal`, `phase`, `refer`."""
        return self._buttons[name]

    def patient_shown(self) -> PatientId | None:
        """Whose course this is."""
        return self._page.patient if self._page else None

    def go(self, place: Course) -> None:
        """Show another course, or a session of it."""
        self._course, self._session = place.id, place.session
        self.stale()

    def heard(self, changes: list[Change]) -> None:
        super().heard(changes)
        self.sections.heard(changes)

    def load(self) -> CoursePage | None:
        return None if self._course is None else self.desk.app.read(course_page.page, self._course)

    def present(self, data: CoursePage | None) -> None:
        if data is None:
            self.empty("No course is open", "Choose one from the list.")
            return
        self._page = data
        self.heading.setText(data.patient_name)
        about = (
            variant_name(data.variant, data.planned),
            data.indication,
            data.area.value if data.area else "",
            f"{data.therapist_name}, {data.credential}",
            data.location_name,
        )
        self.say_under_title(" · ".join(part for part in about if part))
        self._show_pills(data)
        self.alert.setText(
            f"A safety event is not assessed yet: see Safety. Crisis line {data.crisis_line}; in immediate danger 911."
        )
        self.alert.setVisible(bool(data.open_safety))
        running, takes_forms = data.status in RUNNING, data.status in (*RUNNING, *FOLLOWED)
        for name, button in self._buttons.items():
            button.setVisible(name == "file" or (data.writable and running) or (name == "refer" and data.writable))
        self._buttons["letter"].setVisible(may(self.desk.app.actor, Permission.WRITE_DESK_LETTER, data.therapist))
        self._buttons["PHQ-9"].setVisible(data.writable and takes_forms)
        self._buttons["measures"].setVisible(data.clinical or (data.enters_forms and takes_forms))
        books = running and _unbooked(data) and data.variant != GROUP.code
        self._buttons["book"].setVisible(books and may(self.desk.app.actor, Permission.BOOK, data.therapist))
        self._buttons["start"].setVisible(
            data.status is CourseStatus.DRAFT and may(self.desk.app.actor, Permission.OPEN_COURSE, data.therapist)
        )
        following = None if data.variant == MAINTENANCE.code else next_phase.NEXT_PHASE.get(data.phase)
        moves = data.status is CourseStatus.ACTIVE and following is not None
        self._buttons["phase"].setVisible(data.writable and moves)
        self._buttons["phase"].setText(f"To {following.value}" if following else "")
        self._show_parts(data)

    def _show_parts(self, data: CoursePage) -> None:
        for part in self.sections.all:
            if isinstance(part, CoursePart):
                part.go(data)
        if self._session is not None:
            wanted, self._session = self._session, None
            self._open_sheet(wanted)

    def _show_pills(self, data: CoursePage) -> None:
        while (item := self._pills.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        held = f"{data.attendance.delivered} of {data.planned} sessions held"
        self._pills.addWidget(pill(held, "neutral"))
        if data.attendance.spent:
            self._pills.addWidget(pill(f"{data.attendance.spent} used up by late cancellation", "warning"))
        self._pills.addWidget(pill(f"{data.phase.value.capitalize()} phase", TONES[data.phase]))
        if data.status is not CourseStatus.ACTIVE:
            self._pills.addWidget(pill(data.status.value.capitalize(), "info"))
        elif data.next_at:
            self._pills.addWidget(pill(f"Next {short_date(data.next_at.date())} {data.next_at:%H:%M %Z}", "info"))
        ends = real_end(data.visits)
        if ends is not None and ends > data.target_end and data.status in RUNNING:
            self._pills.addWidget(
                pill(f"Ends {ends.day} {ends:%b}, contract {data.target_end.day} {data.target_end:%b}", "warning")
            )
        if data.follow_up_due:
            self._pills.addWidget(pill("PHQ-9 due: three months after", "warning"))
        rate = data.attendance.rate
        if rate is not None:
            self._pills.addWidget(pill(f"{round(100 * rate)} % attended", "neutral"))

    def _open_item(self, item: Item) -> None:
        if self._page is None or item.opens is None:
            return
        if item.kind == "letter" and self._page.writable:
            self.desk.open(Letter(LetterId(item.opens)))
        elif item.kind in ("goal", "rating") and self._page.writable:
            goal = next(goal for goal in self._page.goals if goal.id == item.opens)
            self.desk.panel(GoalPanel(self.desk, self._page.id, goal))
        elif item.kind == "session":
            visit = next(v for v in self._page.visits if v.id == item.opens)
            sheet = partial(self._open_sheet, visit.id) if self._page.clinical else None
            self.desk.panel(SessionPanel(self.desk, self._page, visit, item.words, sheet))
        elif self.sections.open(SECTION_OF.get(item.kind, "")) is None:
            panel = Panel(self.desk, item.words.split(".")[0])
            panel.box.addWidget(label(item.words, wrap=True))
            panel.box.addWidget(label(item.details, "secondary", wrap=True))
            panel.box.addStretch()
            self.desk.panel(panel)

    def _open_sheet(self, visit: AppointmentId) -> None:
        part = self.sections.open(SessionPart.id)
        if isinstance(part, SessionPart):
            part.choose(visit)
            part.setFocus()

    def parting(self) -> Callable[[], object] | None:
        return self.sections.parting()

    def _book(self) -> None:
        if self._page is not None:
            self.desk.panel(BookPanel(self.desk, patient=self._page.patient))

    def _measure(self, code: str) -> None:
        if (page := self._page) is not None:
            enter = partial(self.desk.app.read, measures.desk, page.id)
            self.desk.tasks.start(
                self, enter, lambda data: self.desk.panel(MeasurePanel(self.desk, data, code)), self.desk.fail
            )

    def _choose_measure(self) -> None:
        if self._page is not None:
            self.desk.panel(MeasuresPanel(self.desk, self._page.id))

    def _add_goal(self) -> None:
        if self._page is not None:
            self.desk.panel(GoalPanel(self.desk, self._page.id, None, known=[GoalId(goal.id) for goal in self._page.goals]))

    def _start(self) -> None:
        if self._page is not None:
            self.desk.panel(start_panel(self.desk, self._page.id, self._page.today))

    def _move_phase(self) -> None:
        if self._page is not None:
            next_phase.move_on(self.desk, self._page, self, self.sections.open)

    def letter_about(self) -> About | None:
        """What a letter that is begun here is about."""
        page = self._page
        return About(f"{page.patient_name}'s course", course=page.id, patient=page.patient) if page else None

    def _letter(self) -> None:
        if (about := self.letter_about()) is not None:
            self.desk.panel(letter_panel(self.desk, about))

    def refer(self) -> None:
        """Begin a referral about this course, in one step: Ctrl+R."""
        page = self._page
        if page is None:
            return
        begin = partial(self.desk.app.write, letters.begin, "referral", page.id)
        self.desk.do(begin, lambda letter: self.desk.open(Letter(letter)), owner=self)


def _unbooked(page: CoursePage) -> bool:
    return page.attendance.taken < page.planned
