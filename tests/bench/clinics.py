"""The invented clinics that are measured: a million people with one year and with ten years behind them.

Making them takes minutes, so they are kept in the temporary folder under a hash of what they are made by.
"""

import gc
import getpass
import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.schema import CreateIndex, CreateTable

from ibh_desktop.app import App
from ibh_desktop.bootstrap import sign_in
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import ONE_YEAR, PASSWORD, TEN_YEARS
from ibh_desktop.security.passwords import STANDARD
from ibh_desktop.store.schema import Base

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 10, 7, 15, 40, tzinfo=UTC)
"""Wednesday, 10:40 in Alabama, on every clock that looks at these clinics."""

SIZES = {"one": ONE_YEAR, "ten": TEN_YEARS}
_FORGOTTEN = 2 * 24 * 3600
"""Seconds after which clinics that an earlier version made are thrown away."""

RECEPTIONIST, THERAPIST, LEAD, MANAGER = "dana", "ana.lee", "lee.ann", "morgan"


def clock() -> datetime:
    """The clock of these clinics stands still."""
    return NOW


def folder(size: str) -> Path:
    """Where the clinic `one` or `ten` lives, made first if it has to be."""
    kept = kept_in()
    missing = [name for name in SIZES if not (kept / name).exists()]
    if size in missing:
        _make_all(kept, missing)
    return kept / size


def kept_in() -> Path:
    """The folder of what the present sources make."""
    made_by = [
        NOW.isoformat(),
        *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "ibh_desktop/sample").glob("*.py"))),
    ]
    for table in Base.metadata.sorted_tables:
        made_by += [str(CreateTable(table)), *sorted(str(CreateIndex(index)) for index in table.indexes)]
    seen = hashlib.sha256("\n".join(made_by).encode()).hexdigest()
    return Path(tempfile.gettempdir()) / f"ibh-bench-{getpass.getuser()}" / seen[:16]


def _make_all(kept: Path, missing: list[str]) -> None:
    for other in kept.parent.glob("*"):
        if time.time() - other.stat().st_mtime > _FORGOTTEN:
            shutil.rmtree(other, ignore_errors=True)
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    started = time.monotonic()
    # In processes of their own, 2 GB each, so that the one that measures stays small.
    command = [sys.executable, "-m", "tests.bench.clinics"]
    making = [subprocess.Popen([*command, name, str(kept)], cwd=ROOT) for name in missing]
    while any(one.poll() is None for one in making):
        made = sum(one.poll() is not None for one in making)
        words = f"Making {len(missing)} clinics of a million people, {made} made"
        print(f"\r{words}, {time.monotonic() - started:.0f} s ", end="", file=sys.stderr, flush=True)
        time.sleep(2)
    print(file=sys.stderr)
    if any(one.returncode for one in making):
        raise SystemExit("The clinics could not be made.")


def _make(name: str, kept: Path) -> None:
    growing = kept / f".{name}"
    shutil.rmtree(growing, ignore_errors=True)
    # Millions of small rows that live until they are stored: walking them again and again doubles the time.
    gc.disable()
    app = make(Home(growing), now=NOW, size=SIZES[name], cost=STANDARD)
    for user in (RECEPTIONIST, THERAPIST, LEAD):
        app.keys.set_password(user, PASSWORD)
    app.close()
    growing.rename(kept / name)


def opened(size: str, user: str) -> App:
    """A clinic opened by one of its people."""
    return sign_in(Home(folder(size)), user, PASSWORD, clock=clock)


if __name__ == "__main__":
    _make(sys.argv[1], Path(sys.argv[2]))
