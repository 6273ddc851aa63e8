"""Unexpected errors: logged and shown without patient data, with details to copy."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.kit.text import label

log = logging.getLogger("ibh")


def details(reason: BaseException) -> str:
    """Where it happened and of what type; the error's own words may name a patient and stay out."""
    frames = traceback.extract_tb(reason.__traceback__)
    lines = [f"{type(reason).__module__}.{type(reason).__qualname__}"]
    return "\n".join(lines + [f"  {frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames])


def log_to(folder: Path) -> None:
    """Keep unexpected errors in a file beside the clinic: places in the code, no patient data."""
    handler = RotatingFileHandler(folder / "errors.log", maxBytes=200_000, backupCount=2, delay=True, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.propagate = False


class CrashDialog(QDialog):
    """Says that it is our fault and what to do."""

    def __init__(self, reason: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unexpected error")
        self.resize(560, 320)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(12)
        box.addWidget(label("Something unexpected happened", "section"))
        box.addWidget(label("What you saved before is safe. Copy the details for whoever looks after this program.", wrap=True))
        text = QPlainTextEdit(details(reason))
        text.setReadOnly(True)
        box.addWidget(text, 1)
        row = QHBoxLayout()
        row.addStretch()
        copy, close = QPushButton("Copy details"), QPushButton("Close")
        close.setObjectName("primary")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(text.toPlainText()))
        close.clicked.connect(self.accept)
        row.addWidget(copy)
        row.addWidget(close)
        box.addLayout(row)


def report(reason: BaseException, parent: QWidget | None = None) -> None:
    """Log an unexpected error and show it without stopping the window."""
    log.error("unexpected error\n%s", details(reason))
    dialog = CrashDialog(reason, parent)
    dialog.setModal(False)
    dialog.show()
