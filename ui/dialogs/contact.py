"""How a patient wishes to be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from functools import partial

from ibh_desktop.domain.contact import Channel, Voicemail, Wishes
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import contact
from ibh_desktop.queries.contact import Known
from ibh_desktop.usecases import contact as writes
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

LEFT = {
    Voicemail.NONE: "Nothing at all",
    Voicemail.NAME_ONLY: "A name and a number only",
    Voicemail.DETAIL: "Day and time of the visit too",
}


def open_contact(desk: Desk, patient: PatientId) -> None:
    """Read what a patient wished and open the panel."""
    desk.do(partial(desk.app.read, contact.known, patient), lambda known: desk.panel(ContactPanel(desk, patient, known)))


class ContactPanel(FormPanel):
    """The wishes of one patient; Undo puts back what stood before."""

    def __init__(self, desk: Desk, patient: PatientId, known: Known) -> None:
        super().__init__(desk, "How to reach this patient")
        self._patient, self._version = patient, known.version
        held = known.wishes
        self.channel = Choice[Channel]([(each.value.capitalize(), each) for each in Channel], held.channel)
        self.text_ok = Tick("Agreed to texts", on=held.text_ok)
        self.voicemail = Choice[Voicemail]([(words, each) for each, words in LEFT.items()], held.voicemail)
        self.safe_from, self.safe_to = ClockField(held.safe_from), ClockField(held.safe_to)
        self.ask_for = TextField(held.ask_for, "Sam")
        self.says = TextField(held.says, "the office")
        self.language = TextField(held.language, "Spanish")
        self.interpreter = Tick("Needs an interpreter", on=held.interpreter)
        self.confidential = Tick("Asked in writing to be reached this way only", on=held.confidential)
        self.where = TextField(held.where, "work phone, P.O. box…")
        self.stop = Tick("Do not contact", on=held.stop)
        self.stop_reason = TextField(held.stop_reason, "nothing clinical")
        self.emergency_name = TextField(held.emergency_name)
        self.emergency_relation = TextField(held.emergency_relation, "mother, friend…")
        self.emergency_phone = TextField(held.emergency_phone)
        self._lay_out()
        self.done_adding()

    def _lay_out(self) -> None:
        self.field("channel", "Prefers", self.channel)
        self.field("voicemail", "May be left on voicemail", self.voicemail)
        self.field("text_ok", "", self.text_ok)
        self.field("safe_from", "Safe to call from", self.safe_from)
        self.field("safe_to", "until", self.safe_to)
        self.pair("safe_from", "safe_to")
        self.box.addWidget(label("Wall time of the location; empty for any hour.", "secondary", wrap=True))
        self.box.addSpacing(8)
        self.field("ask_for", "Ask for", self.ask_for)
        self.field("says", "The caller says", self.says)
        self.pair("ask_for", "says")
        self.field("language", "Language, if not English", self.language)
        self.field("interpreter", "", self.interpreter)
        self.field("confidential", "", self.confidential)
        self.field("where", "Where and how, when asked in confidence", self.where)
        self.field("stop", "", self.stop)
        self.field("stop_reason", "Why not to contact", self.stop_reason)
        self.field("emergency_name", "In an emergency, call", self.emergency_name)
        self.field("emergency_relation", "Relation", self.emergency_relation)
        self.field("emergency_phone", "Phone", self.emergency_phone)
        self.pair("emergency_relation", "emergency_phone")

    def _hour(self, name: str, field: ClockField) -> time | None:
        if not field.text().strip():
            return None
        at = self.read(name)
        assert isinstance(at, time)
        return at

    def save(self) -> Callable[[], object]:
        wishes = Wishes(
            channel=self.channel.value(),
            text_ok=self.text_ok.value(),
            voicemail=self.voicemail.value(),
            safe_from=self._hour("safe_from", self.safe_from),
            safe_to=self._hour("safe_to", self.safe_to),
            ask_for=self.ask_for.value(),
            says=self.says.value(),
            stop=self.stop.value(),
            stop_reason=self.stop_reason.value(),
            language=self.language.value(),
            interpreter=self.interpreter.value(),
            confidential=self.confidential.value(),
            where=self.where.value(),
            emergency_name=self.emergency_name.value(),
            emergency_relation=self.emergency_relation.value(),
            emergency_phone=self.emergency_phone.value(),
        )
        return partial(self.desk.app.write, writes.wish, self._patient, wishes, version=self._version)

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, Wishes)
        self.desk.say("Wishes saved", undo=partial(self.desk.app.write, writes.wish, self._patient, result))
