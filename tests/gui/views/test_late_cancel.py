"""What a late cancellation uses up, in the window: set by the manager, read on the course page and the caseload."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.queries import caseload, course_page
from ibh_desktop.store.schema import Appointment
from ibh_desktop.usecases import appointments
from tests.gui.conftest import SignIn
from tests.gui.hands import of, press, seen, settle
from tests.gui.pages import FIRST
from tests.integration.world import Clock
from ui.places import Course, Settings
from ui.shell import Shell
from ui.views.caseload.columns import columns
from ui.views.course.view import CourseView
from ui.views.settings.view import SettingsView


def _set(shell: Shell, value: str) -> None:
    shell.open(Settings())
    settle()
    field = of(SettingsView, shell.view()).fields["count_late_cancel"]
    field.setFocus()
    field.selectAll()
    press(field, value)
    press(field, Qt.Key.Key_Return)


def _cancel_late(shell: Shell, clock: Clock) -> None:
    page = shell.app.read(course_page.page, FIRST)
    visit = next(visit for visit in page.visits if visit.status in UPCOMING)
    clock.now = shell.app.read(lambda r: r.session.get_one(Appointment, visit.id).starts) - timedelta(hours=1)
    shell.app.write(appointments.cancel, visit.id, by_clinic=False)


def test_the_course_page_says_what_was_used_up_as_soon_as_the_manager_lets_it_count(shell_as: SignIn, clock: Clock) -> None:
    manager, ana = shell_as("manager"), shell_as("therapist")
    _cancel_late(ana, clock)
    ana.open(Course(FIRST))
    settle()
    view = of(CourseView, ana.view())
    assert "used up" not in seen(view)
    assert view.button("book").isVisible()
    _set(manager, "1")
    ana.open(Course(FIRST))
    settle()
    assert "1 used up by late cancellation" in seen(view)
    assert not view.button("book").isVisible()
    part = view.sections.open("contract")
    settle()
    assert part is not None
    assert "Used up by late cancellation: 1; left:" in seen(part)


def test_the_caseload_tells_what_is_left_where_sessions_were_used_up(shell_as: SignIn, clock: Clock) -> None:
    manager, ana = shell_as("manager"), shell_as("therapist")
    _cancel_late(ana, clock)
    _set(manager, "1")
    line = next(line for line in ana.app.read(caseload.page).lines if line.id == FIRST)
    (sessions,) = (column for column in columns(therapists=False) if column.title == "Sessions")
    assert sessions.hint is not None
    assert sessions.hint(line)[1:] == ("1 used up by late cancellation",)
