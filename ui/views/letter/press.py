"""Sets the page anew while somebody types: on a worker, one at a time, and only the latest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ibh_desktop.letters.content import LetterContent
from ibh_desktop.letters.kinds import pdf as render
from ui.kit.tasks import Failed, Tasks

PAUSE = 25
"""Milliseconds after a key before the page is set: keys that come together are set together."""


class Press(QObject):
    """`done` gets the pages of what was asked for last; what was overtaken or is not wanted any more is dropped."""

    def __init__(self, owner: QObject, tasks: Tasks, done: Callable[[bytes], None], failed: Failed) -> None:
        super().__init__(owner)
        self._tasks, self._done, self._failed = tasks, done, failed
        self._next: LetterContent | None = None
        self._running = False
        self._ticket = 0
        self.timer = QTimer(self, singleShot=True, interval=PAUSE)
        self.timer.timeout.connect(self._run)

    def ask(self, content: LetterContent) -> None:
        """Set this, a moment from now."""
        self._next = content
        if not self.timer.isActive():
            self.timer.start()

    @property
    def busy(self) -> bool:
        """Whether a page is asked for that is not set yet."""
        return self._running or self._next is not None

    def halt(self) -> None:
        """A page that is still being set must not take the place of another letter's or of what was signed."""
        self.timer.stop()
        self._next = None
        self._ticket += 1

    def _run(self) -> None:
        content = self._next
        if self._running or content is None:
            return
        self._next, self._running = None, True
        ticket = self._ticket

        def over(then: Callable[[], None]) -> None:
            self._running = False
            if ticket == self._ticket:
                then()
            self._run()

        self._tasks.start(
            self,
            lambda: render(content),
            lambda pdf: over(lambda: self._done(pdf)),
            lambda reason: over(lambda: self._failed(reason)),
        )
