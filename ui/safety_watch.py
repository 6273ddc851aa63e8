"""Open safety events while somebody is signed in: told at sign-in, and to a clinical lead again every 30 minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ibh_desktop.domain.permissions import Permission, Scope, may, scope
from ibh_desktop.domain.topics import Change, Topic
from ui.kit.latest import Latest
from ui.places import Today

if TYPE_CHECKING:
    from ibh_desktop.queries.safety_alerts import OpenLine
    from ui.dialogs.safety_overdue import OverdueDialog
    from ui.shell import Shell

TOPICS = (Topic.COURSES, Topic.PATIENTS)


class SafetyWatch(QObject):
    """Asks when something about courses or patients changed; counts the minutes by itself with each poll for news."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        actor = shell.app.actor
        self._sees = may(actor, Permission.SEE_SAFETY)
        self._leads = scope(actor, Permission.SEE_SAFETY) is Scope.ALL
        self._events: tuple[OpenLine, ...] = ()
        self._told: dict[int, int] = {}
        self._latest = Latest(self, shell.tasks, shell.fail)
        self._greeted = False
        self.dialog: OverdueDialog | None = None

    def look(self) -> None:
        """Fetch what is open."""
        if self._sees:
            self._latest.ask(self._ask, self._found)

    def _ask(self) -> tuple[OpenLine, ...]:
        from ibh_desktop.queries import safety_alerts  # noqa: PLC0415 - start-up: on the worker, after the window

        return self._shell.app.read(safety_alerts.open_events)

    def _found(self, found: tuple[OpenLine, ...]) -> None:
        self._events = found
        if not self._greeted:
            self._greeted = True
            if found and not isinstance(self._shell.place, Today):
                self._shell.say(f"Open safety events: {len(found)}. See Today.")
        self.tick()

    def heard(self, changes: list[Change]) -> None:
        """Something changed somewhere."""
        if any(change.topic in TOPICS for change in changes):
            self.look()

    def tick(self) -> None:
        """Tell the lead of every open event whose next 30 minutes have passed."""
        if not self._leads or not self._events:
            return
        from ibh_desktop.domain.safety import repeats  # noqa: PLC0415 - start-up

        now = self._shell.now()
        times = {event.id: repeats(event.status, event.since, now) for event in self._events}
        fresh = [event for event in self._events if times[event.id] > self._told.get(event.id, 0)]
        self._told = {event: max(count, self._told.get(event, 0)) for event, count in times.items() if count}
        if fresh:
            self._tell([event for event in self._events if times[event.id]])

    def _tell(self, overdue: list[OpenLine]) -> None:
        from ui.dialogs.safety_overdue import OverdueDialog  # noqa: PLC0415 - start-up: rare

        if self.dialog is not None:
            self.dialog.accept()
        self.dialog = OverdueDialog(self._shell, overdue)
        self.dialog.show()
