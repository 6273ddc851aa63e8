"""The session section of the sample's first course, for the tests of its notes."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import session_sheet
from ibh_desktop.queries.session_sheet import SessionSheet
from ibh_desktop.sample.size import PASSWORD
from tests.gui.hands import of, press, settle
from ui.places import Course
from ui.shell import Shell
from ui.views.course.session import SessionPart
from ui.views.course.view import CourseView

FIRST = CourseId(1)


def part_of(shell: Shell) -> SessionPart:
    """The session section of the first course."""
    shell.open(Course(FIRST))
    settle()
    part = of(CourseView, shell.view()).sections.open("session")
    settle()
    assert isinstance(part, SessionPart)
    return part


def stored(shell: Shell) -> SessionSheet:
    """The sheet as it is stored."""
    return shell.app.read(session_sheet.sheet, shell.app.vault, FIRST)


def unlock(part: SessionPart) -> None:
    """Type the password and Enter."""
    press(part.private.lock.password, PASSWORD)
    press(part.private.lock.password, Qt.Key.Key_Return)
