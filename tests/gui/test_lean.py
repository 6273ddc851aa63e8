"""What start-up spares: other people's modules, which come when somebody asks for them."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier

import pytest

from ui import lean

SLOW = """
import time
time.sleep(0.05)
from {name} import loaded
loaded.append(1)
def answer(): return 42
late = "late"
"""

STARTED = """
import sys
from ui import lean
lean.spare_sources()
lean.postpone_modules()
import sqlalchemy.orm
kept = [name for name in lean.POSTPONED if type(sys.modules[name]) is lean._Later]
import asyncio, importlib.metadata
print(kept, asyncio.iscoroutine(1), asyncio.run.__name__, importlib.metadata.version("SQLAlchemy") == sqlalchemy.__version__)
"""

LOADED = """
import sys
import ui.window
before = set(sys.modules)
{then}
print(*(set(sys.modules) - before))
"""


@pytest.fixture
def postponed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A module `lean_slow` that takes its time and counts how often it is loaded."""
    (tmp_path / "lean_count.py").write_text("loaded = []\n", encoding="utf-8")
    (tmp_path / "lean_slow.py").write_text(SLOW.format(name="lean_count"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(lean, "POSTPONED", {"lean_slow": ("answer",)})
    loaded: list[int] = import_module("lean_count").loaded
    yield loaded
    for name in ("lean_slow", "lean_count"):
        sys.modules.pop(name, None)


def test_a_postponed_module_is_loaded_by_the_first_who_asks(postponed: list[int]) -> None:
    lean.postpone_modules()
    early = import_module("lean_slow")
    taken = early.answer
    assert postponed == []
    assert taken() == 42
    assert (early.late, postponed) == ("late", [1])
    assert import_module("lean_slow") is not early


def test_two_threads_that_ask_at_once_get_the_whole_module(postponed: list[int]) -> None:
    lean.postpone_modules()
    early, together = import_module("lean_slow"), Barrier(4)

    def ask(_number: int) -> str:
        together.wait(5)
        found: str = early.late
        return found

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == ["late"] * 4
    assert postponed == [1]


def test_what_is_loaded_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean, "POSTPONED", {"json": ()})
    before = import_module("json")
    lean.postpone_modules()
    assert sys.modules["json"] is before


def test_sqlalchemy_needs_none_of_what_is_postponed_and_whoever_does_gets_it() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "['asyncio', 'importlib.metadata'] False run True", done.stderr[-300:]


def loaded(then: str) -> set[str]:
    """What some lines bring that the sign-in page did not."""
    script = LOADED.format(then=then)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-300:]
    return set(done.stdout.split())


def test_what_is_imported_beside_the_password_brings_no_library_and_nothing_that_the_first_page_does_without() -> None:
    light = loaded("from ui.beside import import_light; import_light()")
    known = {"ibh_desktop", "ui", "PySide6", *sys.stdlib_module_names}
    assert {name for name in light if name.partition(".")[0] not in known} == set()
    assert "ui.kit.table" in light
    assert light <= loaded("import ibh_desktop.app, ibh_desktop.queries.welcome, ui.shell, ui.views.today.view")
