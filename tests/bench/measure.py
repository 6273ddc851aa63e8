"""What a row of the table is, and how both of its sides are measured: in turns, in the same run, by their medians."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
CHILDREN = Path(__file__).parent / "children"
ROUNDS = 11


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `ours` and `reference` in seconds or MB."""

    name: str
    ours: float
    reference: float
    limit: float
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the reference."""
        return self.ours / self.reference

    @property
    def is_ok(self) -> bool:
        """Whether the limit is kept."""
        return self.ratio <= self.limit

    def plain(self) -> dict[str, str | float]:
        """For JSON."""
        return {
            "name": self.name,
            "ours": self.ours,
            "reference": self.reference,
            "ratio": self.ratio,
            "limit": self.limit,
        }


def in_turns(ours: Callable[[], float], reference: Callable[[], float], *, rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians of what both return; one of each is run before and not counted. Whatever else the PC does hits both."""
    ours()
    reference()
    both = [(ours(), reference()) for _ in range(rounds)]
    return median(one for one, _ in both), median(other for _, other in both)


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@cache
def _home() -> str:
    made = tempfile.mkdtemp(prefix="ibh-bench-home-")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


class Child:
    """A script of `children`, run anew every time, offscreen and with a home of its own."""

    def __init__(self, script: str, *arguments: str) -> None:
        self._command = [sys.executable, str(CHILDREN / script), *arguments]
        # A temporary folder of its own as well: there a window says that it is open, and a second run would raise the first's.
        home = _home()
        own = {"QT_QPA_PLATFORM": "offscreen", "HOME": home, "XDG_CONFIG_HOME": home, "TMPDIR": home}
        self._environment = os.environ | own

    def run(self) -> str:
        """What it prints, the line `VmHWM` when all went well; a child that fails ends the benchmark with its words."""
        done = subprocess.run(
            self._command, env=self._environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode or "VmHWM" not in done.stdout:
            # For example when another window has this clinic open: a start that ends early must not count as a fast one.
            raise SystemExit(f"{' '.join(self._command)}\ndid not paint what was awaited. {done.stderr}")
        return done.stdout

    def seconds(self) -> float:
        """From the start of the process to its end, which is the moment that what is measured is painted."""
        return seconds(self.run)

    def megabytes(self) -> float:
        """The peak of its memory, from the `VmHWM` line that it prints: `ru_maxrss` would begin with its parent's size."""
        line = next(line for line in self.run().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
