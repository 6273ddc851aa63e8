"""Watches the drop folder of web requests while somebody who takes requests is signed in: at once on a change, else slowly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.permissions import Permission, may

if TYPE_CHECKING:
    from ibh_desktop.request_folder import Looked, RequestFolder
    from ui.shell import Shell

SLOWLY = 20_000
"""Milliseconds between two looks: not every share tells when something changed on it."""
SETTLED = 2_200
"""Milliseconds after which a file that was just written counts as whole."""


class RequestWatch(QObject):
    """Looks on a worker, never twice at once; nothing at all while the clinic has no such folder."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._takes = may(shell.app.actor, Permission.EDIT_INQUIRIES)
        self._path = ""
        self._folder: RequestFolder | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._asking = False
        self._trouble = ""
        self._slow = QTimer(self, interval=SLOWLY)
        self._slow.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SETTLED)
        self._soon.timeout.connect(self.look)

    def follow(self, path: str) -> None:
        """Watch this folder from now on; an empty path is none."""
        if not self._takes or path == self._path:
            return
        self.stop()
        self._path = path
        if not path:
            return
        from ibh_desktop.request_folder import RequestFolder  # noqa: PLC0415 - start-up: only where there is a folder

        self._folder = RequestFolder(self._shell.app, Path(path))
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _: self._soon.start())
        if Path(path).is_dir():
            self._watcher.addPath(path)
        self._slow.start()
        self._soon.start()

    def stop(self) -> Callable[[], None]:
        """Look no more; what is returned waits for a look that is under way."""
        folder = self._folder
        self._slow.stop()
        self._soon.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
        self._watcher = self._folder = None
        self._path = self._trouble = ""
        return _nothing if folder is None else folder.end

    def look(self) -> None:
        """Look now, unless a look is under way."""
        if self._folder is not None and not self._asking:
            self._asking = True
            self._shell.tasks.start(self, self._folder.look, self._looked, self._failed)

    def _looked(self, found: Looked) -> None:
        self._asking = False
        if self._folder is not None and self._folder.waiting:
            self._soon.start()
        if words := _said(found):
            self._shell.say(words)
        if found.trouble and found.trouble != self._trouble:
            self._shell.say(found.trouble)
        self._trouble = found.trouble

    def _failed(self, reason: BaseException) -> None:
        self._asking = False
        if not isinstance(reason, IbhError):
            self.stop()  # it would fail at every look
        self._shell.fail(reason)


def _nothing() -> None:
    """No look is under way."""


def _said(found: Looked) -> str:
    came = f"{found.taken} web {'request' if found.taken == 1 else 'requests'} came in: Ctrl+Shift+R." if found.taken else ""
    if found.marked:
        came += f" A clinician is needed now for {found.marked} of them."
    refused = found.rows + found.files
    lost = f"{refused} could not be read: see the receipt in the folder of web requests." if refused else ""
    return " ".join(part for part in (came, lost) if part)
