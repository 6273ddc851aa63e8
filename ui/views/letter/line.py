"""One line of a part: its words, where they come from, and whether it prints."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ibh_desktop.domain.letter_lines import Line, reworded
from ibh_desktop.domain.letters import LONGEST_TEXT
from ui.kit.fields import Tick
from ui.kit.prose import Prose
from ui.kit.text import label


class LineRow(QWidget):
    """Space on the tick leaves the line out; its words are kept, greyed. Backspace in an empty line of one's own removes it."""

    changed = Signal()
    refused = Signal(str)
    emptied = Signal()

    def __init__(self, part: str, line: Line, *, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.tick = Tick("", on=line.on)
        self.tick.setToolTip("Space leaves this line out of the letter; it is kept here")
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 9, 0, 0)
        beside.addWidget(self.tick)
        beside.addStretch()
        row.addLayout(beside)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.memo = Prose(part, LONGEST_TEXT)
        self.memo.least(least)
        self.memo.setPlainText(line.text)
        self._seen = self.memo.toPlainText()
        self.memo.setEnabled(line.on)
        self.memo.installEventFilter(self)
        self.source = label("", "secondary")
        words.addWidget(self.memo)
        words.addWidget(self.source)
        row.addLayout(words, 1)
        self.memo.textChanged.connect(self._typed)
        self.memo.refused.connect(self.refused)
        self.tick.toggled.connect(self._ticked)
        self._name(part)
        self._say_source()

    def _name(self, part: str) -> None:
        start = self._line.text[:40] or "a line of your own"
        self.tick.setAccessibleName(f"Print in {part}: “{start}”")

    def value(self) -> Line:
        """The line as it is now."""
        return replace(reworded(self._line, self.memo.value()), on=self.tick.value())

    @property
    def sourced(self) -> bool:
        """Whether it was taken from the chart."""
        return bool(self._line.source)

    def _typed(self) -> None:
        # A wave under a word is a change to Qt, not to the letter.
        if (text := self.memo.toPlainText()) == self._seen:
            return
        self._seen = text
        self._say_source()
        self.changed.emit()

    def _ticked(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.memo.setEnabled(on)
        self._say_source()
        self.changed.emit()

    def _say_source(self) -> None:
        line = self.value()
        self.source.setText(f"from {line.source}" + ("" if line.on else ", left out"))
        self.source.setVisible(bool(line.source))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        gone = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Backspace
            and not self.sourced
            and not self.memo.toPlainText()
        )
        if gone:
            self.emptied.emit()
        return gone or super().eventFilter(watched, event)
