"""Today: one row a visit, one key moves a row on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.ids import AppointmentId, PatientId
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import today
from ibh_desktop.queries.today import Group, TodayLine
from ui.dialogs.opening import (
    cancel_visit,
    concern_panel,
    find_visit,
    letter_menu,
    put_visit_right,
    tell_of_visit,
    walk_in,
)
from ui.kit.cells import GroupRow, grouped
from ui.kit.desk import Desk, place_name
from ui.kit.flow import FlowLayout
from ui.kit.latest import Latest
from ui.kit.letters import Letters, push
from ui.kit.table import Table
from ui.kit.text import clock, long_date
from ui.kit.view import View
from ui.places import About, Course, Patients, Schedule
from ui.views.today.alerts import Alerts
from ui.views.today.columns import Dues, Waits, columns
from ui.views.today.steps import Steps

if TYPE_CHECKING:
    from ui.dialogs.visit import Told

KEYS = {
    "A": (Status.CHECKED_IN, "Arrived"),
    "S": (Status.IN_SESSION, "In session"),
    "D": (Status.COMPLETED, "Done"),
    "N": (Status.NO_SHOW, "No-show"),
    "C": (Status.CONFIRMED, "Confirmed"),
    "L": (Status.LEFT_BEFORE_SEEN, "Left"),
}
ABOUT_VISIT, AT_THE_DESK = "XTR", "WF"
"""The other letters, by where their buttons stand."""
AFTERWARDS = 200
"""Milliseconds after the board at which its papers are asked for."""
FEW = 40
"""So many changed visits are read one by one; after more, all are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Lines of the board: all of them, or those that the change of some visits can have touched."""

    lines: list[TodayLine]
    changed: frozenset[AppointmentId] | None


class TodayView(View[Loaded]):
    """The queue of a location or all, refreshed as things happen; waits tick once a minute."""

    title = "Today"
    topics = frozenset({Topic.APPOINTMENTS, Topic.COURSES, Topic.PATIENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self.steps = Steps(self.desk, self)
        marks = {key: (words, partial(self.mark, status)) for key, (status, words) in KEYS.items()}
        self._letters = Letters(marks | self._more(), hidden={"U": ("Undo", self.take_back)})
        self._whole, self._changed = True, set[AppointmentId]()
        self._papers: dict[AppointmentId, tuple[str, ...]] = {}
        self._latest = Latest(self, self.desk.tasks, self.desk.fail)
        # When the board has been painted: nobody waits for what it says besides.
        self.papers_due = QTimer(self, interval=AFTERWARDS, singleShot=True)
        self.papers_due.timeout.connect(lambda: self._latest.ask(self._load_papers, self._present_papers))
        self.alerts = Alerts(self.desk, self)
        if (page := self.layout()) is not None:
            page.addWidget(self.alerts)  # above the board, and there when the board is empty
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._actions_row())
        self.table = Table(
            columns(self.desk, Waits(self.desk.now, self._limit), Dues(self._lacking)), "Visits of the day", several=True
        )
        self.table.opens(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: letter_menu(self.desk, self.letter_about(), self.table.viewport(), at)
        )
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._lines: list[TodayLine] = []
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        return content

    def _actions_row(self) -> FlowLayout:
        """Buttons for the keys that concern the chosen visit; what begins with a person at the desk stands beside the title."""
        actions = FlowLayout()
        for button in self._letters.buttons("".join(KEYS) + ABOUT_VISIT):
            actions.addWidget(button)
        for button in self._letters.buttons(AT_THE_DESK):
            self.head.addWidget(button)
        worried = push("I am worried", lambda: self.desk.panel(concern_panel(self.desk, self.patient_shown())))
        worried.setToolTip("Ctrl+Shift+W")
        self.head.addWidget(worried)
        return actions

    def _more(self) -> dict[str, tuple[str, Callable[[], None]]]:
        """The letters that do more than move a visit on."""
        return {
            "X": ("Cancel", partial(self._about_visit, cancel_visit)),
            "W": ("Walk-in", partial(walk_in, self.desk, self.steps.did)),
            "F": ("Find anyone", partial(find_visit, self.desk, self.steps.did)),
            "T": ("Tell", partial(self._about_visit, tell_of_visit)),
            "R": ("Put right", partial(self._about_visit, put_visit_right)),
        }

    def _about_visit(self, run: Callable[[Desk, AppointmentId, Told], None]) -> None:
        if (visit := self.table.current()) is not None:
            run(self.desk, visit.id, self.steps.did)

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

    def _limit(self) -> int:
        welcomed = getattr(self.desk, "welcomed", None)
        return welcomed.settings.wait_alert_minutes if welcomed else 15

    def on(self) -> date:
        """Today at the chosen location, or in Alabama."""
        place = next((p for p in self.desk.locations if p.id == self.desk.location), None)
        return self.desk.now().astimezone(ZoneInfo(place.zone if place else HOME_ZONE)).date()

    def reload(self) -> None:
        self._whole = True
        super().reload()
        self.alerts.reload()

    def heard(self, changes: list[Change]) -> None:
        ours = [change for change in changes if change.topic in self.topics]
        self._changed |= {AppointmentId(change.subject) for change in ours if change.subject is not None}
        one_by_one = all(change.action in today.ONE_VISIT and change.subject is not None for change in ours)
        if ours and one_by_one and len(self._changed) <= FEW and self.isVisible() and not self._stale:
            super().reload()  # of these visits alone
        else:
            super().heard(changes)

    def load(self) -> Loaded:
        changed = None if self._whole else frozenset(self._changed)
        return Loaded(self.desk.app.read(today.board, on=self.on(), location=self.desk.location, changed=changed), changed)

    def present(self, data: Loaded) -> None:
        # News that came after this was asked for have asked anew, and then this answer was dropped.
        self._whole, self._changed = False, set()
        if data.changed is None:
            self._show(data.lines, self.table.show_rows)
        else:
            self._show(today.merged(self._lines, data.lines, data.changed), self.table.renew_rows)

        self.papers_due.start()

    def _load_papers(self) -> dict[AppointmentId, tuple[str, ...]]:
        from ibh_desktop.queries import today_papers  # noqa: PLC0415 - start-up: only when the board shows

        return self.desk.app.read(today_papers.papers, on=self.on(), location=self.desk.location)

    def _present_papers(self, found: dict[AppointmentId, tuple[str, ...]]) -> None:
        if found != self._papers:
            self._papers = found
            self.table.viewport().update()

    def _lacking(self, visit: TodayLine) -> tuple[str, ...]:
        return self._papers.get(visit.id, ())

    def _show(self, data: list[TodayLine], show: Callable[[list[TodayLine | GroupRow]], None]) -> None:
        self._lines = data
        place = place_name(self.desk)
        waiting = sum(v.group is Group.WAITING for v in data)
        visits = "1 visit" if len(data) == 1 else f"{len(data)} visits"
        self.say_under_title(f"{long_date(self.on())} · {place} · {visits}, {waiting} waiting")
        if not data:
            self.table.show_rows([])  # a key must not move somebody on who is out of sight
            self.empty(
                "No visits today", "Nobody is booked for today at this location.", "Open the schedule", self._to_schedule
            )
            return
        show(grouped((group.value, [visit for visit in data if visit.group is group]) for group in Group))

    def _to_schedule(self) -> None:
        self.desk.open(Schedule())

    def _open(self, visit: TodayLine) -> None:
        self.desk.open(Course(visit.course) if visit.course else Patients(visit.patient))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._letters.heard(event):
            super().keyPressEvent(event)

    def choose(self, patient: PatientId) -> None:
        """Put the cursor on a patient's visit."""
        self.table.choose(next((visit.id for visit in self._lines if visit.patient == patient), None))

    def mark(self, status: Status) -> None:
        """Move the chosen visits on; Undo is offered."""
        self.steps.mark(self.table.chosen(), status)

    def take_back(self) -> None:
        """Undo the last step made here."""
        self.steps.take_back()
