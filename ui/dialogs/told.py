"""Note what was told about a patient without a letter, and hear at once whether it was allowed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from ibh_desktop.domain.clocks import HOME_ZONE, instant
from ibh_desktop.domain.disclosure import Basis, Information, Special
from ibh_desktop.domain.ids import PatientId, RecipientId
from ibh_desktop.domain.told import ALSO, Channel, Told
from ibh_desktop.queries import pickers
from ibh_desktop.queries.pickers import RecipientChoice
from ibh_desktop.usecases import disclosures
from ui.dialogs.authorization_fields import Ticks
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, DateField
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import capital

_ELSE: tuple[str, RecipientId | None] = ("Somebody else", None)


class ToldPanel(FormPanel):
    """It is noted whether or not it was allowed; when it was not, the form stays and says why."""

    def __init__(self, desk: Desk, patient: PatientId) -> None:
        super().__init__(desk, "Note what was told", save="Note")
        self._patient, self._zone = patient, ZoneInfo(HOME_ZONE)
        now = desk.now().astimezone(self._zone)
        self.on, self.clock = DateField(now.date(), now.date()), ClockField(now.time())
        self.to = Choice[RecipientId | None]([_ELSE])
        self.to_whom = TextField("", "name and office")
        self.how = Choice[Channel]([(capital(one.value), one) for one in Channel])
        self.information = Ticks[Information]([(capital(kind.value), kind) for kind in Information])
        self.special = Ticks[Special]([(capital(one.value), one) for one in ALSO])
        self.purpose = TextField("", "what it was told for")
        self.basis = Choice[Basis]([(capital(one.value), one) for one in Basis])
        self.field("at", "On", self.on)
        self.field("clock", "At", self.clock)
        self.pair("at", "clock")
        self.field("to", "To", self.to)
        self.field("to_whom", "Whom", self.to_whom)
        self.field("how", "How", self.how)
        self.field("information", "What was told", self.information)
        self.field("special", "Also", self.special)
        self.field("purpose", "What for", self.purpose)
        self.field("basis", "On the ground of", self.basis)
        self.done_adding()
        self.to.picked.connect(lambda: self.show_field("to_whom", shown=self.to.value() is None))
        desk.tasks.start(self, partial(desk.app.read, pickers.recipients), self._offer, desk.fail)

    def _offer(self, book: list[RecipientChoice]) -> None:
        people: list[tuple[str, RecipientId | None]] = [
            (", ".join(part for part in (one.name, one.organisation) if part), one.id) for one in book
        ]
        self.to.offer([_ELSE, *people], self.to.value())

    def _at(self) -> datetime:
        on, clock = self.read("at"), self.read("clock")
        assert isinstance(on, date)
        assert isinstance(clock, time)
        return instant(on, clock, self._zone)

    def save(self) -> Callable[[], object]:
        recipient = self.to.value()
        said = Told(
            at=self._at(),
            information=self.information.value(),
            basis=self.basis.value(),
            how=self.how.value(),
            purpose=self.purpose.value(),
            recipient=recipient,
            to_whom="" if recipient is not None else self.to_whom.value(),
            special=self.special.value(),
        )
        return partial(self.desk.app.write, disclosures.record, self._patient, said)

    def saved(self, result: object) -> None:
        if not result or not isinstance(result, tuple):
            super().saved(result)
            self.desk.say("Noted")
            return
        self.problem.setText("\n".join(("It is noted, and it was not allowed. Tell the clinical lead.", *result)))
        self.problem.show()
        self.save_button.setEnabled(False)
