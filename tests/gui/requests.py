"""The page of requests as a hand on the keyboard finds its way on it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ibh_desktop.queries.inquiries import InquiryLine
from tests.gui.hands import of, press
from ui.kit.cells import GroupRow
from ui.shell import Shell
from ui.views.requests.view import RequestsView

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def requests_page(shell: Shell) -> RequestsView:
    """The page, opened by its key."""
    press(shell, Qt.Key.Key_R, CTRL_SHIFT)
    return of(RequestsView, shell.view())


def lines_of(view: RequestsView) -> list[InquiryLine]:
    """All requests that show."""
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def line_of(view: RequestsView, name: str) -> InquiryLine:
    """The request of somebody."""
    return next(line for line in lines_of(view) if line.name.startswith(name))


def walk_to(view: RequestsView, name: str) -> InquiryLine:
    """Walk to a request with the arrow keys."""
    press(view, Qt.Key.Key_Home)
    for _ in lines_of(view):
        current = view.table.current()
        if current is not None and current.name.startswith(name):
            return current
        press(view, Qt.Key.Key_Down)
    raise AssertionError(f"{name} is not in the list")
