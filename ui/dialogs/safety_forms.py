"""Forms about one safety event: assess it, tell somebody, give a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLineEdit

from ibh_desktop.domain.clocks import instant
from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.safety import SUPERVISOR, TOLD_CHANNELS, TOLD_ROLES, Level, Means, Method, Plan
from ibh_desktop.usecases import safety
from ibh_desktop.usecases.safety_rows import Telling
from ui.dialogs.safety_screener import LegendLabel, ScreenerItems
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, DateField, Memo
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import capital, label

T = TypeVar("T", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class About:
    """The event a form is about, the zone of its times, and what shows when the form is saved."""

    id: SafetyEventId
    zone: ZoneInfo
    after: Callable[[], None] | None = None


class EventForm(FormPanel):
    """Knows its event; goes back to where it was opened from."""

    def __init__(self, desk: Desk, about: About, title: str, *, save: str = "Save") -> None:
        super().__init__(desk, title, save=save)
        self.about = about
        self.now = desk.now().astimezone(about.zone)

    def saved(self, result: object) -> None:
        super().saved(result)
        if self.about.after is not None:
            self.about.after()

    def at(self, on: str, clock: str) -> datetime:
        """The instant of a day field and a time field."""
        day, hour = self.read(on), self.read(clock)
        assert isinstance(day, date)
        assert isinstance(hour, time)
        return instant(day, hour, self.about.zone)


class ScreenerPanel(EventForm):
    """Y and N answer an item and move on; the publisher's legend stands beside the answers."""

    def __init__(self, desk: Desk, about: About) -> None:
        super().__init__(desk, about, "C-SSRS screener: answers", save="Save answers")
        self.items = ScreenerItems()
        self.legend = LegendLabel()
        self.items.changed = lambda: self.legend.show_answers(self.items.value())
        self.box.addWidget(label("Ask from your copy of the form; only the answers are kept here.", "secondary", wrap=True))
        self.box.addWidget(label("Y and N answer and move on; - leaves an item out.", "secondary", wrap=True))
        self.field("answers", "", self.items)
        self.items.setAccessibleName("Screener answers")
        self.box.addWidget(self.legend)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        return partial(self.desk.app.write, safety.record_screener, self.about.id, answers=self.items.value())

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Screener answers saved")


class AssessPanel(EventForm):
    """The clinician's own assessment; what is left out is named when the event is to be closed."""

    def __init__(self, desk: Desk, about: About) -> None:
        super().__init__(desk, about, "My assessment")
        self.method = Choice[Method]([(each.value.capitalize(), each) for each in Method], Method.INTERVIEW)
        self.level = _optional(Level, "Not stated")
        self.plan, self.means = _optional(Plan, "Not decided yet"), _optional(Means, "Not noted yet")
        self.finding, self.did = Memo(lines=4), Memo(lines=3)
        today = self.now.date()
        self.follow_up, self.supervisor = DateField(today, relative=True), ClockField()
        self.field("method", "Assessed by", self.method)
        self.field("level", "My own level", self.level)
        self.pair("method", "level")
        self.field("finding", "What I found", self.finding)
        self.field("actions", "What I did", self.did)
        self.field("plan", "Safety plan", self.plan)
        self.field("means", "Means safety talked about", self.means)
        self.pair("plan", "means")
        self.field("follow_up_on", "Follow-up on", self.follow_up)
        self.field("supervisor_told_at", "Supervisor told today at", self.supervisor)
        self.pair("follow_up_on", "supervisor_told_at")
        self.box.addWidget(label("An associate's event needs the supervisor's time to be closed.", "secondary", wrap=True))
        self.done_adding()

    def focus_first(self) -> None:
        """Begin to write: the usual method is chosen already."""
        self.finding.setFocus()

    def save(self) -> Callable[[], object]:
        follow_up = self.read("follow_up_on") if _typed(self.follow_up) else None
        told = self.read("supervisor_told_at") if _typed(self.supervisor) else None
        assessed = safety.Assessed(
            method=self.method.value(),
            finding=self.finding.value(),
            actions=self.did.value(),
            plan=self.plan.value(),
            means=self.means.value(),
            follow_up_on=follow_up if isinstance(follow_up, date) else None,
            level=self.level.value(),
            supervisor_told_at=instant(self.now.date(), told, self.about.zone) if isinstance(told, time) else None,
        )
        return partial(self.desk.app.write, safety.assess, self.about.id, assessed)

    def saved(self, result: object) -> None:
        super().saved(result)
        left = len(result) if isinstance(result, tuple) else 0
        self.desk.say(f"Assessment saved; {left} more to record before it can be closed" if left else "Assessment saved")


class TellPanel(EventForm):
    """Who was told: name, role, channel, time; a reference where one was given. Nothing is sent."""

    def __init__(self, desk: Desk, about: About, *, role: str = "") -> None:
        super().__init__(desk, about, "Somebody was told")
        self.role = Choice[str]([(capital(each), each) for each in TOLD_ROLES], role or TOLD_ROLES[0])
        self.name = TextField()
        self.channel = Choice[str]([(each.capitalize(), each) for each in TOLD_CHANNELS])
        self.on, self.clock = DateField(self.now.date(), self.now.date(), relative=True), ClockField(self.now.time())
        self.reference = TextField(placeholder="Number of a report, where there is one")
        self.field("role", "Role", self.role)
        self.field("name", "Name", self.name)
        self.field("channel", "How", self.channel)
        self.field("on", "Day", self.on)
        self.field("at", "Time", self.clock)
        self.pair("on", "at")
        self.field("reference", "Reference", self.reference)
        self.box.addWidget(label("This is a record. Nothing is sent to anybody.", "secondary", wrap=True))
        self.done_adding()
        self.role.picked.connect(self._hint)
        self._hint()

    def _hint(self) -> None:
        own = "Empty: my own supervisor" if self.role.value() == SUPERVISOR else ""
        self.name.setPlaceholderText(own)

    def save(self) -> Callable[[], object]:
        telling = Telling(
            self.name.value(), self.role.value(), self.channel.value(), self.at("on", "at"), self.reference.value()
        )
        return partial(self.desk.app.write, safety.tell, self.about.id, telling)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Saved who was told")


class ReasonPanel(EventForm):
    """A step that needs its reason: reopening, or that an event was entered in error."""

    def __init__(self, desk: Desk, about: About, *, error: bool) -> None:
        super().__init__(desk, about, "Entered in error" if error else "Reopen this event", save="Save")
        self._error = error
        self.reason = Memo()
        self.field("reason", "Reason", self.reason)
        words = "The event stays on record." if error else "It is assessed anew before it can be closed."
        self.box.addWidget(label(words, "secondary", wrap=True))
        self.done_adding()

    def save(self) -> Callable[[], object]:
        step = safety.enter_in_error if self._error else safety.reopen
        return partial(self.desk.app.write, step, self.about.id, reason=self.reason.value())

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Entered in error" if self._error else "Reopened")


def _optional(kind: type[T], nothing: str) -> Choice[T | None]:
    return Choice[T | None]([(nothing, None), *((each.value.capitalize(), each) for each in kind)])


def _typed(field: QLineEdit) -> bool:
    return bool(field.text().strip())
