"""main.py as a person starts it: a process of its own, its exit code, what it prints where."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ibh_desktop.home import Home
from ibh_desktop.sample.demo import demo_clinic
from tests.integration.world import Server, furnished

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """How a process ended."""

    code: int
    out: str
    err: str

    def sentence(self) -> str:
        """The one line it said to people; nothing else may stand on either stream."""
        assert self.out == ""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        assert "Traceback" not in self.err
        assert len(lines[0].split()) > 2, self.err
        return lines[0]


Run = Callable[..., Ran]


def environment(**changes: str) -> dict[str, str]:
    """Ours without a screen."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return {**kept, **changes}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run main.py with arguments, with `stdin` piped in."""

    def main(*arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            cwd=tmp_path,
            env=environment(XDG_DATA_HOME=str(tmp_path / "data"), PYTHONIOENCODING="utf-8", **(env or {})),
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return main


@pytest.fixture(scope="session")
def kept_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample clinic in a folder, as `--demo --data` leaves it."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    demo_clinic(folder)
    return folder


@pytest.fixture
def sample_folder(kept_sample: Path, tmp_path: Path) -> Path:
    """A copy of it that belongs to this test alone."""
    return Path(shutil.copytree(kept_sample, tmp_path / "kept"))


@pytest.fixture(scope="session")
def real_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small clinic that is no sample."""
    home = Home(tmp_path_factory.mktemp("real") / "clinic")
    furnished(home)
    assert home.folder is not None
    return home.folder


@pytest.fixture
def real_folder(real_clinic: Path, tmp_path: Path) -> Path:
    """A copy of it that belongs to this test alone."""
    return Path(shutil.copytree(real_clinic, tmp_path / "real"))


@pytest.fixture
def server_clinic(server: Server) -> Iterator[Home]:
    """The small clinic on a PostgreSQL server."""
    home = server.fresh()
    furnished(home)
    yield home
    server.drop(home)
