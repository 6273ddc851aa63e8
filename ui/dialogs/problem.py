"""What is tracked of a problem area, and where a dispute stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.problems import FIELDS, STAGE_MEANS, WHEN, Detail, Setting, Stage
from ibh_desktop.queries.problems import DetailLine, Focus
from ibh_desktop.usecases import problems
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.moments import MomentField
from ui.kit.text import label


class NumberField(TextField):
    """A whole number, or nothing."""

    def number(self) -> int | None:
        """The number; raise `Refused` for what is none."""
        typed = self.value()
        if typed and not (typed.isascii() and typed.isdigit()):
            raise Refused(f"“{typed[:20]}” is not a number.", field="contacts_a_week")
        return int(typed) if typed else None


class AreaPanel(FormPanel):
    """Shows the fields that its area has, and no others."""

    def __init__(self, desk: Desk, data: Focus, area: Area) -> None:
        super().__init__(desk, area.value.capitalize())
        self._course, self._area = data.course, area
        line = next((line for line in data.details if line.area is area), None)
        self._version = line.version if line else None
        self.box.addWidget(label(WHEN[area], "secondary", wrap=True))
        self.box.addSpacing(8)
        self.parts = {name: _widget(name, line.detail if line else Detail(), data) for name in FIELDS[area]}
        for name, words in FIELDS[area].items():
            self.field(name, words, self.parts[name])
        self.done_adding()

    def save(self) -> Callable[[], object]:
        values: dict[str, Any] = {name: self.read(name) for name in self.parts}
        if isinstance(contacts := self.parts.get("contacts_a_week"), NumberField):
            values["contacts_a_week"] = contacts.number()
        write = self.desk.app.write
        return partial(write, problems.save_detail, self._course, self._area, Detail(**values), version=self._version)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Details saved")


def _widget(name: str, detail: Detail, data: Focus) -> QWidget:
    if name == "person":
        people: list[tuple[str, PersonId | None]] = [("nobody of it", None), *((who, key) for key, who in data.people)]
        return Choice[PersonId | None](people, detail.person)
    if name == "setting":
        places = [("not asked yet", None), *((place.value, place) for place in Setting)]
        return Choice[Setting | None](places, detail.setting)
    if name == "on":
        return MomentField(data.today, detail.on)
    if name == "contacts_a_week":
        return NumberField("" if detail.contacts_a_week is None else str(detail.contacts_a_week))
    if name in ("person_words", "old_role", "new_role"):
        return TextField(getattr(detail, name))
    return Memo(getattr(detail, name), 3)


class StagePanel(FormPanel):
    """A stage from a day on; the stages before it stay in the history."""

    def __init__(self, desk: Desk, data: Focus, line: DetailLine | None) -> None:
        super().__init__(desk, "Where the dispute stands")
        self._course = data.course
        self.stage = Choice[Stage]([(stage.value.capitalize(), stage) for stage in Stage], line.stage if line else None)
        self.means = label("", "secondary", wrap=True)
        self.on = DateField(data.today, data.today)
        self.note = TextField(placeholder="What shows it")
        self.field("stage", "Stage", self.stage)
        self.box.addWidget(self.means)
        self.field("on", "From", self.on)
        self.field("note", "Remark", self.note)
        self.stage.picked.connect(self._explain)
        self._explain()
        self.done_adding()

    def _explain(self) -> None:
        self.means.setText(STAGE_MEANS[self.stage.value()])

    def save(self) -> Callable[[], object]:
        on: Any = self.read("on")
        write = self.desk.app.write
        return partial(write, problems.move_stage, self._course, stage=self.stage.value(), on=on, note=self.note.value())

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say(f"The dispute stands at {self.stage.value().value}")
