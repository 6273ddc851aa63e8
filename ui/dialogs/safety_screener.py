"""Yes or no an item of the screener by keys alone, with the publisher's legend beside them. The items' wording is not ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.screener import ITEMS, LEGEND_LABEL, legend
from ui.kit.text import capital, label
from ui.kit.theme import SECONDARY, font

_CHOICES = (("Yes", "Y", True), ("No", "N", False))


class ScreenerItems(QWidget):
    """One row of two buttons an item; the keyboard answers the current one."""

    changed: Callable[[], None]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: dict[str, bool | None] = dict.fromkeys(ITEMS)
        self._at = 0
        self.changed = lambda: None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self._captions = []
        self._groups: dict[str, QButtonGroup] = {}
        for row, (item, words) in enumerate(ITEMS.items()):
            caption = label(words, wrap=True)
            self._captions.append(caption)
            grid.addWidget(caption, row, 0)
            self._groups[item] = group = QButtonGroup(self)
            for column, (said, _, value) in enumerate(_CHOICES, start=1):
                button = QPushButton(said)
                button.setCheckable(True)
                button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                button.setAccessibleName(f"{words}: {said}")
                button.clicked.connect(partial(self._answer, row, value))
                group.addButton(button, int(value))
                grid.addWidget(button, row, column)
        self._mark()

    def value(self) -> dict[str, bool | None]:
        """The answer an item, None where it was left out."""
        return dict(self._answers)

    def _answer(self, row: int, value: bool | None, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt passes it
        item = list(ITEMS)[row]
        self._answers[item] = value
        group = self._groups[item]
        group.setExclusive(False)
        for button in group.buttons():
            button.setChecked(value is not None and group.id(button) == int(value))
        group.setExclusive(True)
        self._at = min(row + 1, len(ITEMS) - 1)
        self._mark()
        self.changed()

    def _mark(self) -> None:
        for number, caption in enumerate(self._captions):
            caption.setFont(font(SECONDARY, bold=number == self._at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        chosen = next((value for _, letter, value in _CHOICES if letter == key), None)
        if chosen is not None or key == "-":
            self._answer(self._at, chosen)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._at = min(max(self._at + step, 0), len(ITEMS) - 1)
            self._mark()
        else:
            super().keyPressEvent(event)


class LegendLabel(QFrame):
    """What the publisher's legend says of the answers so far; it is never stored."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.setSpacing(2)
        box.addWidget(label(LEGEND_LABEL, "secondary", wrap=True))
        self.level, self.words = label("", "strong", wrap=True), label("", "secondary", wrap=True)
        box.addWidget(self.level)
        box.addWidget(self.words)
        self.show_answers({})

    def show_answers(self, answers: dict[str, bool | None]) -> None:
        """Say it for these answers."""
        said = legend(answers)
        self.level.setText(said.level.capitalize())
        self.words.setText(capital(said.words) + ".")
