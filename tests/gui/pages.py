"""Every page and panel of the window, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.ids import AppointmentId, CourseId, LetterId, PatientId, TherapistId
from ibh_desktop.domain.permissions import Permission, Scope, may, scope
from ibh_desktop.queries import authorizations, contact
from tests.gui.hands import click, of, settle
from ui.commands import COMMANDS
from ui.dialogs.absence import AbsencePanel
from ui.dialogs.authorization import RecordPanel
from ui.dialogs.book import BookPanel
from ui.dialogs.contact import ContactPanel
from ui.dialogs.cover import CoverPanel
from ui.dialogs.desk_consents import ConsentPanel
from ui.dialogs.find_time import FindPanel
from ui.dialogs.goal import GoalPanel
from ui.dialogs.guardian import GuardianPanel
from ui.dialogs.importing import ImportPanel
from ui.dialogs.inquiry import InquiryPanel
from ui.dialogs.location import LocationPanel
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.measures import MeasuresPanel
from ui.dialogs.merge_patient import MergePatientPanel
from ui.dialogs.new_letter import NewLetterPanel
from ui.dialogs.patient import PatientPanel
from ui.dialogs.patient_history import HistoryPanel
from ui.dialogs.patient_papers import PapersPanel
from ui.dialogs.print_letter import Printable, PrintLetterPanel
from ui.dialogs.print_paper import PrintPanel
from ui.dialogs.recipient import RecipientPanel
from ui.dialogs.safety_concern import ConcernPanel
from ui.dialogs.staff import PasswordPanel, StaffPanel
from ui.dialogs.told import ToldPanel
from ui.dialogs.waitlist_entry import WaitlistPanel
from ui.places import (
    About,
    Calls,
    Caseload,
    Course,
    Courses,
    Letter,
    Letters,
    Locations,
    Patients,
    Permissions,
    Place,
    Recipients,
    Reports,
    Requests,
    Roster,
    Schedule,
    Settings,
    Signatures,
    Therapists,
    Today,
    Waitlist,
)
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.reports.view import SECTIONS

FIRST = CourseId(1)
MODES: tuple[Place, ...] = (Schedule(), *(Schedule(mode=mode) for mode in ("rooms", "week", "month", "day")))


def places(shell: Shell, patient: PatientId) -> Iterator[Place]:
    """Every place that this person may see; a letter is drafted on the way."""
    allowed = {command.place for command in COMMANDS if command in shell.commands}
    first: tuple[Place, ...] = (Today(), *MODES, Patients(), Patients(patient))
    yield from (p for p in first if type(p) in allowed)
    yield Permissions(patient)
    if Courses in allowed:
        yield from (Courses(), Course(FIRST))
        if isinstance(view := shell.view(), CourseView) and view.button("refer").isVisible():
            click(view.button("refer"))
            yield Letter(of_letter(shell))
        yield Letters()
    yield Recipients()
    yield Calls()
    if Caseload in allowed:
        yield Caseload()
    if Signatures in allowed:
        yield Signatures()
    yield from (Reports(section.id) for section in SECTIONS if may(shell.app.actor, section.needs))
    yield Requests()
    yield Waitlist()
    yield from (p for p in (Therapists(), Roster(TherapistId(1)), Locations(), Settings()) if type(p) in {*allowed, Roster})


def of_letter(shell: Shell) -> LetterId:
    """The letter that shows."""
    assert isinstance(shell.place, Letter)
    return shell.place.id


def panels(shell: Shell, patient: PatientId, list_file: Path) -> Iterator[QWidget]:
    """Panels that open without a row to stand on; the clinical ones only where the course page allows them."""
    yield BookPanel(shell, patient=patient, course=True)
    yield FindPanel(shell, patient=patient)
    yield PatientPanel(shell)
    if scope(shell.app.actor, Permission.EDIT_PATIENT) is Scope.ALL:
        yield MergePatientPanel(shell, patient)
    yield PrintPanel(shell)
    yield ConcernPanel(shell, patient)
    yield AbsencePanel(shell)
    yield LocationPanel(shell)
    yield StaffPanel(shell)
    yield PasswordPanel(shell)
    yield RecipientPanel(shell, lambda _: None)
    yield ImportPanel(shell, list_file)
    yield NewLetterPanel(shell, About("A visit of this morning", CourseId(1), AppointmentId(1), patient))
    yield PrintLetterPanel(shell, Printable(LetterId(1), "L26-00001"))
    yield RecordPanel(shell, shell.app.read(authorizations.permissions, patient))
    yield GuardianPanel(shell, patient, None)
    yield ToldPanel(shell, patient)
    yield InquiryPanel(shell)
    yield PapersPanel(shell, patient)
    yield CoverPanel(shell, patient, None, lambda: None)
    yield ConsentPanel(shell, patient, None, lambda: None)
    yield HistoryPanel(shell, patient)
    yield ContactPanel(shell, patient, shell.app.read(contact.known, patient))
    yield WaitlistPanel(shell, patient)
    if Courses in {command.place for command in shell.commands}:
        shell.open(Course(FIRST))
        settle()
        for name, kind in (("PHQ-9", MeasurePanel), ("measures", MeasuresPanel), ("goal", GoalPanel)):
            if (press := of(CourseView, shell.view()).button(name)).isVisible():
                click(press)
                yield of(kind, shell.open_panel)
