"""Schedule: a day at one location; click to book, drag to move, Undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import schedule
from ibh_desktop.queries.schedule import Block, DayBoard
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.appointments import Before
from ui.dialogs.book import BookPanel
from ui.dialogs.session import Movable, MovePanel
from ui.kit.text import long_date, short_date
from ui.kit.view import View
from ui.places import Course, Patients, Schedule
from ui.views.schedule.grid import DayGrid


class ScheduleView(View[DayBoard | None]):
    """The grid with its day and location."""

    title = "Schedule"
    topics = frozenset({Topic.APPOINTMENTS, Topic.ROSTER, Topic.COURSES, Topic.PLACES})

    def body(self) -> QWidget:
        self._on: date | None = None
        self.grid = DayGrid(self.desk.now)
        self.grid.slot_chosen.connect(self._book)
        self.grid.block_opened.connect(self._open)
        self.grid.block_moved.connect(self._move)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.grid)
        self.setFocusProxy(self.grid)
        for words, days in (("Previous", -1), ("Today", 0), ("Next", 1)):
            button = QPushButton(words)
            button.clicked.connect(partial(self.turn, days))
            self.head.addWidget(button)
        # As keys of the page, or the scroll area would take them.
        for key, days in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(key), self, partial(self.turn, days), context=within)
        return self.area

    def go(self, place: Schedule) -> None:
        """Show another day."""
        if place.on is not None and place.on != self._on:
            self._on = place.on
            self.stale()

    def place(self) -> tuple[LocationId, ZoneInfo] | None:
        """The chosen location, or the first one: columns of several would not fit."""
        chosen = [p for p in self.desk.locations if p.id == self.desk.location] or self.desk.locations[:1]
        return (chosen[0].id, ZoneInfo(chosen[0].zone)) if chosen else None

    def on(self) -> date:
        """The day that shows."""
        where = self.place()
        return self._on or self.desk.now().astimezone(where[1] if where else None).date()

    def turn(self, days: int) -> None:
        """Go some days on; 0 is today. Weekends are passed over."""
        on = self.on() + timedelta(days=days)
        while days and on.weekday() > 4:
            on += timedelta(days=days)
        self._on = on if days else None
        self.stale()

    def load(self) -> DayBoard | None:
        where, app, on = self.place(), self.desk.app, self.on()
        if where is None:
            return None
        location, mine = where[0], app.actor.therapist
        if self.desk.location is None and mine is not None:
            # A therapist who looks at all locations means the one where she works that day.
            location = app.read(schedule.works_at, therapist=mine, on=on) or location
        return app.read(schedule.day, on=on, location=location)

    def present(self, data: DayBoard | None) -> None:
        if data is None:
            self.empty("No locations yet", "A manager adds the first one.")
            return
        self.say_under_title(f"{long_date(data.on)} · {data.location_name} · times are {_zone(data)}")
        if not data.columns:
            why = f"Closed: {data.closed}." if data.closed else "Nobody works here on this day."
            self.empty(why, "Choose another day or location.", "Next day", partial(self.turn, 1))
            return
        first = self.grid.board is None or self.grid.board.on != data.on
        self.grid.show_board(data, movable=may(self.desk.app.actor, Permission.BOOK))
        if first:
            self.area.verticalScrollBar().setValue(self.grid.first_pixel())

    def _book(self, therapist: TherapistId, starts: datetime) -> None:
        if self.grid.board is not None:
            self.desk.panel(BookPanel(self.desk, therapist=therapist, location=self.grid.board.location, starts=starts))

    def _open(self, block: Block) -> None:
        if block.course is not None:
            self.desk.open(Course(block.course))
        elif block.patient is not None:
            self.desk.open(Patients(block.patient))

    def _move(self, block: Block, therapist: TherapistId, starts: datetime) -> None:
        room = next((c.room for c in self.grid.board.columns if c.therapist == therapist), None) if self.grid.board else None
        write = partial(
            self.desk.app.write,
            appointments.move,
            block.id,
            starts=starts,
            therapist=None if therapist == block.therapist else therapist,
            room=None if therapist == block.therapist else room,
            version=block.version,
        )
        words = f"{block.name} moved to {short_date(starts.date())} {starts:%H:%M}"
        refused = partial(self._refused, block, therapist, starts)
        self.desk.tasks.start(self, write, lambda before: self._moved(before, words), refused)
        self.grid.drop_ghost()

    def _refused(self, block: Block, therapist: TherapistId, starts: datetime, reason: BaseException) -> None:
        zone = starts.tzinfo
        if isinstance(reason, Refused) and reason.field == "passed_reason" and isinstance(zone, ZoneInfo):
            # A drag cannot say why; the panel can.
            movable = Movable(block.id, block.starts.date(), zone, block.status, block.therapist, block.version)
            who = None if therapist == block.therapist else therapist
            self.desk.panel(MovePanel(self.desk, movable, block.name, starts=starts, therapist=who, because=reason))
        else:
            self.desk.fail(reason)

    def _moved(self, before: Before, words: str) -> None:
        self.desk.say(words, undo=partial(self.desk.app.write, appointments.restore, before))


def _zone(data: DayBoard) -> str:
    return f"{datetime.combine(data.on, datetime.min.time(), data.zone):%Z}"
