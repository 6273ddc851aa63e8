"""Enter a form with the number keys alone: each answer moves on to the next item, nine keystrokes for a PHQ-9."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from ibh_desktop.domain.outcomes import BY_CODE
from ibh_desktop.domain.outcomes.measure import Measure, score
from ibh_desktop.domain.safety import item_words
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.usecases import measures
from ibh_desktop.usecases.measures import Recorded
from ui.dialogs.safety_forms import About
from ui.dialogs.safety_notice import SafetyDialog
from ui.kit.desk import Desk
from ui.kit.fields import DateField
from ui.kit.form import FormPanel
from ui.kit.text import label
from ui.kit.theme import SECONDARY, font


class MeasurePanel(FormPanel):
    """Shows the score as it grows, with its band, rule and source."""

    def __init__(self, desk: Desk, page: CoursePage, code: str) -> None:
        measure = BY_CODE[code]
        super().__init__(desk, f"{code} · {page.patient_name}", save="Save")
        self._measure, self._page = measure, page
        self.items = Items(measure)
        self.items.changed = self._show_score
        self.taken_on = DateField(page.today, page.today)
        self.box.addWidget(label(measure.lead, "secondary", wrap=True))
        self.box.addWidget(label("Keys 0 to 3 answer and move on; - leaves an item out.", "secondary", wrap=True))
        self.field("answers", "", self.items)
        self.field("taken_on", "Filled in on", self.taken_on)
        self.total = label("", "section", wrap=True)
        self.total.setToolTip(measure.source)
        self.box.addWidget(self.total)
        self.box.addWidget(label("A score band is no diagnosis.", "secondary", wrap=True))
        self.done_adding()
        self._show_score()

    def _show_score(self) -> None:
        answers = self.items.value()
        result = score(self._measure, answers)
        left = sum(answer is None for answer in answers)
        if result.total is None:
            self.total.setText(f"{left} answers missing: no score yet")
        else:
            estimated = f", estimated, {left} missing" if result.prorated else ""
            self.total.setText(f"{result.total} of {self._measure.highest} · {result.band}{estimated}")

    def save(self) -> Callable[[], object]:
        taken_on = self.read("taken_on")
        return partial(
            self.desk.app.write,
            measures.record,
            self._page.id,
            measure=self._measure.code,
            answers=self.items.value(),
            taken_on=taken_on,  # type: ignore[arg-type]
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        if not isinstance(result, Recorded):
            return
        total = "no score" if result.result.total is None else str(result.result.total)
        self.desk.say(f"{self._measure.code} saved: {total}")
        if result.event is not None:
            about = About(result.event, self._page.zone)
            SafetyDialog(self.desk, item_words(self._measure, self.items.value()), about).show()


class Items(QWidget):
    """One row of number buttons an item; the keyboard answers the current one."""

    changed: Callable[[], None]

    def __init__(self, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: list[int | None] = [None] * len(measure.items)
        self._groups: list[QButtonGroup] = []
        self._at = 0
        self.changed = lambda: None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(0, 1)
        self._captions = []
        for number, words in enumerate(measure.items):
            caption = label(f"{number + 1}. {words}", wrap=True)
            self._captions.append(caption)
            grid.addWidget(caption, number, 0)
            group = QButtonGroup(self)
            for value, choice in enumerate(measure.choices):
                button = QPushButton(str(value))
                button.setCheckable(True)
                button.setObjectName("answer")
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setToolTip(choice)
                button.setAccessibleName(f"Item {number + 1}: {choice}")
                button.clicked.connect(partial(self._answer, number, value))
                group.addButton(button, value)
                grid.addWidget(button, number, value + 1, Qt.AlignmentFlag.AlignTop)
            self._groups.append(group)
        self._mark()

    def value(self) -> list[int | None]:
        """One answer an item, None where it was left out."""
        return list(self._answers)

    def _answer(self, item: int, value: int | None) -> None:
        self._answers[item] = value
        group = self._groups[item]
        group.setExclusive(False)
        for button in group.buttons():
            button.setChecked(group.id(button) == value)
        group.setExclusive(True)
        self._at = min(item + 1, len(self._answers) - 1)
        self._mark()
        self.changed()

    def _mark(self) -> None:
        for number, caption in enumerate(self._captions):
            caption.setFont(font(SECONDARY, bold=number == self._at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if key.isdecimal() and int(key) < len(self._groups[0].buttons()):
            self._answer(self._at, int(key))
        elif key == "-":
            self._answer(self._at, None)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = min(max(self._at + step, 0), len(self._answers) - 1)
            self._mark()
        else:
            super().keyPressEvent(event)
