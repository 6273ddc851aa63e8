"""One window a clinic on this PC: a second start raises the first one's window instead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject

from ibh_desktop.home import Home

ANSWER_WITHIN = 300
"""Milliseconds; a first window that does not answer by then is hung, and a second one may open."""


class SingleWindow(QObject):
    """Holds the lock of a folder. A clinic on a server may be open in any number of windows."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = str(home.folder.resolve()) if home.folder else ""
        # A hash: sockets have names of at most 104 bytes with their folder, which a long home folder would exceed.
        digest = bytes(QCryptographicHash.hash(place.encode(), QCryptographicHash.Algorithm.Sha256).toHex().data()).decode()
        self._name = f"ibh-desktop-{digest[:20]}" if place else ""
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock")) if place else None
        if self._lock is not None:
            self._lock.setStaleLockTime(0)  # or Qt takes a window for dead that has been open for half a minute
        self._listening: QObject | None = None

    def first_raised(self) -> bool:
        """Whether a window is open already; it has been asked to come to the front."""
        if self._lock is None or self._lock.tryLock(0):
            return False
        from PySide6.QtNetwork import QLocalSocket  # noqa: PLC0415 - start-up: a second start only

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        return socket.waitForConnected(ANSWER_WITHIN)

    def listen(self, raise_window: Callable[[], None]) -> None:
        """Call `raise_window` whenever the clinic is started again."""
        if not self._name:
            return
        from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415 - start-up: after the first paint

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name)

        def greeted() -> None:
            while (socket := server.nextPendingConnection()) is not None:
                socket.deleteLater()
            raise_window()

        server.newConnection.connect(greeted)
        server.listen(self._name)
        self._listening = server

    def close(self) -> None:
        """Let others open this clinic."""
        if self._lock is not None:
            self._lock.unlock()
        if self._listening is not None:
            self._listening.deleteLater()
