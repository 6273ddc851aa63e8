"""A life event: what happened, when as far as it is remembered, and what it did to the mood."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.life_events import MOODS, EventKind, LifeEvent
from ibh_desktop.queries.life_events import EventLine, LifeEvents
from ibh_desktop.usecases import life_events
from ui.dialogs.formulation import areas
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.moments import MomentField


class LifeEventPanel(FormPanel):
    """Adds an event or changes one."""

    def __init__(self, desk: Desk, data: LifeEvents, line: EventLine | None, remove: Callable[[], None]) -> None:
        super().__init__(desk, "Change an event" if line else "Add an event")
        self._data, self._line = data, line
        about = line.about if line else None
        self.title = TextField(about.title if about else "", "Moved to Mobile")
        kinds = [(kind.value.capitalize(), kind) for kind in EventKind]
        self.kind = Choice[EventKind](kinds, about.kind if about else None)
        self.begins = MomentField(data.today, about.begins if about else None)
        self.ends = MomentField(data.today, about.ends if about else None)
        moods: list[tuple[str, int | None]] = [("not asked yet", None), *((words, n) for n, words in MOODS.items())]
        self.mood = Choice[int | None](moods, about.mood if about else None)
        people: list[tuple[str, PersonId | None]] = [("nobody", None), *((who, key) for key, who in data.people)]
        self.person = Choice[PersonId | None](people, about.person if about else None)
        self.area = Choice[Area | None](areas("no area"), about.area if about else None)
        self._lay_out()
        self.save_button.setVisible(data.writable)
        if line is not None and data.writable:
            button = QPushButton("Remove from the list")
            button.clicked.connect(lambda: remove())
            self.box.addWidget(button)
        self.done_adding()

    def _lay_out(self) -> None:
        self.field("title", "What happened", self.title)
        self.field("kind", "Kind", self.kind)
        self.field("begins", "When, or from when", self.begins)
        self.field("ends", "Until, if it lasted", self.ends)
        self.field("mood", "What it did to the mood", self.mood)
        self.field("person", "Who it is about", self.person)
        self.field("area", "Bears on", self.area)

    def save(self) -> Callable[[], object]:
        begins: Any = self.read("begins")
        if begins is None:
            raise Refused("Say when it was: 2019, March 2024 or 3/14/2024.", field="begins")
        ends: Any = self.read("ends")
        about = LifeEvent(
            kind=self.kind.value(),
            title=self.title.value(),
            begins=begins,
            ends=ends,
            mood=self.mood.value(),
            person=self.person.value(),
            area=self.area.value(),
        )
        write = self.desk.app.write
        if self._line is None:
            return partial(write, life_events.add_event, self._data.course, about)
        return partial(write, life_events.change_event, self._line.id, about, version=self._line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Event saved")
