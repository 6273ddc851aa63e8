"""Plain text as it is written into a letter: it grows with its lines, and says no to what a letter cannot hold."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from ui.kit.spelling import WORD, Speller
from ui.kit.theme import color

_KEPT = "\n\t"
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def plain(text: str) -> str:
    """A text as it may be pasted: lines kept, without control characters and without marks that turn the writing around."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n").replace("\u2028", "\n")
    return "".join(
        c
        for c in unicodedata.normalize("NFC", lines)
        if c in _KEPT
        or (unicodedata.category(c) not in ("Cc", "Co", "Cs", "Cn") and unicodedata.bidirectional(c) not in _TURNING)
    )


class Prose(QPlainTextEdit):
    """Tab leaves it. `refused` carries the sentence for what was not taken."""

    refused = Signal(str)

    def __init__(self, name: str, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._longest = longest
        self._marks: SpellMarks | None = None
        self._least = 1
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    def least(self, lines: int) -> None:
        """Be at least so many lines high."""
        self._least = lines
        self._grow()

    def _grow(self) -> None:
        lines = max(self._least, round(self.document().size().height()))
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 22)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def value(self) -> str:
        """What is written."""
        return self.toPlainText().strip()

    def _has_room(self, more: int) -> bool:
        taken = len(self.textCursor().selectedText())
        wanted = self.document().characterCount() - 1 - taken + more
        if wanted <= self._longest:
            return True
        self.refused.emit(
            f"This would make {wanted:,} characters; one part of a letter holds {self._longest:,}. Nothing was added."
        )
        return False

    def insertFromMimeData(self, source: QMimeData) -> None:
        if not source.hasFormat("text/plain"):  # Qt would call the name of a file its text
            what = "pictures" if source.hasImage() else "files"
            self.refused.emit(f"A letter's parts hold text only: {what} cannot be pasted. Nothing was added.")
            return
        raw = source.text()
        if len(raw) > 2 * self._longest and not self._has_room(len(raw)):
            return  # a book is not cleaned first, letter by letter
        text = plain(raw)
        if self._has_room(len(text)):
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasImage() or source.hasUrls()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isprintable() and event.text() and not self._has_room(len(event.text())):
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not event.commitString() or self._has_room(len(event.commitString())):
            super().inputMethodEvent(event)

    def check(self, speller: Speller) -> None:
        """Mark unknown words from now on."""
        if self._marks is None:
            self._marks = SpellMarks(self, speller)

    def marks(self) -> SpellMarks | None:
        """The marks, once there are any."""
        return self._marks

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu(self._word_at(event))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _word_at(self, event: QContextMenuEvent) -> QTextCursor:
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        return word_under(self.cursorForPosition(event.pos()) if mouse else self.textCursor())

    def menu(self, word: QTextCursor) -> QMenu:
        """Qt's own entries, with what an unknown word may have meant above them."""
        menu = self.createStandardContextMenu()
        speller, said = self._marks.speller if self._marks else None, word.selectedText()
        if speller is None or not said or speller.knows(said):
            return menu
        first = menu.actions()[0]
        for other in speller.suggest(said):
            action = menu.addAction(other.replace("&", "&&"))
            action.triggered.connect(lambda _=False, text=other: word.insertText(text))
            menu.insertAction(first, action)
        words = f"Add “{said}” to the dictionary" if said.islower() else f"Accept “{said}” until this window closes"
        accept = menu.addAction(words)
        accept.triggered.connect(lambda: self._accept(said))
        menu.insertAction(first, accept)
        menu.insertSeparator(first)
        return menu

    def _accept(self, word: str) -> None:
        if self._marks is not None:
            self._marks.speller.accept(word)
            self._marks.rehighlight()


def word_under(cursor: QTextCursor) -> QTextCursor:
    """The word that a cursor stands in, selected; nothing selected where there is none."""
    block, at = cursor.block(), cursor.positionInBlock()
    for found in WORD.finditer(block.text()):
        if found.start() <= at <= found.end():
            cursor.setPosition(block.position() + found.start())
            cursor.setPosition(block.position() + found.end(), QTextCursor.MoveMode.KeepAnchor)
            return cursor
    cursor.clearSelection()
    return cursor


class SpellMarks(QSyntaxHighlighter):
    """Waves under unknown words, but not under the one that is being typed."""

    def __init__(self, editor: Prose, speller: Speller) -> None:
        super().__init__(editor.document())
        self._editor, self.speller = editor, speller
        self._block = -1
        self._later = QTimer(editor, singleShot=True, interval=0)
        self._later.timeout.connect(self._look_again)
        editor.cursorPositionChanged.connect(self._later.start)

    def highlightBlock(self, text: str) -> None:
        cursor = self._editor.textCursor()
        here = cursor.positionInBlock() if cursor.block() == self.currentBlock() and self._editor.hasFocus() else -1
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        wave.setUnderlineColor(color("danger"))
        for start, length in self.speller.wrong(text):
            if start + length != here:
                self.setFormat(start, length, wave)

    def _look_again(self) -> None:
        block = self._editor.textCursor().block()
        self.rehighlightBlock(block)
        before = self.document().findBlockByNumber(self._block)
        if self._block not in (-1, block.blockNumber()) and before.isValid():
            self.rehighlightBlock(before)
        self._block = block.blockNumber()

    def marked(self) -> list[str]:
        """The words that are marked now."""
        found = []
        block = self.document().begin()
        while block.isValid():
            for spot in block.layout().formats():
                found.append(block.text()[spot.start : spot.start + spot.length])
            block = block.next()
        return found
