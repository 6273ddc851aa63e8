"""Confirmations by the stack, made in two ways; `children/stack.py` runs this in a process of its own.

`stack_window`: through the real window while it paints. `without_window`: the same letters one after another in a bare process.
Both print the seconds from the start of the making to its end, the 99th percentile of the frames, and a hash over all letters.
"""

import faulthandler
import hashlib
import re
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from ibh_desktop import confirming
from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.confirming import BUNDLE
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.home import Home
from ibh_desktop.letters.fonts import register
from ibh_desktop.letters.kinds import pdf
from ibh_desktop.queries import confirmations as shown
from ibh_desktop.queries.confirmations import Stack, Waiting
from ibh_desktop.usecases import confirmations
from ibh_desktop.usecases.confirmations import Rendered

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


def run(which: str, folder: str, user: str, password: str, now: str, count: str) -> None:
    """Once, by the arguments of the script."""
    # Should it ever stand still: say where, and end.
    faulthandler.dump_traceback_later(100, exit=True)
    if which == "window":
        from tests.bench.stack_window import with_window  # noqa: PLC0415 - the reference goes without Qt

        way = with_window
    else:
        way = without_window
    way(Home(Path(folder)), user, password, datetime.fromisoformat(now), int(count))
