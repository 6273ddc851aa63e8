"""Makes a backup every four hours and at the end, unasked, and says on every page when there has been none for 26 hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.rotation import EVERY, OVERDUE, is_due

if TYPE_CHECKING:
    from ibh_desktop.backup.making import Backup
    from ui.shell import Shell

FIRST, THEN = 60_000, 600_000
"""Milliseconds until the first look, which does not hold up whoever just signed in, and between two looks."""
AT_THE_END = timedelta(minutes=15)
"""How old the newest backup may be when a window closes without making another."""


class BackupWatch(QObject):
    """Looks on a worker. The sample clinic and clinics on a server are none of its business."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._asking = False
        self._wanted = shell.app.home.folder is not None and not shell.welcomed.clinic.is_sample
        self._timer = QTimer(self, interval=FIRST)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look from now on."""
        if self._wanted:
            self._timer.start()

    def look(self) -> None:
        """Make a backup if one is due, unless one is being made."""
        self._timer.setInterval(THEN)
        if self._wanted and not self._asking:
            self._asking = True
            self._shell.tasks.start(self, self.made_if_due(EVERY), self._looked, self._failed)

    def made_if_due(self, after: timedelta) -> Callable[[], Backup | None]:
        """Work for a worker: makes a backup when the newest is `after` old."""
        app = self._shell.app

        def work() -> Backup | None:
            from ibh_desktop.backup.making import make, shelf_of  # noqa: PLC0415 - start-up: minutes after it

            return make(app) if is_due(shelf_of(app.home).last(), app.clock(), after=after) else None

        return work

    def stop(self, *, closing: bool) -> Callable[[], object]:
        """Look no more; what is returned is done before the clinic closes, and makes a last backup with the window."""
        self._timer.stop()
        return self.made_if_due(AT_THE_END) if closing and self._wanted else bool

    def _looked(self, made: Backup | None) -> None:
        self._asking = False
        if made is not None:
            self._shell.alarm(made.missing)

    def _failed(self, reason: BaseException) -> None:
        self._asking = False
        why = reason.sentence if isinstance(reason, IbhError) else "Something unexpected happened."
        self._shell.tasks.start(self, self._newest, lambda last: self._say(last, why), self._shell.fail)
        if not isinstance(reason, IbhError):
            self._shell.fail(reason)

    def _newest(self) -> datetime | None:
        from ibh_desktop.backup.making import shelf_of  # noqa: PLC0415 - start-up: minutes after it

        return shelf_of(self._shell.app.home).last()

    def _say(self, last: datetime | None, why: str) -> None:
        if is_due(last, self._shell.now(), after=OVERDUE):
            since = f"since {last.astimezone():%a %d %b %H:%M}" if last else "at all yet"
            self._shell.alarm(f"No verified backup {since}. {why} Tell a manager.")
