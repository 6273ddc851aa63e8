"""The people in the patient's life: the closeness circle, the list beside it, and how both were in a snapshot."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.circle import RINGS, Difference, Moved, Place, compare, free_angle
from ibh_desktop.domain.ids import PersonId
from ibh_desktop.domain.inventory import DEGREES
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import inventory as read
from ibh_desktop.queries.inventory import Inventory, PersonLine, SnapshotLine
from ibh_desktop.usecases import inventory
from ui.dialogs.person import PersonPanel
from ui.kit.fields import Choice
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.views.course.circle import Circle
from ui.views.course.part import CoursePart

_TONES = {Moved.CLOSER: "success", Moved.FARTHER: "warning", Moved.NEW: "info"}
_NEW_RING = 3
NARROW = 700
"""Pixels below which the list gives way to the circle."""


class PeoplePart(CoursePart[Inventory | None]):
    """Dragged or moved by keys; every move can be undone."""

    id = "people"
    title = "People"
    topics = frozenset({Topic.COURSES})

    def body(self) -> QWidget:
        self._data: Inventory | None = None
        self._versions: dict[PersonId, int] = {}
        self._writing = False
        self._waiting: tuple[PersonId, Place] | None = None
        self.compared = Choice[SnapshotLine | None]([("No comparison", None)])
        self.compared.setAccessibleName("Compare with")
        self.compared.setMinimumWidth(210)
        self.compared.picked.connect(self._show)
        self.head.addWidget(self.compared)
        self.keep = self._button("Keep this circle", self._keep)
        self.add = self._button("Add a person", self._add)
        self.add.setObjectName("primary")
        self.circle = Circle()
        self.circle.chosen.connect(self._chosen)
        self.circle.opened.connect(self._open)
        self.circle.moved.connect(self._move)
        self.table = Table(self._columns(), "People")
        self.table.opens(lambda line: self._open(line.id))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._row_chosen())
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        remove = QShortcut(QKeySequence.StandardKey.Delete, self, self._remove_chosen)
        remove.setContext(within)  # PySide6 takes no notice of it in the constructor; Delete in a panel's list is the panel's
        self.setFocusProxy(self.circle)
        return self._laid_out()

    def _laid_out(self) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.circle)
        content = QWidget()
        box = QHBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(card, 5)
        box.addWidget(self.table, 4)
        self.table.setMinimumWidth(200)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beside an open panel there is room for one of the two; the circle says by itself what the list says.
        self.table.setVisible(self.width() >= NARROW)

    def _button(self, words: str, run: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        self.head.addWidget(button)
        return button

    def _columns(self) -> tuple[Column[PersonLine], ...]:
        return (
            Column("Person", _name, strong=True),
            Column("Since then", self._change, 138, tone=self._tone, optional=True, kept=True),
            Column("Ring", lambda p: RINGS[p.about.place.ring], 130, optional=True, kept=True),
            Column("Conflict", lambda p: DEGREES[p.about.conflict], 84, optional=True),
        )

    def _difference(self, line: PersonLine) -> Difference | None:
        return next((d for d in self._differences() if d.person == line.id), None)

    def _change(self, line: PersonLine) -> str:
        found = self._difference(line)
        return found.moved.value if found else ""

    def _tone(self, line: PersonLine) -> str:
        found = self._difference(line)
        return _TONES.get(found.moved, "neutral") if found else "neutral"

    def _differences(self) -> tuple[Difference, ...]:
        snapshot = self.compared.value()
        if self._data is None or snapshot is None:
            return ()
        return compare(snapshot.spots, [line.spot for line in self._data.people])

    def load(self) -> Inventory | None:
        return self.desk.app.read(read.people, self.page.id) if self.page else None

    def present(self, data: Inventory | None) -> None:
        self._data = data
        if data is None:
            return
        self._versions = {line.id: line.version for line in data.people}
        chosen = self.compared.value()
        known = next((s for s in data.snapshots if chosen is not None and s.id == chosen.id), None)
        named = [(f"{s.phase.value.capitalize()} · {short_date(s.on)} {s.on.year}", s) for s in reversed(data.snapshots)]
        self.compared.offer([("No comparison", None), *named], known)
        self.compared.setVisible(bool(data.snapshots))
        self.keep.setVisible(data.writable and bool(data.people))
        self.add.setVisible(data.writable)
        offer = f"The circle has not been kept in the {data.unkept.value} phase yet." if data.unkept else ""
        self.say_under_title(offer if data.writable else "")
        self._show()
        if not data.people:
            words = "Ask who matters in the patient's life, and put them on the circle one by one."
            self.empty("Nobody is in the inventory yet", words, "Add a person" if data.writable else "", self._add)

    def _show(self) -> None:
        if self._data is None:
            return
        differences = self._differences()
        self.circle.show_people(self._data.people, differences, writable=self._data.writable)
        self.table.show_rows(self._data.people)
        self.table.setColumnHidden(1, not differences)
        self.table.choose(self.circle.person)

    def _chosen(self, person: PersonId) -> None:
        self.table.choose(person)

    def _row_chosen(self) -> None:
        line = self.table.current()
        if line is not None and self.table.hasFocus():
            self.circle.choose(line.id)

    def _line(self, person: PersonId | None) -> PersonLine | None:
        return next((line for line in self._data.people if line.id == person), None) if self._data else None

    def _open(self, person: PersonId) -> None:
        line = self._line(person)
        if line is not None and self._data is not None:
            self._panel(line, line.about.place)

    def _add(self) -> None:
        if self._data is not None:
            # The words of the rings stand at the top.
            taken = [0, *(line.about.place.angle for line in self._data.people)]
            self._panel(None, Place(_NEW_RING, free_angle(taken)))

    def _panel(self, line: PersonLine | None, place: Place) -> None:
        if self._data is not None and self.page is not None:
            own = self.desk.app.actor.therapist == self.page.therapist
            panel = PersonPanel(self.desk, self._data, line, place=place, own=own, remove=partial(self._remove, line))
            self.desk.panel(panel)

    def _move(self, person: PersonId, place: Place) -> None:
        if self._writing:
            self._waiting = (person, place)  # the version that it needs is on its way
            return
        line = self._line(person)
        if line is None:
            return
        self._writing = True
        work = partial(self.desk.app.write, inventory.place_person, person, place, version=self._versions[person])
        self.desk.tasks.start(self, work, partial(self._has_moved, line, place), self._not_moved)

    def _has_moved(self, line: PersonLine, place: Place, version: int) -> None:
        self._writing = False
        self._versions[line.id] = version
        back = partial(self.desk.app.write, inventory.place_person, line.id, line.about.place, version=version)
        self.desk.say(f"{line.about.name}: {RINGS[place.ring]}", undo=back)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._move(*waiting)

    def _not_moved(self, reason: BaseException) -> None:
        self._writing, self._waiting = False, None
        self.desk.fail(reason)
        self.stale()

    def _remove_chosen(self) -> None:
        self._remove(self._line(self.circle.person))

    def _remove(self, line: PersonLine | None) -> None:
        if line is None or self._data is None or not self._data.writable:
            return
        self.circle.flush()
        work = partial(self.desk.app.write, inventory.remove_person, line.id, version=self._versions[line.id])

        def removed(version: int) -> None:
            back = partial(self.desk.app.write, inventory.put_back_person, line.id, version=version)
            self.desk.panel(None)
            self.desk.say(f"{line.about.name} is off the circle", undo=back)

        self.desk.do(work, removed, owner=self)

    def _keep(self) -> None:
        if self._data is not None:
            self.circle.flush()
            work = partial(self.desk.app.write, inventory.take_snapshot, self._data.course)
            self.desk.do(work, lambda _: self.desk.say("The circle is kept as it stands"), owner=self)


def _name(line: PersonLine) -> str:
    about = line.about
    relation = about.relation.value + (f", {about.relation_words}" if about.relation_words else "")
    return f"{about.name}\n{relation}{'' if about.alive else ', deceased'}"
