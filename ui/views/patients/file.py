"""The file of one patient: who it is, courses, visits, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.contact import NOTHING, in_short, specials
from ibh_desktop.domain.courses import RUNNING
from ibh_desktop.domain.people import age, full_name
from ibh_desktop.domain.permissions import Permission, Scope, may, scope
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.patient_file import FileCourse, PatientFile, VisitLine
from ui.dialogs.opening import (
    book_course_panel,
    book_panel,
    concern_panel,
    history_panel,
    letter_menu,
    letter_panel,
    papers_panel,
    waitlist_panel,
)
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.table import Column, Table
from ui.kit.text import label, us_date
from ui.places import About, Course, Permissions

EMERGENCY, FORMERLY, CUSTODY = "Emergency", "Formerly", "Custody"
VISITS = (
    Column[VisitLine]("Visit", lambda v: f"{v.starts:%a} {v.starts.day} {v.starts:%b %Y %H:%M}"),
    Column[VisitLine]("With", lambda v: v.therapist, 118, optional=True),
    Column[VisitLine]("", lambda v: v.status.value, 150, tone=lambda _: "neutral"),
)


class FileCard(QFrame):
    """Empty until a patient is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._file: PatientFile | None = None
        self.setObjectName("card")
        self.setMinimumWidth(376)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 16)
        box.setSpacing(8)
        self.name = label("", "section", wrap=True)
        self.nobody = label("Choose a patient to see the file.", "secondary", wrap=True)
        self.mind = label("", "pill_warning", wrap=True)
        box.addWidget(self.name)
        box.addWidget(self.mind)
        box.addWidget(self.nobody)
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(3)
        self._facts.setColumnStretch(1, 1)
        box.addLayout(self._facts)
        self._values: dict[str, QLabel] = {}
        rows = ("Born", "Number", FORMERLY, "Phone", "E-mail", "Address", "Reach", EMERGENCY, "Notes", CUSTODY)
        for row, name in enumerate(rows):
            self._facts.addWidget(label(name, "secondary"), row, 0)
            self._values[name] = label("", wrap=True)
            self._facts.addWidget(self._values[name], row, 1)
        self._build_actions(box)
        self._courses = QVBoxLayout()
        self._courses.setSpacing(4)
        box.addLayout(self._courses)
        self.visits = Table(VISITS, "Visits")
        self.visits.opens(self._open_visit)
        self.visits.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.visits.customContextMenuRequested.connect(self._menu)
        box.addWidget(self.visits, 1)
        self.show_file(None, date.min, on_change=lambda: None)

    def _build_actions(self, box: QVBoxLayout) -> None:
        self._actions, self._buttons = FlowLayout(), list[QPushButton]()
        self.book = self._action("Book", self._book, needs=Permission.BOOK)
        self.course = self._action("Book a course", self._book_course, needs=Permission.OPEN_COURSE)
        self.change = self._action("Change", self._change, needs=Permission.EDIT_PATIENT)
        self.reach = self._action("Reach", self._reach, needs=Permission.EDIT_PATIENT)
        self.told = self._action("Permissions", self._permissions, needs=Permission.SEE_AUTHORIZATIONS)
        self.letter = self._action("Letter", self._letter, needs=Permission.WRITE_DESK_LETTER)
        self.papers = self._action("Papers", self._papers, needs=Permission.SEE_PATIENT)
        self.waitlist = self._action("Waitlist", self._wait, needs=Permission.EDIT_WAITLIST)
        self.history = self._action("History", self._history, needs=Permission.SEE_PATIENT)
        self.worried = self._action("I am worried", self._raise, needs=Permission.RAISE_CONCERN)
        self.merge = self._action("Merge…", self._merge, needs=Permission.EDIT_PATIENT)
        everybody = scope(self._desk.app.actor, Permission.EDIT_PATIENT) is Scope.ALL
        self.merge.setProperty("allowed", everybody)
        self.merge.setToolTip("This file and another one are of one person")
        box.addLayout(self._actions)

    def _action(self, words: str, run: Callable[[], None], *, needs: Permission) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        button.setProperty("allowed", may(self._desk.app.actor, needs))
        self._actions.addWidget(button)
        self._buttons.append(button)
        return button

    def show_file(self, file: PatientFile | None, today: date, *, on_change: Callable[[], None]) -> None:
        """Show a file, or that none is chosen."""
        self._file, self._on_change = file, on_change
        self.nobody.setVisible(file is None)
        self.name.setVisible(file is not None)
        self.mind.hide()
        self.visits.setVisible(file is not None)
        for position in range(self._facts.count()):
            item = self._facts.itemAt(position)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(file is not None)
        for button in self._buttons:
            button.setVisible(file is not None and bool(button.property("allowed")))
        while (item := self._courses.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        if file is not None:
            self._fill(file, today)

    def _fill(self, file: PatientFile, today: date) -> None:
        self.name.setText(full_name(file.given, file.family, file.preferred))
        address = ", ".join(part for part in (file.street, file.city, f"{file.state} {file.postcode}".strip()) if part)
        for name, value in (
            ("Born", f"{us_date(file.born)} · {age(file.born, today)} years"),
            ("Number", file.number + ("" if file.active else " · inactive")),
            ("Phone", shown_phone(file.phone) or "not given"),
            ("E-mail", file.email or "not given"),
            ("Address", address or "not given"),
            ("Notes", file.notes or "none"),
        ):
            self._values[name].setText(value)
        self._show_wishes(file)
        running = any(course.status in RUNNING for course in file.courses)
        self.course.setVisible(bool(self.course.property("allowed")) and not running)
        for course in file.courses:
            button = QPushButton(_words(course))
            button.setObjectName("flat")
            button.clicked.connect(lambda _=False, key=course.id: self._desk.open(Course(key)))
            self._courses.addWidget(button)
        self.visits.show_rows(file.visits)

    def _show_wishes(self, file: PatientFile) -> None:
        """How to reach this person, and what must not be passed over: nothing clinical (DOMAIN.md 7)."""
        held = file.wishes
        self._values["Reach"].setText(in_short(held) if held != NOTHING else "no wishes noted")
        emergency = ", ".join(part for part in (held.emergency_name, held.emergency_relation, held.emergency_phone) if part)
        for name, value in ((FORMERLY, file.former), (EMERGENCY, emergency), (CUSTODY, "\n".join(file.custody))):
            self._values[name].setText(value)
            for column in (0, 1):
                cell = self._facts.itemAtPosition(list(self._values).index(name), column)
                if cell is not None and (widget := cell.widget()) is not None:
                    widget.setVisible(bool(value))
        mind = ", ".join((*specials(held), *(("custody",) if file.custody else ())))
        self.mind.setText(f"Mind: {mind}")
        self.mind.setVisible(bool(mind))

    def _book(self) -> None:
        if self._file is not None:
            self._desk.panel(book_panel(self._desk, self._file.id))

    def _book_course(self) -> None:
        if self._file is not None:
            self._desk.panel(book_course_panel(self._desk, self._file.id))

    def _reach(self) -> None:
        if self._file is not None:
            from ui.dialogs.contact import open_contact  # noqa: PLC0415 - start-up

            open_contact(self._desk, self._file.id)

    def _permissions(self) -> None:
        if self._file is not None:
            self._desk.open(Permissions(self._file.id))

    def _papers(self) -> None:
        if self._file is not None:
            self._desk.panel(papers_panel(self._desk, self._file.id))

    def _history(self) -> None:
        if self._file is not None:
            self._desk.panel(history_panel(self._desk, self._file.id))

    def letter_about(self) -> About | None:
        """What a letter that is begun here is about: the patient, the latest course, the visit that the cursor is on."""
        if self._file is None:
            return None
        visit, course = self.visits.current(), next(iter(self._file.courses), None)
        words = full_name(self._file.given, self._file.family, self._file.preferred)
        if visit is not None:
            words += f", visit of {visit.starts:%a} {visit.starts.day} {visit.starts:%b %Y %H:%M}"
        return About(words, course.id if course else None, visit.id if visit else None, self._file.id)

    def _menu(self, at: QPoint) -> None:
        letter_menu(self._desk, self.letter_about(), self.visits.viewport(), at)

    def _letter(self) -> None:
        if (about := self.letter_about()) is not None:
            self._desk.panel(letter_panel(self._desk, about))

    def _wait(self) -> None:
        if self._file is not None:
            self._desk.panel(waitlist_panel(self._desk, self._file.id))

    def _raise(self) -> None:
        if self._file is not None:
            self._desk.panel(concern_panel(self._desk, self._file.id))

    def _open_visit(self, visit: VisitLine) -> None:
        from ui.dialogs.session import Movable, MovePanel  # noqa: PLC0415 - start-up

        zone = visit.starts.tzinfo
        if isinstance(zone, ZoneInfo):
            movable = Movable(visit.id, visit.starts.date(), zone, visit.status, version=visit.version)
            words = f"{visit.starts:%H:%M %Z}, {visit.kind} with {visit.therapist}, {visit.location}: {visit.status.value}"
            self._desk.panel(MovePanel(self._desk, movable, words))

    def _merge(self) -> None:
        if self._file is not None:
            from ui.dialogs.merge_patient import MergePatientPanel  # noqa: PLC0415 - start-up

            self._desk.panel(MergePatientPanel(self._desk, self._file.id))

    def _change(self) -> None:
        if self._file is not None:
            from ui.dialogs.patient import PatientPanel  # noqa: PLC0415 - start-up

            self._desk.panel(PatientPanel(self._desk, self._file))


def _words(course: FileCourse) -> str:
    # Two lines: the longest names of a variant and a therapist would push the card wider than its page.
    phase = f" · {course.phase.value}" if course.status in RUNNING else ""
    return f"{course.variant}\nwith {course.therapist} · {course.status.value}{phase}"
