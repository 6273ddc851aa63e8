"""A therapist who types until the process is killed: `python -m tests.e2e.typist FOLDER`, a line of output for each word."""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtTest import QTest

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD
from tests.gui.hands import NOW
from ui.app import application
from ui.kit.tasks import ThreadTasks
from ui.places import Course
from ui.views.course.session import SessionPart
from ui.views.course.view import CourseView
from ui.window import Window

WORDS = 400


def main() -> None:
    """Sign in, open the sheet of the first course, unlock private notes, type words into both fields and say which."""
    application("light")
    window = Window(Home(Path(sys.argv[1])), ThreadTasks(), clock=lambda: NOW)
    window.show()
    window.sign_in("ana.lee", PASSWORD)
    _until(lambda: window.shell is not None)
    assert window.shell is not None
    window.shell.open(Course(CourseId(1)))
    view = window.shell.view()
    assert isinstance(view, CourseView)
    _until(lambda: view.heading.text() != "Course")
    part = view.sections.open("session")
    assert isinstance(part, SessionPart)
    _until(lambda: part.editor.isEnabled())
    part.private.lock.password.setText(PASSWORD)
    part.private.lock.unlock()
    _until(lambda: part.private.text.isVisible())
    for number in range(WORDS):
        for field in (part.editor.body, part.private.text):
            QTest.keyClicks(field, f"word{number} ")
        print(f"{time.monotonic()} {number}", flush=True)
        _rest(0.05)


def _until(ready: object) -> None:
    ends = time.monotonic() + 20
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < ends, "the window did not come so far"
        _rest(0.02)


def _rest(seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)


if __name__ == "__main__":
    main()
