"""Find a time: the next times with anyone suitable, or the weekly hours that are free for a whole course; Enter books one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from ibh_desktop.domain.appointments import MINUTES, Kind, Modality
from ibh_desktop.domain.courses import INDICATIONS, VARIANTS, Variant
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, Scope, may, scope
from ibh_desktop.domain.roster import WEEKDAYS
from ibh_desktop.domain.wishes import Wish
from ibh_desktop.queries import free_slots, weekly_hours
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.weekly_hours import Weekly, WeeklyLine
from ui.dialogs.book import BookPanel
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk
from ui.kit.fields import Choice, ClockField, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.latest import Latest
from ui.kit.text import short_date

L = TypeVar("L", SlotLine, WeeklyLine)
SHOWN = 60
MISSING = 2
"""Weeks of a course that may be taken already: the preview skips them."""


class FindPanel(FormPanel):
    """Every choice narrows the list at once; a course is looked for by its weekly hour."""

    def __init__(self, desk: Desk, *, patient: PatientId | None = None) -> None:
        super().__init__(desk, "Find a time", save="Book this time")
        self._latest = Latest(self, desk.tasks, self._failed)
        self.patient = PatientPicker(desk)
        self.what = Choice[Kind | Variant](_offers(desk), Kind.THERAPY)
        self.location = Choice[LocationId | None](
            [("Any location", None), *((p.name, p.id) for p in desk.locations)], desk.location
        )
        self.treats = Choice[str]([("Anything", ""), *((words, words) for words in INDICATIONS)])
        self.language = TextField("", "any language")
        self.gender = Choice[str]([("Anyone", ""), ("A woman", "F"), ("A man", "M")])
        self.modality = Choice[str]([("Any way", ""), *((m.value.capitalize(), m.value) for m in Modality)])
        self.trained = Tick("IPT-trained only")
        self.not_before, self.not_after = ClockField(), ClockField()
        self.days = tuple(Tick(day[:2]) for day in WEEKDAYS[:6])
        self.found = QListWidget()
        self.found.setMinimumHeight(200)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.itemActivated.connect(lambda _: self.submit())
        self._lay_out()
        if patient is not None:
            self.patient.show_patient(patient)
        self.refresh()

    def _lay_out(self) -> None:
        self.field("patient", "Patient, if known", self.patient)
        self.field("what", "What", self.what)
        self.field("location", "Location", self.location)
        self.field("modality", "How", self.modality)
        self.pair("location", "modality")
        self.field("treats", "Treats", self.treats)
        self.field("language", "Language", self.language)
        self.pair("treats", "language")
        self.field("gender", "Therapist", self.gender)
        self.field("trained", "Training", self.trained)
        self.pair("gender", "trained")
        self.field("not_before", "Not before", self.not_before)
        self.field("not_after", "Not after", self.not_after)
        self.pair("not_before", "not_after")
        self.field("days", "Days", self._days())
        self.field("found", "Times", self.found)
        self.done_adding()
        for choice in (self.what, self.location, self.treats, self.gender, self.modality):
            choice.picked.connect(self.refresh)
        for tick in (self.trained, *self.days):
            tick.toggled.connect(lambda _: self.refresh())
        for line in (self.language, self.not_before, self.not_after):
            line.editingFinished.connect(self.refresh)
        self.patient.chosen.connect(self.refresh)

    def _days(self) -> QWidget:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for tick, day in zip(self.days, WEEKDAYS, strict=False):
            tick.setAccessibleName(day)
            row.addWidget(tick)
        row.addStretch()
        inside.setFocusProxy(self.days[0])
        return inside

    def wish(self) -> Wish:
        """What is asked for; raise `Refused` at the field of a time that is none."""
        return Wish(
            ipt_trained=self.trained.value(),
            language=self.language.value(),
            gender=self.gender.value(),
            indication=self.treats.value(),
            modality=self.modality.value(),
            weekdays=frozenset(n for n, tick in enumerate(self.days) if tick.value()),
            not_before=self._clock("not_before", self.not_before, time(0)),
            not_after=self._clock("not_after", self.not_after, time.max),
        )

    def _clock(self, name: str, line: ClockField, otherwise: time) -> time:
        if not line.text().strip():
            return otherwise
        at = self.read(name)
        assert isinstance(at, time)
        return at

    def refresh(self) -> None:
        """Ask anew; an answer that a later question overtook is dropped."""
        self._latest.forget()
        self.clear_problems()
        try:
            wish = self.wish()
        except Refused as reason:
            self.show_problem(reason)
            return
        location, what = self.location.value(), self.what.value()
        places = None if location is None else [location]
        read = self.desk.app.read
        if isinstance(what, Variant):
            asked = Weekly(what.minutes, what.planned, MISSING, None, self._people(), places, self.patient.patient, wish)
            self._latest.ask(partial(read, weekly_hours.search, asked, limit=SHOWN), partial(self._show, words=_weekly_words))
            return
        look = partial(
            read,
            free_slots.search,
            minutes=MINUTES[what],
            therapists=self._people(),
            locations=places,
            patient=self.patient.patient,
            limit=SHOWN,
            kind=what,
            wish=wish,
        )
        self._latest.ask(look, partial(self._show, words=_slot_words))

    def _people(self) -> list[TherapistId] | None:
        # A therapist books her own patients only: what she could not book is not offered.
        mine = self.desk.app.actor.therapist
        return [mine] if mine is not None and scope(self.desk.app.actor, Permission.BOOK) is Scope.OWN else None

    def _show(self, lines: Sequence[L], words: Callable[[L], str]) -> None:
        self.found.clear()
        for line in lines:
            item = QListWidgetItem(words(line))
            item.setData(Qt.ItemDataRole.UserRole, line)
            self.found.addItem(item)
        if not lines:
            self.found.addItem("Nothing fits. Take a wish away, or look at another location.")
        self.found.setCurrentRow(0)

    def submit(self) -> None:
        """Open the booking panel with the time that is chosen."""
        item = self.found.currentItem()
        line = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(line, SlotLine | WeeklyLine):
            starts = line.first if isinstance(line, WeeklyLine) else line.starts
            self.desk.panel(
                BookPanel(
                    self.desk,
                    patient=self.patient.patient,
                    therapist=line.therapist,
                    location=line.location,
                    starts=starts,
                    course=isinstance(line, WeeklyLine),
                )
            )


def _slot_words(line: SlotLine) -> str:
    when = f"{short_date(line.starts.date())}  {line.starts:%H:%M %Z}"
    return f"{when}   {', '.join(line.reasons)}\n{line.therapist_name}, {line.location_name}"


def _weekly_words(line: WeeklyLine) -> str:
    missing = f", not {' and '.join(f'{on.day} {on:%b}' for on in line.missing)}" if line.missing else ""
    first = f"{line.first.day} {line.first:%b}"
    when = f"{WEEKDAYS[line.first.weekday()]}s {line.first:%H:%M %Z} from {first}   {line.free} of {line.weeks} free"
    return f"{when}\n{line.therapist_name}, {line.location_name}{missing}"


def _offers(desk: Desk) -> list[tuple[str, Kind | Variant]]:
    kinds: list[tuple[str, Kind | Variant]] = [(f"{kind.value.capitalize()}, {MINUTES[kind]} min", kind) for kind in Kind]
    if may(desk.app.actor, Permission.OPEN_COURSE):
        kinds += [(f"Course: {variant.name}", variant) for variant in VARIANTS]
    return kinds
