"""A thousand confirmations made through the window against the same letters one after another in a bare process."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.security.passwords import SAMPLE
from tests.bench.clinics import NOW, RECEPTIONIST
from tests.bench.full import SIZE, fill
from tests.bench.measure import Child, Row

MANY, ROUNDS = 1_000, 3
FRAME = 0.033


@dataclass(frozen=True, slots=True)
class _Made:
    seconds: float
    frame: float
    letters: str


def letter_batch() -> Row:
    """Seconds for a thousand letters, begun, rendered and frozen in the store; ours while the window paints."""
    ours, reference = _measured()
    note = f"every hundredth frame of the window took {ours.frame * 1000:.0f} ms or more"
    return Row("letter_batch", ours.seconds, reference.seconds, limit=0.7, note=note)


def batch_frame() -> Row:
    """The 99th percentile of the window's frames meanwhile, in seconds, against two frames of a screen."""
    ours, _ = _measured()
    return Row("batch_frame", ours.frame, FRAME, limit=1.0)


@cache
def _measured() -> tuple[_Made, _Made]:
    """The best of some rounds in turns: whatever else the PC does takes processors from ours, which wants all of them."""
    with _clinic() as folder:
        rounds = [(_made("window", folder), _made("bare", folder)) for _ in range(ROUNDS)]
    if len({made.letters for both in rounds for made in both}) != 1:
        raise SystemExit("The letters of the window are not those of the bare process: nothing was compared.")
    ours = _Made(min(made.seconds for made, _ in rounds), min(made.frame for made, _ in rounds), "")
    return ours, _Made(min(made.seconds for _, made in rounds), 0.0, "")


def _made(way: str, folder: Path) -> _Made:
    with tempfile.TemporaryDirectory(prefix="ibh-bench-stack-") as scratch:
        copy = Path(scratch) / "clinic"
        shutil.copytree(folder, copy)
        words = Child("stack.py", way, str(copy), RECEPTIONIST, PASSWORD, NOW.isoformat(), str(MANY)).run().split()
        return _Made(float(words[0]), float(words[1]), words[2])


@contextmanager
def _clinic() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ibh-bench-full-") as scratch:
        folder = Path(scratch) / "clinic"
        app = make(Home(folder), now=NOW, size=SIZE, cost=SAMPLE)
        app.write(fill)
        app.keys.set_password(RECEPTIONIST, PASSWORD)
        app.close()
        yield folder
