"""A stack of letters as one print job, painted by a process of its own: a page takes longer than a window may stand still."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.errors import Unavailable

DOTS = 300
NO_PRINTER = "There is no printer on this PC. Save the letters as one PDF and print that where there is one. Nothing is lost."
SILENT = "The printer does not answer. Letters that it did not take are still to be printed."


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A printer as it was chosen, in plain values that another process can be told; `title` holds nothing of a patient.

    `file` is where the job goes instead of a printer, `duplex` the number of a `QPrinter.DuplexMode`.
    """

    printer: str
    title: str
    copies: int = 1
    duplex: int = 0
    colour: bool = True
    file: str = ""


def ask_printer(parent: QWidget, title: str) -> PrintJob | None:
    """Ask which printer; None when staff thought better of it. Raises `Unavailable` on a PC without one."""
    if not QPrinterInfo.availablePrinterNames():
        raise Unavailable(NO_PRINTER)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return None
    colour = printer.colorMode() is QPrinter.ColorMode.Color
    copies, duplex = max(1, printer.copyCount()), printer.duplex().value
    return PrintJob(printer.printerName(), title, copies, duplex, colour=colour, file=printer.outputFileName())


def paint(letters: Iterable[bytes], job: PrintJob) -> None:
    """Print letters as one job, each on a sheet of its own; raise `Unavailable` when the printer does not take them.

    Runs in a process of its own, by `ibh_desktop.aside`.
    """
    application = QGuiApplication.instance() or QGuiApplication([])
    printer = _printer(job)
    painter = QPainter()
    both_sides = printer.duplex() is not QPrinter.DuplexMode.DuplexNone
    first = True
    for pdf in letters:
        document = _opened(pdf)
        if first and not painter.begin(printer):
            raise Unavailable(SILENT)
        pages = document.pageCount()
        for number in range(pages):
            if not first and not printer.newPage():
                raise Unavailable(SILENT)
            first = False
            _page(painter, printer, document, number)
        if both_sides and pages % 2:
            # The next letter must not begin on the back of this one.
            printer.newPage()
    if not first and not painter.end():
        raise Unavailable(SILENT)
    del application


def _printer(job: PrintJob) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if job.file:
        printer.setOutputFileName(job.file)
    elif job.printer in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(job.printer)
    else:
        raise Unavailable(f"The printer {job.printer} is not there any more. Nothing was printed; nothing is lost.")
    printer.setDocName(job.title)
    printer.setResolution(DOTS)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setFullPage(True)
    printer.setCopyCount(job.copies)
    printer.setCollateCopies(True)
    printer.setDuplex(QPrinter.DuplexMode(job.duplex))
    printer.setColorMode(QPrinter.ColorMode.Color if job.colour else QPrinter.ColorMode.GrayScale)
    return printer


def _opened(pdf: bytes) -> QPdfDocument:
    document = QPdfDocument()
    buffer = QBuffer(document)
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    return document


def _page(painter: QPainter, printer: QPrinter, document: QPdfDocument, number: int) -> None:
    points, scale = document.pagePointSize(number), printer.resolution() / 72
    dots = QSize(round(points.width() * scale), round(points.height() * scale))
    painter.drawImage(QPoint(0, 0), document.render(number, dots))
