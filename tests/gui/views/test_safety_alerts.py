"""Who is told of open safety events on Today and at sign-in, and what the front desk never reads."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import safety_alerts
from ibh_desktop.usecases.safety import begin_assessment
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from tests.gui.safety_hands import SECRET, raised, tab_to
from tests.integration.world import Clock
from ui.dialogs.safety_concern import ConcernPanel
from ui.dialogs.safety_event import EventPanel
from ui.dialogs.safety_notice import HandOffDialog
from ui.dialogs.safety_overdue import OverdueDialog
from ui.places import Course, Courses, Today
from ui.views.course.view import CourseView
from ui.views.today.view import TodayView

FIRST = CourseId(1)
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_a_receptionist_reads_the_banner_and_no_words(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = of(TodayView, shell.view())
    raised(shell)
    banner = seen(view.alerts)
    assert "Please tell the clinician now — the patient should not leave before being seen" in banner
    assert "María Elena O'Kon — Ana Lee, Birmingham, (205) 555-" in banner
    assert not view.alerts.table.isVisible()
    shell.open(Course(FIRST))
    settle()
    assert "Secretword" not in seen(shell.window()) + banner
    course = of(CourseView, shell.view())
    assert [part.id for part in course.sections.all] == ["timeline"]
    assert not course.alert.isVisible()


def test_a_receptionist_who_is_worried_is_told_whom_to_tell(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = of(TodayView, shell.view())
    click(button(view, "I am worried"))
    panel = of(ConcernPanel, shell.open_panel)
    assert panel.patient.patient == view.patient_shown()
    pick(panel.source, "intake")
    assert panel.answer.isVisible()
    pick(panel.answer, "unsure")
    control(panel.words, Qt.Key.Key_Return)
    dialog = of(HandOffDialog, QApplication.activeModalWidget())
    assert "Please tell the clinician now" in seen(dialog)
    assert not has_button(dialog, "assessment")
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    click(button(dialog, "I am telling them now"))
    assert not dialog.isVisible()
    assert view.alerts.words.isVisible()


def test_open_events_are_carried_over_at_sign_in_until_they_are_closed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    event = raised(shell)
    view = of(TodayView, shell.view())
    rows = {row.id: row for row in view.alerts.table.rows_model.rows if hasattr(row, "id")}
    assert event in rows
    view.alerts.table.choose(event)
    press(view.alerts.table, Qt.Key.Key_Return)
    panel = of(EventPanel, shell.open_panel)
    assert SECRET in seen(panel)
    press(tab_to("Begin assessment"), Qt.Key.Key_Space)
    assert "In assessment" in seen(of(EventPanel, shell.open_panel))
    assert event in {row.id for row in view.alerts.table.rows_model.rows if hasattr(row, "id")}
    again = shell_as("therapist")
    assert event in {row.id for row in of(TodayView, again.view()).alerts.table.rows_model.rows if hasattr(row, "id")}


def test_whoever_comes_back_to_another_page_is_told_of_open_events(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    raised(shell)
    shell.open(Courses())
    shell.watch._greeted = False
    shell.watch.look()
    settle()
    assert shell.toast.text.startswith("Open safety events: ")


def test_an_open_event_comes_back_to_the_lead_every_thirty_minutes(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("lead")
    for waiting in shell.app.read(safety_alerts.open_events):
        shell.app.write(begin_assessment, waiting.id)
    event = raised(shell)
    assert QApplication.activeModalWidget() is None
    clock.ahead(minutes=31)
    shell._news.ask()
    settle()
    dialog = of(OverdueDialog, QApplication.activeModalWidget())
    assert "María Elena O'Kon, Ana Lee: open for 31 minutes" in seen(dialog)
    assert "Secretword" not in seen(dialog)
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    click(button(dialog, "I have seen this"))
    clock.ahead(minutes=28)
    shell._news.ask()
    settle()
    assert QApplication.activeModalWidget() is None
    clock.ahead(minutes=1)
    shell._news.ask()
    settle()
    click(button(of(OverdueDialog, QApplication.activeModalWidget()), "Open the list"))
    assert shell.place == Today()
    of(TodayView, shell.view()).alerts.table.choose(event)
    press(of(TodayView, shell.view()).alerts.table, Qt.Key.Key_Return)
    press(tab_to("Begin assessment"), Qt.Key.Key_Space)
    clock.ahead(minutes=60)
    shell._news.ask()
    settle()
    assert QApplication.activeModalWidget() is None


def test_a_therapist_is_not_interrupted_by_what_the_lead_is_told(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("therapist")
    raised(shell)
    clock.ahead(minutes=61)
    shell._news.ask()
    settle()
    assert QApplication.activeModalWidget() is None
    of(TodayView, shell.view()).alerts.tick()
    model = of(TodayView, shell.view()).alerts.table.rows_model
    assert "Open for 61 min, overdue" in [model.index(row, 3).data() for row in range(len(model.rows))]


def test_a_manager_reads_how_many_there_are(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    raised(shell)
    words = seen(of(TodayView, shell.view()).alerts)
    assert words.startswith("Safety events: ")
    assert "O'Kon" not in words
