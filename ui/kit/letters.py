"""Rows that are worked by letters: one table of letters makes the buttons and hears the keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.kit.flow import FlowLayout

Run = Callable[[], None]


class Letters:
    """What each letter does, in the order of the buttons; `hidden` have none. `add` is what Insert and + do."""

    def __init__(
        self, shown: dict[str, tuple[str, Run]], *, hidden: dict[str, tuple[str, Run]] | None = None, add: Run | None = None
    ) -> None:
        self._shown, self._all, self._add = shown, shown | (hidden or {}), add

    def buttons(self, letters: str | None = None) -> list[QPushButton]:
        """A button for each letter that has one, or for some of them."""
        return [push(f"{words}  {key}", run) for key, (words, run) in self._shown.items() if letters is None or key in letters]

    def heard(self, event: QKeyEvent) -> bool:
        """Do what a key is for; False where it is for nothing here."""
        key = event.text().upper()
        if key in self._all:
            self._all[key][1]()
        elif self._add is not None and (event.key() == Qt.Key.Key_Insert or key == "+"):
            self._add()
        else:
            return False
        return True


def push(words: str, run: Callable[[], object]) -> QPushButton:
    """A button that runs something, whatever else its click carries."""
    made = QPushButton(words)
    made.clicked.connect(lambda: run())
    return made


def worked(page: QWidget, table: QWidget, letters: Letters, *more: QWidget) -> QWidget:
    """The body of a page whose rows are worked by letters: the buttons, what stands beside them, and the table in focus."""
    content, actions = QWidget(), FlowLayout()
    box = QVBoxLayout(content)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(8)
    buttons = letters.buttons()
    for widget in (*buttons, *more):
        actions.addWidget(widget)
    for widget in more if buttons else ():
        widget.setMinimumHeight(buttons[0].sizeHint().height())
    box.addLayout(actions)
    box.addWidget(table, 1)
    page.setFocusProxy(table)
    return content
