"""Print a day or a week of the schedule, with names or without, or save it as PDF."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFileDialog, QPushButton

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.letters import calendar_sheet as paper
from ibh_desktop.queries import calendar_sheet, pickers
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.queries.pickers import TherapistChoice
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField
from ui.kit.form import FormPanel
from ui.kit.paper import print_pdf, save_pdf
from ui.kit.text import label

DAY, WEEK = "day", "week"


class PrintPanel(FormPanel):
    """Ctrl+Enter prints; nothing is written to disk unless it is saved."""

    def __init__(self, desk: Desk, on: date | None = None) -> None:
        super().__init__(desk, "Print the schedule", save="Print…")
        place = next((p for p in desk.locations if p.id == desk.location), desk.locations[0] if desk.locations else None)
        today = desk.now().astimezone(ZoneInfo(place.zone if place else "America/Chicago")).date()
        self.what = Choice[str]([("A day at one location", DAY), ("A week of one therapist", WEEK)])
        self.on = DateField(today, on or today, relative=True)
        self.location = Choice[LocationId]([(p.name, p.id) for p in desk.locations], place.id if place else None)
        self.therapist = Choice[TherapistId]([])
        self.naming = Choice[Naming]([(each.value, each) for each in Naming])
        self.field("what", "What", self.what)
        self.field("on", "Day, or a day of the week", self.on)
        self.field("location", "Location", self.location)
        self.field("therapist", "Therapist", self.therapist)
        self.field("naming", "Names", self.naming)
        self.hint = label("Sheets with names belong in the clinic, not on the counter.", "secondary", wrap=True)
        self.box.addWidget(self.hint)
        self.done_adding()
        self.save_as = QPushButton("Save PDF…")
        self.save_as.clicked.connect(self._save_as)
        self.foot.insertWidget(self.foot.count() - 1, self.save_as)
        self.what.picked.connect(self._choose)
        self.naming.picked.connect(lambda: self.hint.setVisible(self.naming.value() is Naming.FULL))
        self._choose()
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer, desk.fail)

    def _offer(self, found: list[TherapistChoice]) -> None:
        self.therapist.offer([(f"{t.name}, {t.credential}", t.id) for t in found], self.desk.app.actor.therapist)

    def _choose(self) -> None:
        day = self.what.value() == DAY
        self.location.setEnabled(day)
        self.therapist.setEnabled(not day)

    def save(self) -> Callable[[], object]:
        on, naming = self.read("on"), self.naming.value()
        assert isinstance(on, date)
        read = self.desk.app.read
        if self.what.value() == DAY:
            ask = partial(read, calendar_sheet.day, on=on, location=self.location.value(), naming=naming)
        else:
            monday = on - timedelta(days=on.weekday())
            ask = partial(read, calendar_sheet.week, monday=monday, therapist=self.therapist.value(), naming=naming)
        return lambda: paper.pdf(ask())  # type: ignore[call-arg]

    def saved(self, result: object) -> None:
        assert isinstance(result, bytes)
        try:
            copies = print_pdf(result, self, name="Schedule", landscape=True)
        except IbhError as reason:
            self.show_problem(reason)
            return
        if copies:
            self.desk.say("Printed")
            super().saved(result)

    def _save_as(self) -> None:
        self.clear_problems()
        try:
            work = self.save()
        except IbhError as reason:
            self.show_problem(reason)
            return
        name, _ = QFileDialog.getSaveFileName(self, "Save PDF", "schedule.pdf", "PDF (*.pdf)")
        if name:
            self.desk.tasks.start(self, work, partial(self._write, Path(name)), self._failed)

    def _write(self, path: Path, pdf: object) -> None:
        assert isinstance(pdf, bytes)
        try:
            save_pdf(pdf, path)
        except IbhError as reason:
            self.show_problem(reason)
            return
        self.desk.say("PDF saved")
        self.close_panel()
