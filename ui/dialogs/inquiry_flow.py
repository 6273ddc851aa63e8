"""From a request to registered and booked in one flow: each step is saved, and the flow can be taken up again after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.errors import IbhError, Refused
from ibh_desktop.domain.ids import AppointmentId, InquiryId, LocationId, PatientId
from ibh_desktop.domain.inquiries import Outcome, require_open, require_outcome
from ibh_desktop.domain.people import folded
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.queries.inquiry import InquiryFile
from ibh_desktop.queries.patients import PatientHit
from ibh_desktop.usecases import appointments, inquiries
from ibh_desktop.usecases.courses import Opened
from ibh_desktop.usecases.inquiry_rows import Before
from ibh_desktop.usecases.patients import Details
from ui.dialogs.book import BookPanel
from ui.dialogs.patient import PatientPanel, registered
from ui.dialogs.waitlist_entry import WaitlistPanel
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.text import label, short_date, us_date

Then = Callable[[PatientId], None]


def register_and_book(desk: Desk, file: InquiryFile) -> None:
    """Go on where the request stands: register or link the person, then book; says why when it may not be booked now."""
    _once_registered(desk, file, Outcome.BOOKED, partial(_book, desk, file))


def put_on_waitlist(desk: Desk, file: InquiryFile) -> None:
    """Register or link the person, then ask what they wait for; the request closes itself. Says why when it may not be."""
    _once_registered(desk, file, Outcome.WAITLIST, lambda patient: desk.panel(WaitlistPanel(desk, patient, request=file.id)))


def _once_registered(desk: Desk, file: InquiryFile, outcome: Outcome, then: Then) -> None:
    try:
        require_open(file.standing.outcome)
        require_outcome(replace(file.standing, patient_known=True), outcome)
    except Refused as reason:
        desk.say(reason.sentence)
        return
    if file.patient is not None:
        then(file.patient)
    elif file.alike:
        desk.panel(WhoPanel(desk, file, then))
    else:
        _register(desk, file, then)


def _register(desk: Desk, file: InquiryFile, then: Then) -> None:
    if may(desk.app.actor, Permission.EDIT_PATIENT):
        desk.panel(RegisterPanel(desk, file, then))
    else:
        desk.say("The front desk registers patients. Assign the request to somebody there.")


def _book(desk: Desk, file: InquiryFile, patient: PatientId) -> None:
    desk.panel(IntakePanel(desk, file.id, patient, file.details.location))


class WhoPanel(FormPanel):
    """Somebody of this name or phone is registered already: link the request to them, or register somebody new."""

    def __init__(self, desk: Desk, file: InquiryFile, then: Then) -> None:
        super().__init__(desk, "Registered already?", save="Go on")
        self._file, self._then = file, then
        about = f"{file.name} asks. These people have the same phone, or the same name and date of birth."
        self.box.addWidget(label(about, "secondary", wrap=True))
        people = [(f"{hit.name}, {us_date(hit.born)}, number {hit.number}", hit.id) for hit in file.alike]
        first = next((hit.id for hit in file.alike if _same_name(hit, file)), None)
        self.who = Choice[PatientId | None]([("Somebody new: register", None), *people], first)
        self.field("patient", "Who it is", self.who)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        patient = self.who.value()
        if patient is None:
            return lambda: None
        return partial(self.desk.app.write, inquiries.link, self._file.id, patient, version=self._file.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        patient = self.who.value()
        if patient is None:
            _register(self.desk, self._file, self._then)
        else:
            self._then(patient)


def _same_name(hit: PatientHit, file: InquiryFile) -> bool:
    return folded(hit.name) == folded(f"{file.details.family} {file.details.given}")


class RegisterPanel(PatientPanel):
    """Registration with what the request says; patient and link are saved together."""

    def __init__(self, desk: Desk, file: InquiryFile, then: Then) -> None:
        said = file.details
        typed = Details(
            given=said.given,
            family=said.family,
            born=said.born or desk.now().date(),
            phone=said.phone,
            email=said.email,
            state="AL",
            location=said.location or desk.location,
        )
        super().__init__(desk, typed=typed, then=then)
        self._request = file
        if said.born is None:
            self.born.clear()

    def focus_first(self) -> None:
        """Begin with what the request does not say."""
        if self._request.details.born is None:
            self.born.setFocus()
        else:
            super().focus_first()

    def save(self) -> Callable[[], object]:
        write: Callable[[], PatientId] = partial(
            self.desk.app.write,
            inquiries.register,
            self._request.id,
            self.details(),
            although_known=self._although_known,
            version=self._request.version,
        )
        return lambda: registered(self.desk, write())


@dataclass(frozen=True, slots=True)
class _Done:
    """What was booked, and how the request stood before it closed; `why_open` says why it did not."""

    booked: object
    before: Before | None
    why_open: str = ""


class IntakePanel(BookPanel):
    """Booking with patient, place and intake chosen; once booked the request closes itself."""

    def __init__(self, desk: Desk, inquiry: InquiryId, patient: PatientId, location: LocationId | None) -> None:
        super().__init__(desk, patient=patient, location=location, kind=Kind.INTAKE)
        self._inquiry = inquiry

    def save(self) -> Callable[[], object]:
        book, write, key = super().save(), self.desk.app.write, self._inquiry

        def work() -> _Done:
            booked = book()
            visit = _first(booked)
            if visit is None:
                return _Done(booked, None)
            try:
                return _Done(booked, write(inquiries.close, key, outcome=Outcome.BOOKED, appointment=visit))
            except IbhError as reason:
                # The visit stands; the request stays open with its patient, for somebody to look at.
                return _Done(booked, None, reason.sentence)

        return work

    def saved(self, result: object) -> None:
        done = result if isinstance(result, _Done) else _Done(result, None)
        chosen = self.chosen()
        super().saved(done.booked)
        when = f"{short_date(chosen.starts.date())} {chosen.starts:%H:%M}"
        if done.why_open:
            self.desk.say(f"Booked for {when}. The request stays open: {done.why_open}")
        elif done.before is not None and isinstance(done.booked, int):
            undo = partial(_undo, self.desk, done.before, AppointmentId(done.booked))
            self.desk.say(f"Booked for {when}, and the request is closed", undo=undo)


def _undo(desk: Desk, before: Before, visit: AppointmentId) -> None:
    desk.app.write(inquiries.take_back, before)
    desk.app.write(appointments.unbook, [visit])


def _first(booked: object) -> AppointmentId | None:
    if isinstance(booked, Opened):
        return booked.appointments[0]
    if isinstance(booked, tuple) and booked:
        return AppointmentId(booked[0])
    return AppointmentId(booked) if isinstance(booked, int) else None
