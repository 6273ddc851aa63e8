"""The focus of a course: the formulation with its versions, and a card for each problem area."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.life_events import written
from ibh_desktop.domain.problems import FIELDS
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import problems as read
from ibh_desktop.queries.problems import DetailLine, Focus, FormulationLine
from ui.dialogs.formulation import FormulationPanel
from ui.dialogs.problem import AreaPanel, StagePanel
from ui.kit.text import label, pill, short_date
from ui.views.course.part import CoursePart


class FocusPart(CoursePart[Focus | None]):
    """What the course works on, and why."""

    id = "focus"
    title = "Focus"
    topics = frozenset({Topic.COURSES})

    def body(self) -> QWidget:
        self._data: Focus | None = None
        self.write = QPushButton("Write the formulation")
        self.write.setObjectName("primary")
        self.write.clicked.connect(self._formulate)
        self.head.addWidget(self.write)
        self.setFocusProxy(self.write)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Focus")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(0, 0, 8, 0)
        self._box.setSpacing(12)
        area.setWidget(inside)
        return area

    def load(self) -> Focus | None:
        return self.desk.app.read(read.focus, self.page.id) if self.page else None

    def present(self, data: Focus | None) -> None:
        self._data = data
        if data is None:
            return
        self.write.setVisible(data.writable)
        self.write.setText("New version of the formulation" if data.newest else "Write the formulation")
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._box.addWidget(self._formulation(data))
        for area in _areas(data):
            self._box.addWidget(self._area(data, area))
        self._box.addStretch()

    def _formulation(self, data: Focus) -> QWidget:
        card, box = _card("Formulation")
        if data.newest is None:
            words = "It ties the symptoms to the area that the course works on, is told back to the patient and agreed."
            box.addWidget(label("There is no formulation yet.", "strong"))
            box.addWidget(label(words, "secondary", wrap=True))
            return card
        self._version(box, data.newest, newest=True)
        for line in data.formulations[1:]:
            box.addSpacing(8)
            self._version(box, line, newest=False)
        return card

    def _version(self, box: QVBoxLayout, line: FormulationLine, *, newest: bool) -> None:
        about = [f"Version {line.edition}", f"{short_date(line.on)} {line.on.year}", line.author]
        about.append(f"{line.primary.value}{f', then {line.secondary.value}' if line.secondary else ''}")
        if line.agreed_on:
            about.append(f"agreed with the patient on {short_date(line.agreed_on)} {line.agreed_on.year}")
        box.addWidget(label(" · ".join(about), "secondary", wrap=True))
        if line.reason:
            box.addWidget(label(f"Why: {line.reason}", "secondary", wrap=True))
        box.addWidget(label(line.text, "" if newest else "secondary", wrap=True))

    def _area(self, data: Focus, area: Area) -> QWidget:
        line = next((line for line in data.details if line.area is area), None)
        card, box = _card(area.value.capitalize(), _role(data, area))
        rows = _rows(line, area) if line else []
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for number, (caption, words) in enumerate(rows):
            grid.addWidget(label(caption, "secondary"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), number, 1)
        box.addLayout(grid)
        if not rows:
            box.addWidget(label("No details are noted yet.", "secondary"))
        if area is Area.ROLE_DISPUTE:
            _stages(box, line)
        if data.writable:
            box.addSpacing(4)
            box.addLayout(self._buttons(data, area, line))
        return card

    def _buttons(self, data: Focus, area: Area, line: DetailLine | None) -> QHBoxLayout:
        row = QHBoxLayout()
        edit = QPushButton("Details…")
        edit.setAccessibleName(f"Details of {area.value}")
        edit.clicked.connect(lambda: self.desk.panel(AreaPanel(self.desk, data, area)))
        row.addWidget(edit)
        if area is Area.ROLE_DISPUTE:
            stage = QPushButton("Move the stage…")
            stage.clicked.connect(partial(self._stage, data, line))
            row.addWidget(stage)
        row.addStretch()
        return row

    def _stage(self, data: Focus, line: DetailLine | None) -> None:
        self.desk.panel(StagePanel(self.desk, data, line))

    def _formulate(self) -> None:
        if self._data is not None:
            self.desk.panel(FormulationPanel(self.desk, self._data))


def _areas(data: Focus) -> list[Area]:
    """The areas of the newest formulation or of the course, then those with details."""
    newest = data.newest
    chosen = [newest.primary, newest.secondary] if newest else [data.area]
    return list(dict.fromkeys(area for area in (*chosen, *(line.area for line in data.details)) if area is not None))


def _role(data: Focus, area: Area) -> str:
    newest = data.newest
    if newest is None:
        return "" if area is not data.area else "named at the opening"
    return {newest.primary: "primary area", newest.secondary: "second area"}.get(area, "no longer in focus")


def _rows(line: DetailLine, area: Area) -> list[tuple[str, str]]:
    found = [("Who", line.person_name)] if line.person_name else []
    for name, caption in FIELDS[area].items():
        value = getattr(line.detail, name)
        if name in ("person", "person_words") or value in (None, ""):
            continue
        found.append((caption, written(value) if name == "on" else str(value)))
    return found


def _stages(box: QVBoxLayout, line: DetailLine | None) -> None:
    if line is None or line.stage is None:
        box.addWidget(label("The stage of the dispute is not noted yet.", "secondary"))
        return
    box.addWidget(label(f"Stage now: {line.stage.value}", "strong"))
    for step in line.stages:
        note = f": {step.note}" if step.note else ""
        box.addWidget(label(f"{short_date(step.on)} {step.on.year} · {step.stage.value}{note}", "secondary", wrap=True))


def _card(title: str, role: str = "") -> tuple[QWidget, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    card.setAccessibleName(title)
    box = QVBoxLayout(card)
    box.setContentsMargins(16, 12, 16, 12)
    box.setSpacing(6)
    top = QHBoxLayout()
    top.addWidget(label(title, "section"))
    if role:
        top.addWidget(pill(role, "accent" if role == "primary area" else "neutral"))
    top.addStretch()
    box.addLayout(top)
    return card, box
