"""The real PDF page on screen, drawn by a thread of Qt's own; what shows stays until its successor is drawn: nothing blinks."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.kit.text import label
from ui.kit.theme import color

MARGIN, GAP = 12, 14
WIDEST = 820
"""A sheet wider than this is not read more easily."""
STEP = 1.2
SMALLEST, LARGEST = 0.3, 4.0
KEPT = 8
"""Pages whose pictures are kept; a picture at 200 % takes 14 MB."""


class PageCanvas(QAbstractScrollArea):
    """Pages one below the other. `zoom` is dots a point; 0 fits the width, -1 the whole page."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Letter as it will print")
        self.setMinimumWidth(260)
        self.document = QPdfDocument(self)
        self._drawer = QPdfPageRenderer(self)
        self._drawer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._drawer.setDocument(self.document)
        self._drawer.pageRendered.connect(self._rendered)
        self.pdf = b""
        self.zoom = 0.0
        self._buffer: QBuffer | None = None
        self._next: bytes | None = None
        self._sizes: list[QSizeF] = []
        self._pictures: dict[int, QImage] = {}
        self._fresh: dict[int, QSize] = {}
        self._asked: dict[int, int] = {}
        self._again = QTimer(self, singleShot=True, interval=60)
        self._again.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._ask)

    def show_pdf(self, pdf: bytes) -> None:
        """Show other pages where the eye is now; while some are being drawn the latest waits, those between are passed over."""
        if pdf == self.pdf:
            return  # a draft that was saved is read again, and is what shows
        self.pdf = pdf
        if self._asked:
            self._next = pdf
        else:
            self._load(pdf)

    def clear(self) -> None:
        """Another letter is on its way: nothing of this one stays, and it begins at its top."""
        self.pdf = b""
        self._next, self._sizes = None, []
        self._pictures.clear()
        self._fresh.clear()
        self._asked.clear()
        self._fit()
        self.viewport().update()

    @property
    def busy(self) -> bool:
        """Whether a page in sight is not drawn yet as it is now."""
        return bool(self._asked) or self._next is not None

    def _load(self, pdf: bytes) -> None:
        self._next = None
        fresh = QBuffer(self)
        fresh.setData(QByteArray(pdf))
        fresh.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(fresh)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = fresh
        self._sizes = [self.document.pagePointSize(n) for n in range(self.document.pageCount())]
        self._fresh.clear()
        for number in [n for n in self._pictures if n >= len(self._sizes)]:
            del self._pictures[number]
        self._fit()
        self._ask()

    def set_zoom(self, zoom: float) -> None:
        """Dots a point; 0 fits the width, -1 the whole page."""
        self.zoom = zoom if zoom <= 0 else min(max(zoom, SMALLEST), LARGEST)
        self._fit()
        self._again.start()
        self.viewport().update()

    def factor(self) -> float:
        """Dots a point as it shows now."""
        if self.zoom > 0 or not self._sizes:
            return self.zoom if self.zoom > 0 else 1.0
        widest = max(size.width() for size in self._sizes)
        wide = (min(self.viewport().width(), WIDEST) - 2 * MARGIN) / widest
        if self.zoom == 0:
            return max(wide, SMALLEST)
        tallest = max(size.height() for size in self._sizes)
        return max(min(wide, (self.viewport().height() - 2 * MARGIN) / tallest), SMALLEST)

    def places(self) -> list[QRect]:
        """Where the pages lie on the whole sheet, not yet scrolled."""
        factor, top, found = self.factor(), MARGIN, []
        for size in self._sizes:
            width, height = round(size.width() * factor), round(size.height() * factor)
            found.append(QRect(max(MARGIN, (self.viewport().width() - width) // 2), top, width, height))
            top += height + GAP
        return found

    def _fit(self) -> None:
        places = self.places()
        low = places[-1].bottom() + MARGIN if places else 0
        wide = max((place.right() for place in places), default=0) + MARGIN
        for bar, need, room in (
            (self.verticalScrollBar(), low, self.viewport().height()),
            (self.horizontalScrollBar(), wide, self.viewport().width()),
        ):
            bar.setRange(0, max(0, need - room))
            bar.setPageStep(room)
            bar.setSingleStep(40)

    def _offset(self) -> QPoint:
        return QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def visible_pages(self) -> list[int]:
        """The numbers of the pages in sight, from 0."""
        window, offset = self.viewport().rect(), self._offset()
        return [n for n, place in enumerate(self.places()) if place.translated(offset).intersects(window)]

    def _ask(self) -> None:
        places, ratio = self.places(), self.devicePixelRatioF()
        for number in self.visible_pages():
            size = places[number].size() * ratio
            if self._fresh.get(number) != size:
                self._fresh[number] = size
                self._asked[self._drawer.requestPage(number, size)] = number
        self.viewport().update()

    def _rendered(self, number: int, _size: QSize, image: QImage, _options: object, ticket: int) -> None:
        if self._asked.pop(ticket, None) is None:
            return
        self._pictures[number] = image
        seen = self.visible_pages()
        for far in [n for n in self._pictures if n not in seen][: max(0, len(self._pictures) - KEPT)]:
            del self._pictures[far]
            self._fresh.pop(far, None)
        self.viewport().update()
        if not self._asked:
            if self._next is not None:
                self._load(self._next)
            self.drawn.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), color("page"))
        offset, places = self._offset(), self.places()
        for number in self.visible_pages():
            place = places[number].translated(offset)
            painter.fillRect(place.adjusted(-1, -1, 1, 1), color("hairline"))
            # Paper is white whatever the scheme.
            painter.fillRect(place, Qt.GlobalColor.white)
            if number in self._pictures:
                painter.drawImage(place, self._pictures[number])
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._again.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.factor() * (STEP if event.angleDelta().y() > 0 else 1 / STEP))
            event.accept()
        else:
            super().wheelEvent(event)

    def go(self, page: int) -> None:
        """Bring a page to the top."""
        places = self.places()
        if 0 <= page < len(places):
            self.verticalScrollBar().setValue(places[page].top() - MARGIN)


