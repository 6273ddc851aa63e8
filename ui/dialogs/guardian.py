"""Note who may act for a patient."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ibh_desktop.domain.guardians import Authority
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries.authorizations import GuardianLine
from ibh_desktop.usecases import guardians
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import capital

RIGHTS = tuple((capital(right.value), right) for right in Authority)


class GuardianPanel(FormPanel):
    """Adds a guardian or changes one."""

    def __init__(self, desk: Desk, patient: PatientId, line: GuardianLine | None) -> None:
        super().__init__(desk, "Change a guardian" if line else "Add a guardian")
        self._patient, self._line = patient, line
        self.name = TextField(line.name if line else "")
        self.relation = TextField(line.relation if line else "", "mother, uncle, caseworker…")
        self.authority = Choice[Authority](RIGHTS, line.authority if line else None)
        self.phone = TextField(shown_phone(line.phone) if line else "")
        self.document = TextField(line.document if line else "", "birth certificate, court order of…")
        self.restrictions = Memo(line.restrictions if line else "", 3)
        self.custody_note = TextField(line.custody_note if line else "")
        self.contact_allowed = Tick("May be called and written to", on=line.contact_allowed if line else True)
        self.field("name", "Name", self.name)
        self.field("relation", "Relation to the patient", self.relation)
        self.field("authority", "Acts by right of", self.authority)
        self.field("phone", "Phone", self.phone)
        self.field("document", "Paper that was seen", self.document)
        self.field("restrictions", "A court's order, in its words", self.restrictions)
        self.field("custody_note", "Custody, for the front desk (nothing clinical)", self.custody_note)
        self.field("contact_allowed", "", self.contact_allowed)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        words = guardians.Words(
            name=self.name.value(),
            relation=self.relation.value(),
            authority=self.authority.value(),
            phone=self.phone.value(),
            document=self.document.value(),
            restrictions=self.restrictions.value(),
            custody_note=self.custody_note.value(),
            contact_allowed=self.contact_allowed.value(),
        )
        if self._line is None:
            return partial(self.desk.app.write, guardians.add, self._patient, words)
        return partial(self.desk.app.write, guardians.change, self._line.id, words, version=self._line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Guardian saved")
