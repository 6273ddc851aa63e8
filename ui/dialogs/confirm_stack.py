"""Confirmations by the stack: choose days, see how many there are, print them as one job or save them as one PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QFileDialog, QPushButton

from ibh_desktop import confirming
from ibh_desktop.aside import aside
from ibh_desktop.confirming import FILE, PRINTER, Outcome
from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.letters.stack import save_joined
from ibh_desktop.queries import confirmations, pickers
from ibh_desktop.queries.confirmations import Stack, Waiting
from ibh_desktop.queries.pickers import TherapistChoice
from ui.dialogs.any_therapist import AnyTherapist
from ui.kit.desk import Desk, everywhere, today_here
from ui.kit.fields import Choice, DateField
from ui.kit.form import FormPanel
from ui.kit.latest import Latest
from ui.kit.print_stack import PrintJob, ask_printer, paint
from ui.kit.strip import Report
from ui.kit.text import label

TITLE = "Appointment confirmations"
FILE_NAME = "confirmations.pdf"
GoOn = Callable[[int], bool]


class ConfirmPanel(FormPanel):
    """Ctrl+Enter prints. The panel closes when the work begins; the strip at the foot of the window shows how far it is."""

    def __init__(self, desk: Desk, on: date | None = None) -> None:
        super().__init__(desk, "Confirm appointments on paper", save="Print…")
        today = today_here(desk)
        first = on if on is not None and on > today else today + timedelta(days=1)
        self.first = DateField(today, first, relative=True)
        self.last = DateField(today, first, relative=True)
        self.location = Choice[LocationId | None](everywhere(desk), desk.location)
        self.therapist = AnyTherapist()
        self.field("first", "First day", self.first)
        self.field("last", "Last day", self.last)
        self.pair("first", "last")
        self.field("location", "Location", self.location)
        self.field("therapist", "Therapist", self.therapist)
        self.preview = label("", "strong", wrap=True)
        self.details = label("", "secondary", wrap=True)
        self.box.addWidget(self.preview)
        self.box.addWidget(self.details)
        self.done_adding()
        self.save_as = QPushButton("Save PDF…")
        self.save_as.clicked.connect(self._save_as)
        self.foot.insertWidget(self.foot.count() - 1, self.save_as)
        self._latest = Latest(self, desk.tasks, self._failed)
        for changed in (self.first.textEdited, self.last.textEdited, self.location.picked, self.therapist.picked):
            changed.connect(self._look)
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer, desk.fail)
        self._look()

    def _offer(self, found: list[TherapistChoice]) -> None:
        self.therapist.fill(found, self.desk.app.actor.therapist)
        self._look()

    def _stack(self) -> Stack:
        first, last = self.read("first"), self.read("last")
        assert isinstance(first, date)
        assert isinstance(last, date)
        return Stack(first, last, self.location.value(), self.therapist.value())

    def _look(self) -> None:
        self.clear_problems()
        try:
            stack = self._stack()
        except Refused:
            self._latest.forget()
            self._tell("", "")
            return
        self._latest.ask(lambda: self.desk.app.read(confirmations.waiting, stack), self._show)

    def _show(self, found: Waiting) -> None:
        count = "No visit to confirm" if not found.count else f"{found.count:,} to print"
        more = [f"{found.done:,} printed before, left out" if found.done else ""]
        more.append(f"{len(found.signed):,} made before and not printed yet" if found.signed else "")
        more.append(f"{found.homeless:,} without an address: hand these over" if found.homeless else "")
        self._tell(count, "\n".join(line for line in more if line))

    def _tell(self, count: str, more: str) -> None:
        self.preview.setText(count)
        self.details.setText(more)

    def submit(self) -> None:
        """Ask for a printer, then begin."""
        self._begin(PRINTER, self._printer)

    def _save_as(self) -> None:
        self._begin(FILE, self._file)

    def _begin(self, how: str, ask: Callable[[], Callable[[Iterator[bytes], GoOn], int] | None]) -> None:
        self.clear_problems()
        try:
            stack = self._stack()
            bring_out = ask()
        except IbhError as reason:
            self.show_problem(reason)
            return
        if bring_out is None:
            return
        app, desk = self.desk.app, self.desk

        def work(report: Report) -> Outcome:
            return confirming.run(app, stack, bring_out, how=how, report=report)

        desk.long(TITLE, work, lambda outcome: desk.say(outcome.sentence), desk.fail)
        self.close_panel()

    def _printer(self) -> Callable[[Iterator[bytes], GoOn], int] | None:
        job = ask_printer(self, TITLE)
        return None if job is None else partial(_print, job)

    def _file(self) -> Callable[[Iterator[bytes], GoOn], int] | None:
        name, _ = QFileDialog.getSaveFileName(self, "Save PDF", FILE_NAME, "PDF (*.pdf)")
        return partial(_save, name) if name else None


def _print(job: PrintJob, letters: Iterator[bytes], go_on: GoOn) -> int:
    return aside(paint, letters, job, go_on=go_on)


def _save(path: str, letters: Iterator[bytes], go_on: GoOn) -> int:
    return aside(save_joined, letters, path, TITLE, go_on=go_on)
