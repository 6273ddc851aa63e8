"""The page beside the composer: how long from a key to the page with that letter on it, painted, in the real window."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from tests.bench.measure import Row
from ui.app import application
from ui.dialogs.new_letter import begin
from ui.kit.tasks import ThreadTasks
from ui.tour import LETTER
from ui.views.letter.view import LetterView
from ui.window import Window

T = TypeVar("T")
_NOW = datetime(2026, 10, 5, 15, 40, tzinfo=UTC)
_TYPED = "The mornings are worst; she wakes at four and cannot turn her mind away from the quarrel. " * 2
_ALLOWED = 0.2
_PATIENCE = 20


def preview() -> Row:
    """Seconds that 95 of 100 keys stay below, typed into a full referral with its chart; the reference is 200 ms."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="ibh-bench-") as folder:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, folder)
        app, tasks = application("light"), ThreadTasks()
        home = Home(Path(folder) / "clinic")
        make(home, now=_NOW).close()
        window = Window(home, tasks, clock=lambda: _NOW, needs_set_up=False)
        window.resize(1280, 800)
        window.show()
        took = _type(app, _composer(app, window))
        window.close()
        tasks.close()
        window.deleteLater()
    return Row("preview", sorted(took)[int(0.95 * len(took))], _ALLOWED, limit=1.0, note=f"{len(took)} keys")


def _wait(app: QApplication, ready: Callable[[], T | None]) -> T:
    """Let everything happen until there is an answer."""
    end = time.perf_counter() + _PATIENCE
    while (found := ready()) is None:
        app.processEvents()
        if time.perf_counter() > end:
            raise SystemExit("preview: what was awaited did not come")
        time.sleep(0.0005)
    return found


def _composer(app: QApplication, window: Window) -> LetterView:
    """A referral that holds everything, with its first page drawn."""
    window.sign_in("ana.lee", PASSWORD)
    shell = _wait(app, lambda: window.shell)
    begin(shell, "referral", CourseId(1))
    _wait(app, lambda: isinstance(shell.pages.currentWidget(), LetterView) or None)
    view = shell.view()
    assert isinstance(view, LetterView)
    _wait(app, lambda: view.parts.parts or None)
    for name, text in LETTER.items():
        view.parts.write(name, text)
    _wait(app, lambda: _still(view) or None)
    return view


def _still(view: LetterView) -> bool:
    """Whether the page shows what is written: nothing is being set, nothing is being drawn."""
    return not view.press.busy and not view.page.canvas.busy


def _type(app: QApplication, view: LetterView) -> list[float]:
    memo = view.parts.lines_part("reason").rows[0].memo
    memo.setFocus()
    took = []
    for letter in _TYPED:
        before = view.page.pdf
        started = time.perf_counter()
        QTest.keyClicks(memo, letter)
        _wait(app, lambda: (view.page.pdf != before and _still(view)) or None)  # noqa: B023 - asked for at once
        view.page.canvas.viewport().repaint()
        took.append(time.perf_counter() - started)
    return took
