"""Caseload: running courses by phase with what each waits for; one key a concern, Enter opens the course."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.caseload import Concern
from ibh_desktop.domain.ids import TherapistId
from ibh_desktop.domain.permissions import Permission, Scope, scope
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import caseload
from ibh_desktop.queries.caseload import Caseload, CaseloadLine
from ui.kit.cells import GroupRow, grouped
from ui.kit.fields import Choice
from ui.kit.flow import FlowLayout
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.view import View
from ui.places import Course, Courses
from ui.views.caseload.columns import columns


class Whose(StrEnum):
    """Whose courses a clinical lead looks at; the value is what she reads."""

    TEAM = "My supervisees"
    OWN = "My own courses"
    ALL = "All that I may see"


KEYS: dict[str, tuple[Concern, str]] = {
    "S": (Concern.SAFETY, "Safety"),
    "F": (Concern.FORMS, "Forms"),
    "R": (Concern.RESPONSE, "No response"),
    "E": (Concern.ENDING, "Ending"),
    "P": (Concern.PHASE, "Past phase"),
    "N": (Concern.NOTES, "Notes"),
    "H": (Concern.HOLD, "Holds"),
    "C": (Concern.CONSENT, "No consent"),
}


class CaseloadView(View[Caseload]):
    """A therapist's own courses; for a clinical lead those of her supervisees, or of any of them."""

    title = "Caseload"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.PATIENTS, Topic.STAFF, Topic.CLINIC})

    def body(self) -> QWidget:
        self._data = Caseload((), None, frozenset())
        self._concern: Concern | None = None
        self._leads = scope(self.desk.app.actor, Permission.SEE_CLINICAL) is Scope.TEAM
        self.whose = Choice[Whose | TherapistId]([("", Whose.ALL)])
        self.whose.setAccessibleName("Therapist")
        self.whose.setToolTip("T puts the cursor here")
        self.whose.setMinimumWidth(220)
        self.whose.picked.connect(self._narrow)
        self.head.addWidget(self.whose)
        self.whose.setVisible(self._leads)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self._filters: dict[Concern, QPushButton] = {}
        row = FlowLayout()
        self.everything = QPushButton("All  A")
        self.everything.setCheckable(True)
        self.everything.clicked.connect(lambda: self.narrow_to(None))
        row.addWidget(self.everything)
        for key, (concern, _) in KEYS.items():
            button = self._filters[concern] = QPushButton()
            button.setCheckable(True)
            button.setToolTip(f"Only courses with: {concern.value}. {key} again shows all.")
            button.clicked.connect(partial(self.narrow_to, concern))
            row.addWidget(button)
        box.addLayout(row)
        self.table = Table(columns(therapists=self._leads), "Running courses")
        self.table.opens(lambda line: self.desk.open(Course(line.id)))
        self.found = StateStack(self.table)
        box.addWidget(self.found, 1)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> Caseload:
        return self.desk.app.read(caseload.page)

    def present(self, data: Caseload) -> None:
        self._data = data
        if self._leads:
            self.whose.offer(_offered(data), self._kept(data))
        self._narrow()

    def _kept(self, data: Caseload) -> Whose | TherapistId:
        first = self.whose.count() == 1  # nothing was offered yet
        return (Whose.TEAM if data.team else Whose.ALL) if first else self.whose.value()

    def narrow_to(self, concern: Concern | None) -> None:
        """Show only the courses of a concern; asked for again, or None, shows all."""
        self._concern = None if concern is self._concern else concern
        self._narrow()
        self.table.setFocus()

    def _narrow(self) -> None:
        place = self._place()
        mine = [line for line in self._data.lines if place in ("", line.location) and self._is_of(line.therapist)]
        counts = Counter(concern for line in mine for concern in line.concerns)
        for key, (concern, words) in KEYS.items():
            button, chosen = self._filters[concern], concern is self._concern
            button.setText(f"{words} {counts[concern]}  {key}")
            button.setChecked(chosen)
            button.setEnabled(chosen or counts[concern] > 0)
        self.everything.setChecked(self._concern is None)
        self.say_under_title(_summary(mine, place))
        shown = [line for line in mine if self._concern is None or self._concern in line.concerns]
        self.table.show_rows(_by_phase(shown))
        if shown:
            self.found.content()
        elif self._data.lines:
            self._nothing(place)
        else:
            self.empty(
                "No running courses",
                "A course shows here once it is booked with a therapist whose courses you may see.",
                "Open the courses",
                lambda: self.desk.open(Courses()),
            )

    def _place(self) -> str:
        return next((p.name for p in self.desk.locations if p.id == self.desk.location), "")

    def _is_of(self, therapist: TherapistId) -> bool:
        whose = self.whose.value()
        if whose is Whose.TEAM:
            return therapist in self._data.team
        return therapist == self._data.own if whose is Whose.OWN else whose in (Whose.ALL, therapist)

    def _nothing(self, place: str) -> None:
        if self._concern is None and self.whose.value() is Whose.ALL:
            self.found.message("Nothing here", f"There is no running course at {place}. Choose all locations above.")
            return
        words = f"is marked “{self._concern.value}”" if self._concern else "fits what is chosen above"
        self.found.message("Nothing here", f"No running course {words}.", "Show all", self._show_all)

    def _show_all(self) -> None:
        if self._concern is None:
            self.whose.setCurrentIndex(self.whose.findText(Whose.ALL.value))
        self.narrow_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if key in KEYS:
            self.narrow_to(KEYS[key][0])
        elif key == "A":
            self.narrow_to(None)
        elif key == "T" and self._leads:
            self.whose.setFocus()
        else:
            super().keyPressEvent(event)


def _by_phase(lines: list[CaseloadLine]) -> list[CaseloadLine | GroupRow]:
    return grouped((f"{phase.value.capitalize()} phase", [line for line in lines if line.phase is phase]) for phase in Phase)


def _summary(lines: list[CaseloadLine], place: str) -> str:
    forms = sum(len(line.due) for line in lines)
    events = sum({line.patient: line.safety for line in lines}.values())  # a patient may have two courses
    parts = (
        _counted(len(lines), "course") + (f" at {place}" if place else ""),
        f"{_counted(forms, 'form')} due" if forms else "",
        f"{_counted(events, 'safety event')} open" if events else "",
    )
    return " · ".join(part for part in parts if part)


def _offered(data: Caseload) -> list[tuple[str, Whose | TherapistId]]:
    people = {line.therapist: line.therapist_name for line in data.lines}
    several: list[Whose] = [Whose.TEAM, *([Whose.OWN] if data.own else []), Whose.ALL]
    return [*((whose.value, whose) for whose in several), *((name, key) for key, name in sorted(people.items(), key=_name))]


def _name(person: tuple[TherapistId, str]) -> str:
    return person[1]


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"