class PageView(QWidget):
    """The pages with their zoom: Ctrl+= and Ctrl+- change it, Ctrl+Shift+0 fits the width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = PageCanvas()
        self.where = label("", "secondary")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.where)
        row.addStretch()
        for words, name, key, run in (
            ("−", "Smaller", "Ctrl+-", lambda: self.canvas.set_zoom(self.canvas.factor() / STEP)),
            ("+", "Larger", "Ctrl+=", lambda: self.canvas.set_zoom(self.canvas.factor() * STEP)),
            ("Width", "Fit the width", "Ctrl+Shift+0", lambda: self.canvas.set_zoom(0)),
            ("Page", "Fit the whole page", "Ctrl+Shift+9", lambda: self.canvas.set_zoom(-1)),
        ):
            button = QPushButton(words)
            button.setObjectName("flat")
            button.setAccessibleName(name)
            button.setToolTip(f"{name}  {key}")
            button.clicked.connect(run)
            row.addWidget(button)
            QShortcut(QKeySequence(key), self, run)
        box.addLayout(row)
        box.addWidget(self.canvas, 1)
        self.setFocusProxy(self.canvas)
        self.canvas.verticalScrollBar().valueChanged.connect(self._say_where)
        self.canvas.drawn.connect(self._say_where)

    @property
    def pdf(self) -> bytes:
        """The bytes that show, or are about to."""
        return self.canvas.pdf

    def show_pdf(self, pdf: bytes) -> None:
        """See `PageCanvas.show_pdf`."""
        self.canvas.show_pdf(pdf)
        self._say_where()

    def _say_where(self) -> None:
        seen, count = self.canvas.visible_pages(), self.canvas.document.pageCount()
        self.where.setText(f"Page {seen[0] + 1} of {count}" if seen and count else "")
