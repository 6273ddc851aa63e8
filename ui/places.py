"""The addressable places of the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ibh_desktop.domain.appointments import Kind
from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, PatientId, TherapistId

if TYPE_CHECKING:
    from ibh_desktop.domain.absence import Absence


@dataclass(frozen=True, slots=True)
class Today:
    """The board of the day."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The calendar of a location; None and an empty mode leave what was shown last, at first today by therapist.

    Modes are "day", "rooms", "week" and "month"; `therapist` is whose week it is.
    With a `patient` the free times of `minutes` for a visit of that `kind` glow.
    """

    on: date | None = None
    mode: str = ""
    therapist: TherapistId | None = None
    patient: PatientId | None = None
    minutes: int = 50
    kind: Kind = Kind.THERAPY


@dataclass(frozen=True, slots=True)
class Patients:
    """Search, with a file open when `patient` is given."""

    patient: PatientId | None = None


@dataclass(frozen=True, slots=True)
class Permissions:
    """What may be told of one patient, and what was told."""

    patient: PatientId


@dataclass(frozen=True, slots=True)
class Courses:
    """The list of courses."""


@dataclass(frozen=True, slots=True)
class Course:
    """One course with its timeline, or with the sheet of a session."""

    id: CourseId
    session: AppointmentId | None = None


@dataclass(frozen=True, slots=True)
class Caseload:
    """The courses of one therapist, or of those whom a clinical lead supervises."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """What waits for the signature of whoever is signed in."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The list of letters."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in the composer."""

    id: LetterId


@dataclass(frozen=True, slots=True)
class Recipients:
    """The address book."""


@dataclass(frozen=True, slots=True)
class Therapists:
    """The roster of a week."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The week of one therapist, drawn; None leaves the week that was shown last."""

    therapist: TherapistId
    monday: date | None = None


@dataclass(frozen=True, slots=True)
class Locations:
    """Locations with hours and rooms."""


@dataclass(frozen=True, slots=True)
class Reports:
    """The lists that follow from time; `section` opens one of them by its id, `absence` the desk for that absence."""

    section: str = ""
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Staff, settings, appearance."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Who asked for treatment and is not booked yet."""


@dataclass(frozen=True, slots=True)
class Calls:
    """Whom to call before the visits of the next business days."""


@dataclass(frozen=True, slots=True)
class Waitlist:
    """Who waits for a time, and times that became free."""


@dataclass(frozen=True, slots=True)
class About:
    """What is open on a page: a letter can be begun about any of it. `words` name it for whoever chooses the letter."""

    words: str
    course: CourseId | None = None
    visit: AppointmentId | None = None
    patient: PatientId | None = None


Place = (
    Today
    | Schedule
    | Patients
    | Permissions
    | Courses
    | Caseload
    | Signatures
    | Course
    | Letters
    | Letter
    | Recipients
    | Therapists
    | Roster
    | Locations
    | Reports
    | Settings
    | Requests
    | Calls
    | Waitlist
)
