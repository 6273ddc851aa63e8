"""Other desks' changes, asked for every one and a half seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ibh_desktop.app import App
from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.topics import Change
from ui.kit.tasks import Tasks

EVERY = 1_500


class News(QObject):
    """Calls `heard` on the GUI thread with what others changed, `lost` once when the clinic cannot be asked any more."""

    def __init__(
        self,
        app: App,
        tasks: Tasks,
        heard: Callable[[list[Change]], None],
        lost: Callable[[], None],
        parent: QObject,
        *,
        each: Callable[[], None] = lambda: None,
    ) -> None:
        """`each` is called with every answer, whether there was anything new or not."""
        super().__init__(parent)
        self._app, self._tasks, self._heard, self._lost, self._each = app, tasks, heard, lost, each
        self._asking = False
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.ask)

    def start(self) -> None:
        """Begin to ask: the first answer only says where the news begin."""
        self.ask()
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def ask(self) -> None:
        """Ask now, unless the last question is still open."""
        if not self._asking:
            self._asking = True
            self._tasks.start(self, self._app.news, self._told, self._untold)

    def _told(self, changes: list[Change]) -> None:
        self._asking = False
        if changes:
            self._heard(changes)
        self._each()

    def _untold(self, reason: BaseException) -> None:
        self._asking = False
        # A server that is out of reach for a moment is asked again; anything else would fail each time.
        if not isinstance(reason, IbhError):
            self.stop()
            self._lost()
