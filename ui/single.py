"""One window a clinic on this PC: a second start raises the first one's window instead."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDir, QFileSystemWatcher, QLockFile, QObject

from ibh_desktop.home import Home

ANSWER_WITHIN = 0.5
"""Seconds; a first window that does not answer by then is hung, and a second one may open."""


class SingleWindow(QObject):
    """Holds the lock of a folder. A clinic on a server may be open in any number of windows.

    A second start knocks: it leaves an empty file at the door, a folder that the first one watches, and the first
    one answers by taking it away. (A socket would do as well, but Qt's network part takes 3 MB in every window.)
    """

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        if home.folder is not None:
            place = str(home.folder.resolve()).encode()
            digest = bytes(QCryptographicHash.hash(place, QCryptographicHash.Algorithm.Sha256).toHex().data()).decode()
            name = QDir.temp().filePath(f"ibh-desktop-{digest[:20]}")
            self._door = Path(f"{name}.door")
            self._lock = QLockFile(f"{name}.lock")
            self._lock.setStaleLockTime(0)  # or Qt takes a window for dead that has been open for half a minute

    def first_raised(self) -> bool:
        """Whether a window is open already; it has been asked to come to the front."""
        return self._lock is not None and not self._lock.tryLock(0) and self._answered()

    def _answered(self) -> bool:
        knock = self._door / "knock"
        try:
            knock.touch(mode=0o600)
            until = time.monotonic() + ANSWER_WITHIN
            while knock.exists() and time.monotonic() < until:
                time.sleep(0.01)
            answered = not knock.exists()
            knock.unlink(missing_ok=True)
        except OSError:
            return False
        return answered

    def listen(self, raise_window: Callable[[], None]) -> None:
        """Call `raise_window` whenever the clinic is started again."""
        if self._lock is None:
            return
        try:
            self._door.mkdir(mode=0o700, exist_ok=True)
        except OSError:
            return  # without a door a second start opens a window of its own

        def look() -> None:
            for knock in self._door.glob("knock"):
                knock.unlink(missing_ok=True)
                raise_window()

        watcher = QFileSystemWatcher([str(self._door)], self)
        watcher.directoryChanged.connect(lambda _: look())
        look()

    def close(self) -> None:
        """Let others open this clinic."""
        if self._lock is not None:
            self._lock.unlock()
        for watcher in self.findChildren(QFileSystemWatcher):
            watcher.deleteLater()
