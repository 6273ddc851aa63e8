"""One place for all paper of the day: choose what, for when and whom, then print it or save it as PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton

from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import AppointmentId, LetterId, LocationId
from ibh_desktop.domain.outcomes import MEASURES
from ibh_desktop.domain.permissions import may
from ibh_desktop.queries import day_lists, pickers
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.queries.day_lists import AttendedVisit
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.usecases import paper, sending
from ui.dialogs.any_therapist import AnyTherapist
from ui.dialogs.attendance_note import frozen_note
from ui.dialogs.confirm_stack import ConfirmPanel
from ui.dialogs.papers import ATTENDANCE, CONFIRMATIONS, PAPERS, Asked, Paper
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk, everywhere, here, today_here
from ui.kit.fields import Choice, DateField
from ui.kit.form import FormPanel
from ui.kit.latest import Latest
from ui.kit.paper import print_pdf, save_pdf
from ui.kit.text import label

FIELDS = ("on", "location", "therapist", "naming", "patient", "measure", "visit")
PRINTER, FILE = "printer", "file"
HINTS = {
    CONFIRMATIONS: "Days and places come next, with the number of letters before anything is printed.",
    "timeline": "The whole timeline with the patient's name. It belongs in the record, not on the counter.",
    "patient": "Leave the patient empty for a blank form.",
    "naming": "Sheets with names belong in the clinic, not on the counter.",
    "visit": "Ask whether the clinic's letterhead is all right. The note tells no reason for the visit.",
}


class PrintPanel(FormPanel):
    """Ctrl+Enter prints; nothing is written to disk unless it is saved."""

    def __init__(self, desk: Desk, on: date | None = None) -> None:
        super().__init__(desk, "Print", save="Print…")
        today, place = today_here(desk), here(desk)
        self._letter: LetterId | None = None
        self.what = Choice[Paper]([(p.title, p) for p in PAPERS if may(desk.app.actor, p.needs)])
        self.on = DateField(today, on or today, relative=True)
        self.location = Choice[LocationId | None](everywhere(desk), place.id if place else None)
        self.therapist = AnyTherapist()
        self.naming = Choice[Naming]([(each.value, each) for each in Naming])
        self.patient = PatientPicker(desk)
        self.measure = Choice[str]([(m.code, m.code) for m in MEASURES if m.items])
        self.visit = Choice[AppointmentId]([])
        self._add_fields()
        self.hint = label("", "secondary", wrap=True)
        self.box.addWidget(self.hint)
        self.done_adding()
        self.save_as = QPushButton("Save PDF…")
        self.save_as.clicked.connect(self._save_as)
        self.foot.insertWidget(self.foot.count() - 1, self.save_as)
        self._latest = Latest(self, desk.tasks, desk.fail)
        self.what.picked.connect(self._choose)
        for changed in (self.on.textEdited, self.location.picked):
            changed.connect(lambda *_: self._visits())
        self._choose()
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer, desk.fail)

    def _add_fields(self) -> None:
        self.field("what", "What", self.what)
        self.field("on", "Day, or a day of the week", self.on)
        self.field("location", "Location", self.location)
        self.field("therapist", "Therapist", self.therapist)
        self.field("naming", "Names", self.naming)
        self.field("patient", "Patient", self.patient)
        self.field("measure", "Questionnaire", self.measure)
        self.field("visit", "Who attended", self.visit)

    def _offer(self, found: list[TherapistChoice]) -> None:
        self.therapist.fill(found, self.desk.app.actor.therapist)

    def _choose(self) -> None:
        """Show what this paper asks for."""
        chosen = self.what.value()
        by_stack = chosen.id == CONFIRMATIONS
        self.save_button.setText("Go on…" if by_stack else "Print…")
        self.save_as.setVisible(not by_stack)
        self.clear_problems()
        for name in FIELDS:
            self.show_field(name, shown=name in chosen.asks)
        self.hint.setText(next((words for name, words in HINTS.items() if name in (*chosen.asks, chosen.id)), ""))
        self._visits()

    def _day(self) -> date | None:
        try:
            return self.on.value()
        except Refused:
            return None

    def _visits(self) -> None:
        on = self._day()
        if self.what.value().id == ATTENDANCE and on is not None:
            location = self.location.value()
            self._latest.ask(lambda: self.desk.app.read(day_lists.attended, on=on, location=location), self._attended)

    def _attended(self, found: list[AttendedVisit]) -> None:
        self.visit.offer([(f"{v.starts:%H:%M}  {v.patient_name}, with {v.therapist}", v.id) for v in found])

    def _asked(self) -> Asked:
        asks = self.what.value().asks
        on = self.read("on") if "on" in asks else self.desk.now().date()
        assert isinstance(on, date)
        visit = self.visit.value() if "visit" in asks and self.visit.count() else None
        if "visit" in asks and visit is None:
            raise Refused("Nobody attended on this day yet.", field="visit")
        return Asked(
            on,
            self.location.value(),
            self.therapist.value(),
            self.naming.value(),
            self.patient.patient if "patient" in asks else None,
            self.measure.value(),
            visit,
        )

    def submit(self) -> None:
        """Print; a stack of letters has a panel of its own."""
        if self.what.value().id == CONFIRMATIONS:
            self.desk.panel(ConfirmPanel(self.desk, self._day()))
        else:
            super().submit()

    def save(self) -> Callable[[], object]:
        chosen, asked, app = self.what.value(), self._asked(), self.desk.app
        if chosen.id == ATTENDANCE and asked.visit is not None:
            return partial(self._note, asked.visit)
        return lambda: chosen.make(app, asked)

    def _note(self, visit: AppointmentId) -> bytes:
        # On a worker: only plain values are kept for the window's thread.
        self._letter, pdf = frozen_note(self.desk.app, visit)
        return pdf

    def saved(self, result: object) -> None:
        assert isinstance(result, bytes)
        chosen = self.what.value()
        try:
            copies = print_pdf(result, self, name=chosen.job, landscape=chosen.across)
        except IbhError as reason:
            self.show_problem(reason)
            return
        if copies:
            self._came_out(PRINTER, copies)

    def _save_as(self) -> None:
        self.clear_problems()
        try:
            work = self.save()
        except IbhError as reason:
            self.show_problem(reason)
            return
        offered = self.what.value().job.lower().replace(" ", "-") + ".pdf"
        name, _ = QFileDialog.getSaveFileName(self, "Save PDF", offered, "PDF (*.pdf)")
        if name:
            self.desk.tasks.start(self, work, partial(self._write, Path(name)), self._failed)

    def _write(self, path: Path, pdf: object) -> None:
        assert isinstance(pdf, bytes)
        try:
            save_pdf(pdf, path)
        except IbhError as reason:
            self.show_problem(reason)
            return
        self._came_out(FILE, 1)

    def _came_out(self, how: str, copies: int) -> None:
        """Note what was taken out of the program, then say so."""
        chosen, asked, write = self.what.value(), self._asked(), self.desk.app.write
        said = "Printed" if how == PRINTER else "PDF saved"
        desk, letter = self.desk, self._letter
        self._letter = None
        if chosen.id == ATTENDANCE and letter is not None:
            desk.do(partial(write, sending.printed, letter, copies=copies, how=how), lambda _: desk.say(said))
        elif chosen.names and not ("naming" in chosen.asks and asked.naming is not Naming.FULL):
            day = asked.on if "on" in chosen.asks else None
            desk.do(partial(write, paper.came_out, chosen.id, how=how, on=day, patient=asked.patient), lambda _: desk.say(said))
        else:
            desk.say(said)
        self.close_panel()
