"""The tick that makes the intake session 1, by a key on the course's contract: refused while that is full, and undone."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import UPCOMING, Kind, Modality, Status
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import course_page
from ibh_desktop.store.schema import Appointment, Course
from ibh_desktop.store.tx import Tx
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import of, press, seen, settle
from tests.gui.pages import FIRST
from ui.kit.fields import Tick
from ui.places import Course as CoursePlace
from ui.shell import Shell
from ui.views.course.contract import ContractPart
from ui.views.course.view import CourseView


def held_intake(tx: Tx) -> None:
    """An intake the day before the first course's first session, held."""
    course = tx.session.get_one(Course, FIRST)
    first = min(a.starts for a in tx.session.query(Appointment).filter_by(course_id=FIRST))
    starts = first - timedelta(days=1)
    who = {"patient_id": course.patient_id, "therapist_id": course.therapist_id, "location_id": course.location_id}
    when = {"starts": starts, "ends": starts + timedelta(hours=1)}
    tx.session.add(Appointment(**who, **when, kind=Kind.INTAKE, modality=Modality.IN_PERSON, status=Status.COMPLETED))
    tx.record("appointment:book", Topic.APPOINTMENTS, None)


def contract_of(shell: Shell) -> ContractPart:
    """The first course's contract."""
    shell.open(CoursePlace(FIRST))
    settle()
    part = of(CourseView, shell.view()).sections.open("contract")
    settle()
    return of(ContractPart, part)


def _tick(part: ContractPart) -> Tick:
    assert part.intake is not None
    part.intake.setFocus()
    press(part.intake, Qt.Key.Key_Space)
    return part.intake


def test_a_full_contract_keeps_the_intake_session_0_and_the_tick_says_so(shell_as: SignIn) -> None:
    ana = shell_as("therapist")
    ana.app.write(held_intake)
    part = contract_of(ana)
    _tick(part)
    assert ana.toast.text.startswith("Every session of the contract is held or booked")
    assert part.intake is not None
    assert not part.intake.isChecked()


def test_space_makes_the_intake_session_1_and_undo_takes_it_back(shell_as: SignIn) -> None:
    ana = shell_as("therapist")
    ana.app.write(held_intake)
    page = ana.app.read(course_page.page, FIRST)
    last = [visit for visit in page.visits if visit.status in UPCOMING][-1]
    ana.app.write(appointments.cancel, last.id, by_clinic=True)
    held = page.attendance.delivered
    part = contract_of(ana)
    _tick(part)
    assert ana.toast.text == "The intake is session 1"
    view = of(CourseView, ana.view())
    assert f"{held + 1} of 16 sessions held" in seen(view)
    assert "Course counts its intake as session 1" in seen(part)
    assert part.intake is not None
    assert part.intake.hasFocus()
    ana.toast.undo()
    settle()
    assert f"{held} of 16 sessions held" in seen(view)


def test_a_course_without_an_intake_has_no_such_tick(shell_as: SignIn) -> None:
    assert contract_of(shell_as("therapist")).intake is None
