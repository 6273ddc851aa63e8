"""Note who pays for a patient's care, and how many sessions they authorized."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries.cover_outrun import CoverLine
from ibh_desktop.usecases import coverage
from ui.dialogs.authorization_fields import OptionalDate
from ui.kit.desk import Desk, today_here
from ui.kit.fields import Choice, Memo, WholeNumber
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField

PAYERS = (("A health plan", Payer.INSURED), ("The patient alone", Payer.SELF_PAY), ("Somebody else", Payer.OTHER))


class CoverPanel(FormPanel):
    """Adds a payer or changes one; `back` opens the panel it came from."""

    def __init__(self, desk: Desk, patient: PatientId, line: CoverLine | None, back: Callable[[], None]) -> None:
        super().__init__(desk, "Change a payer" if line else "Add a payer")
        self._patient, self._line, self._back = patient, line, back
        now, today = line.cover if line else Cover(Payer.INSURED), today_here(desk)
        self.payer = Choice[Payer](PAYERS, now.payer)
        self.name = TextField(now.name, "health plan, employer, parish…")
        self.member = TextField(now.member)
        self.reference = TextField(now.reference, "as the plan gave it")
        self.sessions = WholeNumber(now.sessions, "no number was said")
        self.first = OptionalDate(today, now.first)
        self.last = OptionalDate(today, now.last)
        self.note = Memo(now.note, 3)
        self.field("payer", "Who pays", self.payer)
        self.field("name", "Name", self.name)
        self.field("member", "Member number", self.member)
        self.field("reference", "Authorization number", self.reference)
        self.pair("member", "reference")
        self.field("sessions", "Sessions authorized", self.sessions)
        self.field("first", "From", self.first)
        self.field("last", "Until", self.last)
        self.pair("first", "last")
        self.field("note", "Note", self.note)
        self.done_adding()
        self.payer.picked.connect(self._show)
        self._show()

    def _show(self) -> None:
        insured = self.payer.value() is not Payer.SELF_PAY
        for name in ("name", "member", "reference", "sessions"):
            self.show_field(name, shown=insured)

    def save(self) -> Callable[[], object]:
        money: dict[str, Any] = {name: self._day(name) for name in ("first", "last")}
        insured = self.payer.value() is not Payer.SELF_PAY
        if insured:
            number = self.read("sessions")
            assert number is None or isinstance(number, int)
            words = {"name": self.name.value(), "member": self.member.value(), "reference": self.reference.value()}
            money |= {"sessions": number, **words}
        cover = Cover(self.payer.value(), note=self.note.value(), **money)
        if self._line is None:
            return partial(self.desk.app.write, coverage.add, self._patient, cover)
        return partial(self.desk.app.write, coverage.change, self._line.id, cover, version=self._line.version)

    def _day(self, name: str) -> date | None:
        day = self.read(name)
        assert day is None or isinstance(day, date)
        return day

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Payer saved")
        self._back()
