"""People who stand at the desk: somebody without an appointment, and somebody whose visit is at another location."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton

from ibh_desktop.domain.appointments import MINUTES, Kind, Status
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId
from ibh_desktop.domain.people import folded
from ibh_desktop.queries import free_slots, today
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.today import Group, TodayLine
from ibh_desktop.usecases import appointments, board
from ui.dialogs.patient_picker import PatientPicker
from ui.dialogs.visit import Told
from ui.kit import discreet
from ui.kit.desk import Desk, here, today_here
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.latest import Latest
from ui.kit.text import clock, label

SHOWN = 30
_HEIGHT = 180


class Times(QListWidget):
    """The free times of today at one location; the first one is chosen."""

    def __init__(self, desk: Desk, failed: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._desk, self._latest = desk, Latest(self, desk.tasks, failed)
        self.setMinimumHeight(_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def ask(self, location: LocationId, *, minutes: int, kind: Kind, patient: PatientId | None) -> None:
        """Look for times between now and midnight at a location."""
        place = next(p for p in self._desk.locations if p.id == location)
        now = self._desk.now().astimezone(ZoneInfo(place.zone))
        left = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - now
        self._latest.ask(
            partial(
                self._desk.app.read,
                free_slots.search,
                minutes=minutes,
                locations=[location],
                patient=patient,
                kind=kind,
                limit=SHOWN,
                piece=left,
                horizon=left,
            ),
            self._show,
        )

    def _show(self, lines: Sequence[SlotLine]) -> None:
        self.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.starts:%H:%M %Z}   {line.therapist_name}   {', '.join(line.reasons)}")
            item.setData(Qt.ItemDataRole.UserRole, line)
            self.addItem(item)
        if not lines:
            self.addItem("Nobody is free here today.")
        self.setCurrentRow(0)

    def value(self) -> SlotLine:
        """The chosen time; raise `Refused` when there is none."""
        item = self.currentItem()
        line = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if not isinstance(line, SlotLine):
            raise Refused("Nobody is free here today. Book another day, or look at another location.")
        return line


class WalkInPanel(FormPanel):
    """Books a time of today and checks the patient in, in one step."""

    def __init__(self, desk: Desk, told: Told) -> None:
        super().__init__(desk, "Walk-in", save="Book and check in")
        self._told = told
        place = here(desk)
        self.patient = PatientPicker(desk)
        self.location = Choice[LocationId]([(p.name, p.id) for p in desk.locations], place.id if place else None)
        kinds = [(f"{kind.value.capitalize()}, {MINUTES[kind]} min", kind) for kind in Kind if kind is not Kind.GROUP]
        self.kind = Choice[Kind](kinds, Kind.THERAPY)
        self.times = Times(desk, self._failed)
        self.passed = TextField(placeholder="Why it is done all the same")
        self.field("patient", "Patient", self.patient)
        self.field("location", "Location", self.location)
        self.field("kind", "What", self.kind)
        self.pair("location", "kind")
        self.field("starts", "Times of today", self.times)
        self.field("passed_reason", "Reason", self.passed)
        self.show_field("passed_reason", shown=False)
        self.done_adding()
        for choice in (self.location, self.kind):
            choice.picked.connect(self.refresh)
        self.patient.chosen.connect(self.refresh)
        self.times.itemActivated.connect(lambda _: self.submit())
        self.refresh()

    def refresh(self) -> None:
        """Look for times anew."""
        kind = self.kind.value()
        self.times.ask(self.location.value(), minutes=MINUTES[kind], kind=kind, patient=self.patient.patient)

    def save(self) -> Callable[[], object]:
        line = self.read("starts")
        assert isinstance(line, SlotLine)
        return partial(
            self.desk.app.write,
            board.walk_in,
            patient=self.patient.value(),
            therapist=line.therapist,
            location=line.location,
            starts=line.starts,
            room=line.room,
            kind=self.kind.value(),
            passed_reason=self.passed.value(),
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        assert isinstance(result, int)
        self._told("Booked and waiting", partial(self.desk.app.write, board.leave, AppointmentId(result)))


class FindVisitPanel(FormPanel):
    """Finds a visit of today anywhere by the patient's name, for somebody who stands at the desk.

    At its own place it is an arrival; elsewhere it is met by video from here, or moved to a time here.
    """

    def __init__(self, desk: Desk, told: Told) -> None:
        place = here(desk)
        assert place is not None
        super().__init__(desk, f"Who came to {place.name}?", save="Check in here")
        self._told, self._place = told, place
        self._lines: list[TodayLine] = []
        self.line = TextField(placeholder="Part of the name")
        self.found = QListWidget()
        self.found.setMinimumHeight(_HEIGHT)
        self.where = label("", "secondary", wrap=True)
        self.times = Times(desk, self._failed)
        self.move_button = QPushButton("Move to this time and check in")
        self.move_button.setToolTip("Alt+M")
        self.passed = TextField(placeholder="Why it is done all the same")
        self.field("line", "Name", self.line)
        self.field("visit", "Visits of today", self.found)
        self.box.addWidget(self.where)
        self.field("starts", "Or a time here, today", self.times)
        self.field("passed_reason", "Reason", self.passed)
        self.show_field("passed_reason", shown=False)
        self.box.addWidget(self.move_button)
        self.done_adding()
        self.line.textChanged.connect(lambda _: self._show())
        self.line.returnPressed.connect(self.submit)
        self.found.itemActivated.connect(lambda _: self.submit())
        self.found.currentItemChanged.connect(lambda *_: self._chosen())
        self.move_button.clicked.connect(self._move)
        QShortcut(QKeySequence("Alt+M"), self, self._move)
        desk.tasks.start(self, partial(desk.app.read, today.board, on=today_here(desk)), self._offer, self._failed)
        self._chosen()

    def _offer(self, lines: list[TodayLine]) -> None:
        self._lines = [visit for visit in lines if visit.group is Group.EXPECTED]
        self._show()

    def _show(self) -> None:
        words = folded(self.line.value()).split()
        self.found.clear()
        for visit in self._lines:
            if all(any(part.startswith(word) for part in folded(visit.patient_name).split()) for word in words):
                name = discreet.name(visit.patient_name)
                item = QListWidgetItem(f"{visit.starts:%H:%M %Z}  {name}\n{visit.location}, {visit.therapist}")
                item.setData(Qt.ItemDataRole.UserRole, visit)
                self.found.addItem(item)
        if not self.found.count():
            self.found.addItem("Nobody of that name is expected anywhere today.")
        self.found.setCurrentRow(0)

    def _visit(self) -> TodayLine | None:
        item = self.found.currentItem()
        visit = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return visit if isinstance(visit, TodayLine) else None

    def _chosen(self) -> None:
        visit = self._visit()
        elsewhere = visit is not None and visit.place != self._place.id
        self.show_field("starts", shown=elsewhere)
        self.move_button.setVisible(elsewhere)
        self.save_button.setText("Check in: seen by video from here" if elsewhere else "Check in here")
        self.where.setVisible(elsewhere)
        if visit is not None and elsewhere:
            who = f"The visit is at {visit.location} with {visit.therapist}"
            self.where.setText(f"{who}, who sees the patient by video or phone.")
            minutes = int((visit.ends - visit.starts).total_seconds() // 60)
            self.times.ask(self._place.id, minutes=minutes, kind=Kind.THERAPY, patient=visit.patient)

    def save(self) -> Callable[[], object]:
        visit = self._visit()
        if visit is None:
            raise Refused("Nobody of that name is expected today. Take a walk-in, or look into the file.", field="visit")
        write = self.desk.app.write
        if visit.place == self._place.id:
            return partial(write, appointments.mark, visit.id, status=Status.CHECKED_IN, version=visit.version)
        return partial(write, board.arrive_elsewhere, visit.id, location=self._place.id, version=visit.version)

    def _move(self) -> None:
        self.clear_problems()
        visit = self._visit()
        try:
            line = self.read("starts")
        except Refused as reason:
            self.show_problem(reason)
            return
        if visit is None or not isinstance(line, SlotLine):
            return
        self.run(
            partial(
                self.desk.app.write,
                board.move_here,
                visit.id,
                location=line.location,
                therapist=line.therapist,
                starts=line.starts,
                room=line.room,
                version=visit.version,
                passed_reason=self.passed.value(),
            )
        )

    def saved(self, result: object) -> None:
        visit = self._visit()
        super().saved(result)
        assert isinstance(result, appointments.Before)
        name = discreet.name(visit.patient_name) if visit else "Visit"
        words = f"{name}: {Status.CHECKED_IN.value} {clock(self.desk.now().astimezone(ZoneInfo(self._place.zone)))}"
        self._told(words, partial(self.desk.app.write, appointments.restore, result))
