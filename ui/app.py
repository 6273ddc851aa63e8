"""The QApplication with its theme and hooks; `run` opens the window and stays until it closes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ibh_desktop.home import Home
from ui.kit import theme
from ui.kit.tasks import Tasks, ThreadTasks, install_hook
from ui.single import SingleWindow
from ui.window import Window

if TYPE_CHECKING:
    from ibh_desktop.app import Clock


SETTLED = 5_000
"""Milliseconds after which start-up is over and garbage is collected again."""


def application(scheme: str = "system") -> QApplication:
    """The one QApplication, in our type and colours."""
    QCoreApplication.setOrganizationName("IBH")
    QCoreApplication.setApplicationName("IBH Desktop")
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    theme.load_font(app)
    theme.apply(app, scheme)
    return app


def run(
    home: Home,
    *,
    clock: Clock | None = None,
    people: Sequence[tuple[str, str, str]] = (),
    sample_password: str = "",
    needs_set_up: bool = False,
    user: str = "",
) -> int:
    """Show the window until it is closed; returns the exit code."""
    app = application(theme.remembered())
    settings = QSettings(*theme.SETTINGS)
    single = SingleWindow(home)
    if single.first_raised():
        return 0
    tasks: Tasks = ThreadTasks()
    restore = install_hook(_report)
    window = Window(
        home, tasks, clock=clock, people=people, sample_password=sample_password, needs_set_up=needs_set_up, user=user
    )
    window.restore(settings)
    window.show()
    QTimer.singleShot(500, lambda: _once_painted(home, single, window, tasks))
    code = app.exec()
    settings.setValue("geometry", window.saveGeometry())
    single.close()
    tasks.close()
    restore()
    return code


def _preload() -> None:
    import ibh_desktop.usecases.appointments  # noqa: F401, PLC0415
    import ui.shell  # noqa: PLC0415
    import ui.views.today.view  # noqa: F401, PLC0415


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def _report(_kind: type[BaseException], reason: BaseException, _trace: TracebackType | None) -> None:
    from ui.kit import crash  # noqa: PLC0415 - start-up: rare

    crash.report(reason)


def _once_painted(home: Home, single: SingleWindow, window: Window, tasks: Tasks) -> None:
    from ui.kit import crash  # noqa: PLC0415 - start-up: brings logging

    # While somebody types a password, load what signing in will need.
    if not window.is_signing_in:
        tasks.start(window, _preload, lambda _: None, crash.report)
    QTimer.singleShot(SETTLED, _collect_again)
    single.listen(window.come_forward)
    if home.folder is not None and home.folder.exists():
        crash.log_to(home.folder)
