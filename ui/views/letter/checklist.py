"""What a letter still lacks, as a list to walk: Enter jumps to what is missing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.kit.text import label

SPACING = 4


class Checklist(QFrame):
    """`chosen` carries the label of a missing part. `blocks` are sentences about the law: they say what stops it later."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 12, 4)
        box.setSpacing(4)
        self.headline = label("", "notice", wrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName("Still missing")
        self.list.setFlow(QListView.Flow.LeftToRight)
        self.list.setWrapping(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSpacing(SPACING // 2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setToolTip("Enter jumps to what is missing")
        self.list.itemActivated.connect(lambda item: self.chosen.emit(item.text()))
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.text()))
        self.law = label("", "alert", wrap=True)
        self.refusal = label("", "problem", wrap=True)
        for widget in (self.headline, self.list, self.law, self.refusal):
            box.addWidget(widget)
        self.blocks(())
        self.refuse("")
        self.missing([])

    def missing(self, lacking: list[str], done: str = "") -> None:
        """List what must still be written; `done` stands there when nothing is."""
        said = f"Still missing, {len(lacking)} parts:" if len(lacking) > 1 else "Still missing, 1 part:"
        self.headline.setText(said if lacking else done)
        if [self.list.item(n).text() for n in range(self.list.count())] == lacking:
            return
        self.list.clear()
        for words in lacking:
            item = QListWidgetItem(words, self.list)
            item.setSizeHint(QSize(self.list.fontMetrics().horizontalAdvance(words) + 24, 28))
        self.list.setVisible(bool(lacking))
        if lacking:
            self.list.setCurrentRow(0)
        self._fit()

    def blocks(self, sentences: tuple[str, ...]) -> None:
        """Say why it may not go out on the ground that is chosen."""
        self.law.setText("\n".join(("It can be signed, but not printed or sent yet.", *sentences)))
        self.law.setVisible(bool(sentences))

    def refuse(self, sentence: str) -> None:
        """Say what was not taken; an empty sentence takes it back."""
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        rows, left, room = 1, 0, max(1, self.width() - 28)
        for n in range(self.list.count()):
            wide = self.list.item(n).sizeHint().width() + SPACING
            if left and left + wide > room:
                rows, left = rows + 1, 0
            left += wide
        self.list.setFixedHeight(rows * (28 + SPACING) + 10)
