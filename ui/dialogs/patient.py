"""Register a patient or change a file; whoever may be registered already shows while one types, and nothing is blocked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ibh_desktop.domain.alike import Person
from ibh_desktop.domain.errors import Conflict, IbhError, Refused
from ibh_desktop.domain.ids import LocationId, PatientId
from ibh_desktop.domain.people import LONGEST_NAME, clean_text
from ibh_desktop.exchange.phones import parse_phone, shown_phone
from ibh_desktop.queries import patient_file
from ibh_desktop.queries.patient_file import PatientFile
from ibh_desktop.usecases import patients
from ibh_desktop.usecases.patients import Details
from ui.dialogs.likely import LikelyList
from ui.kit.desk import Desk
from ui.kit.fields import Choice, DateField, Memo, Tick
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.places import Patients

T = TypeVar("T")
SEXES = (("Not given", ""), ("Female", "F"), ("Male", "M"), ("Other", "other"))


class PatientPanel(FormPanel):
    """All that is known of a person; only a name and a date of birth must be given.

    `typed` is what is known already of somebody to be registered; `then` goes on with the new patient instead of the file.
    """

    def __init__(
        self,
        desk: Desk,
        file: PatientFile | None = None,
        *,
        typed: Details | None = None,
        then: Callable[[PatientId], None] | None = None,
    ) -> None:
        super().__init__(desk, "Change patient" if file else "Register a patient", save="Save" if file else "Register")
        self._file = file
        self._although_known = False
        self._then = then
        known = file or typed
        today = desk.now().date()
        self.given = TextField(known.given if known else "")
        self.family = TextField(known.family if known else "")
        self.preferred = TextField(known.preferred if known else "")
        self.born = DateField(today, known.born if known else None)
        self.former = TextField(known.former if known else "", "Ivey, McAdams")
        self.sex = Choice[str](SEXES, known.sex if known else "")
        self.phone = TextField(shown_phone(known.phone) if known else "", "205 555 0142")
        self.email = TextField(known.email if known else "")
        self.street = TextField(known.street if known else "")
        self.city = TextField(known.city if known else "")
        self.state = TextField(known.state if known else "AL")
        self.postcode = TextField(known.postcode if known else "")
        here = known.location if known else desk.location
        self.location = Choice[LocationId | None]([("None yet", None), *((p.name, p.id) for p in desk.locations)], here)
        self.notes = Memo(known.notes if known else "", 3)
        self.active = Tick("Active: can be booked", on=known.active if known else True)
        self._lay_out()

    def _lay_out(self) -> None:
        for name, title, widget in (
            ("given", "First name", self.given),
            ("family", "Last name", self.family),
            ("born", "Date of birth", self.born),
            ("phone", "Phone", self.phone),
            ("preferred", "Preferred name", self.preferred),
            ("former", "Former names", self.former),
            ("sex", "Sex", self.sex),
            ("email", "E-mail", self.email),
            ("street", "Street", self.street),
            ("city", "City", self.city),
            ("state", "State", self.state),
            ("postcode", "ZIP", self.postcode),
            ("location", "Usual location", self.location),
            ("notes", "Notes for the front desk", self.notes),
            ("active", "", self.active),
        ):
            self.field(name, title, widget)
            if name == "phone" and self._file is None:
                self.box.addWidget(self._likely_list())
        self.done_adding()

    def _likely_list(self) -> LikelyList:
        self.likely = LikelyList(self.desk, self._person, self._open)
        for field in (self.given, self.family, self.born, self.phone):
            field.textChanged.connect(self.likely.typed)
        self.likely.typed()
        return self.likely

    def _person(self) -> Person | None:
        """Who is typed so far, None while that is nobody; what cannot be read yet is not known yet."""
        person = Person(
            clean_text(self.given.value())[:LONGEST_NAME],
            clean_text(self.family.value())[:LONGEST_NAME],
            born=_readable(self.born.value),
            phone=_readable(partial(parse_phone, self.phone.value())) or "",
        )
        return None if person == Person("", "") else person

    def details(self) -> Details:
        """What is typed; raise `Refused` at the field that cannot be read."""
        born = self.read("born")
        return Details(
            given=self.given.value(),
            family=self.family.value(),
            born=born,  # type: ignore[arg-type]
            preferred=self.preferred.value(),
            sex=self.sex.value(),
            phone=self.phone.value(),
            email=self.email.value(),
            street=self.street.value(),
            city=self.city.value(),
            state=self.state.value(),
            postcode=self.postcode.value(),
            notes=self.notes.value(),
            location=self.location.value(),
            active=self.active.value(),
            former=self.former.value(),
        )

    def save(self) -> Callable[[], object]:
        details = self.details()
        if self._file is not None:
            return partial(self.desk.app.write, patients.change, self._file.id, details)
        return partial(_register, self.desk, details, although_known=self._although_known)

    def show_problem(self, reason: IbhError) -> None:
        super().show_problem(reason)
        if isinstance(reason, Conflict) and self._file is None:
            self._although_known = True
            self.save_button.setText("Register all the same")

    def saved(self, result: object) -> None:
        super().saved(result)
        lacking = isinstance(result, Registered) and result.lacks_guardian
        words = " No guardian is on file: add one under Permissions." if lacking else ""
        self.desk.say(f"Saved {self.desk.now().astimezone():%H:%M}" + (f".{words}" if words else ""))
        if isinstance(result, Registered):
            (self._then or self._open)(result.patient)

    def _open(self, patient: PatientId) -> None:
        self.desk.open(Patients(patient))


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody new, and whether a guardian must still be named."""

    patient: PatientId
    lacks_guardian: bool


def registered(desk: Desk, new: PatientId) -> Registered:
    """What is told of somebody who was just registered. Runs on a worker."""
    return Registered(new, desk.app.read(patient_file.lacks_guardian, new))


def _register(desk: Desk, details: Details, *, although_known: bool) -> Registered:
    return registered(desk, desk.app.write(patients.register, details, although_known=although_known))


def _readable(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refused:
        return None
