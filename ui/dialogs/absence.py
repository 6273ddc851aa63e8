"""One entry: who is away from when to when. Opens the absence desk, and notes the time off where one may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from ibh_desktop.domain.absence import Absence, require_span
from ibh_desktop.domain.clocks import HOME_ZONE, instant
from ibh_desktop.domain.ids import TherapistId, TimeOffId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.queries import pickers
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.usecases import roster
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, DateField, Tick
from ui.kit.form import FormPanel
from ui.kit.text import label
from ui.places import Reports


class AbsencePanel(FormPanel):
    """Whole days unless hours are typed; time off in the roster keeps the hours from being sold meanwhile."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Somebody is away", save="Show who is affected")
        self._zone = ZoneInfo(desk.locations[0].zone if desk.locations else HOME_ZONE)
        today = desk.now().astimezone(self._zone).date()
        zone = f"{desk.now().astimezone(self._zone):%Z}"
        self.therapist = Choice[TherapistId]([])
        self.first, self.last = DateField(today, today, relative=True), DateField(today, today, relative=True)
        self.starts, self.ends = ClockField(), ClockField()
        self.note = Tick("Note it as time off in the roster", on=True)
        self.field("therapist", "Therapist", self.therapist)
        self.field("first", "First day", self.first)
        self.field("last", "Last day", self.last)
        self.pair("first", "last")
        self.field("starts", "From", self.starts)
        self.field("ends", "To", self.ends)
        self.pair("starts", "ends")
        self.box.addWidget(label(f"Leave the hours empty for whole days. Hours are {zone}.", "secondary", wrap=True))
        if may(desk.app.actor, Permission.EDIT_ROSTER):
            self.field("note", "", self.note)
        self.done_adding()
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer, desk.fail)

    def _offer(self, found: list[TherapistChoice]) -> None:
        actor = self.desk.app.actor
        people = [(f"{t.name}, {t.credential}", t.id) for t in found if may(actor, Permission.BOOK, t.id)]
        self.therapist.offer(people, actor.therapist)

    def _hour(self, name: str, field: ClockField) -> time | None:
        if not field.text().strip():
            return None
        at = self.read(name)
        assert isinstance(at, time)
        return at

    def absence(self) -> Absence:
        """What is typed; raise `Refused` when it makes no absence."""
        therapist, first, last = self.therapist.value(), self.read("first"), self.read("last")
        assert isinstance(first, date)
        assert isinstance(last, date)
        starts, ends = self._hour("starts", self.starts), self._hour("ends", self.ends)
        require_span(first, last, (starts, ends))
        until = instant(last, ends, self._zone) if ends else instant(last + timedelta(days=1), time(0), self._zone)
        return Absence(therapist, instant(first, starts or time(0), self._zone), until)

    def save(self) -> Callable[[], object]:
        away = self.absence()
        if not (may(self.desk.app.actor, Permission.EDIT_ROSTER, away.therapist) and self.note.value()):
            return lambda: (away, None)
        app = self.desk.app

        def note() -> tuple[Absence, TimeOffId]:
            return away, app.write(roster.add_time_off, away.therapist, starts=away.starts, ends=away.ends)

        return note

    def saved(self, result: object) -> None:
        assert isinstance(result, tuple)
        away, noted = result
        super().saved(result)
        self.desk.open(Reports("absence", away))
        if noted is not None:
            undo = partial(self.desk.app.write, roster.remove_time_off, TimeOffId(noted))
            self.desk.say("Time off noted in the roster", undo=undo)
