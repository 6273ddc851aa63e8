"""The real PDF page on screen, and on its way to a printer or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ibh_desktop.domain.errors import Unavailable

DOTS = 300
WIDEST = 820


class PageView(QWidget):
    """Shows a PDF held in memory; nothing touches the disk."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        self._view = QPdfView(self)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setAccessibleName("Letter as it will print")
        self._view.setDocument(self.document)
        # A sheet wider than this is not read more easily.
        self._view.setMaximumWidth(WIDEST)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._view)
        self._buffer: QBuffer | None = None
        self.pdf = b""

    def show_pdf(self, pdf: bytes) -> None:
        """Show other pages where the eye is now."""
        self.pdf = pdf
        at = self._view.verticalScrollBar().value()
        fresh = QBuffer(self)
        fresh.setData(QByteArray(pdf))
        fresh.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(fresh)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = fresh
        self._view.verticalScrollBar().setValue(at)


def print_pdf(pdf: bytes, parent: QWidget, *, name: str = "Letter", landscape: bool = False) -> int:
    """Ask for a printer and print; returns the copies printed, 0 when staff thought better of it.

    The job is called by its kind: a print queue is no place for a patient's name.
    Raises `Unavailable` when the printer does not take it.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    if landscape:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return 0
    _draw(pdf, printer)
    return max(1, printer.copyCount())


def _draw(pdf: bytes, printer: QPrinter) -> None:
    document = QPdfDocument()
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("The printer does not answer. Nothing was printed; nothing is lost.")
    for number in range(document.pageCount()):
        if number:
            printer.newPage()
        points = document.pagePointSize(number)
        dots = QSize(round(points.width() / 72 * DOTS), round(points.height() / 72 * DOTS))
        painter.drawImage(printer.paperRect(QPrinter.Unit.DevicePixel).toRect(), document.render(number, dots))
    painter.end()


def save_pdf(pdf: bytes, path: Path) -> None:
    """Write a letter where the user wants it; raise `Unavailable` when that cannot be done."""
    try:
        path.write_bytes(pdf)
    except OSError as reason:
        raise Unavailable(f"The file cannot be written ({reason.strerror or reason}). Nothing is lost.") from None
