"""Keeps what somebody types: at most two seconds after a key, in order, and what is left when the window goes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ui.kit.tasks import Tasks

R = TypeVar("R")
KEEP_AFTER = 2_000
"""Milliseconds: what a power cut may take. Counted from the first key, so that typing on does not put it off."""


class InTurn:
    """Writes of one text by several workers: none is carried out after a later one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = self._done = 0
        self._saves: set[int] = set()

    @property
    def saving(self) -> bool:
        """Whether a write that is to run `always` was asked for and is not over."""
        return bool(self._saves)

    def next(self, work: Callable[[], R], *, always: bool = False) -> Callable[[], R | None]:
        """The write in its turn; it is passed over when a later one was carried out first, unless it is to run `always`."""
        self._asked += 1
        number = self._asked
        if always:
            self._saves.add(number)

        def run() -> R | None:
            with self._lock:
                if number < self._done and not always:
                    return None
                self._done = max(number, self._done)
                try:
                    return work()
                finally:
                    self._saves.discard(number)

        return run


class Keeper(QObject):
    """Asks `snapshot` for the write of what is typed now, and carries it out on a worker."""

    kept = Signal()
    failed = Signal(object)

    def __init__(self, owner: QObject, tasks: Tasks, snapshot: Callable[[], Callable[[], object] | None]) -> None:
        super().__init__(owner)
        self._tasks, self._snapshot = tasks, snapshot
        self._turn = InTurn()
        self._typed = self._safe = 0
        self.timer = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self.timer.timeout.connect(self._keep)

    @property
    def waits(self) -> bool:
        """Whether something was typed that is not kept for certain."""
        return self._typed > self._safe

    @property
    def certain(self) -> int:
        """How much is kept for certain: what was read when it was less is out of date."""
        return self._safe

    def typed(self) -> None:
        """A key was pressed."""
        self._typed += 1
        if not self.timer.isActive():
            self.timer.start()

    def forget(self) -> None:
        """What is typed was saved or is not wanted; nothing waits any more."""
        self.timer.stop()
        self._safe = self._typed

    def rest(self) -> Callable[[], object] | None:
        """The write of what is not kept yet, to be run by whoever takes over; None when all is."""
        self.timer.stop()
        work = self._snapshot() if self.waits else None
        self._safe = self._typed
        return None if work is None else self._turn.next(work)

    def save(self, work: Callable[[], R]) -> Callable[[], R | None]:
        """The write of a whole note: no draft that was asked for before it comes after it."""
        self.timer.stop()
        return self._turn.next(work, always=True)

    def mark(self) -> int:
        """How much was typed by now, for `saved`."""
        return self._typed

    def saved(self, mark: int) -> bool:
        """All up to `mark` is saved; whether nothing was typed since."""
        self._safe = max(self._safe, mark)
        if self.waits:
            self.timer.start()
        return not self.waits

    def _keep(self) -> None:
        if self._turn.saving:
            self.timer.start()  # a draft that came before the save would go with the draft that the save puts an end to
            return
        work = self._snapshot() if self.waits else None
        if work is None:
            return
        mark = self._typed
        self._tasks.start(self, self._turn.next(work), lambda _: self._was_kept(mark), self.failed.emit)

    def _was_kept(self, mark: int) -> None:
        self._safe = max(self._safe, mark)
        if self.waits and not self.timer.isActive():
            self.timer.start()
        self.kept.emit()
