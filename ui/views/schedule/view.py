"""Schedule: a day by therapist or room, a therapist's week, a month; click to book, drag to move, Undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QScrollArea, QStackedWidget, QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import pickers, schedule
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.queries.schedule import MonthBoard
from ibh_desktop.queries.schedule_blocks import Block, Column, DayBoard, Mode
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases.appointments import Before
from ui.dialogs.book import BookPanel
from ui.dialogs.session import Movable, MovePanel
from ui.kit.fields import Choice
from ui.kit.text import long_date, short_date
from ui.kit.view import View
from ui.places import Course, Patients, Schedule
from ui.views.schedule.held import Ghost
from ui.views.schedule.keys import DayGrid
from ui.views.schedule.month import MonthGrid
from ui.views.schedule.turning import turned

KEYS = {Mode.DAY: "D", Mode.ROOMS: "R", Mode.WEEK: "W", Mode.MONTH: "M"}
Board = DayBoard | MonthBoard | None


class ScheduleView(View[Board]):
    """The grid with its day, location, mode and, for a week, therapist; all are kept while turning and coming back."""

    title = "Schedule"
    topics = frozenset({Topic.APPOINTMENTS, Topic.ROSTER, Topic.COURSES, Topic.PLACES})

    def body(self) -> QWidget:
        self._on: date | None = None
        self.mode = Mode.DAY
        self.grid = DayGrid(self.desk.now)
        self.grid.slot_chosen.connect(self._book)
        self.grid.block_opened.connect(self._open)
        self.grid.landed.connect(self._land)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.grid)
        self.month = MonthGrid()
        self.month.day_chosen.connect(self._open_day)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.month)
        self.setFocusProxy(self.grid)
        self._build_head()
        return self.stack

    def _build_head(self) -> None:
        self.who = Choice[TherapistId | None]([("Choose a therapist", None)])
        self.who.setAccessibleName("Therapist of the week")
        self.who.setMinimumWidth(150)
        self.who.picked.connect(self.stale)
        self.who.hide()
        self.head.addWidget(self.who)
        modes = QButtonGroup(self)
        for mode, key in KEYS.items():
            button = QPushButton(mode.value)
            button.setCheckable(True)
            button.setChecked(mode is self.mode)
            button.setToolTip(f"Key {key}")
            button.setAccessibleName(f"Show by {mode.value.lower()}")
            button.clicked.connect(partial(self.show_mode, mode))
            modes.addButton(button)
            self.head.addWidget(button)
            self._shortcut(key, partial(self.show_mode, mode))
        self._modes = dict(zip(KEYS, modes.buttons(), strict=True))
        for words, steps in (("Previous", -1), ("Today", 0), ("Next", 1)):
            turn = QPushButton(words)
            turn.clicked.connect(partial(self.turn, steps))
            self.head.addWidget(turn)
        # As keys of the page, or the scroll area would take them.
        for page, steps in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            self._shortcut(page, partial(self.turn, steps))

    def _shortcut(self, key: str | Qt.Key, run: partial[None]) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(key), self, run, context=within)

    def go(self, place: Schedule) -> None:
        """Show another day or another mode."""
        if place.mode is not None and place.mode is not self.mode:
            self.show_mode(place.mode)
        if place.on is not None and place.on != self._on:
            self._on = place.on
            self.stale()

    def show_mode(self, mode: Mode) -> None:
        """Day, rooms, week or month."""
        self.mode = mode
        self._modes[mode].setChecked(True)
        self.who.setVisible(mode is Mode.WEEK)
        shown: QWidget = self.month if mode is Mode.MONTH else self.grid
        self.setFocusProxy(shown)
        self.stack.setCurrentWidget(self.month if mode is Mode.MONTH else self.area)
        if self.isVisible():
            shown.setFocus()
        if mode is Mode.WEEK and self.who.value() is None:
            self.desk.tasks.start(self, lambda: self.desk.app.read(pickers.therapists), self._offer, self.desk.fail)
        else:
            self.stale()

    def _offer(self, found: list[TherapistChoice]) -> None:
        board = self.grid.board
        first = next((column.therapist for column in board.columns if column.therapist), None) if board else None
        mine = self.desk.app.actor.therapist
        self.who.offer([(one.name, one.id) for one in found], mine or first or (found[0].id if found else None))
        self.stale()

    def place(self) -> tuple[LocationId, ZoneInfo] | None:
        """The chosen location, or the first one: columns of several would not fit."""
        chosen = [p for p in self.desk.locations if p.id == self.desk.location] or self.desk.locations[:1]
        return (chosen[0].id, ZoneInfo(chosen[0].zone)) if chosen else None

    def on(self) -> date:
        """The day that shows, or one of the days."""
        return self._on or self._today()

    def _today(self) -> date:
        where = self.place()
        return self.desk.now().astimezone(where[1] if where else None).date()

    def turn(self, steps: int) -> None:
        """Go on by a day, a week or a month; 0 is today. A day turns over the weekend."""
        self._on = turned(self.on(), self.mode, steps) if steps else None
        self.stale()

    def load(self) -> Board:
        where, app, on = self.place(), self.desk.app, self.on()
        if where is None:
            return None
        location, mine = where[0], app.actor.therapist
        if self.mode is Mode.WEEK and (who := self.who.value()) is not None:
            return app.read(schedule.week, monday=on - timedelta(days=on.weekday()), therapist=who)
        if self.desk.location is None and mine is not None:
            # A therapist who looks at all locations means the one where she works that day.
            location = app.read(schedule.works_at, therapist=mine, on=on) or location
        if self.mode is Mode.MONTH:
            return app.read(schedule.month, first=on.replace(day=1), location=location)
        return app.read(schedule.rooms if self.mode is Mode.ROOMS else schedule.day, on=on, location=location)

    def present(self, data: Board) -> None:
        if data is None:
            self.empty("No locations yet", "A manager adds the first one.")
        elif isinstance(data, MonthBoard):
            self.say_under_title(f"{data.first:%B %Y} · {data.location_name}")
            self.month.show_month(data, self._today())
        else:
            self._present(data)

    def _present(self, data: DayBoard) -> None:
        shown = f"Week of {long_date(data.on)}" if data.mode is Mode.WEEK else long_date(data.on)
        self.say_under_title(f"{shown} · {data.location_name} · times are {_zone(data)}")
        if not data.columns:
            why = f"Closed: {data.closed}." if data.closed else "Nobody works here on this day."
            self.empty(why, "Choose another day or location.", "Next day", partial(self.turn, 1))
            return
        first = self.grid.board is None or (self.grid.board.on, self.grid.board.mode) != (data.on, data.mode)
        self.grid.show_board(data, movable=may(self.desk.app.actor, Permission.BOOK))
        if first:
            self.area.verticalScrollBar().setValue(self.grid.first_pixel())

    def _open_day(self, on: date) -> None:
        self._on = on
        self.show_mode(Mode.DAY)

    def _book(self, column: Column, starts: datetime) -> None:
        if self.grid.board is not None:
            place = self.grid.board.location
            self.desk.panel(BookPanel(self.desk, therapist=column.therapist, location=place, starts=starts))

    def _open(self, block: Block) -> None:
        if block.course is not None:
            self.desk.open(Course(block.course))
        elif block.patient is not None:
            self.desk.open(Patients(block.patient))

    def _land(self, ghost: Ghost) -> None:
        if ghost.reason:
            self.desk.say(ghost.reason)
            return
        block, board = ghost.block, self.grid.board
        assert board is not None
        target = board.columns[ghost.column]
        other = target.therapist is not None and target.therapist != block.therapist
        room = target.room if other or (board.mode is Mode.ROOMS and target.room != block.room) else None
        write = partial(
            self.desk.app.write,
            appointments.move,
            block.id,
            starts=ghost.starts,
            therapist=target.therapist if other else None,
            minutes=ghost.minutes,
            room=room,
            version=block.version,
        )
        words = f"{block.name} moved to {short_date(ghost.starts.date())} {ghost.starts:%H:%M}–{ghost.ends:%H:%M}"
        refused = partial(self._refused, block, target.therapist or block.therapist, ghost.starts)
        self.desk.tasks.start(self, write, lambda before: self._moved(before, words), refused)

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
