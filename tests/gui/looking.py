"""Looks at a window as it is drawn: what is cut off, and whether anything was drawn at all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton, QTableView, QWidget

from ui.kit.cells import TONE_ROLE
from ui.kit.theme import SECONDARY, font


def cut_off(window: QWidget) -> list[str]:
    """Words of buttons, ticks, pills and one-line labels that have less room than they need."""
    found = [_short(w) for w in window.findChildren(QAbstractButton) if isinstance(w, QPushButton | QCheckBox)]
    found += [_short(w) for w in window.findChildren(QLabel) if not w.wordWrap()]
    found += [_flat(w) for w in window.findChildren(QLabel) if w.wordWrap()]
    found += [words for table in window.findChildren(QTableView) for words in _pills(table)]
    return [words for words in found if words]


def _short(widget: QPushButton | QCheckBox | QLabel | QAbstractButton) -> str:
    if not widget.isVisible() or not widget.text():
        return ""
    needed, given = widget.sizeHint(), widget.size()
    if needed.width() <= given.width() + 1 and needed.height() <= given.height() + 3:
        return ""
    return f"“{widget.text()[:40]}” needs {needed.width()} × {needed.height()}, has {given.width()} × {given.height()}"


def _flat(label: QLabel) -> str:
    needed = label.heightForWidth(label.width())
    if not label.isVisible() or not label.text() or needed <= label.height() + 3:
        return ""
    return f"“{label.text()[:40]}” needs {needed} lines of pixels, has {label.height()}"


def _pills(table: QTableView) -> list[str]:
    metrics, model, found = QFontMetrics(font(SECONDARY)), table.model(), []
    if not table.isVisible() or model is None:
        return []
    for column in (n for n in range(table.horizontalHeader().count()) if not table.isColumnHidden(n)):
        for row in range(min(table.verticalHeader().count(), 60)):
            index = model.index(row, column)
            words = str(index.data() or "")
            room = table.columnWidth(column) - 36
            if index.flags() & Qt.ItemFlag.ItemIsEnabled and words and index.data(TONE_ROLE):
                needed = metrics.horizontalAdvance(words)
                found += [f"pill “{words}” needs {needed}, has {room}"] if needed > room + 1 else []
    return sorted(set(found))


def shades(window: QWidget) -> set[int]:
    """The colours of a grid of points."""
    image: QImage = window.grab().toImage()
    return {image.pixel(x, y) for x in range(5, image.width(), 23) for y in range(5, image.height(), 17)}


def beyond(window: QWidget) -> list[str]:
    """Visible buttons that lie outside the window, where no hand can reach them."""
    found = []
    for button in (b for b in window.findChildren(QPushButton) if b.isVisible() and b.text()):
        place = button.rect().translated(button.mapTo(window, button.rect().topLeft()))
        if not window.rect().adjusted(-1, -1, 1, 1).contains(place) and not _scrolls(button):
            found.append(f"“{button.text()}” at {place}")
    return found


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if parent.inherits("QAbstractScrollArea"):
            return True
        parent = parent.parentWidget()
    return False
