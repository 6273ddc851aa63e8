"""Arguments: the version, and one sentence for every way to get them wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ibh_desktop import __version__
from tests.e2e.conftest import ROOT, Run, environment


def test_version_prints_the_version_alone(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"{__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["frobnicate"],
        ["tour"],
        ["import-patients"],
        ["audit"],
        ["audit", "burn"],
        ["--dem"],
        ["--data"],
        ["--demo", "--database-url", "postgresql+psycopg://nobody@localhost/x"],
        ["--data", "here", "--database-url", "postgresql+psycopg://nobody@localhost/x"],
        ["import-patients", "a.csv", "b.csv"],
    ],
    ids=" ".join,
)
def test_wrong_arguments_get_one_sentence_and_exit_2(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.sentence().endswith("Try: python main.py --help")


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for word in ("tour", "import-patients", "audit", "--demo", "--data", "--database-url", "--user", "--version"):
        assert word in ran.out


def test_a_real_clinic_without_a_screen_says_that_there_is_none(run: Run) -> None:
    ran = run()
    assert ran.code == 1
    assert "no screen" in ran.sentence()


@pytest.mark.parametrize("screen", ["", ":99"])
def test_missing_qt_libraries_are_named_in_one_sentence_and_exit_3(screen: str, tmp_path: Path) -> None:
    script = (
        "import sys, ui.preflight as p; p.NEEDED = {'libnowhere.so.9': 'libnowhere9'}; p.ON_X11 = {}; import main; "
        "sys.exit(main.main(['--demo']))"
    )
    changes = {"DISPLAY": screen} if screen else {}
    env = environment(PYTHONPATH=str(ROOT), **changes)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path, env=env)
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.strip().splitlines() == [
        "Qt needs system libraries that are not here. Install them: apt-get install libnowhere9"
    ]


def test_the_tour_without_qt_libraries_exits_3_too(tmp_path: Path) -> None:
    script = "import sys, ui.preflight as p; p.NEEDED = {'libnowhere.so.9': 'libnowhere9'}; import main; " + (
        "sys.exit(main.main(['tour', '--out', 'pictures']))"
    )
    env = environment(PYTHONPATH=str(ROOT))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path, env=env)
    assert done.returncode == 3
    assert not (tmp_path / "pictures").exists()


def test_a_tour_into_a_place_that_is_a_file_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("here")
    ran = run("tour", "--out", tmp_path / "taken")
    assert ran.code == 1
    assert "cannot be written" in ran.sentence()
