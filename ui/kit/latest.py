"""Questions that follow one another while somebody types: only the answer to the last one is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from ui.kit.tasks import Failed, Tasks

R = TypeVar("R")


class Latest:
    """Asks in the background; an answer, or a failure, that a later question overtook is dropped."""

    def __init__(self, owner: QObject, tasks: Tasks, failed: Failed) -> None:
        self._owner, self._tasks, self._failed = owner, tasks, failed
        self._ticket = 0

    def ask(self, work: Callable[[], R], done: Callable[[R], None]) -> None:
        """Run `work` elsewhere, then `done` here unless something else was asked meanwhile."""
        self._ticket += 1
        ticket = self._ticket

        def current(then: Callable[[R], None]) -> Callable[[R], None]:
            return lambda answer: then(answer) if ticket == self._ticket else None

        def failed(reason: BaseException) -> None:
            if ticket == self._ticket:
                self._failed(reason)

        self._tasks.start(self._owner, work, current(done), failed)

    def forget(self) -> None:
        """Drop whatever is still on its way."""
        self._ticket += 1
