"""All keys, built from the commands and what each page adds."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.commands import Command
from ui.kit.text import label

PAGE_KEYS = (
    ("Today", (("A", "arrived"), ("S", "in session"), ("D", "done"), ("N", "no-show"), ("C", "confirmed"), ("U", "undo"))),
    (
        "Schedule",
        (
            ("D, R, W, M", "day, rooms, week, month"),
            ("Arrows", "walk"),
            ("Enter", "book or open"),
            ("Tab, Shift+Tab", "next, last free time of the visit that is booked or cut"),
            ("Esc", "no free times any more"),
            ("Ctrl+X, Ctrl+V", "cut and paste, on any day"),
            ("Ctrl+Up, Ctrl+Down", "what is cut, by 5 minutes"),
            ("Shift+Up, Shift+Down", "shorter, longer by 5 minutes"),
            ("Page Up, Page Down", "turn"),
        ),
    ),
    (
        "Roster of a therapist",
        (
            ("Arrows, Shift+Arrows", "walk, stretch"),
            ("Enter, Delete", "paint, rub out"),
            ("Ctrl+C, Ctrl+V", "copy and paste the week"),
            ("Ctrl+Z", "take a stroke back"),
        ),
    ),
    (
        "Course",
        (
            ("Left, Right", "walk the timeline"),
            ("Up, Down", "to another lane"),
            ("Home, End", "first, last"),
            ("Enter", "open"),
            ("+ − 0", "nearer, farther, all of it"),
            ("Shift+Left, Right", "along the days"),
        ),
    ),
    ("Forms", (("0 to 9", "answer, on to the next item"), ("-", "leave an item out"), ("Up, Down", "another item"))),
    ("Screener answers", (("Y, N", "yes, no"), ("-", "left out"))),
    (
        "Closeness circle",
        (
            ("Tab", "next person"),
            ("Up, Down", "closer, farther"),
            ("Left, Right", "round"),
            ("Enter, Delete", "open, remove"),
        ),
    ),
    (
        "Goals of a course",
        (
            ("0 to 10", "rate the active goal"),
            ("Alt+Up, Alt+Down", "earlier, later in the queue"),
            ("D, P, N", "homework done, partly, not done"),
            ("C, X", "carry over, cancel"),
            ("G, H, I, E", "add goal, homework, issue; edit"),
        ),
    ),
    (
        "Letter",
        (
            ("Space", "leave a line out, take it in"),
            ("Enter", "in the list of what is missing: go there"),
            ("Ctrl+Enter", "sign, or go to what is missing"),
            ("Ctrl+=, Ctrl+-", "nearer, farther"),
            ("Ctrl+Shift+0, 9", "the page's width, the whole page"),
        ),
    ),
    ("Panels", (("Ctrl+Enter", "save"), ("Esc", "close"), ("Delete", "leave a date out"))),
)

_HALF = 3
"""So many groups of pages stand in the second column, the rest in the third."""


class KeysDialog(QDialog):
    """Three columns of keys."""

    def __init__(self, commands: list[Command], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.addWidget(label("Keys", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(4)
        outer.addLayout(grid)
        by_group = sorted(commands, key=lambda c: ("Go", "Front desk", "Letters", "Window").index(c.group))
        groups = [(name, [(c.key, c.label) for c in members]) for name, members in groupby(by_group, key=lambda c: c.group)]
        for column, half in ((0, groups), (2, PAGE_KEYS[:_HALF]), (4, PAGE_KEYS[_HALF:])):
            row = 0
            for name, keys in half:
                row = _add(grid, row, column, name, keys)
        close = QPushButton("Close")
        close.setObjectName("primary")
        close.clicked.connect(self.accept)
        outer.addWidget(close)


def _add(grid: QGridLayout, row: int, column: int, name: str, keys: Sequence[tuple[str, str]]) -> int:
    grid.addWidget(label(name, "strong"), row, column, 1, 2)
    for offset, (key, what) in enumerate(keys, start=1):
        grid.addWidget(label(key, "secondary"), row + offset, column)
        grid.addWidget(label(what), row + offset, column + 1)
    return row + len(keys) + 1
