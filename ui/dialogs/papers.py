"""The papers that the print panel offers: what each is called, what it asks, and how its sheets are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ibh_desktop.app import App
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.ids import AppointmentId, LocationId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.letters import blank_form, calendar_sheet, kinds, list_sheet, paper_form, safety_plan, timeline_art
from ibh_desktop.queries import calendar_sheet as calendars
from ibh_desktop.queries import call_sheet, course_lanes, courses, day_lists, measure_paper, patient_forms
from ibh_desktop.queries.calendar_sheet import Naming
from ibh_desktop.queries.clinic import header, settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen in the panel; a paper looks only at what it asks for."""

    on: date
    location: LocationId | None
    therapist: TherapistId | None
    naming: Naming
    patient: PatientId | None
    measure: str
    visit: AppointmentId | None = None

    @property
    def monday(self) -> date:
        """Of the week in which the day lies."""
        return self.on - timedelta(days=self.on.weekday())


@dataclass(frozen=True, slots=True)
class Paper:
    """`asks` are names of the panel's fields; `job` is what the print queue and the file are called, never a patient.

    `names` says that patients' names can stand on it: then it is noted that it came out.
    """

    id: str
    title: str
    asks: tuple[str, ...]
    make: Callable[[App, Asked], bytes]
    job: str
    needs: Permission = Permission.SEE_CALENDAR
    across: bool = False
    names: bool = False


def _grid_day(app: App, asked: Asked) -> bytes:
    if asked.location is None:
        raise Refused("Choose one location for this sheet.", field="location")
    return calendar_sheet.pdf(app.read(calendars.day, on=asked.on, location=asked.location, naming=asked.naming))


def _grid_week(app: App, asked: Asked) -> bytes:
    who = _one(asked)
    return calendar_sheet.pdf(app.read(calendars.week, monday=asked.monday, therapist=who, naming=asked.naming))


def _day_list(app: App, asked: Asked) -> bytes:
    who, where = asked.therapist, asked.location
    return list_sheet.pdf(app.read(day_lists.day, on=asked.on, location=where, therapist=who, naming=asked.naming))


def _week_list(app: App, asked: Asked) -> bytes:
    return list_sheet.pdf(app.read(day_lists.week, monday=asked.monday, therapist=_one(asked), naming=asked.naming))


def _calls(app: App, asked: Asked) -> bytes:
    return list_sheet.pdf(app.read(day_lists.calls, on=asked.on, location=asked.location))


def _reminders(app: App, asked: Asked) -> bytes:
    return list_sheet.pdf(app.read(call_sheet.sheet, location=asked.location))


def _registration(app: App, asked: Asked) -> bytes:
    return paper_form.pdf(app.read(patient_forms.registration, asked.patient))


def _consent(app: App, asked: Asked) -> bytes:
    return paper_form.pdf(app.read(patient_forms.consent, asked.patient))


def _authorization(app: App, asked: Asked) -> bytes:
    return kinds.pdf(app.read(patient_forms.authorization, asked.patient, asked.location))


def _measure(app: App, asked: Asked) -> bytes:
    return blank_form.pdf(app.read(measure_paper.blank, asked.measure))


def _safety_plan(app: App, _asked: Asked) -> bytes:
    clinic, said = app.read(header), app.read(settings)
    return safety_plan.pdf(safety_plan.SafetyPlanBlank(clinic.name, clinic.is_sample, said.crisis_lines))


def _timeline(app: App, asked: Asked) -> bytes:
    if asked.patient is None:
        raise Refused("Choose whose course it is.", field="patient")
    found = app.read(courses.running_of, asked.patient)
    if found is None:
        raise Refused("This patient has no running course. Finished ones are printed from their own page.", field="patient")
    return timeline_art.pdf(app.read(course_lanes.sheet, found[0]))


def _one(asked: Asked) -> TherapistId:
    if asked.therapist is None:
        raise Refused("Choose one therapist for this sheet.", field="therapist")
    return asked.therapist


_DESK, _FILE = Permission.WRITE_DESK_LETTER, Permission.SEE_PATIENT
_EVERYWHERE = ("on", "location", "therapist", "naming")
ATTENDANCE, CONFIRMATIONS = "attendance", "confirmations"
"""Papers that are letters: the panel begins them instead of only making a sheet."""


def _no_sheet(_app: App, _asked: Asked) -> bytes:
    raise AssertionError("a letter is begun, not made")


PAPERS = (
    Paper("day", "Day sheet, with room for arrivals", _EVERYWHERE, _day_list, "Day sheet", across=True, names=True),
    Paper("grid", "Day as a calendar", ("on", "location", "naming"), _grid_day, "Schedule", across=True, names=True),
    Paper("week", "Week list of a therapist", ("on", "therapist", "naming"), _week_list, "Week list", across=True, names=True),
    Paper("grids", "Week as a calendar", ("on", "therapist", "naming"), _grid_week, "Schedule", across=True, names=True),
    Paper("calls", "Call list, to confirm", ("on", "location"), _calls, "Call list", _FILE, across=True, names=True),
    Paper("reminders", "Call list of the next business days", ("location",), _reminders, "Call list", _FILE, True, names=True),
    Paper(CONFIRMATIONS, "Appointment confirmations…", (), _no_sheet, "Appointment confirmations", _DESK),
    Paper(ATTENDANCE, "Note for work or school", ("on", "location", "visit"), _no_sheet, "Attendance note", _DESK, names=True),
    Paper("registration", "Registration form", ("patient",), _registration, "Registration form", names=True),
    Paper("consent", "Consent to treatment", ("patient",), _consent, "Consent form", names=True),
    Paper("release", "Records authorization", ("patient", "location"), _authorization, "Authorization form", _DESK, names=True),
    Paper("measure", "Questionnaire, blank", ("measure",), _measure, "Form"),
    Paper("safety", "Safety plan, blank", (), _safety_plan, "Safety plan"),
    Paper("timeline", "Course timeline", ("patient",), _timeline, "Course timeline", Permission.SEE_COURSE, True, names=True),
)
