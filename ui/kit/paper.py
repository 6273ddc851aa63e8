"""PDFs on their way to a printer or a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.security.files import replace_file

DOTS = 300


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
    """Write a letter where the user wants it; see `save_file`."""
    save_file(pdf, path)


def save_file(content: bytes, path: Path) -> None:
    """Write a file where the user wants it, whole or not at all; raise `Unavailable` when that cannot be done."""
    try:
        replace_file(path, content)
    except Unavailable as reason:
        why = reason.__cause__
        said = (why.strerror or str(why)) if isinstance(why, OSError) else str(why)
        raise Unavailable(f"The file cannot be written ({said}). Nothing is half written and nothing is lost.") from None
