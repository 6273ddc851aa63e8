"""Schedule: a day by therapist or room, a therapist's week, a month; click to book, drag to move, Undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QScrollArea, QStackedWidget, QWidget

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import pickers, schedule, schedule_month
from ibh_desktop.queries.openings import Sought
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.queries.schedule import Block, Column, DayBoard
from ibh_desktop.queries.schedule_month import MonthBoard
from ui.kit.fields import Choice
from ui.kit.flow import FlowLayout
from ui.kit.text import label, long_date
from ui.kit.view import View
from ui.places import Course, Patients, Schedule
from ui.views.schedule.grid import DayGrid
from ui.views.schedule.landing import Landing
from ui.views.schedule.letters import VisitLetters
from ui.views.schedule.month import MonthGrid, next_month
from ui.views.schedule.moving import move, said, undo
from ui.views.schedule.seek import Seeker, booking

MODES = {"day": ("Day", "D"), "rooms": ("Rooms", "R"), "week": ("Week", "W"), "month": ("Month", "M")}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a mode shows, and whose weeks can be shown."""

    board: DayBoard | MonthBoard
    therapists: tuple[TherapistChoice, ...] = ()
    therapist: TherapistId | None = None


class ScheduleView(View[Shown | None]):
    """The calendar with its mode, date and location."""

    title = "Schedule"
    topics = frozenset({Topic.APPOINTMENTS, Topic.ROSTER, Topic.COURSES, Topic.PLACES})

    def body(self) -> QWidget:
        self._on: date | None = None
        self.mode = "day"
        self.therapist: TherapistId | None = None
        self._scrolled: object = None
        self._beside: QWidget | None = None
        self.grid, self.month = DayGrid(self.desk.now), MonthGrid(self.desk.now)
        self.grid.slot_chosen.connect(self._book)
        self.grid.block_opened.connect(self._open)
        self.grid.block_moved.connect(self._move)
        self.grid.refused.connect(self.desk.say)
        self.month.day_chosen.connect(lambda on: self.desk.open(Schedule(on, "day")))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.grid)
        # What the hand or the arrow keys reach comes into view, clear of the columns' heads.
        self.grid.reached.connect(lambda x, y: self.area.ensureVisible(x, y, 70, 64))
        self.pictures = QStackedWidget()
        self.pictures.addWidget(self.area)
        self.pictures.addWidget(self.month)
        self.setFocusProxy(self.grid)
        self._bar()
        for words, way in (("Previous", -1), ("Today", 0), ("Next", 1)):
            button = QPushButton(words)
            button.clicked.connect(partial(self.turn, way))
            self.head.addWidget(button)
        self._keys()
        self.seeker = Seeker(self.desk, self.grid, self.legend)
        self.letter_about = VisitLetters(self.desk, self.grid).about
        return self.pictures

    def _bar(self) -> None:
        """Mode and therapist stand above the picture, and stay when there is none."""
        bar = QWidget(self)
        row = FlowLayout(bar)
        self.modes: dict[str, QPushButton] = {}
        for mode, (words, key) in MODES.items():
            button = QPushButton(f"{words}  {key}")
            button.setObjectName("mode")
            button.setCheckable(True)
            button.setAccessibleName(f"{words} view")
            button.clicked.connect(partial(self.change, mode))
            self.modes[mode] = button
            row.addWidget(button)
        self.modes["day"].setChecked(True)
        self.who = Choice[TherapistId]([])
        self.who.setMinimumContentsLength(24)
        self.who.setAccessibleName("Therapist of the week")
        self.who.picked.connect(self._pick)
        self.who.hide()
        row.addWidget(self.who)
        self.legend = label("", "secondary")
        self.legend.setMinimumHeight(self.modes["day"].sizeHint().height())
        self.legend.hide()
        row.addWidget(self.legend)
        if (page := self.layout()) is not None:
            page.addWidget(bar)

    def _keys(self) -> None:
        # As keys of the page, or the scroll area would take them.
        keys: list[tuple[Qt.Key | str, Callable[[], None]]] = [
            (Qt.Key.Key_PageDown, partial(self.turn, 1)),
            (Qt.Key.Key_PageUp, partial(self.turn, -1)),
            *((key, partial(self.change, mode)) for mode, (_, key) in MODES.items()),
        ]
        for key, run in keys:
            QShortcut(QKeySequence(key), self, run, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def go(self, place: Schedule) -> None:
        """Show another day, mode or therapist; what the place leaves open stays."""
        wanted = (place.on or self._on, place.mode or self.mode, place.therapist or self.therapist)
        if wanted != (self._on, self.mode, self.therapist):
            self._on, self.mode, self.therapist = wanted
            self.stale()
        self._aim()
        if place.patient is not None:
            self.seeker.seek(Sought(place.minutes, place.patient, place.kind))

    def beside(self, panel: QWidget | None) -> None:
        """A panel opens or closes at the right: times glow for whom it books."""
        self._beside = panel
        if (books := booking(panel)) is not None:
            books.sought.connect(self.seeker.seek)
            if books.seeks() is not None:
                self.seeker.seek(books.seeks())
        elif not self.grid.holds:
            self.seeker.seek(None)

    def change(self, mode: str, _checked: object = None) -> None:
        """Another mode of the same date."""
        self.mode = mode
        self._aim()
        self.stale()
        self.setFocus()

    def _aim(self) -> None:
        for mode, button in self.modes.items():
            button.setChecked(mode == self.mode)
        self.setFocusProxy(self.month if self.mode == "month" else self.grid)
        self.who.setVisible(self.mode == "week")

    def _pick(self) -> None:
        self.therapist = self.who.value()
        self.stale()

    def reload(self) -> None:
        """As every page; but what the hand holds is not hidden behind "Loading"."""
        super().reload()
        if self.grid.holds and not self.states.showing:
            self.states.content()

    def place(self) -> tuple[LocationId, ZoneInfo] | None:
        """The chosen location, or the first one: columns of several would not fit."""
        chosen = [p for p in self.desk.locations if p.id == self.desk.location] or self.desk.locations[:1]
        return (chosen[0].id, ZoneInfo(chosen[0].zone)) if chosen else None

    def on(self) -> date:
        """The day that shows, or a day of the week or month that shows."""
        where = self.place()
        return self._on or self.desk.now().astimezone(where[1] if where else None).date()

    def turn(self, way: int, _checked: object = None) -> None:
        """Go one day, week or month on or back; 0 is today. Weekends are passed over."""
        on = self.on()
        if self.mode == "month" and way:
            on = next_month(on, way)
        elif self.mode == "week":
            on += timedelta(days=7 * way)
        else:
            on += timedelta(days=way)
            while way and on.weekday() > 4:
                on += timedelta(days=way)
        self._on = on if way else None
        self.stale()

    def load(self) -> Shown | None:
        where, app, on = self.place(), self.desk.app, self.on()
        if where is None:
            return None
        location, mine = where[0], app.actor.therapist
        if self.mode == "week":
            return self._load_week(on, location)
        if self.desk.location is None and mine is not None and self.mode != "month":
            # A therapist who looks at all locations means the one where she works that day.
            location = app.read(schedule.works_at, therapist=mine, on=on) or location
        if self.mode == "month":
            return Shown(app.read(schedule_month.month, on=on, location=location))
        return Shown(app.read(schedule.rooms if self.mode == "rooms" else schedule.day, on=on, location=location))

    def _load_week(self, on: date, location: LocationId) -> Shown | None:
        app = self.desk.app
        people = tuple(app.read(pickers.therapists))
        known = {one.id for one in people}
        wanted = next((key for key in (self.therapist, app.actor.therapist) if key in known), None)
        chosen = wanted or (people[0].id if people else None)
        if chosen is None:
            return None
        monday = on - timedelta(days=on.weekday())
        return Shown(app.read(schedule.week, monday=monday, therapist=chosen, location=location), people, chosen)

    def present(self, data: Shown | None) -> None:
        self._aim()
        if data is None:
            self.empty("No locations yet" if self.place() is None else "No therapists yet", "A manager adds the first one.")
        elif isinstance(data.board, MonthBoard):
            self.say_under_title(f"{data.board.first:%B %Y} · {data.board.location_name}")
            self.pictures.setCurrentWidget(self.month)
            self.month.show_month(data.board, self.on())
        else:
            self._present_board(data, data.board)

    def _present_board(self, data: Shown, board: DayBoard) -> None:
        if data.therapists:
            offered = [(f"{one.name}, {one.credential}", one.id) for one in data.therapists]
            self.who.offer(offered, data.therapist)
        when = long_date(board.on) if self.mode != "week" else f"Week of {long_date(board.on)}"
        self.say_under_title(f"{when} · {board.heading} · times are {_zone(board)}")
        if not board.columns:
            why = f"Closed: {board.closed}." if board.closed else "Nobody works here on this day."
            self.empty(why, "Choose another day or location.", "Next day", partial(self.turn, 1))
            return
        self.pictures.setCurrentWidget(self.area)
        self.grid.show_board(board, movable=may(self.desk.app.actor, Permission.BOOK))
        self.seeker.look()
        if self._scrolled != (shown := (self.mode, board.on, board.location)):
            self._scrolled = shown
            self.area.verticalScrollBar().setValue(self.grid.first_pixel())

    def _book(self, column: Column, starts: datetime) -> None:
        if self.grid.board is not None:
            where = column.location or self.grid.board.location
            panel, sought = booking(self._beside), self.seeker.sought
            if panel is not None and panel.patient.patient is not None:
                panel.propose(column.therapist, where, starts)
                return
            patient, kind = (sought.patient, sought.kind) if sought is not None else (None, Kind.THERAPY)
            from ui.dialogs.book import BookPanel  # noqa: PLC0415 - start-up: see `booking`

            who = column.therapist
            self.desk.panel(BookPanel(self.desk, patient=patient, therapist=who, location=where, starts=starts, kind=kind))

    def _open(self, block: Block) -> None:
        if block.course is not None:
            self.desk.open(Course(block.course))
        elif block.patient is not None:
            self.desk.open(Patients(block.patient))

    def _move(self, held: Landing, column: Column) -> None:
        words = said(held, column)
        self.desk.tasks.start(
            self,
            move(self.desk, held, column),
            lambda before: self.desk.say(words, undo=undo(self.desk, before)),
            partial(self._refused, held, column),
        )

    def _refused(self, held: Landing, column: Column, reason: BaseException) -> None:
        zone, block = held.starts.tzinfo, held.block
        if isinstance(reason, Refused) and reason.field == "passed_reason" and isinstance(zone, ZoneInfo):
            from ui.dialogs.session import Movable, MovePanel  # noqa: PLC0415 - start-up: see `booking`

            # A drag cannot say why; the panel can.
            movable = Movable(block.id, block.starts.date(), zone, block.status, block.therapist, block.version)
            who = None if column.therapist == block.therapist else column.therapist
            self.desk.panel(MovePanel(self.desk, movable, block.name, starts=held.starts, therapist=who, because=reason))
        else:
            self.desk.fail(reason)


def _zone(data: DayBoard) -> str:
    return f"{datetime.combine(data.on, datetime.min.time(), data.zone):%Z}"
