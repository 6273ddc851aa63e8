"""Printing page by page while the window stays alive; a printer that goes away says after which page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from ibh_desktop.domain.errors import IbhError, Unavailable

DOTS = 300
NO_PRINTER = "No printer is set up on this PC. Save the letter as a PDF, or add a printer in the system's settings."


class Printers(Protocol):
    """The printers of a PC."""

    def names(self) -> list[str]:
        """All of them, the PC's own choice first."""

    def printer(self, name: str) -> QPrinter:
        """One of them; raise `Unavailable` when it is gone."""


class SystemPrinters:
    """Those that the system knows."""

    def names(self) -> list[str]:
        """See `Printers.names`."""
        first = QPrinterInfo.defaultPrinterName()
        return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != first, name.lower()))

    def printer(self, name: str) -> QPrinter:
        """See `Printers.printer`."""
        found = QPrinterInfo.printerInfo(name)
        if found.isNull():
            raise Unavailable(f"The printer {name} is not there any more. Choose another one, or save the letter as a PDF.")
        return QPrinter(found, QPrinter.PrinterMode.HighResolution)


class PrintJob(QObject):
    """Prints a PDF once for every mark: each copy begins on a sheet of its own and bears its mark in the margin.

    The job is called by `name`, which a print queue shows to everybody: it must name nobody.
    """

    progressed = Signal(int, int)
    finished = Signal(int)
    failed = Signal(object, int)

    def __init__(self, owner: QObject, printer: QPrinter, pdf: bytes, marks: Sequence[str], *, name: str, duplex: bool) -> None:
        super().__init__(owner)
        self._printer, self._marks, self._duplex = printer, tuple(marks), duplex
        printer.setDocName(name)
        printer.setCreator("IBH Desktop")
        printer.setResolution(DOTS)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)
        printer.setFullPage(True)
        sides = QPrinter.DuplexMode.DuplexLongSide if duplex else QPrinter.DuplexMode.DuplexNone
        printer.setDuplex(sides)
        self._painter = QPainter()
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._drawer = QPdfPageRenderer(self)
        self._drawer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._drawer.setDocument(self._document)
        self._drawer.pageRendered.connect(self._drawn)
        self._sheets = self._plan()
        self._at = 0

    def _plan(self) -> list[tuple[str, int | None]]:
        """Mark and page of every side; None is an empty back."""
        pages = self._document.pageCount()
        sides: list[tuple[str, int | None]] = []
        for mark in self._marks:
            if self._duplex and len(sides) % 2:
                sides.append(("", None))
            sides += [(mark, page) for page in range(pages)]
        return sides

    @property
    def copies(self) -> int:
        """Whole copies that are printed by now."""
        pages = max(1, self._document.pageCount())
        return sum(page is not None for _, page in self._sheets[: self._at]) // pages

    def start(self) -> None:
        """Begin; `finished` or `failed` follows."""
        if not self._sheets:
            self._fail(Unavailable("There is no page to print. Open the letter again."))
        elif not self._painter.begin(self._printer):
            self._fail(Unavailable("The printer does not answer. Nothing was printed; nothing is lost."))
        else:
            QTimer.singleShot(0, self, self._side)

    def stop(self) -> None:
        """Print no further; what the printer has is its own."""
        if self._painter.isActive():
            self._printer.abort()
            self._gone("Stopped")

    def _side(self) -> None:
        if not self._painter.isActive():
            return
        if self._at == len(self._sheets):
            self._painter.end()
            self.finished.emit(self.copies)
            return
        if self._at and not self._printer.newPage():
            self._gone("The printer stopped")
            return
        page = self._sheets[self._at][1]
        if page is None:
            self._next()
            return
        points = self._document.pagePointSize(page)
        self._drawer.requestPage(page, QSize(round(points.width() / 72 * DOTS), round(points.height() / 72 * DOTS)))

    def _drawn(self, page: int, _size: QSize, image: QImage, _options: object, _ticket: int) -> None:
        if not self._painter.isActive() or self._at >= len(self._sheets) or self._sheets[self._at][1] != page:
            return
        whole = self._printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        self._painter.drawImage(QRect(0, 0, whole.width(), whole.height()), image)
        if mark := self._sheets[self._at][0]:
            self._painter.setFont(QFont(self._painter.font().family(), 8))
            band = QRectF(0, whole.height() * 0.022, whole.width() * 0.94, whole.height() * 0.02)
            self._painter.drawText(band, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, mark)
        self._next()

    def _next(self) -> None:
        if self._printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            self._gone("The printer stopped")
            return
        self._at += 1
        self.progressed.emit(self._at, len(self._sheets))
        QTimer.singleShot(0, self, self._side)

    def _gone(self, what: str) -> None:
        said = f"after page {self._at} of {len(self._sheets)}" if self._at else "before the first page"
        done = self.copies
        whole = f"{done} of {len(self._marks)} copies came out whole." if done else "No copy came out whole."
        self._fail(Unavailable(f"{what} {said}. {whole} See to the printer and print the rest; the letter is safe."))

    def _fail(self, reason: IbhError) -> None:
        copies = self.copies
        if self._painter.isActive():
            self._painter.end()
        self.failed.emit(reason, copies)
