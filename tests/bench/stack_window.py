"""A stack made through the real window, which paints meanwhile; apart, because the reference goes without Qt."""

import gc
import os
import sys
import time
from datetime import datetime
from math import ceil

from PySide6.QtCore import QEventLoop, Qt, QTimer

from ibh_desktop import confirming
from ibh_desktop.home import Home
from ibh_desktop.letters.press import Press
from tests.bench.stacking import print_of, say, wanted
from ui.app import application
from ui.kit.strip import Report
from ui.kit.tasks import ThreadTasks
from ui.shell import Shell
from ui.window import Window

FRAME, PAGE = 16, 12
"""Milliseconds between two frames, and how many there are for one that paints the whole window.

A frame takes from the moment at which it is due until it is painted: being late counts as much as painting.
"""


class Frames:
    """Paints the strip all the time, and the window as often as somebody does something on its page."""

    def __init__(self, window: Window, shell: Shell) -> None:
        self._window, self._shell = window, shell
        self.took: list[float] = []
        self._due = 0.0
        self._timer = QTimer(interval=FRAME)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._paint)

    def start(self) -> None:
        """From now on."""
        self._due = time.perf_counter() + FRAME / 1000
        self._timer.start()

    def stop(self) -> float:
        """No further; returns the 99th percentile in seconds."""
        self._timer.stop()
        return sorted(self.took)[int(len(self.took) * 0.99)]

    def _paint(self) -> None:
        (self._window if len(self.took) % PAGE == 0 else self._shell.strip).repaint()
        painted = time.perf_counter()
        self.took.append(painted - self._due)
        self._due += FRAME / 1000 * ceil((painted - self._due) * 1000 / FRAME)


def with_window(home: Home, user: str, password: str, now: datetime, count: int) -> None:
    """Ours: signed in on Today, the making on the window's own worker thread, with its own strip."""
    application("light")
    tasks = ThreadTasks()
    window = Window(home, tasks, clock=lambda: now)
    window.show()
    window.sign_in(user, password)
    loop, results = QEventLoop(), list[confirming.Frozen]()
    shell = _ready(window, loop)
    visits, frames = wanted(shell.app, count), Frames(window, shell)

    def work(report: Report) -> confirming.Frozen:
        with Press() as press:
            return confirming.freeze(shell.app, visits, press, report)

    def done(frozen: confirming.Frozen) -> None:
        results.append(frozen)
        loop.quit()

    gc.collect()
    started = time.perf_counter()
    frames.start()
    shell.long("Appointment confirmations", work, done, _failed)
    loop.exec()
    took = time.perf_counter() - started
    late = frames.stop()
    assert len(results[0].letters) == count
    say(took, late, print_of(shell.app, results[0].letters))
    window.close()
    tasks.close()


def _ready(window: Window, loop: QEventLoop) -> Shell:
    """Wait until the first page is there."""
    looking = QTimer(interval=20)
    looking.timeout.connect(lambda: loop.quit() if window.shell is not None and window.shell.view().isVisible() else None)
    looking.start()
    loop.exec()
    looking.stop()
    assert window.shell is not None
    return window.shell


def _failed(reason: BaseException) -> None:
    print(repr(reason), file=sys.stderr, flush=True)
    os._exit(1)
