"""The items of a form under the number keys: each answer moves on to the next item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QScrollArea, QWidget

from ibh_desktop.domain.outcomes.measure import Measure
from ui.kit.text import label
from ui.kit.theme import SECONDARY, font

MANY = 7
"""More choices than these need narrower buttons to fit beside their item."""


class Items(QWidget):
    """One row of number buttons an item; the keyboard answers the current one. No item takes a number above 9."""

    changed: Callable[[], None]

    def __init__(self, measure: Measure, answers: Sequence[int | None] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measure = measure
        self._answers: list[int | None] = list(answers or [None] * measure.count)
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
        for row, item in enumerate(measure.numbers):
            words = measure.words_of(item)
            caption = label(f"{item}. {words}" if measure.items else words, wrap=bool(measure.items))
            self._captions.append(caption)
            grid.addWidget(caption, row, 0)
            self._add_buttons(grid, row, item)
        self._mark()

    def _add_buttons(self, grid: QGridLayout, row: int, item: int) -> None:
        group = QButtonGroup(self)
        values = self.measure.values_of(item)
        choices = self.measure.choices_of(item) or tuple(str(value) for value in values)
        for column, (value, choice) in enumerate(zip(values, choices, strict=True), start=1):
            button = QPushButton(str(value))
            button.setCheckable(True)
            button.setObjectName("answer")
            button.setProperty("many", len(values) > MANY)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(choice)
            button.setAccessibleName(f"Item {item}: {choice}")
            button.setChecked(self._answers[row] == value)
            button.clicked.connect(partial(self._answer, row, value))
            group.addButton(button, value)
            grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignTop)
        self._groups.append(group)

    def value(self) -> list[int | None]:
        """One answer an item, None where it was left out."""
        return list(self._answers)

    @property
    def touched(self) -> bool:
        """Whether anything was answered."""
        return any(answer is not None for answer in self._answers)

    @property
    def current(self) -> int:
        """The number of the item that the next key answers."""
        return self.measure.first + self._at

    def leave_out(self, item: int, *, out: bool) -> None:
        """Take an item off the form, or put it back."""
        row = item - self.measure.first
        if out:
            self._set(row, None)
        for button in self._groups[row].buttons():
            button.setEnabled(not out)
        self._captions[row].setEnabled(not out)
        if out and self._at == row:
            self._go(row + 1)
        self.changed()

    def _answer(self, row: int, value: int | None) -> None:
        self._set(row, value)
        self._go(row + 1)
        self.changed()

    def _set(self, row: int, value: int | None) -> None:
        self._answers[row] = value
        group = self._groups[row]
        group.setExclusive(False)
        for button in group.buttons():
            button.setChecked(group.id(button) == value)
        group.setExclusive(True)

    def _go(self, row: int) -> None:
        self._at = min(max(row, 0), len(self._answers) - 1)
        self._mark()

    def _mark(self) -> None:
        for row, caption in enumerate(self._captions):
            caption.setFont(font(SECONDARY, bold=row == self._at))
        self.setAccessibleDescription(f"Item {self.current}: {self.measure.words_of(self.current)}")
        self.reveal()

    def reveal(self) -> None:
        """Scroll to the current item."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self._captions[self._at], 0, 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        enabled = self._captions[self._at].isEnabled()
        if key.isascii() and key.isdecimal() and int(key) in self.measure.values_of(self.current) and enabled:
            self._answer(self._at, int(key))
        elif key == "-":
            self._answer(self._at, None)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(self._at + (1 if event.key() == Qt.Key.Key_Down else -1))
            self.changed()
        else:
            super().keyPressEvent(event)
