"""One sentence at the foot of the window, with Undo for 8 seconds."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.kit.text import label

SHOWN_FOR = 8_000


class Toast(QFrame):
    """Lies over the page; never takes the keyboard."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName("Notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        self._words = label()
        self._undo = QPushButton("Undo  Ctrl+Z")
        self._undo.clicked.connect(self.undo)
        row.addWidget(self._words)
        row.addWidget(self._undo)
        self._run: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._timer.timeout.connect(self._over)
        self.hide()

    def say(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence; the one before it gives way."""
        self._words.setText(sentence)
        self._run = undo
        self._undo.setVisible(undo is not None)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def undo(self) -> None:
        """Run what takes the last step back, once."""
        run, self._run = self._run, None
        self.hide()
        if run is not None:
            run()

    def place(self) -> None:
        """Centre at the foot of the window."""
        parent = self.parentWidget()
        if parent is not None:
            self.setMaximumWidth(parent.width() - 48)
            self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 24)

    def _over(self) -> None:
        self._run = None
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that shows, empty when none does."""
        return self._words.text() if not self.isHidden() else ""
