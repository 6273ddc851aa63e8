"""Confirmations by the stack, made in two ways; `children/stack.py` runs this in a process of its own.

`with_window`: through the real window while it paints. `without_window`: the same letters one after another in a bare process.
Both print the seconds from the start of the making to its end, the 99th percentile of the frames, and a hash over all letters.
"""

import faulthandler
import gc
import hashlib
import os
import re
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

from ibh_desktop import confirming
from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.confirming import BUNDLE
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.home import Home
from ibh_desktop.letters.fonts import register
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.letters.press import Press
from ibh_desktop.queries import confirmations as shown
from ibh_desktop.queries.confirmations import Stack, Waiting
from ibh_desktop.usecases import confirmations
from ibh_desktop.usecases.confirmations import Rendered

FRAME, PAGE = 16, 12
"""Milliseconds between two frames, and how many there are for one that paints the whole window.

A frame takes from the moment at which it is due until it is painted: being late counts as much as painting.
"""
_OF_THE_MOMENT = re.compile(rb"D:\d{14}[^)]*|<[0-9a-f]{32}>")
"""The time of making and the identity that follows from it."""


def wanted(app: App, count: int) -> Waiting:
    """The first visits to come."""
    today = app.clock().date()
    found = app.read(shown.waiting, Stack(today, today + timedelta(days=20)))
    return replace(found, visits=found.visits[:count])


def print_of(app: App, letters: tuple[LetterId, ...]) -> str:
    """One hash over all PDFs as they are stored, but for the moment at which they were made."""
    seen = hashlib.sha256()
    for each in confirming.pdfs(app, letters):
        seen.update(_OF_THE_MOMENT.sub(b"", each))
    return seen.hexdigest()


def bare(app: App, visits: Waiting) -> tuple[LetterId, ...]:
    """The same letters into the same store, in the same bundles, each step after the one before."""
    frozen: list[LetterId] = []
    for at in range(0, len(visits.visits), BUNDLE):
        begun = app.write(confirmations.begin, visits.visits[at : at + BUNDLE])
        sheets = app.read(shown.sheets, begun)
        made = [Rendered(sheet.letter, sheet.version, pdf(sheet.content)) for sheet in sheets]
        frozen += app.write(confirmations.freeze, made)
    return tuple(frozen)


def say(took: float, frame: float, letters: str) -> None:
    """What the benchmark reads, and the line by which it knows that all went well."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    print(took, frame, letters)
    print(next(line for line in status.splitlines() if line.startswith("VmHWM")), flush=True)


def without_window(home: Home, user: str, password: str, now: datetime, count: int) -> None:
    """The reference."""
    app = sign_in(home, user, password, clock=lambda: now)
    register()
    visits = wanted(app, count)
    started = time.perf_counter()
    frozen = bare(app, visits)
    took = time.perf_counter() - started
    assert len(frozen) == count
    say(took, 0.0, print_of(app, frozen))
    app.close()


def with_window(home: Home, user: str, password: str, now: datetime, count: int) -> None:
    """Ours: the real window on Today, painted sixty times a second, its own strip, the making on its worker thread."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: PLC0415 - the reference goes without

    from ui.app import application  # noqa: PLC0415
    from ui.kit.strip import Report  # noqa: PLC0415
    from ui.kit.tasks import ThreadTasks  # noqa: PLC0415
    from ui.window import Window  # noqa: PLC0415

    application("light")
    tasks = ThreadTasks()
    window = Window(home, tasks, clock=lambda: now)
    window.show()
    window.sign_in(user, password)
    loop, frames, results = QEventLoop(), list[float](), list[confirming.Frozen]()
    ready = QTimer(interval=20)
    ready.timeout.connect(lambda: loop.quit() if window.shell is not None and window.shell.view().isVisible() else None)
    ready.start()
    loop.exec()
    ready.stop()
    shell = window.shell
    assert shell is not None
    visits = wanted(shell.app, count)

    due = [0.0]

    def frame() -> None:
        # The strip moves all the time; five times a second somebody also does something on the page.
        (window if len(frames) % PAGE == 0 else shell.strip).repaint()
        painted = time.perf_counter()
        frames.append(painted - due[0])
        due[0] += FRAME / 1000 * ceil((painted - due[0]) * 1000 / FRAME)

    ticking = QTimer(interval=FRAME)
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(frame)

    def work(report: Report) -> confirming.Frozen:
        with Press() as press:
            return confirming.freeze(shell.app, visits, press, report)

    def failed(reason: BaseException) -> None:
        print(repr(reason), file=sys.stderr, flush=True)
        os._exit(1)

    def done(frozen: confirming.Frozen) -> None:
        results.append(frozen)
        loop.quit()

    ticking.start()
    gc.collect()
    started = time.perf_counter()
    due[0] = started + FRAME / 1000
    shell.long("Appointment confirmations", work, done, failed)
    loop.exec()
    took = time.perf_counter() - started
    ticking.stop()
    late = sorted(frames)
    assert len(results[0].letters) == count
    say(took, late[int(len(late) * 0.99)], print_of(shell.app, results[0].letters))
    window.close()
    tasks.close()


def run(which: str, folder: str, user: str, password: str, now: str, count: str) -> None:
    """Once, by the arguments of the script."""
    # Should it ever stand still: say where, and end.
    faulthandler.dump_traceback_later(100, exit=True)
    way = with_window if which == "window" else without_window
    way(Home(Path(folder)), user, password, datetime.fromisoformat(now), int(count))
