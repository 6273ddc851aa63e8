"""Somebody of the inventory: who it is, how close, and what there is between the two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ibh_desktop.domain.circle import RINGS, Place
from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.inventory import DEGREES, Confides, Contact, Mode, Person, Relation
from ibh_desktop.queries.inventory import Inventory, PersonLine
from ibh_desktop.usecases import inventory
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

T = TypeVar("T")
_DEGREES = tuple((f"{n} {words}", n) for n, words in enumerate(DEGREES))
_MEMOS = {
    "patient_expects": "What the patient expects of this person",
    "other_expects": "What this person expects of the patient",
    "satisfying": "What is good between them",
    "unsatisfying": "What is hard between them",
    "recent_change": "What has changed of late",
    "change_wanted": "What should change",
}


def coded(values: Sequence[T], none: str = "not asked yet") -> list[tuple[str, T | None]]:
    """Choices of a code that may be left open."""
    return [(none, None), *((str(value), value) for value in values)]


class ModeTicks(QWidget):
    """Any number of ways to be in touch."""

    def __init__(self, chosen: Sequence[Mode]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self._ticks = {mode: Tick(mode.value, on=mode in chosen) for mode in Mode}
        for number, tick in enumerate(self._ticks.values()):
            tick.setAccessibleName(f"In touch: {tick.text()}")
            grid.addWidget(tick, number // 2, number % 2)
        self.setFocusProxy(self._ticks[Mode.IN_PERSON])

    def value(self) -> tuple[Mode, ...]:
        """What is ticked."""
        return tuple(mode for mode, tick in self._ticks.items() if tick.isChecked())


class PersonPanel(FormPanel):
    """`own` says that whoever is signed in treats this course: only then is there a private remark."""

    def __init__(
        self, desk: Desk, data: Inventory, line: PersonLine | None, *, place: Place, own: bool, remove: Callable[[], None]
    ) -> None:
        super().__init__(desk, line.about.name if line else "Add a person")
        self._data, self._line, self._place, self._own = data, line, place, own
        about = line.about if line else Person("", Relation.OTHER, place)
        self._read: list[str] = ["sensitive_note"] if own else []
        self.living = Choice[bool]([("alive", True), ("deceased", False)], about.alive)
        self.died = DateField(data.today, about.died_on)
        self.lives_with = Tick("Lives with the patient", on=about.lives_with)
        self.ring = Choice[int]([(f"{n} {words}", n) for n, words in RINGS.items()], place.ring)
        self._who(about)
        self._closeness(about)
        self._between(about)
        if own:
            self.box.addWidget(label("Only the therapist of this course sees the next remark.", "secondary", wrap=True))
            self.field("sensitive_note", "Private remark", Memo(about.sensitive_note or "", 2))
        self.save_button.setVisible(data.writable)
        if line is not None and data.writable:
            button = QPushButton("Remove from the circle")
            button.clicked.connect(lambda: remove())
            self.box.addWidget(button)
        self.done_adding()

    def _ask(self, name: str, title: str, widget: QWidget) -> None:
        self.field(name, title, widget)
        self._read.append(name)

    def _who(self, about: Person) -> None:
        self._ask("name", "First name or nickname", TextField(about.name))
        self._ask("relation", "Relation", Choice[Relation]([(r.value, r) for r in Relation], about.relation))
        self._ask("relation_words", "In other words", TextField(about.relation_words, "younger, by marriage"))
        self.pair("relation", "relation_words")
        self._ask("age", "Age or generation", TextField(about.age))
        self.field("alive", "Living", self.living)
        self.pair("age", "alive")
        self.field("died_on", "Date of death, if known", self.died)
        self.field("lives_with", "", self.lives_with)
        self.lives_with.setAccessibleName(self.lives_with.text())
        self.living.picked.connect(self._show_living)
        self._show_living()

    def _show_living(self) -> None:
        alive = self.living.value()
        self.show_field("died_on", shown=not alive)
        self.show_field("lives_with", shown=alive)

    def _closeness(self, about: Person) -> None:
        self.field("ring", "Ring", self.ring)
        self._ask("confides", "Confides", Choice[Confides | None](coded(list(Confides)), about.confides))
        self.pair("ring", "confides")
        self._ask("contact", "Contact", Choice[Contact | None](coded(list(Contact)), about.contact))
        self._ask("modes", "In touch", ModeTicks(about.modes))
        self._ask("received", "Support received", Choice[int](_DEGREES, about.received))
        self._ask("given", "Support given", Choice[int](_DEGREES, about.given))
        self.pair("received", "given")
        self._ask("conflict", "Conflict", Choice[int](_DEGREES, about.conflict))
        self._ask("area", "Bears on", Choice[Area | None](coded(list(Area), "no area"), about.area))
        self.pair("conflict", "area")

    def _between(self, about: Person) -> None:
        for name, words in _MEMOS.items():
            self._ask(name, words, Memo(getattr(about, name), 2))

    def save(self) -> Callable[[], object]:
        alive = self.living.value()
        values: dict[str, Any] = {name: self.read(name) for name in self._read}
        about = Person(
            **values,
            place=Place(self.ring.value(), self._place.angle),
            alive=alive,
            died_on=self.read("died_on") if self.died.text().strip() and not alive else None,  # type: ignore[arg-type]
            lives_with=self.lives_with.value() and alive,
        )
        write = self.desk.app.write
        if self._line is None:
            return partial(write, inventory.add_person, self._data.course, about)
        return partial(write, inventory.change_person, self._line.id, about, version=self._line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Person saved")
