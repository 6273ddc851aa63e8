"""One window a clinic on this PC: a second start raises the first one's window instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ibh_desktop.home import Home

ANSWER_WITHIN = 300
"""Milliseconds; a first window that does not answer by then is gone."""


class SingleWindow(QObject):
    """Listens for later starts of the same clinic."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = str(home.folder.resolve()) if home.folder else home.url
        self._name = "ibh-desktop-" + hashlib.sha256(place.encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)

    def first_raised(self) -> bool:
        """Whether a window is open already; it has been asked to come to the front."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_WITHIN):
            return False
        socket.disconnectFromServer()
        return True

    def listen(self, raise_window: Callable[[], None]) -> None:
        """Call `raise_window` whenever the clinic is started again."""
        QLocalServer.removeServer(self._name)
        self._server.newConnection.connect(lambda: self._greeted(raise_window))
        self._server.listen(self._name)

    def _greeted(self, raise_window: Callable[[], None]) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.deleteLater()
        raise_window()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
