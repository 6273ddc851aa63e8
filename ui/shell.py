"""The window around the pages: navigation, page stack, side panel, toasts, news. Nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ibh_desktop.app import App
from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.domain.permissions import may
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries.pickers import LocationChoice
from ibh_desktop.queries.welcome import Welcome, welcome
from ui.backup_watch import BackupWatch
from ui.commands import COMMANDS, Command
from ui.desk_bar import DeskBar
from ui.kit.desk import everywhere
from ui.kit.form import Panel
from ui.kit.strip import Report, Strip
from ui.kit.tasks import Tasks
from ui.kit.text import label
from ui.kit.toast import Toast
from ui.kit.view import View
from ui.news import News
from ui.pages import PAGES
from ui.places import Place, Today
from ui.rail import Rail
from ui.request_watch import RequestWatch
from ui.safety_watch import SafetyWatch
from ui.signature_watch import SignatureWatch
from ui.topbar import TopBar

R = TypeVar("R")
NARROW = 1_100


class Shell(QWidget):
    """One signed-in person's window: a `Desk`."""

    locked = Signal()
    _wrote = Signal(object)

    def __init__(self, app: App, tasks: Tasks, welcomed: Welcome, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.app, self.tasks = app, tasks
        self.welcomed = welcomed
        self.locations: list[LocationChoice] = list(welcomed.locations)
        self.location: LocationId | None = None
        self.place: Place = Today()
        self._views: dict[type[Place], View[Any]] = {}
        self._panel: QWidget | None = None
        self.commands = [command for command in COMMANDS if may(app.actor, command.needs)]
        self._build()
        self._wrote.connect(self.heard)
        self._unlisten = app.on_change(self._wrote.emit)
        self.watch, self._signatures = SafetyWatch(self), SignatureWatch(self)
        self._requests, self._backups = RequestWatch(self), BackupWatch(self)
        self._news = News(app, tasks, self.heard, self._lost, self, each=self.watch.tick)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if self.welcomed.clinic.is_sample:
            outer.addWidget(label("Sample clinic: invented people", "banner"))
        self._alarm = label("", "alarm", wrap=True)
        self._alarm.hide()
        outer.addWidget(self._alarm)
        across = QHBoxLayout()
        across.setSpacing(0)
        outer.addLayout(across, 1)
        self.rail = Rail(self.commands, self._run)
        across.addWidget(self.rail)
        right = QVBoxLayout()
        right.setSpacing(0)
        across.addLayout(right, 1)
        self.topbar = TopBar(self, self.commands, self._run)
        self.topbar.location.picked.connect(self._move_location)
        right.addWidget(self.topbar)
        self.desk_bar = DeskBar(self.commands, self._run)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(10, 0, 0, 0)  # the words of the first tab stand above the page's title
        tabs.addWidget(self.desk_bar)
        tabs.addStretch()
        right.addLayout(tabs)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(0)
        self.pages = QStackedWidget()
        self._beside.addWidget(self.pages, 1)
        right.addLayout(self._beside, 1)
        self.strip = Strip(self)
        outer.addWidget(self.strip)
        self.toast = Toast(self)
        for command in self.commands:
            QShortcut(QKeySequence(command.key), self, partial(self._run, command))
        self.paint_icons()

    def start(self) -> None:
        """Open the first page and begin to listen for other desks."""
        self.open(self.place)
        self.view().ahead()
        self._news.start()
        self.watch.look()
        self._signatures.look()
        self._requests.follow(self.welcomed.settings.request_folder)
        self._backups.start()

    def _run(self, command: Command) -> None:
        command.run(self)

    def now(self) -> datetime:
        """See `Desk.now`."""
        return self.app.clock()

    def open(self, place: Place) -> None:
        """See `Desk.open`."""
        self.panel(None)
        kind = type(place)
        if kind not in self._views:
            self._views[kind] = PAGES[kind](self)
            self.pages.addWidget(self._views[kind])
        view = self._views[kind]
        self.place = place
        if go := getattr(view, "go", None):
            go(place)
        self.pages.setCurrentWidget(view)
        view.setFocus()
        self.rail.mark(place)
        self.desk_bar.mark(place)

    def view(self) -> View[Any]:
        """The page that shows."""
        return self._views[type(self.place)]

    def views(self) -> list[View[Any]]:
        """All pages that were opened."""
        return list(self._views.values())

    def panel(self, panel: QWidget | None) -> None:
        """See `Desk.panel`."""
        if self._panel is not None:
            self._beside.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = panel
        if isinstance(panel, Panel):
            panel.closed.connect(lambda: self.panel(None) if self._panel is panel else None)
        if panel is not None:
            self._beside.addWidget(panel)
        if beside := getattr(self.pages.currentWidget(), "beside", None):
            beside(panel)
        if isinstance(panel, Panel):
            panel.focus_first()
        elif panel is None and (page := self.pages.currentWidget()) is not None:
            page.setFocus()

    @property
    def open_panel(self) -> QWidget | None:
        """The panel at the right."""
        return self._panel

    def say(self, sentence: str, *, undo: Callable[[], object] | None = None) -> None:
        """See `Desk.say`."""
        self.toast.say(sentence, None if undo is None else lambda: self.do(undo, lambda _: self.say("Undone")))

    def do(self, work: Callable[[], R], done: Callable[[R], None] | None = None, *, owner: QObject | None = None) -> None:
        """See `Desk.do`."""
        self.tasks.start(owner or self, work, done or (lambda _: None), self.fail)

    def long(
        self, name: str, work: Callable[[Report], R], done: Callable[[R], None], failed: Callable[[BaseException], None]
    ) -> None:
        """See `Desk.long`."""
        if not self.strip.over.is_set():
            self.say("Something that takes a while is still running. Wait for its end, or stop it first.")
            return
        report = self.strip.begin(name, "Stopped. Nothing was changed.")

        def worked() -> R:
            try:
                return work(report)
            finally:
                self.strip.over.set()

        def over(then: Callable[[Any], None], answer: object) -> None:
            self.strip.end()
            then(answer)

        self.tasks.start(self, worked, partial(over, done), partial(over, failed))

    def fail(self, reason: BaseException) -> None:
        """See `Desk.fail`."""
        if isinstance(reason, IbhError):
            self.say(reason.sentence)
        else:
            from ui.kit import crash  # noqa: PLC0415 - start-up: brings logging

            crash.report(reason, self)

    def heard(self, changes: list[Change]) -> None:
        """Pass news on to the pages."""
        if any(change.topic in (Topic.PLACES, Topic.CLINIC) for change in changes):
            self.do(lambda: self.app.read(welcome), self._welcome)
        self.watch.heard(changes)
        self._signatures.heard(changes)
        for view in self._views.values():
            view.heard(changes)
        if (hear := getattr(self._panel, "heard", None)) is not None:
            hear(changes)

    def _welcome(self, welcomed: Welcome) -> None:
        self.welcomed, self.locations = welcomed, list(welcomed.locations)
        self._requests.follow(welcomed.settings.request_folder)
        self.topbar.location.offer(everywhere(self), self.location)

    def _lost(self) -> None:
        self.say("The clinic's news cannot be read: other desks' changes will not show until you sign in again.")

    def _move_location(self) -> None:
        self.location = self.topbar.location.value()
        for view in self._views.values():
            view.stale()

    def alarm(self, words: str) -> None:
        """Say something on every page until it is over: empty words end it."""
        self._alarm.setText(words)
        self._alarm.setVisible(bool(words))

    def leave(self, *, closing: bool = False) -> list[Callable[[], object]]:
        """Stop listening; the window is about to lock, or to go. What is returned must be done before the clinic is closed."""
        self._news.stop()
        self._unlisten()
        # Long work hears Stop, keeps what it did, and is waited for.
        self.strip.stop_button.click()
        unwritten = [work for view in self._views.values() if (work := view.parting()) is not None]
        return [*unwritten, self._requests.stop(), self.strip.over.wait, self._backups.stop(closing=closing)]

    def paint_icons(self) -> None:
        """Redraw icons in the scheme in force."""
        self.rail.paint_icons()
        self.topbar.paint_icons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fold(narrow=self.width() < NARROW)
        self.toast.place()
