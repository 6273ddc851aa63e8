"""The call list of the sample clinic, for tests."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ibh_desktop.domain.calls import Group
from ibh_desktop.domain.contact import NOTHING, Wishes
from ibh_desktop.queries import calls as lists
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.usecases import contact as wishes
from tests.gui.hands import of, press, settle
from ui.shell import Shell
from ui.views.calls.view import CallsView

CALLS_KEY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def calls_view(shell: Shell) -> CallsView:
    """Open the list by its key."""
    press(shell, Qt.Key.Key_C, CALLS_KEY)
    return of(CallsView, shell.view())


def lines(view: CallsView) -> list[CallLine]:
    """The visits that show."""
    return [row for row in view.table.rows_model.rows if isinstance(row, CallLine)]


def now(view: CallsView, line: CallLine) -> CallLine:
    """How a visit stands on the list now."""
    return next(each for each in view.desk.app.read(lists.listing).lines if each.id == line.id)


def plain(view: CallsView) -> CallLine:
    """The first visit to call about whose patient wished nothing, with the cursor on it."""
    line = next(v for v in lines(view) if v.group is Group.TO_CALL and v.wishes == NOTHING)
    view.table.choose(line.id)
    return line


def wish(view: CallsView, line: CallLine, wanted: Wishes) -> None:
    """Note a wish of its patient, with the cursor on the line again."""
    view.desk.app.write(wishes.wish, line.patient, wanted)
    view.reload()
    settle()
    view.table.choose(line.id)
