"""The strip at the foot of the window for long work: its name, how far it is, Stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from ibh_desktop.domain.errors import Stopped
from ui.kit.text import label

Report = Callable[[int, int], None]
"""Called by the work with how much is done of how much; raises `Stopped` once Stop was pressed."""


class Strip(QFrame):
    """Hidden while nothing long is running; `over` is set by the worker that ends it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAccessibleName("Progress")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(12)
        self._name = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._stop = QPushButton("Stop")
        row.addWidget(self._name)
        row.addWidget(self._bar, 1)
        row.addWidget(self._stop)
        self.over = threading.Event()
        self.over.set()
        # Connected once and for good: to disconnect while a worker lets go of its job can end in a deadlock of Qt and Python
        # (seen once in ten stacks of a thousand letters), and no job may own a QObject.
        self._relay = _Relay(self)
        self._relay.progressed.connect(self._progress, Qt.ConnectionType.QueuedConnection)
        self._stopped = threading.Event()
        self._stop.clicked.connect(self._halt)
        self.hide()

    def begin(self, name: str, sentence: str) -> Report:
        """Show the strip; what is returned is for the worker. `sentence` says what stopping left undone."""
        self._stopped = stopped = threading.Event()
        self.over.clear()
        self._name.setText(name)
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self.show()

        def report(done: int, total: int) -> None:
            if stopped.is_set():
                raise Stopped(sentence)
            self._relay.progressed.emit(done, total)

        return report

    def end(self) -> None:
        """The work is over, one way or the other."""
        self.hide()

    def _halt(self) -> None:
        self._stopped.set()
        self._stop.setEnabled(False)

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @property
    def stop_button(self) -> QPushButton:
        """What a hand presses."""
        return self._stop


class _Relay(QObject):
    progressed = Signal(int, int)
