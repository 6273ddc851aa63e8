"""The window in a process of its own, on Qt's offscreen platform."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.e2e.conftest import ROOT, environment

READY = """
import sys
import ui.single as single
listen = single.SingleWindow.listen
def listening(self, raise_window):
    listen(self, raise_window)
    print("ready", flush=True)
single.SingleWindow.listen = listening
import main
sys.exit(main.main(sys.argv[1:]))
"""


def test_a_window_stays_open_and_a_second_start_leaves_to_it(real_folder: Path, tmp_path: Path) -> None:
    places = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"), str(tmp_path))
    env = environment(QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT), **places)
    arguments = ["--data", str(real_folder)]
    with subprocess.Popen(
        [sys.executable, "-c", READY, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        cwd=tmp_path,
    ) as first:
        try:
            assert first.stdout is not None
            assert first.stdout.readline().strip() == "ready"
            began = time.monotonic()
            second = subprocess.run(
                [sys.executable, str(ROOT / "main.py"), *arguments],
                capture_output=True,
                text=True,
                timeout=30,
                env=env,
                cwd=tmp_path,
            )
            assert (second.returncode, second.stdout) == (0, ""), second.stderr
            assert time.monotonic() - began < 20
            assert first.poll() is None
        finally:
            first.terminate()
        assert first.stderr is not None
        said = first.stderr.read()
    assert "Traceback" not in said
