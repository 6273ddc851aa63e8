"""What importing a file would do, before it is done: headings, counts, every row that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.exchange.csv_recipients import read_recipients
from ibh_desktop.exchange.patients import read_patients
from ibh_desktop.exchange.records import RecordFile
from ibh_desktop.usecases import imports, recipients
from ibh_desktop.usecases.judging import Assessment, Imported
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.text import label, pill


@dataclass(frozen=True, slots=True)
class What:
    """What a file holds: how it is read, judged, saved and taken back."""

    noun: str
    read: Callable[[Path], RecordFile]
    assess: Callable[..., Assessment[Any]]
    save: Callable[..., Imported[Any]]
    undo: Callable[..., None]


PATIENTS = What("patients", read_patients, imports.assess, imports.import_patients, imports.unimport)
RECIPIENTS = What("recipients", read_recipients, recipients.assess, recipients.import_recipients, recipients.unimport)


class ImportPanel(FormPanel):
    """Reads on a worker; Import saves all good rows in one transaction and offers Undo."""

    def __init__(self, desk: Desk, file: Path, what: What = PATIENTS) -> None:
        super().__init__(desk, f"Import {what.noun}", save="Import")
        self._path, self._what = file, what
        self._read: RecordFile | None = None
        self.box.addWidget(label(file.name, "strong", wrap=True))
        self.told = label("Reading…", "secondary", wrap=True)
        self.box.addWidget(self.told)
        self._counts = [pill("", tone) for tone in ("success", "warning", "danger")]
        for count in self._counts:
            count.hide()
            self.box.addWidget(count)
        self.rows = QListWidget()
        self.rows.setAccessibleName("Rows that are not imported")
        self.rows.setWordWrap(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.setMinimumHeight(320)
        self.rows.hide()
        self.box.addWidget(self.rows, 1)
        self.save_button.setEnabled(False)
        desk.tasks.start(self, self._assess, lambda both: self._show(*both), self._cannot)

    def _assess(self) -> tuple[RecordFile, Assessment[Any]]:
        read = self._what.read(self._path)
        return read, self.desk.app.read(self._what.assess, read.records)

    def _cannot(self, reason: BaseException) -> None:
        self.told.setText(reason.sentence if isinstance(reason, IbhError) else "This file cannot be read.")
        if not isinstance(reason, IbhError):
            self.desk.fail(reason)

    def _show(self, read: RecordFile, judged: Assessment[Any]) -> None:
        self._read = read
        headings = ", ".join(heading for heading, _ in read.recognised)
        ignored = f" Not understood and left out: {', '.join(read.ignored)}." if read.ignored else ""
        self.told.setText(f"{len(read.records)} rows, read as {read.encoding}. Understood: {headings}.{ignored}")
        texts = (
            f"{len(judged.ready)} will be imported",
            f"{len(judged.duplicates)} already here or repeated",
            f"{len(judged.refused)} refused",
        )
        for count, text in zip(self._counts, texts, strict=True):
            count.setText(text)
            count.show()
        for refusal in judged.refused:
            self.rows.addItem(f"Line {refusal.line}, {refusal.column or 'whole row'}: {refusal.reason}")
        for duplicate in judged.duplicates:
            self.rows.addItem(f"Line {duplicate.line}: same person as {duplicate.matches}")
        self.rows.setVisible(bool(self.rows.count()))
        self.save_button.setEnabled(bool(judged.ready))

    def save(self) -> Callable[[], object]:
        if self._read is None:
            raise Refused("The file is still being read.")
        return partial(self.desk.app.write, self._what.save, self._read.records)

    def run(self, work: Callable[[], object]) -> None:
        assert isinstance(work, partial)
        self.desk.long(f"Importing {self._what.noun}", lambda report: work(report=report), self._done, self._failed)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Imported):
            take_back = partial(self.desk.app.write, self._what.undo, result.ids)
            self.desk.say(f"{len(result.ids)} {self._what.noun} imported", undo=take_back)
