"""The life events of a course, oldest first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.life_events import MOODS, written
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import life_events as read
from ibh_desktop.queries.life_events import EventLine, LifeEvents
from ibh_desktop.usecases import life_events
from ui.dialogs.life_event import LifeEventPanel
from ui.kit.table import Column, Table
from ui.views.course.part import CoursePart


class EventsPart(CoursePart[LifeEvents | None]):
    """Enter opens an event, Delete takes it off the list."""

    id = "events"
    title = "Events"
    topics = frozenset({Topic.COURSES})

    def body(self) -> QWidget:
        self._data: LifeEvents | None = None
        self.add = QPushButton("Add an event")
        self.add.setObjectName("primary")
        self.add.clicked.connect(lambda: self._panel(None))
        self.head.addWidget(self.add)
        self.table = Table(
            (
                Column[EventLine]("When", _when, 214),
                Column[EventLine]("What happened", lambda e: e.about.title, strong=True),
                Column[EventLine]("Mood", _mood, 156, tone=_tone),
                Column[EventLine]("Kind", lambda e: e.about.kind.value, 104, optional=True, kept=True),
                Column[EventLine]("Who", lambda e: e.person_name, 120, optional=True),
                Column[EventLine]("Bears on", lambda e: e.about.area.value if e.about.area else "", 190, optional=True),
            ),
            "Life events",
        )
        self.table.opens(self._panel)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        remove = QShortcut(QKeySequence.StandardKey.Delete, self, self._remove_current)
        remove.setContext(within)  # PySide6 takes no notice of it in the constructor; Delete in a panel's list is the panel's
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> LifeEvents | None:
        return self.desk.app.read(read.events, self.page.id) if self.page else None

    def present(self, data: LifeEvents | None) -> None:
        self._data = data
        if data is None:
            return
        self.add.setVisible(data.writable)
        self.table.show_rows(data.events)
        if not data.events:
            words = "Set the symptoms against what happened: note events with a day, a month or only a year."
            action = "Add an event" if data.writable else ""
            self.empty("No event is noted yet", words, action, lambda: self._panel(None))

    def _panel(self, line: EventLine | None) -> None:
        if self._data is not None:
            self.desk.panel(LifeEventPanel(self.desk, self._data, line, partial(self._remove, line)))

    def _remove_current(self) -> None:
        self._remove(self.table.current())

    def _remove(self, line: EventLine | None) -> None:
        if line is None or self._data is None or not self._data.writable:
            return

        def removed(version: int) -> None:
            self.desk.panel(None)
            back = partial(self.desk.app.write, life_events.put_back_event, line.id, version=version)
            self.desk.say("The event is off the list", undo=back)

        self.desk.do(partial(self.desk.app.write, life_events.remove_event, line.id, version=line.version), removed, owner=self)


def _when(line: EventLine) -> str:
    about = line.about
    return written(about.begins) + (f" to {written(about.ends)}" if about.ends else "")


def _mood(line: EventLine) -> str:
    return "" if line.about.mood is None else MOODS[line.about.mood]


def _tone(line: EventLine) -> str:
    mood = line.about.mood or 0
    return "success" if mood > 0 else "warning" if mood < 0 else "neutral"
