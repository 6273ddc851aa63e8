"""Today: one row a visit, one key moves a row on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import today
from ibh_desktop.queries.today import Group, TodayLine
from ui.dialogs.opening import concern_panel, letter_menu
from ui.kit.flow import FlowLayout
from ui.kit.table import Column, GroupRow, Table
from ui.kit.text import clock, label, long_date
from ui.kit.view import View
from ui.places import About, Course, Patients, Schedule
from ui.views.today.alerts import Alerts

if TYPE_CHECKING:
    from ibh_desktop.usecases.before import Before

KEYS = {
    "A": (Status.CHECKED_IN, "Arrived"),
    "S": (Status.IN_SESSION, "In session"),
    "D": (Status.COMPLETED, "Done"),
    "N": (Status.NO_SHOW, "No-show"),
    "C": (Status.CONFIRMED, "Confirmed"),
}
TONES = {
    Status.SCHEDULED: "neutral",
    Status.CONFIRMED: "info",
    Status.CHECKED_IN: "warning",
    Status.IN_SESSION: "accent",
    Status.COMPLETED: "success",
    Status.NO_SHOW: "danger",
}
LATE = timedelta(minutes=5)


class TodayView(View[list[TodayLine]]):
    """The queue of a location or all, refreshed as things happen; waits tick once a minute."""

    title = "Today"
    topics = frozenset({Topic.APPOINTMENTS, Topic.COURSES, Topic.PATIENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self.alerts = Alerts(self.desk, self)
        if (page := self.layout()) is not None:
            page.addWidget(self.alerts)  # above the board, and there when the board is empty
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        actions = FlowLayout()
        for key, (status, words) in KEYS.items():
            button = QPushButton(f"{words}  {key}")
            button.clicked.connect(partial(self.mark, status))
            actions.addWidget(button)
        worried = QPushButton("I am worried")
        worried.setToolTip("Ctrl+Shift+W")
        worried.clicked.connect(lambda: self.desk.panel(concern_panel(self.desk, self.patient_shown())))
        actions.addWidget(worried)
        self.count = label("", "secondary")
        self.count.setMinimumHeight(button.sizeHint().height())
        actions.addWidget(self.count)
        box.addLayout(actions)
        self.table = Table(self._columns(), "Visits of the day")
        self.table.opens(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: letter_menu(self.desk, self.letter_about(), self.table.viewport(), at)
        )
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._lines: list[TodayLine] = []
        self._last: Before | None = None
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        return content

    def _columns(self) -> tuple[Column[TodayLine], ...]:
        return (
            Column(
                "Time",
                lambda v: f"{v.starts:%H:%M}" + (f" {v.starts:%Z}" if self.desk.location is None else ""),
                88,
                right=True,
            ),
            Column("Waited", self._waited, 118, tone=self._wait_tone),
            Column("Patient", lambda v: v.patient_name, strong=True),
            Column("Session", lambda v: v.session or v.kind, 134, optional=True),
            Column("Therapist", lambda v: v.therapist, 130, optional=True),
            Column("Room", self._room, 118, optional=True),
            Column("Status", _status, 132, tone=_tone, optional=True, kept=True),
            Column(
                "Due",
                _due,
                138,
                tone=lambda v: "danger" if v.safety or _flagged(v) else "warning",
            ),
        )

    def _tick(self) -> None:
        self.table.viewport().update()
        self.alerts.tick()

    def patient_shown(self) -> PatientId | None:
        """Whose visit the cursor is on."""
        visit = self.table.current()
        return visit.patient if visit else None

    def letter_about(self) -> About | None:
        """What a letter that is begun here is about: the visit that the cursor is on."""
        visit = self.table.current()
        if visit is None:
            return None
        words = f"{visit.patient_name}, {clock(visit.starts)} with {visit.therapist}"
        return About(words, course=visit.course, visit=visit.id, patient=visit.patient)

    def _waited(self, visit: TodayLine) -> str:
        now = self.desk.now()
        if visit.group is Group.WAITING and visit.arrived_at:
            minutes = int((now - visit.arrived_at).total_seconds() // 60)
            return f"{minutes} min" + (", long" if minutes >= self._limit() else "")
        if visit.group is Group.EXPECTED and now - visit.starts > LATE:
            return f"{int((now - visit.starts).total_seconds() // 60)} min late"
        return ""

    def _room(self, visit: TodayLine) -> str:
        return visit.room if self.desk.location else f"{visit.location} {visit.room.removeprefix('Room ')}"

    def _wait_tone(self, visit: TodayLine) -> str:
        if visit.group is Group.EXPECTED:
            return "warning"
        return "danger" if self._waited(visit).endswith("long") else "neutral"

    def _limit(self) -> int:
        welcomed = getattr(self.desk, "welcomed", None)
        return welcomed.settings.wait_alert_minutes if welcomed else 15

    def on(self) -> date:
        """Today at the chosen location, or in Alabama."""
        place = next((p for p in self.desk.locations if p.id == self.desk.location), None)
        return self.desk.now().astimezone(ZoneInfo(place.zone if place else HOME_ZONE)).date()

    def reload(self) -> None:
        super().reload()
        self.alerts.reload()

    def load(self) -> list[TodayLine]:
        return self.desk.app.read(today.board, on=self.on(), location=self.desk.location)

    def present(self, data: list[TodayLine]) -> None:
        self._lines = data
        place = next((p.name for p in self.desk.locations if p.id == self.desk.location), "All locations")
        self.say_under_title(f"{long_date(self.on())} · {place}")
        waiting = sum(v.group is Group.WAITING for v in data)
        self.count.setText(f"{len(data)} visits, {waiting} waiting")
        if not data:
            self.table.show_rows([])  # a key must not move somebody on who is out of sight
            self.empty(
                "No visits today", "Nobody is booked for today at this location.", "Open the schedule", self._to_schedule
            )
            return
        rows: list[TodayLine | GroupRow] = []
        for group in Group:
            members = [visit for visit in data if visit.group is group]
            if members:
                rows += [GroupRow(group.value, len(members)), *members]
        self.table.show_rows(rows)

    def _to_schedule(self) -> None:
        self.desk.open(Schedule())

    def _open(self, visit: TodayLine) -> None:
        self.desk.open(Course(visit.course) if visit.course else Patients(visit.patient))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if key in KEYS:
            self.mark(KEYS[key][0])
        elif key == "U":
            self.take_back()
        else:
            super().keyPressEvent(event)

    def choose(self, patient: PatientId) -> None:
        """Put the cursor on a patient's visit."""
        self.table.choose(next((visit.id for visit in self._lines if visit.patient == patient), None))

    def mark(self, status: Status) -> None:
        """Move the chosen visit on; Undo is offered."""
        visit = self.table.current()
        if visit is None:
            return
        words = f"{visit.patient_name}: {status.value} {clock(_local(self.desk.now(), visit))}"

        def work() -> Before:
            from ibh_desktop.usecases import appointments  # noqa: PLC0415 - start-up: brings the rules of booking

            return self.desk.app.write(appointments.mark, visit.id, status=status, version=visit.version)

        self.desk.do(work, lambda before: self._marked(before, words), owner=self)

    def _marked(self, before: Before, words: str) -> None:
        self._last = before
        self.desk.say(words, undo=self._restore(before))

    def _restore(self, before: Before) -> Callable[[], None]:
        def work() -> None:
            from ibh_desktop.usecases import appointments  # noqa: PLC0415 - start-up: see `mark`

            self.desk.app.write(appointments.restore, before)

        return work

    def take_back(self) -> None:
        """Undo the last move made here."""
        before, self._last = self._last, None
        if before is not None:
            self.desk.do(self._restore(before), lambda _: self.desk.say("Undone"), owner=self)


def _local(now: datetime, visit: TodayLine) -> datetime:
    return now.astimezone(visit.starts.tzinfo)


def _status(visit: TodayLine) -> str:
    return visit.status.value + (" · overbooked" if visit.overbooked else "")


def _tone(visit: TodayLine) -> str:
    return TONES.get(visit.status, "neutral")


def _due(visit: TodayLine) -> str:
    if visit.safety:
        return "Tell the clinician"
    return "Therapist calls" if _flagged(visit) else visit.due


def _flagged(visit: TodayLine) -> bool:
    # Whoever missed a visit while a risk flag stands is called today, by the therapist (DOMAIN.md 1.7.4).
    return visit.flagged and visit.status is Status.NO_SHOW
