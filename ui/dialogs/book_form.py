"""The fields of a booking: who, what, with whom, where, when."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.appointments import MINUTES, Kind
from ibh_desktop.domain.courses import ADVICE, CUSTOM, GROUP, INDICATIONS, MAINTENANCE, VARIANTS, Variant, session_kind
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import CourseId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.queries import free_slots, next_weekly, pickers
from ibh_desktop.queries.free_slots import SlotLine
from ibh_desktop.queries.next_weekly import NextWeekly
from ibh_desktop.queries.openings import Sought
from ibh_desktop.queries.pickers import TherapistChoice
from ui.dialogs.book_offers import Chosen, SlotList, offers, typed_instants
from ui.dialogs.book_people import MorePatients
from ui.dialogs.book_rows import RowsEditor
from ui.dialogs.patient_picker import PatientPicker
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label
from ui.places import Schedule

OFFERED = 12


class BookForm(FormPanel):
    """Earliest free times with anyone anywhere come first; every choice narrows them."""

    sought = Signal(object)
    """For which visit of which patient a time is looked for; None while there is no patient."""

    def __init__(
        self,
        desk: Desk,
        *,
        patient: PatientId | None = None,
        therapist: TherapistId | None = None,
        location: LocationId | None = None,
        starts: datetime | None = None,
        course: bool = False,
        anywhere: bool = False,
        follows: CourseId | None = None,
        kind: Kind = Kind.THERAPY,
    ) -> None:
        super().__init__(desk, "Book", save="Book")
        self._wanted, self.follows = (therapist, starts), follows
        self._ticket = 0
        self.patient = PatientPicker(desk)
        self.more = MorePatients(desk)
        kept: list[tuple[str, Kind | Variant]] = [(MAINTENANCE.name, MAINTENANCE)]
        self.what = Choice[Kind | Variant](kept if follows else offers(desk), VARIANTS[0] if course else kind)
        self.indication = Choice[str]([(text, text) for text in INDICATIONS])
        self.planned = TextField()
        self.therapist = Choice[TherapistId | None]([("Anyone suitable", None)])
        here = None if anywhere else location or desk.location
        self.location = Choice[LocationId | None]([("Any location", None), *((p.name, p.id) for p in desk.locations)], here)
        self.when = TextField(f"{starts:%m/%d/%Y %H:%M}" if starts else "", "Type a time: tue 3pm, +1w 930")
        self.which = Choice[datetime]([])
        self.slots = SlotList()
        self.in_schedule = QPushButton("Show free times in the schedule")
        self.in_schedule.setObjectName("flat")
        self.in_schedule.clicked.connect(self._open_schedule)
        self.rows = RowsEditor()
        self.preview = self.rows.list
        self.payer, self.warning = label("", "notice", wrap=True), label("", "problem", wrap=True)
        self.passed = TextField(placeholder="Why it is booked all the same")
        self.over = TextField(placeholder="Only to book over what is there")
        self._lay_out()
        if patient is not None:
            self.patient.show_patient(patient)
        desk.tasks.start(self, lambda: desk.app.read(pickers.therapists), self._offer_therapists, desk.fail)

    def _lay_out(self) -> None:
        self.field("patient", "Patient", self.patient)
        self.field("variant", "What", self.what)
        self.field("planned", "How many, weekly", self.planned)
        self.pair("variant", "planned")
        self.advice = label("", "notice", wrap=True)
        self.box.addWidget(self.advice)
        self.field("more", "Other patients", self.more)
        self.field("indication", "Indication", self.indication)
        self.field("therapist", "Therapist", self.therapist)
        self.field("location", "Location", self.location)
        self.pair("therapist", "location")
        self.field("starts", "When", self.when)
        self.field("which", "This hour comes twice", self.which)
        self.field("slot", "Earliest free times", self.slots)
        self.box.addWidget(self.in_schedule)
        self.field("slots", "", self.rows)
        self.box.addWidget(self.payer)
        self.box.addWidget(self.warning)
        self.field("passed_reason", "Reason", self.passed)
        self.field("overbook_reason", "Book over, with a reason", self.over)
        self.done_adding()
        for name in ("which", "passed_reason"):
            self.show_field(name, shown=False)
        self.show_field("overbook_reason", shown=may(self.desk.app.actor, Permission.OVERBOOK))
        for words in (self.warning, self.payer):
            words.hide()
        self.in_schedule.hide()
        self._connect()
        self._show_what()

    def _connect(self) -> None:
        self.what.picked.connect(self._another)
        for choice in (self.therapist, self.location):
            choice.picked.connect(self.refresh)
        self.patient.chosen.connect(self.refresh)
        self.when.editingFinished.connect(self._typed)
        self.planned.editingFinished.connect(self.replan)
        self.slots.currentRowChanged.connect(lambda _: self.replan())
        self.which.picked.connect(self.replan)
        self.rows.changed.connect(self.preview_rows)

    def _offer_therapists(self, found: list[TherapistChoice]) -> None:
        mine = self.desk.app.actor.therapist
        choices: list[tuple[str, TherapistId | None]] = [("Anyone suitable", None)]
        choices += [(f"{t.name}, {t.credential}", t.id) for t in found if may(self.desk.app.actor, Permission.BOOK, t.id)]
        self.therapist.offer(choices, self._wanted[0] or mine)
        self.refresh()

    def variant(self) -> Variant | None:
        """The course that is chosen, if it is one."""
        what = self.what.value()
        return what if isinstance(what, Variant) else None

    def kind(self) -> Kind:
        """What each visit is."""
        what = self.what.value()
        return what if isinstance(what, Kind) else session_kind(what.code)

    def seeks(self) -> Sought | None:
        """The visit that looks for a time, once there is a patient."""
        patient = self.patient.patient
        return None if patient is None else Sought(self.minutes(), patient, self.kind())

    def _open_schedule(self) -> None:
        sought, chosen = self.seeks(), self.slots.chosen()
        if sought is not None:
            on = None if chosen is None else chosen.starts.date()
            self.desk.open(Schedule(on, "day", patient=sought.patient, minutes=sought.minutes, kind=sought.kind))

    def propose(self, therapist: TherapistId | None, location: LocationId, starts: datetime) -> None:
        """Take a time that was chosen in the schedule."""
        self.therapist.choose(therapist)
        self.location.choose(location)
        self.when.setText(f"{starts:%m/%d/%Y %H:%M}")
        self.refresh()
        self.save_button.setFocus()

    def several(self) -> bool:
        """Whether more than one patient may come."""
        return self.what.value() in (Kind.FAMILY, Kind.GROUP, GROUP)

    def minutes(self) -> int:
        """How long each visit lasts."""
        what = self.what.value()
        return what.minutes if isinstance(what, Variant) else MINUTES[what]

    def count(self) -> int:
        """How many visits; raise `Refused` when it is no number."""
        text = self.planned.value()
        if not text.isdecimal():
            raise Refused("Give a number of weeks, such as 8; 1 books once.", field="planned")
        return int(text)

    def _another(self) -> None:
        self._show_what()
        self.refresh()

    def _show_what(self) -> None:
        variant = self.variant()
        self.planned.setText("1" if variant is None else str(variant.planned))
        self.planned.setEnabled(self.what.value() is not Kind.GROUP and (variant is None or variant.code == CUSTOM))
        self.show_field("indication", shown=variant is not None)
        self.advice.setText(ADVICE.get(variant.code, "") if variant else "")
        self.advice.setVisible(bool(self.advice.text()))
        self.show_field("more", shown=self.several())
        self.save_button.setText("Book" if variant is None else "Book the course")
        self.show_rows()

    def show_rows(self) -> None:
        """The dates of more than one visit."""
        self.rows.setVisible(self.variant() is not None or self.planned.value() != "1")

    def refresh(self) -> None:
        """Ask anew for the earliest free times."""
        therapist, location, patient = self.therapist.value(), self.location.value(), self.patient.patient
        if therapist is None and not may(self.desk.app.actor, Permission.BOOK):
            return
        self._ticket += 1
        self.sought.emit(self.seeks())
        self.in_schedule.setVisible(patient is not None and self.variant() is None)
        app, minutes, variant = self.desk.app, self.minutes(), self.variant()
        course = None if variant is None else timedelta(days=(variant.planned - 1) * variant.cadence_days)
        who, where = None if therapist is None else [therapist], None if location is None else [location]
        kind = self.kind()

        def search() -> list[SlotLine]:
            return app.read(
                free_slots.search,
                minutes=minutes,
                therapists=who,
                locations=where,
                patient=patient,
                limit=OFFERED,
                kind=kind,
                course=course,
            )

        weekly = patient is not None and kind is Kind.THERAPY and variant is None

        def work() -> tuple[list[SlotLine], NextWeekly | None]:
            usual = app.read(next_weekly.proposal, patient) if weekly and patient is not None else None
            return search(), usual

        self.desk.tasks.start(self, work, partial(self._show_slots, self._ticket), self._broken)

    def _broken(self, reason: BaseException) -> None:
        self._failed(reason)

    def _show_slots(self, ticket: int, both: tuple[list[SlotLine], NextWeekly | None]) -> None:
        if ticket != self._ticket:
            return
        found, usual = both
        if usual is not None and not self._fits(usual.line):
            usual = None
        self.slots.show_offers(found, usual)
        if not self.when.value():
            self.slots.setCurrentRow(0)
        self.replan()

    def _fits(self, line: SlotLine) -> bool:
        return self.therapist.value() in (None, line.therapist) and self.location.value() in (None, line.location)

    def _typed(self) -> None:
        """Ask which instant is meant where the clock comes twice."""
        self.show_field("which", shown=False)
        zone = self._zone()
        if self.when.value() and zone is not None:
            try:
                found = typed_instants(self.when.value(), self.desk.now(), zone)
            except Refused:
                found = []
            if len(found) == 2:
                self._ask_which(found)
        self.replan()

    def _ask_which(self, found: list[tuple[str, datetime]]) -> None:
        self.which.offer(found, found[0][1])
        self.show_field("which", shown=True)

    def _zone(self) -> ZoneInfo | None:
        return next((ZoneInfo(p.zone) for p in self.desk.locations if p.id == self.location.value()), None)

    def chosen(self) -> Chosen:
        """The typed time, or the free time that is selected; raise `Refused` when there is neither."""
        if not self.when.value():
            chosen = self.slots.chosen()
            if chosen is None:
                raise Refused("Choose a free time or type one.", field="starts")
            return chosen
        therapist, location, zone = self.therapist.value(), self.location.value(), self._zone()
        if therapist is None:
            raise Refused("Choose a therapist for a time you type yourself.", field="therapist")
        if location is None or zone is None:
            raise Refused("Choose a location for a time you type yourself.", field="location")
        found = typed_instants(self.when.value(), self.desk.now(), zone)
        if len(found) == 2 and self.which.isHidden():
            self._ask_which(found)
            raise Refused("The clocks go back and this hour comes twice. Choose which one is meant.", field="which")
        starts = self.which.value() if len(found) == 2 else found[0][1]
        return Chosen(starts, therapist, location, self.slots.room(therapist, location))

    def replan(self) -> None:
        """Patient, time or number changed: look at the dates again."""
        raise NotImplementedError

    def preview_rows(self) -> None:
        """Show the dates of the series."""
        raise NotImplementedError
