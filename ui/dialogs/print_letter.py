"""Print a signed letter: to whom it goes, for the clinic, for the patient; or save it, plain or sealed for e-mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import LetterId
from ibh_desktop.exchange import sealed_pdf
from ibh_desktop.queries import letters, release
from ibh_desktop.usecases import sending
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Tick, WholeNumber
from ui.kit.form import FormPanel
from ui.kit.paper import save_pdf
from ui.kit.printing import NO_PRINTER, Printers, PrintJob, SystemPrinters
from ui.kit.text import label

MOST = 20
"""Copies of one kind: more is a slip of the finger."""
CLINIC, PATIENT = "Clinic copy", "Patient copy"


@dataclass(frozen=True, slots=True)
class Printable:
    """A signed letter; `name` is its number: what the print queue and a file may be called."""

    id: LetterId
    name: str
    to_patient: bool = False


class PrintLetterPanel(FormPanel):
    """Ctrl+Enter prints. The bytes are fetched when they are needed and go nowhere but where they are sent."""

    def __init__(self, desk: Desk, letter: Printable, printers: Printers | None = None) -> None:
        super().__init__(desk, f"Print {letter.name}", save="Print")
        self.letter, self._printers = letter, printers or SystemPrinters()
        names = self._printers.names()
        self.printer = Choice[str]([(name, name) for name in names])
        self.send = WholeNumber(1)
        self.clinic, self.patient = WholeNumber(0), WholeNumber(0)
        self.duplex = Tick("Both sides of the sheet", on=True)
        self.field("printer", "Printer", self.printer)
        self.field("send", "To the patient" if letter.to_patient else "To the recipient", self.send)
        self.field("clinic", "Copies for the clinic", self.clinic)
        self.field("patient", "Copies for the patient", self.patient)
        self.show_field("patient", shown=not letter.to_patient)
        self.field("duplex", "", self.duplex)
        self.state = label("Every copy begins on a sheet of its own.", "secondary", wrap=True)
        self.box.addWidget(self.state)
        self.box.addSpacing(12)
        self.file = self._button("Save PDF…", self._save_as)
        self.mail = self._button("For e-mail, under a passphrase…", self._save_sealed)
        self.box.addSpacing(12)
        self.secret = label("", "notice", wrap=True)
        self.code = label("", "mono", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName("Passphrase")
        for line in (self.secret, self.code):
            line.hide()
            self.box.addWidget(line)
        self.done_adding()
        self.stop = QPushButton("Stop")
        self.stop.hide()
        self.foot.insertWidget(self.foot.count() - 1, self.stop)
        self.job: PrintJob | None = None
        if not names:
            self.save_button.setEnabled(False)
            self.show_field("printer", shown=False)
            self.state.setText(NO_PRINTER)

    def _button(self, words: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(run)
        self.box.addWidget(button)
        return button

    def focus_first(self) -> None:
        """Print is one key away; without a printer it is the file."""
        (self.save_button if self.save_button.isEnabled() else self.file).setFocus()

    def marks(self) -> list[str]:
        """What each copy bears in its margin; raise `Refused` for numbers that make no sense."""
        counts = {name: self._count(name) for name in ("send", "clinic", "patient")}
        if not any(counts.values()):
            raise Refused("Say how many copies to print.", field="send")
        return [""] * counts["send"] + [CLINIC] * counts["clinic"] + [PATIENT] * counts["patient"]

    def _count(self, name: str) -> int:
        number = self.read(name)
        count = number if isinstance(number, int) else 0
        if count > MOST:
            raise Refused(f"{MOST} copies at most; print again for more.", field=name)
        return count

    def save(self) -> Callable[[], object]:
        marks = self.marks()
        return lambda: (marks, self._released())

    def _released(self) -> bytes:
        """The signed bytes; raise `Refused` with what keeps the letter in the house now. On a worker."""
        if against := self.desk.app.read(release.reasons, self.letter.id):
            raise Refused(" ".join(against))
        return self.desk.app.read(letters.signed_pdf, self.letter.id)

    def saved(self, result: object) -> None:
        assert isinstance(result, tuple)
        marks, pdf = result
        try:
            printer = self._printers.printer(self.printer.value())
        except IbhError as reason:
            self.show_problem(reason)
            return
        job = PrintJob(self, printer, pdf, marks, name=self.letter.name, duplex=self.duplex.value())
        job.progressed.connect(lambda done, of: self.state.setText(f"Printing page {done} of {of}"))
        job.finished.connect(self._printed)
        job.failed.connect(self._stopped)
        self.stop.clicked.connect(job.stop)
        self._printing(on=True)
        self.job = job
        job.start()

    def _failed(self, reason: BaseException) -> None:
        super()._failed(reason)
        self.save_button.setEnabled(self.printer.count() > 0)

    def _printing(self, *, on: bool) -> None:
        self.stop.setVisible(on)
        self.save_button.setEnabled(not on)

    def _printed(self, copies: int) -> None:
        self._printing(on=False)
        self._note(copies, "printer", "Printed: 1 copy" if copies == 1 else f"Printed: {copies} copies")

    def _stopped(self, reason: IbhError, copies: int) -> None:
        self._printing(on=False)
        self.state.setText("Every copy begins on a sheet of its own.")
        self.show_problem(reason)
        if copies:
            work = partial(self.desk.app.write, sending.printed, self.letter.id, copies=copies, how="printer")
            self.desk.do(work, owner=self)

    def _note(self, copies: int, how: str, words: str, *, stay: bool = False) -> None:
        def noted(_: object) -> None:
            self.desk.say(words)
            if not stay:
                self.close_panel()

        work = partial(self.desk.app.write, sending.printed, self.letter.id, copies=copies, how=how)
        self.desk.tasks.start(self, work, noted, self._failed)

    def _ask_path(self, name: str) -> Path | None:
        self.clear_problems()
        chosen, _ = QFileDialog.getSaveFileName(self, "Save PDF", name, "PDF (*.pdf)")
        return Path(chosen) if chosen else None

    def _save_as(self) -> None:
        if (path := self._ask_path(f"{self.letter.name}.pdf")) is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Write the signed bytes to a file."""
        self.desk.tasks.start(self, lambda: save_pdf(self._released(), path), lambda _: self._kept("file"), self._failed)

    def _kept(self, how: str) -> None:
        self._note(1, how, "PDF saved", stay=how != "file")

    def _save_sealed(self) -> None:
        if (path := self._ask_path(f"{self.letter.name}-sealed.pdf")) is not None:
            self.save_sealed(path)

    def save_sealed(self, path: Path) -> None:
        """Write it under a fresh passphrase, which shows until the panel closes and is kept nowhere."""
        passphrase = sealed_pdf.new_passphrase()

        def work() -> None:
            save_pdf(sealed_pdf.seal(self._released(), passphrase), path)

        self.desk.tasks.start(self, work, lambda _: self._sealed(passphrase), self._failed)

    def _sealed(self, passphrase: str) -> None:
        self.secret.setText("Saved under this passphrase. Tell it by telephone, not in the e-mail; it is shown this once:")
        self.code.setText(passphrase)
        self.secret.show()
        self.code.show()
        self._kept("encrypted file")
