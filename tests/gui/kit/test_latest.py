"""Only the answer to the last question is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.errors import Unavailable
from ui.kit.latest import Latest


class Slow:
    """Answers when it is told to, in any order."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None], Callable[[BaseException], None]]] = []

    def start(self, _owner: QObject, work: Callable[[], Any], done: Callable[[Any], None], failed: Any) -> None:
        """Take a question in."""
        self.waiting.append((work, done, failed))

    def answer(self, number: int) -> None:
        """Answer one of them."""
        work, done, failed = self.waiting[number]
        try:
            done(work())
        except Unavailable as reason:
            failed(reason)

    def close(self) -> None:
        """Nothing runs."""


def _gone() -> str:
    raise Unavailable("Gone.")


def test_an_answer_that_was_overtaken_is_dropped_whenever_it_comes(qtbot: QtBot) -> None:
    tasks, shown, owner = Slow(), list[str](), QObject()
    latest = Latest(owner, tasks, lambda reason: shown.append(str(reason)))
    latest.ask(lambda: "first", shown.append)
    latest.ask(lambda: "second", shown.append)
    tasks.answer(1)
    tasks.answer(0)
    assert shown == ["second"]


def test_what_is_forgotten_neither_shows_nor_fails(qtbot: QtBot) -> None:
    tasks, shown, owner = Slow(), list[str](), QObject()
    latest = Latest(owner, tasks, lambda reason: shown.append(str(reason)))
    latest.ask(_gone, shown.append)
    latest.forget()
    tasks.answer(0)
    assert shown == []
    latest.ask(_gone, shown.append)
    tasks.answer(1)
    assert shown == ["Gone."]
