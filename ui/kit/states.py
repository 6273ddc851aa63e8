"""The states a page can be in besides showing its content: loading, empty, failed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QStackedLayout, QVBoxLayout, QWidget

from ui.kit.text import label

PATIENCE = 150
"""Milliseconds before a page says that it is loading; most answers are there by then."""


class StateStack(QWidget):
    """Shows its content, or one sentence with the next action."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QStackedLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._message = QWidget(self)
        box = QVBoxLayout(self._message)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._headline, self._detail = label("", "section"), label("", "secondary", wrap=True)
        for line in (self._headline, self._detail):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.addWidget(line)
        self._detail.setMinimumWidth(420)
        self._button = QPushButton(self._message)
        box.addSpacing(8)
        box.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignCenter)
        self._content = content
        self._layout.addWidget(content)
        self._layout.addWidget(self._message)
        self._action: Callable[[], None] | None = None
        self._button.clicked.connect(lambda: self._action and self._action())
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE)
        self._timer.timeout.connect(lambda: self.message("Loading…", ""))

    def loading(self) -> None:
        """Say so if the answer takes longer than `PATIENCE`."""
        self._timer.start()

    def content(self) -> None:
        """Show the content."""
        self._timer.stop()
        self._layout.setCurrentWidget(self._content)

    def message(self, headline: str, detail: str, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show a sentence instead; `action` labels a button that calls `run`."""
        self._timer.stop()
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._action = run
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._layout.setCurrentWidget(self._message)

    @property
    def showing(self) -> str:
        """The headline that stands instead of the content, empty when the content shows."""
        return "" if self._layout.currentWidget() is self._content else self._headline.text()
