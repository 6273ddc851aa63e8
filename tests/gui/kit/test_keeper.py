"""What is typed while a save is under way is kept after it."""

from functools import partial

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.hands import HeldTasks
from ui.kit.keeper import Keeper


def test_a_draft_typed_during_a_save_is_kept_after_the_save_whichever_worker_is_first(qtbot: QtBot) -> None:
    owner, tasks, stored = QWidget(), HeldTasks(), list[str]()
    qtbot.addWidget(owner)
    keeper = Keeper(owner, tasks, lambda: partial(stored.append, "draft"))
    mark = keeper.mark()

    def saved(_: object) -> None:
        keeper.saved(mark)

    tasks.start(owner, keeper.save(stored.clear), saved, lambda _: None)
    keeper.typed()
    keeper.timer.timeout.emit()
    tasks.release(len(tasks.jobs) - 1)  # a later job runs first where there is one
    assert keeper.waits
    assert keeper.timer.isActive()
    while tasks.jobs:
        tasks.release()
    keeper.timer.timeout.emit()
    while tasks.jobs:
        tasks.release()
    assert stored == ["draft"]
    assert not keeper.waits


def test_a_save_that_fails_does_not_hold_drafts_back(qtbot: QtBot) -> None:
    owner, tasks, stored = QWidget(), HeldTasks(), list[str]()
    qtbot.addWidget(owner)
    keeper = Keeper(owner, tasks, lambda: partial(stored.append, "draft"))
    keeper.typed()
    tasks.start(owner, keeper.save(_fails), lambda _: None, lambda _: keeper.typed())
    tasks.release()
    keeper.timer.timeout.emit()
    tasks.release()
    assert stored == ["draft"]
    assert not keeper.waits


def _fails() -> None:
    raise OSError
