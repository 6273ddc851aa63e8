"""How much waits for the signature of whoever is signed in, told on the rail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Change, Topic
from ui.kit.latest import Latest

if TYPE_CHECKING:
    from ui.shell import Shell

TOPICS = (Topic.COURSES, Topic.APPOINTMENTS, Topic.LETTERS, Topic.STAFF)


class SignatureWatch(QObject):
    """Counts anew when something about courses, visits, letters or staff changed."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._signs = may(shell.app.actor, Permission.WRITE_NOTE)
        self._latest = Latest(self, shell.tasks, shell.fail)

    def look(self) -> None:
        """Count."""
        if self._signs:
            self._latest.ask(self._ask, lambda count: self._shell.rail.count("go.signatures", count))

    def _ask(self) -> int:
        from ibh_desktop.queries import signatures  # noqa: PLC0415 - start-up: on the worker, after the window

        return len(self._shell.app.read(signatures.waiting))

    def heard(self, changes: list[Change]) -> None:
        """Something changed somewhere."""
        if any(change.topic in TOPICS for change in changes):
            self.look()
