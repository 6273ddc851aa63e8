"""The main window: set-up, sign-in and lock before the shell, one after the other in the same frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from ibh_desktop.domain.errors import IbhError, Unavailable
from ibh_desktop.home import Home
from ui.beside import import_light
from ui.kit.tasks import Tasks
from ui.signin import SignInPage

if TYPE_CHECKING:
    from ibh_desktop.app import App, Clock
    from ibh_desktop.queries.welcome import Welcome
    from ui.places import Place
    from ui.setup import Answers
    from ui.shell import Shell

CHECK_AFTER = 2_000
"""Milliseconds after signing in: the first page comes before the look for damage."""
_ACTIVITY = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class Window(QMainWindow):
    """Holds at most one signed-in person; a lock closes the clinic and drops its key."""

    signed_in = Signal()

    def __init__(
        self,
        home: Home,
        tasks: Tasks,
        *,
        clock: Clock | None = None,
        people: Sequence[tuple[str, str, str]] = (),
        sample_password: str = "",
        needs_set_up: bool = False,
        user: str = "",
    ) -> None:
        super().__init__()
        self._home, self._tasks, self._clock = home, tasks, clock
        self._people, self._sample_password = people, sample_password
        self.shell: Shell | None = None
        self.is_signing_in = False
        self._last: tuple[str, Place] | None = None
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self.lock)
        self.setWindowTitle("IBH Desktop")
        self.resize(1280, 800)
        self.setMinimumSize(1024, 700)
        if needs_set_up:
            self._show_set_up()
        else:
            self.show_sign_in(user=user)

    def show_sign_in(self, *, user: str = "", locked: bool = False) -> None:
        """Ask who is there."""
        recover = None if self._people else self._show_recover
        restore = self._show_restore if self._home.folder and not self._people else None
        page = SignInPage(
            self.sign_in,
            user=user,
            people=self._people,
            sample_password=self._sample_password,
            locked=locked,
            recover=recover,
            restore=restore,
        )
        self.setCentralWidget(page)
        page.begin()

    def sign_in(self, user: str, password: str) -> None:
        """Open the clinic in the background, then show the shell or the reason why not."""

        def work() -> tuple[App, Welcome]:
            from ibh_desktop.bootstrap import sign_in  # noqa: PLC0415 - start-up: not before the window is painted

            return _welcomed(sign_in(self._home, user, password, clock=self._clock))

        self.is_signing_in = True
        page = self.centralWidget()
        if isinstance(page, SignInPage):
            page.busy(True)
        self._tasks.start(page or self, work, lambda both: self.enter(*both), self._refused)
        self._tasks.start(self, import_light, lambda _: None, self._report)

    def _refused(self, reason: BaseException) -> None:
        self.is_signing_in = False
        page = self.centralWidget()
        sentence = reason.sentence if isinstance(reason, IbhError) else "Something unexpected happened."
        refuse = getattr(page, "refuse", None)
        if refuse is not None:
            refuse(sentence)
        if isinstance(page, SignInPage) and isinstance(reason, Unavailable):
            page.offer_restore()
        if not isinstance(reason, IbhError):
            self._report(reason)

    def _report(self, reason: BaseException) -> None:
        from ui.kit import crash  # noqa: PLC0415 - start-up: rare

        crash.report(reason, self)

    def enter(self, app: App, welcomed: Welcome) -> None:
        """Show the shell for whoever signed in; the same person comes back to the same page."""
        from ui.shell import Shell  # noqa: PLC0415 - start-up: not before the window is painted

        self.shell = Shell(app, self._tasks, welcomed)
        self.shell.locked.connect(self.lock)
        if self._last and self._last[0] == app.actor.username:
            self.shell.place = self._last[1]
        self.setCentralWidget(self.shell)
        self.shell.start()
        self._idle.setInterval(welcomed.settings.lock_minutes * 60_000)
        self._idle.start()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        if app.unchecked:
            QTimer.singleShot(CHECK_AFTER, lambda: self._check(app))
        self.signed_in.emit()

    def _check(self, app: App) -> None:
        self._tasks.start(self, app.check, lambda _: None, self._damaged)

    def _damaged(self, reason: BaseException) -> None:
        self.lock()
        self._refused(reason)

    def lock(self) -> None:
        """Cover the window, close the clinic and forget its key."""
        user = self._leave()
        if user:
            self.show_sign_in(user="" if self._people else user, locked=True)

    def _leave(self, *, closing: bool = False) -> str:
        shell, self.shell = self.shell, None
        self._idle.stop()
        if shell is None:
            return ""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._last = (shell.app.actor.username, shell.place)
        shell.panel(None)
        app, unwritten = shell.app, shell.leave(closing=closing)

        def close() -> None:
            try:
                for work in unwritten:
                    work()
            finally:
                app.close()

        self._tasks.start(self, close, lambda _: None, self._refused)
        return app.actor.username

    def _show_set_up(self) -> None:
        from ui.setup import SetUpPage  # noqa: PLC0415 - the first run only

        where = str(self._home.folder) if self._home.folder else "the database on your server"
        self.setCentralWidget(SetUpPage(self._found, where, self._show_restore if self._home.folder else None))

    def _show_restore(self) -> None:
        from ui.restoring import Asked, RestorePage, restored  # noqa: PLC0415 - rare

        def start(asked: Asked) -> None:
            self._tasks.start(page, partial(restored, self._home, asked), page.came_back, self._refused)

        page = RestorePage(self._home, start, self._begin)
        self.setCentralWidget(page)

    def _begin(self) -> None:
        if self._home.is_new:
            self._show_set_up()
        else:
            self.show_sign_in()

    def _found(self, answers: Answers) -> None:
        def work() -> tuple[App, Welcome, str]:
            from ui.founding import found_clinic  # noqa: PLC0415 - the first run only

            app, code = found_clinic(self._home, answers, self._clock)
            return (*_welcomed(app), code)

        page = self.centralWidget()
        self._tasks.start(page or self, work, lambda three: self._show_key(*three), self._refused)

    def _show_key(self, app: App, welcomed: Welcome, code: str) -> None:
        from ui.setup import RecoveryKeyPage  # noqa: PLC0415 - the first run only

        self.setCentralWidget(RecoveryKeyPage(code, lambda: self.enter(app, welcomed)))

    def _show_recover(self) -> None:
        from ui.setup import RecoverPage  # noqa: PLC0415 - rare

        self.setCentralWidget(RecoverPage(self._recover, self.show_sign_in))

    def _recover(self, code: str, user: str, password: str) -> None:
        def work() -> tuple[App, Welcome]:
            from ibh_desktop.bootstrap import recover  # noqa: PLC0415 - rare

            return _welcomed(recover(self._home, code, user, password, clock=self._clock))

        self._tasks.start(self.centralWidget() or self, work, lambda both: self.enter(*both), self._refused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _ACTIVITY and self.shell is not None:
            self._idle.start()
        return super().eventFilter(watched, event)

    def restore(self, settings: QSettings) -> None:
        """Take the size and place of the last time."""
        saved = settings.value("geometry")
        if isinstance(saved, QByteArray):
            self.restoreGeometry(saved)

    def come_forward(self) -> None:
        """Be seen, wherever the window was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave(closing=True)
        super().closeEvent(event)


def _welcomed(app: App) -> tuple[App, Welcome]:
    from ibh_desktop.queries.welcome import welcome  # noqa: PLC0415 - start-up: not before the window is painted
    from ibh_desktop.usecases.session import note  # noqa: PLC0415 - start-up: not before the window is painted

    app.write(note, "session:sign-in")
    return app, app.read(welcome)
