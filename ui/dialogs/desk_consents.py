"""Note what a patient signed at the front desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from ibh_desktop.domain.consent import Giver
from ibh_desktop.domain.desk_consents import DeskConsent, Kind
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries.patient_papers import ConsentLine
from ibh_desktop.usecases import desk_consents
from ui.dialogs.authorization_fields import OptionalDate
from ui.kit.desk import Desk, today_here
from ui.kit.fields import Choice, DateField, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import capital


class ConsentPanel(FormPanel):
    """Adds a signed paper or changes one, with the day on which it was revoked; `back` opens the panel it came from."""

    def __init__(self, desk: Desk, patient: PatientId, line: ConsentLine | None, back: Callable[[], None]) -> None:
        super().__init__(desk, "Change a signed paper" if line else "Add a signed paper")
        self._patient, self._line, self._back = patient, line, back
        today = today_here(desk)
        now = line.paper if line else DeskConsent(Kind.TREATMENT, today)
        self.kind = Choice[Kind]([(capital(kind.value), kind) for kind in Kind], now.kind)
        self.signed_on = DateField(today, now.signed_on)
        self.signer = Choice[Giver]([(capital(giver.value), giver) for giver in Giver], now.signer)
        self.signer_name = TextField(now.signer_name, "the guardian's name")
        self.expires_on = OptionalDate(today, now.expires_on)
        self.revoked_on = OptionalDate(today, now.revoked_on)
        self.paper_seen = Tick("The signed paper was seen", on=now.paper_seen)
        self.field("kind", "What was signed", self.kind)
        self.field("signed_on", "Signed on", self.signed_on)
        self.field("expires_on", "Expires on", self.expires_on)
        self.pair("signed_on", "expires_on")
        self.field("signer", "Signed by", self.signer)
        self.field("signer_name", "Guardian", self.signer_name)
        self.field("revoked_on", "Revoked on", self.revoked_on)
        self.field("paper_seen", "", self.paper_seen)
        self.done_adding()
        self.signer.picked.connect(self._show)
        self.show_field("revoked_on", shown=line is not None)
        self._show()

    def _show(self) -> None:
        self.show_field("signer_name", shown=self.signer.value() is not Giver.PATIENT)

    def save(self) -> Callable[[], object]:
        signed, expires, revoked = (self.read(name) for name in ("signed_on", "expires_on", "revoked_on"))
        assert isinstance(signed, date)
        assert expires is None or isinstance(expires, date)
        assert revoked is None or isinstance(revoked, date)
        paper = DeskConsent(
            self.kind.value(),
            signed,
            self.signer.value(),
            "" if self.signer.value() is Giver.PATIENT else self.signer_name.value(),
            expires,
            revoked,
            self.paper_seen.value(),
        )
        if self._line is None:
            return partial(self.desk.app.write, desk_consents.add, self._patient, paper)
        return partial(self.desk.app.write, desk_consents.change, self._line.id, paper, version=self._line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Paper saved")
        self._back()
