"""Background work: one QObject carries all answers back to the GUI thread; no job owns a QObject.

This is the one place that catches everything: what a job raises is handed to its `failed`, on the GUI thread.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

R = TypeVar("R")
Failed = Callable[[BaseException], None]


class Tasks(Protocol):
    """What views know of background work."""

    def start(self, owner: QObject, work: Callable[[], R], done: Callable[[R], None], failed: Failed) -> None:
        """Run `work` elsewhere, then `done` or `failed` on the GUI thread unless `owner` is gone by then."""

    def close(self) -> None:
        """Wait for what is running and take no more."""


def _report(owner: QObject, answer: Callable[[], None]) -> None:
    if isValid(owner):
        answer()


class ThreadTasks(QObject):
    """Jobs on two worker threads."""

    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._closed = threading.Event()
        self._answered.connect(_report, Qt.ConnectionType.QueuedConnection)

    def start(self, owner: QObject, work: Callable[[], R], done: Callable[[R], None], failed: Failed) -> None:
        """See `Tasks.start`."""

        def job() -> None:
            answer: Callable[[], None]
            try:
                result = work()
            except BaseException as reason:  # noqa: BLE001 - the one place; see the module's first lines
                caught = reason

                def answer() -> None:
                    failed(caught)
            else:

                def answer() -> None:
                    done(result)

            if not self._closed.is_set():
                self._answered.emit(owner, answer)

        if not self._closed.is_set():
            self._workers().submit(job)

    def _workers(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - start-up

            self._pool = ThreadPoolExecutor(2, thread_name_prefix="desk")
            # A busy worker gives way to the window's thread after a millisecond, not after the five that Python begins with.
            sys.setswitchinterval(0.001)
        return self._pool

    def close(self) -> None:
        """See `Tasks.close`."""
        self._closed.set()
        if self._pool is not None:
            # What waits may be a save: it is carried out, only its answer goes nowhere.
            self._pool.shutdown(wait=True)


class InlineTasks:
    """Keeps the same promise at once, on the calling thread: for tests and the tour."""

    def start(self, owner: QObject, work: Callable[[], R], done: Callable[[R], None], failed: Failed) -> None:
        """See `Tasks.start`."""
        try:
            result = work()
        except Exception as reason:  # noqa: BLE001 - the same place in its inline form
            failed(reason)
            return
        if isValid(owner):
            done(result)

    def close(self) -> None:
        """Nothing runs."""


def install_hook(show: Callable[[type[BaseException], BaseException, Any], None]) -> Callable[[], None]:
    """Send what nobody caught to `show`; returns how to take it back."""
    before = sys.excepthook
    sys.excepthook = show

    def restore() -> None:
        sys.excepthook = before

    return restore
