"""From a key pressed in the search box to the painted list of hits, among a million people."""

import os
import sys
import time
from random import Random
from statistics import median, quantiles

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD
from tests.bench.clinics import RECEPTIONIST, clock, folder, opened
from tests.bench.measure import Row
from tests.bench.prefixes import EACH, people, prefixes
from ui.app import application
from ui.kit.tasks import ThreadTasks
from ui.searchbox import SearchBox
from ui.window import Window

FRAME = 1 / 60
ROUNDS = 9


class Keyboard(QObject):
    """Presses the last key of a prefix and waits, in the real event loop, until the hits are painted."""

    def __init__(self, box: SearchBox) -> None:
        super().__init__(box)
        self._box = box
        self._loop = QEventLoop(self)
        self._shown = False
        self._painted_at = 0.0
        box.shown.connect(self._hits)
        box.hits.viewport().installEventFilter(self)

    def _hits(self) -> None:
        self._shown = True
        # A list that happens to look the same is painted too.
        self._box.hits.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._shown and watched is self._box.hits.viewport() and event.type() == QEvent.Type.Paint:
            self._shown = False
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._painted_at = time.perf_counter()
        self._loop.quit()

    def seconds(self, text: str) -> float:
        """How long the last letter of `text` takes to show its hits."""
        self._box.setText(text[:-1])
        QApplication.processEvents()
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text[-1])
        self._shown = False
        started = time.perf_counter()
        QApplication.sendEvent(self._box, key)
        self._loop.exec()
        return self._painted_at - started


def patient_search() -> Row:
    """The 99th percentile of 200 prefixes, the median of several rounds; every round looks for other people."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    rng = Random(60)
    rounds = _rounds(rng)
    application("light")
    tasks = ThreadTasks()
    window = Window(Home(folder("ten")), tasks, clock=clock)
    window.show()
    keyboard = Keyboard(_search_box(window))
    slowest: list[tuple[float, str]] = []
    worst = []
    for number, texts in enumerate(rounds):
        took = [(keyboard.seconds(text), text) for text in texts]
        if number:  # the first one only warms up
            worst.append(quantiles((one for one, _ in took), n=100, method="inclusive")[98])
            slowest += took
    window.close()
    tasks.close()
    slowest.sort(reverse=True)
    middle = median(one for one, _ in slowest)
    note = f"median {middle * 1000:.1f} ms; slowest: " + ", ".join(f"“{text}” {one * 1000:.0f}" for one, text in slowest[:6])
    return Row("patient_search", median(worst), FRAME, limit=1.0, note=note)


def _rounds(rng: Random) -> list[list[str]]:
    app = opened("ten", RECEPTIONIST)
    made = []
    for _ in range(ROUNDS + 1):
        texts = prefixes(people(app, rng.sample(range(1, 1_000_001), EACH)), rng)
        rng.shuffle(texts)
        made.append(texts)
    app.close()
    return made


def _search_box(window: Window) -> SearchBox:
    loop = QEventLoop()
    window.signed_in.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    window.sign_in(RECEPTIONIST, PASSWORD)
    loop.exec()
    if window.shell is None:
        sys.exit("The benchmark could not sign in.")
    return window.shell.topbar.search
