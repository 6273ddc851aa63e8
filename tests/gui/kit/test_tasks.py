"""Background work: answers come back to the GUI thread, failures too, and nobody answers an owner who is gone."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.gui.hands import settle
from ui.kit.tasks import InlineTasks, Tasks, ThreadTasks, install_hook


def _unexpected(reason: BaseException) -> None:
    raise AssertionError("this was to go well") from reason


@pytest.fixture(params=["threads", "inline"])
def tasks(request: pytest.FixtureRequest, qapp: QObject) -> Iterator[Tasks]:
    """Both keep the same promise."""
    made: Tasks = ThreadTasks() if request.param == "threads" else InlineTasks()
    yield made
    made.close()


def test_the_answer_arrives_on_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    came: list[tuple[int, threading.Thread]] = []
    tasks.start(owner, lambda: 42, lambda n: came.append((n, threading.current_thread())), _unexpected)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(42, threading.main_thread())]


def test_a_failure_reaches_failed_on_the_gui_thread(tasks: Tasks, qtbot: QtBot) -> None:
    owner = QObject()
    came: list[tuple[BaseException, threading.Thread]] = []
    reason = ValueError("no")

    def work() -> int:
        raise reason

    tasks.start(owner, work, lambda _: None, lambda r: came.append((r, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(reason, threading.main_thread())]


def test_work_runs_off_the_gui_thread(qapp: QObject, qtbot: QtBot) -> None:
    tasks, owner = ThreadTasks(), QObject()
    where: list[str] = []
    tasks.start(owner, lambda: threading.current_thread().name, where.append, _unexpected)
    qtbot.waitUntil(lambda: bool(where))
    assert where[0].startswith("desk")
    tasks.close()


def test_an_owner_who_is_gone_gets_no_answer(qapp: QObject, qtbot: QtBot) -> None:
    tasks, owner = ThreadTasks(), QObject()
    came: list[object] = []
    go_on = threading.Event()

    def work() -> str:
        go_on.wait(5)
        return "late"

    tasks.start(owner, work, came.append, came.append)
    delete(owner)
    go_on.set()
    tasks.close()
    qtbot.wait(30)
    assert came == []


def test_closing_waits_for_what_runs_and_takes_no_more(qapp: QObject) -> None:
    tasks, owner = ThreadTasks(), QObject()
    done = threading.Event()
    tasks.start(owner, lambda: done.set(), lambda _: None, _unexpected)
    tasks.close()
    ran: list[int] = []
    tasks.start(owner, lambda: ran.append(1), lambda _: None, _unexpected)
    settle()
    assert done.is_set()
    assert ran == []
    assert not [t for t in threading.enumerate() if t.name.startswith("desk")]


def test_what_nobody_caught_goes_to_the_hook_until_it_is_taken_back() -> None:
    before = sys.excepthook
    told: list[BaseException] = []
    restore = install_hook(lambda _kind, reason, _trace: told.append(reason))
    reason = RuntimeError("boom")
    sys.excepthook(RuntimeError, reason, None)
    restore()
    assert told == [reason]
    assert sys.excepthook is before
