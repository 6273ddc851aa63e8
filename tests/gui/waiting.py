"""The page of the waitlist as a hand on the keyboard finds its way on it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ibh_desktop.queries.waitlist import FreedLine, WaitingLine
from tests.gui.hands import of, press
from tests.gui.requests import CTRL_SHIFT
from ui.kit.cells import GroupRow
from ui.shell import Shell
from ui.views.waitlist.columns import Line
from ui.views.waitlist.view import WaitlistView


def waitlist_page(shell: Shell) -> WaitlistView:
    """The page, opened by its key."""
    press(shell, Qt.Key.Key_T, CTRL_SHIFT)
    return of(WaitlistView, shell.view())


def groups_of(view: WaitlistView) -> list[tuple[str, int]]:
    """The headlines that show."""
    return [(row.title, row.count) for row in view.table.rows_model.rows if isinstance(row, GroupRow)]


def lines_of(view: WaitlistView) -> list[Line]:
    """All rows that show."""
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def freed_of(view: WaitlistView) -> list[FreedLine]:
    """The freed times that show."""
    return [line for line in lines_of(view) if isinstance(line, FreedLine)]


def person(view: WaitlistView, name: str) -> WaitingLine:
    """Somebody who waits."""
    people = (line for line in lines_of(view) if isinstance(line, WaitingLine))
    return next(line for line in people if line.name.startswith(name))


def to_the_top(view: WaitlistView) -> None:
    """Walk to the first row."""
    for _ in lines_of(view):
        press(view, Qt.Key.Key_Up)


def walk_to(view: WaitlistView, name: str) -> Line:
    """Walk to a row with the arrow keys, by the name of whoever waits or of the therapist."""
    to_the_top(view)
    for _ in lines_of(view):
        current = view.table.current()
        if current is not None and view.table.rows_model.columns[1].text(current).startswith(name):
            return current
        press(view, Qt.Key.Key_Down)
    raise AssertionError(f"{name} is not in the list")
