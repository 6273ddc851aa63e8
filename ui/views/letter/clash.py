"""What is said when another desk wrote the same draft: whose words stand is for the person here to say."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.kit.text import label

WORDS = (
    "This letter was changed at another desk while you were writing. Your words are here and not saved."
    " Keep yours in place of theirs, or show theirs and drop yours."
)


class Clash(QFrame):
    """Hidden until two desks meet."""

    kept = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label(WORDS, "alert", wrap=True))
        row = QHBoxLayout()
        for words, signal in (("Keep mine", self.kept), ("Show theirs", self.dropped)):
            button = QPushButton(words)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch()
        box.addLayout(row)
        self.hide()
