"""Safety at the window: what must not be passed over, who reads what, an event from raising to closing by keys alone."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ibh_desktop.domain.ids import CourseId, PatientId, SafetyEventId
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.queries import safety, safety_alerts
from ibh_desktop.usecases.safety import begin_assessment
from ibh_desktop.usecases.safety_raise import raise_concern
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from tests.gui.looking import cut_off
from tests.integration.world import Clock
from ui.dialogs.safety_concern import ConcernPanel
from ui.dialogs.safety_event import EventPanel
from ui.dialogs.safety_forms import AssessPanel, ReasonPanel, ScreenerPanel, TellPanel
from ui.dialogs.safety_notice import HandOffDialog, SafetyDialog
from ui.dialogs.safety_overdue import OverdueDialog
from ui.places import Course, Courses, Today
from ui.shell import Shell
from ui.views.course.safety import SafetyPart
from ui.views.course.view import CourseView
from ui.views.today.view import TodayView

FIRST, MARIA = CourseId(1), PatientId(1)
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SECRET = "Secretword: does not want to go on"


def _focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def _tab_to(words: str) -> QAbstractButton:
    """Go on by Tab until a button of these words has the keyboard."""
    for _ in range(12):
        focused = _focus()
        if isinstance(focused, QAbstractButton) and words in focused.text():
            return focused
        press(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come to “{words}”")


def _part(shell: Shell) -> SafetyPart:
    """The Safety section of the first course."""
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    view.sections.open("safety")
    settle()
    return of(SafetyPart, view.sections.section())


def _raised(shell: Shell) -> SafetyEventId:
    event = shell.app.write(raise_concern, MARIA, words=SECRET)
    settle()
    return event


def test_an_event_goes_from_raising_to_closing_by_keys_alone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    press(_focus(), Qt.Key.Key_W, BOTH)
    panel = of(ConcernPanel, shell.open_panel)
    assert panel.patient.patient == MARIA
    press(_focus(), "She said goodbye twice.")
    control(_focus(), Qt.Key.Key_Return)
    dialog = of(SafetyDialog, QApplication.activeModalWidget())
    assert "She said goodbye twice." in seen(dialog)
    press(_focus(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press(_focus(), Qt.Key.Key_Space)
    assert not dialog.isVisible()
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Home)
    press(part.table, Qt.Key.Key_Up)
    press(part.table, Qt.Key.Key_Return)
    press(_tab_to("Begin assessment"), Qt.Key.Key_Space)
    press(_tab_to("Record my assessment"), Qt.Key.Key_Space)
    assert of(AssessPanel, shell.open_panel).finding.hasFocus()
    press(_focus(), "Tired, no thoughts of suicide.")
    press(_focus(), Qt.Key.Key_Tab)
    press(_focus(), "Safety plan gone through.")
    for keys in (Qt.Key.Key_Down, Qt.Key.Key_Down, "+1w"):
        press(_focus(), Qt.Key.Key_Tab)
        press(_focus(), keys)
    control(_focus(), Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert "Still missing: who was told." in seen(part.card)
    press(part.table, Qt.Key.Key_Return)
    press(_tab_to("Somebody was told"), Qt.Key.Key_Space)
    of(TellPanel, shell.open_panel)
    press(_focus(), Qt.Key.Key_Tab)
    press(_focus(), "Lee Ann Foster")
    control(_focus(), Qt.Key.Key_Return)
    press(part.table, Qt.Key.Key_Return)
    press(_tab_to("Close event"), Qt.Key.Key_Space)
    assert shell.toast.text == "Event closed"
    newest = max(shell.app.read(safety.of_course, FIRST), key=lambda file: file.id)
    assert newest.status is SafetyStatus.CLOSED
    assert [entry.what for entry in newest.entries][-1] == "Closed"
    assert shell.app.read(safety_alerts.open_events) != () or not of(CourseView, shell.view()).alert.isVisible()


def test_the_notice_offers_everything_and_only_a_button_answers_it(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[bytes] = []

    def take(pdf: bytes, _parent: object, *, name: str) -> int:
        assert name == "Safety plan"
        printed.append(pdf)
        return 1

    monkeypatch.setattr("ui.kit.paper.print_pdf", take)
    shell = shell_as("therapist")
    for offer, kind in (
        ("Record screener answers", ScreenerPanel),
        ("Record my assessment", AssessPanel),
        ("Escalate to supervisor", TellPanel),
    ):
        shell.panel(ConcernPanel(shell, MARIA))
        of(ConcernPanel, shell.open_panel).submit()
        settle()
        dialog = of(SafetyDialog, QApplication.activeModalWidget())
        dialog.close()
        dialog.reject()
        assert dialog.isVisible()
        words = seen(dialog)
        for line in ("A risk assessment by a clinician is needed before the patient leaves", "988", "Veterans press 1", "911"):
            assert line in words
        assert cut_off(dialog) == []
        click(button(dialog, "Print safety-plan blank"))
        assert dialog.isVisible()
        click(button(dialog, offer))
        assert not dialog.isVisible()
        of(kind, shell.open_panel)
    assert of(TellPanel, shell.open_panel).role.currentText() == "Supervisor"
    assert len(printed) == 3
    assert "My safety plan" in PdfReader(io.BytesIO(printed[0])).pages[0].extract_text()


def test_a_receptionist_reads_the_banner_and_no_words(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = of(TodayView, shell.view())
    _raised(shell)
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


def test_a_threat_is_kept_with_who_was_told(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.panel(ConcernPanel(shell, MARIA, FIRST))
    panel = of(ConcernPanel, shell.open_panel)
    assert not panel.concerned.isVisible()
    pick(panel.source, "Threat")
    press(panel.concerned, "Mr Example")
    press(panel.name, "Birmingham police")
    pick(panel.role, "Police")
    press(panel.reference, "2026-114")
    panel.clock.setText("23:59")
    control(panel.words, Qt.Key.Key_Return)
    assert "lies in the future" in seen(panel)
    panel.clock.setText("10:15")
    control(panel.words, Qt.Key.Key_Return)
    of(SafetyDialog, QApplication.activeModalWidget()).accept()
    newest = max(shell.app.read(safety.of_course, FIRST), key=lambda file: file.id)
    assert (newest.source, newest.words) == ("Threat to another person", "Who is threatened: Mr Example")
    assert [(e.what, e.lines) for e in newest.entries] == [("Told Birmingham police, police", ("reference 2026-114",))]


def test_open_events_are_carried_over_at_sign_in_until_they_are_closed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    event = _raised(shell)
    view = of(TodayView, shell.view())
    rows = {row.id: row for row in view.alerts.table.rows_model.rows if hasattr(row, "id")}
    assert event in rows
    view.alerts.table.choose(event)
    press(view.alerts.table, Qt.Key.Key_Return)
    panel = of(EventPanel, shell.open_panel)
    assert SECRET in seen(panel)
    press(_tab_to("Begin assessment"), Qt.Key.Key_Space)
    assert "In assessment" in seen(of(EventPanel, shell.open_panel))
    assert event in {row.id for row in view.alerts.table.rows_model.rows if hasattr(row, "id")}
    again = shell_as("therapist")
    assert event in {row.id for row in of(TodayView, again.view()).alerts.table.rows_model.rows if hasattr(row, "id")}


def test_whoever_comes_back_to_another_page_is_told_of_open_events(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    _raised(shell)
    shell.open(Courses())
    shell.watch._greeted = False
    shell.watch.look()
    settle()
    assert shell.toast.text.startswith("Open safety events: ")


def test_an_open_event_comes_back_to_the_lead_every_thirty_minutes(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("lead")
    for waiting in shell.app.read(safety_alerts.open_events):
        shell.app.write(begin_assessment, waiting.id)
    event = _raised(shell)
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
    press(_tab_to("Begin assessment"), Qt.Key.Key_Space)
    clock.ahead(minutes=60)
    shell._news.ask()
    settle()
    assert QApplication.activeModalWidget() is None


def test_a_therapist_is_not_interrupted_by_what_the_lead_is_told(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("therapist")
    _raised(shell)
    clock.ahead(minutes=61)
    shell._news.ask()
    settle()
    assert QApplication.activeModalWidget() is None
    of(TodayView, shell.view()).alerts.tick()
    model = of(TodayView, shell.view()).alerts.table.rows_model
    assert "Open for 61 min, overdue" in [model.index(row, 3).data() for row in range(len(model.rows))]


def test_a_manager_reads_how_many_there_are(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _raised(shell)
    words = seen(of(TodayView, shell.view()).alerts)
    assert words.startswith("Safety events: ")
    assert "O'Kon" not in words


def test_the_screener_takes_yes_and_no_by_key_and_says_the_legend(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    event = _raised(shell)
    part.choose(event)
    click(button(part.card, "Record screener answers"))
    panel = of(ScreenerPanel, shell.open_panel)
    assert panel.items.hasFocus()
    press(panel.items, "yn")
    press(panel.items, "---nn")
    assert "Low" in seen(panel)
    assert "Publisher's triage legend — clinician decides" in seen(panel)
    press(panel.items, "y")
    assert panel.items.value()["6r"] is True
    assert "High" in seen(panel)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        press(panel.items, key)
    press(panel.items, "y")
    control(panel.items, Qt.Key.Key_Return)
    assert "Item 2 is no, so items 3 to 5 are not asked" in seen(panel)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up):
        press(panel.items, key)
    press(panel.items, "-")
    click(button(panel.items, "No"))
    assert panel.items.value()["1"] is False


def test_an_error_needs_the_lead_and_a_reason_and_can_be_put_back(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    event = _raised(shell)
    shell.panel(EventPanel(shell, event))
    settle()
    click(button(of(EventPanel, shell.open_panel), "Entered in error…"))
    form = of(ReasonPanel, shell.open_panel)
    control(form.reason, Qt.Key.Key_Return)
    assert "Give the reason." in seen(form)
    press(form.reason, "Another patient was meant.")
    control(form.reason, Qt.Key.Key_Return)
    panel = of(EventPanel, shell.open_panel)
    assert "Another patient was meant." in seen(panel)
    click(button(panel, "Reopen…"))
    press(of(ReasonPanel, shell.open_panel).reason, "It was she.")
    control(of(ReasonPanel, shell.open_panel).reason, Qt.Key.Key_Return)
    assert shell.app.read(safety.event, event).status is SafetyStatus.OPEN


def test_a_therapist_has_no_button_for_errors(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    part.choose(_raised(shell))
    assert has_button(part.card, "Begin assessment")
    assert not has_button(part.card, "Entered in error")


def test_the_safety_section_fits_at_the_smallest_size(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.window().resize(1024, 700)
    part = _part(shell)
    assert cut_off(shell.window()) == []
    part.choose(_raised(shell))
    for words in ("Record my assessment", "Record screener answers", "Somebody was told"):
        click(button(part.card, words))
        assert cut_off(shell.window()) == []
