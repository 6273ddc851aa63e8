"""A clinic that is started a second time on one PC."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ibh_desktop.home import Home
from ui.single import SingleWindow

ROOT = Path(__file__).resolve().parents[2]
AGAIN = "import sys; from pathlib import Path; from ibh_desktop.home import Home; from ui.single import SingleWindow; "
AGAIN += "sys.exit(not SingleWindow(Home(Path(sys.argv[1]))).first_raised())"


def second(folder: Path) -> subprocess.Popen[bytes]:
    """Start the clinic of this folder once more; exit 0 when the first window answered."""
    return subprocess.Popen([sys.executable, "-c", AGAIN, str(folder)], cwd=ROOT)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    return process.poll() is not None


@pytest.fixture
def first(tmp_path: Path) -> SingleWindow:
    made = SingleWindow(Home(tmp_path))
    assert not made.first_raised()
    return made


def test_every_second_start_raises_the_first_window(first: SingleWindow, tmp_path: Path, qtbot: QtBot) -> None:
    raised: list[bool] = []
    first.listen(lambda: raised.append(True))
    for times in (1, 2):
        again = second(tmp_path)
        qtbot.waitUntil(partial(_ended, again), timeout=20_000)
        assert (again.returncode, len(raised)) == (0, times)
    first.close()


def test_a_first_window_that_hangs_does_not_keep_the_clinic_closed(first: SingleWindow, tmp_path: Path) -> None:
    first.listen(lambda: None)
    assert second(tmp_path).wait(20) == 1, "nobody answered: our loop does not turn meanwhile"
    first.close()


def test_a_closed_clinic_is_free(first: SingleWindow, tmp_path: Path) -> None:
    first.listen(lambda: None)
    first.close()
    assert not SingleWindow(Home(tmp_path)).first_raised()
