"""Book one appointment or a whole course: choose a free time or type one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ibh_desktop.domain.appointments import MINUTES, Kind
from ibh_desktop.domain.clocks import booked_instant
from ibh_desktop.domain.courses import INDICATIONS, VARIANTS, Variant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, RoomId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.series import Planned
from ibh_desktop.domain.typed import parse_when
from ibh_desktop.queries import course_plan, free_slots, pickers
from ibh_desktop.queries.course_plan import CoursePlan
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.pickers import TherapistChoice
from ibh_desktop.usecases import appointments, courses
from ibh_desktop.usecases.courses import Opened
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label, short_date

OFFERED = 12


@dataclass(frozen=True, slots=True)
class Chosen:
    """A time with everything that booking it needs; `starts` carries the location's zone."""

    starts: datetime
    therapist: TherapistId
    location: LocationId
    room: RoomId | None


class BookPanel(FormPanel):
    """Earliest free times with anyone anywhere come first; every choice narrows them."""

    def __init__(
        self,
        desk: Desk,
        *,
        patient: PatientId | None = None,
        therapist: TherapistId | None = None,
        location: LocationId | None = None,
        starts: datetime | None = None,
        course: bool = False,
    ) -> None:
        super().__init__(desk, "Book", save="Book")
        self._wanted = (therapist, starts)
        self._ticket = 0
        self._planning: CoursePlan | None = None
        self.patient = PatientPicker(desk)
        self.what = Choice[Kind | Variant](_offers(desk), VARIANTS[0] if course else Kind.THERAPY)
        self.indication = Choice[str]([(text, text) for text in INDICATIONS])
        self.therapist = Choice[TherapistId | None]([("Anyone suitable", None)])
        here = location or desk.location
        self.location = Choice[LocationId | None]([("Any location", None), *((p.name, p.id) for p in desk.locations)], here)
        self.when = TextField(f"{starts:%m/%d/%Y %H:%M}" if starts else "", "Type a time: tue 3pm, +1w 930")
        self.slots = QListWidget()
        self.slots.setFixedHeight(5 * 26)
        self.preview = QListWidget()
        self.preview.setAccessibleName("Sessions of the course")
        self.preview.setFixedHeight(8 * 26)
        for rows in (self.slots, self.preview):
            rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        if patient is not None:
            self.patient.show_patient(patient)
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer_therapists, desk.fail)

    def _lay_out(self) -> None:
        self.field("patient", "Patient", self.patient)
        self.field("variant", "What", self.what)
        self.field("indication", "Indication", self.indication)
        self.pair("variant", "indication")
        self.field("therapist", "Therapist", self.therapist)
        self.field("location", "Location", self.location)
        self.pair("therapist", "location")
        self.field("starts", "When", self.when)
        self.field("slot", "Earliest free times", self.slots)
        self._preview_title = label("Sessions", "label")
        self.box.addWidget(self._preview_title)
        self.box.addWidget(self.preview)
        self.done_adding()
        for choice in (self.what, self.therapist, self.location):
            choice.picked.connect(self.refresh)
        self.patient.chosen.connect(self.refresh)
        self.when.editingFinished.connect(self._preview)
        self.slots.currentRowChanged.connect(lambda _: self._preview())
        self._show_course(False)

    def _offer_therapists(self, found: list[TherapistChoice]) -> None:
        mine = self.desk.app.actor.therapist
        choices: list[tuple[str, TherapistId | None]] = [("Anyone suitable", None)]
        choices += [(f"{t.name}, {t.credential}", t.id) for t in found if may(self.desk.app.actor, Permission.BOOK, t.id)]
        self.therapist.offer(choices, self._wanted[0] or mine)
        self.refresh()

    def _variant(self) -> Variant | None:
        what = self.what.value()
        return what if isinstance(what, Variant) else None

    def _minutes(self) -> int:
        what = self.what.value()
        return what.minutes if isinstance(what, Variant) else MINUTES[what]

    def refresh(self) -> None:
        """Ask anew for the earliest free times."""
        self._show_course(self._variant() is not None)
        therapist, location = self.therapist.value(), self.location.value()
        if therapist is None and not may(self.desk.app.actor, Permission.BOOK):
            return
        self._ticket += 1
        self.desk.tasks.start(
            self,
            partial(
                self.desk.app.read,
                free_slots.search,
                minutes=self._minutes(),
                therapists=None if therapist is None else [therapist],
                locations=None if location is None else [location],
                patient=self.patient.patient,
                limit=OFFERED,
            ),
            partial(self._show_slots, self._ticket),
            self._broken,
        )

    def _broken(self, reason: BaseException) -> None:
        self._failed(reason)

    def _show_slots(self, ticket: int, found: list[SlotLine]) -> None:
        if ticket != self._ticket:
            return
        self.slots.clear()
        for line in found:
            item = QListWidgetItem(
                f"{short_date(line.starts.date())}  {line.starts:%H:%M %Z}  {line.therapist_name}, {line.location_name}"
            )
            item.setData(Qt.ItemDataRole.UserRole, line)
            self.slots.addItem(item)
        if not found:
            self.slots.addItem("Nothing is free in the next four weeks")
        if not self.when.value():
            self.slots.setCurrentRow(0)
        self._preview()

    def _show_course(self, on: bool) -> None:  # noqa: FBT001 - a state, as in setVisible
        for widget in (self.preview, self._preview_title):
            widget.setVisible(on)
        self.indication.setEnabled(on)
        self.save_button.setText("Book the course" if on else "Book")

    def chosen(self) -> Chosen:
        """The typed time, or the free time that is selected; raise `Refused` when there is neither."""
        if not self.when.value():
            line = self.slots.currentItem().data(Qt.ItemDataRole.UserRole) if self.slots.currentItem() is not None else None
            if not isinstance(line, SlotLine):
                raise Refused("Choose a free time or type one.", field="starts")
            return Chosen(line.starts, line.therapist, line.location, line.room)
        therapist, location = self.therapist.value(), self.location.value()
        if therapist is None:
            raise Refused("Choose a therapist for a time you type yourself.", field="therapist")
        if location is None:
            raise Refused("Choose a location for a time you type yourself.", field="location")
        zone = ZoneInfo(next(p.zone for p in self.desk.locations if p.id == location))
        on, at = parse_when(self.when.value(), self.desk.now().astimezone(zone).date())
        starts = booked_instant(on, at, zone).astimezone(zone)
        return Chosen(starts, therapist, location, self._room(therapist, location))

    def _room(self, therapist: TherapistId, location: LocationId) -> RoomId | None:
        lines = (self.slots.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.slots.count()))
        return next((line.room for line in lines if line and (line.therapist, line.location) == (therapist, location)), None)

    def _plan(self) -> CoursePlan | None:
        variant = self._variant()
        if variant is None or self.patient.patient is None:
            return None
        chosen = self.chosen()
        return CoursePlan(self.patient.patient, chosen.therapist, chosen.location, chosen.room, variant.code, chosen.starts)

    def _preview(self) -> None:
        self.preview.clear()
        self._planning = None
        try:
            wanted = self._planning = self._plan()
        except Refused:
            return
        if wanted is None:
            self.preview.addItem("Choose patient and time to see the dates")
            return
        self.desk.tasks.start(
            self,
            lambda: self.desk.app.read(course_plan.plan, wanted),
            lambda rows: self._show_plan(wanted, rows),
            self._broken,
        )

    def _show_plan(self, wanted: CoursePlan, rows: list[Planned]) -> None:
        if wanted is not self._planning:
            return
        self.preview.clear()
        for row in rows:
            at = row.slot.starts.astimezone(wanted.starts.tzinfo)
            words = f"{row.number:>2}" if row.number else "skipped: " + row.reason
            self.preview.addItem(f"{short_date(at.date())}  {at:%H:%M}   {words}")
        self._preview_title.setText(f"{sum(bool(row.number) for row in rows)} sessions")

    def save(self) -> Callable[[], object]:
        patient, chosen, variant = self.patient.value(), self.chosen(), self._variant()
        if variant is not None:
            plan = CoursePlan(patient, chosen.therapist, chosen.location, chosen.room, variant.code, chosen.starts)
            return partial(self.desk.app.write, courses.open_course, plan, indication=self.indication.value())
        what = self.what.value()
        assert isinstance(what, Kind)
        return partial(
            self.desk.app.write,
            appointments.book,
            patient=patient,
            therapist=chosen.therapist,
            location=chosen.location,
            starts=chosen.starts,
            kind=what,
            room=chosen.room,
        )

    def saved(self, result: object) -> None:
        app, chosen = self.desk.app, self.chosen()
        when = f"{short_date(chosen.starts.date())} {chosen.starts:%H:%M}"
        if isinstance(result, Opened):
            self.desk.say(
                f"{len(result.appointments)} sessions booked from {when}", undo=partial(app.write, courses.unopen, result)
            )
        elif isinstance(result, int):
            self.desk.say(f"Booked for {when}", undo=partial(app.write, appointments.unbook, [AppointmentId(result)]))
        super().saved(result)


def _offers(desk: Desk) -> list[tuple[str, Kind | Variant]]:
    kinds: list[tuple[str, Kind | Variant]] = [
        (f"{kind.value.capitalize()}, {MINUTES[kind]} minutes", kind) for kind in Kind if kind is not Kind.GROUP
    ]
    if may(desk.app.actor, Permission.OPEN_COURSE):
        kinds += [(f"Course: {variant.name}", variant) for variant in VARIANTS]
    return kinds
