"""Safety of a course: what must not be passed over, an event from raising to closing by keys alone."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.safety import SafetyStatus
from ibh_desktop.queries import safety
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from tests.gui.looking import cut_off
from tests.gui.safety_hands import MARIA, focus, raised, tab_to
from ui.dialogs.safety_concern import ConcernPanel
from ui.dialogs.safety_event import EventPanel
from ui.dialogs.safety_forms import AssessPanel, ReasonPanel, ScreenerPanel, TellPanel
from ui.dialogs.safety_notice import SafetyDialog
from ui.places import Course
from ui.shell import Shell
from ui.views.course.safety import SafetyPart
from ui.views.course.view import CourseView

FIRST = CourseId(1)
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _part(shell: Shell) -> SafetyPart:
    """The Safety section of the first course."""
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    view.sections.open("safety")
    settle()
    return of(SafetyPart, view.sections.section())


def test_an_event_goes_from_raising_to_closing_by_keys_alone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    press(focus(), Qt.Key.Key_W, BOTH)
    panel = of(ConcernPanel, shell.open_panel)
    assert panel.patient.patient == MARIA
    press(focus(), "She said goodbye twice.")
    control(focus(), Qt.Key.Key_Return)
    dialog = of(SafetyDialog, QApplication.activeModalWidget())
    assert "She said goodbye twice." in seen(dialog)
    press(focus(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press(focus(), Qt.Key.Key_Space)
    assert not dialog.isVisible()
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Home)
    press(part.table, Qt.Key.Key_Up)
    press(part.table, Qt.Key.Key_Return)
    press(tab_to("Begin assessment"), Qt.Key.Key_Space)
    press(tab_to("Record my assessment"), Qt.Key.Key_Space)
    assert of(AssessPanel, shell.open_panel).finding.hasFocus()
    press(focus(), "Tired, no thoughts of suicide.")
    press(focus(), Qt.Key.Key_Tab)
    press(focus(), "Safety plan gone through.")
    for keys in (Qt.Key.Key_Down, Qt.Key.Key_Down, "+1w"):
        press(focus(), Qt.Key.Key_Tab)
        press(focus(), keys)
    control(focus(), Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert "Still missing: who was told." in seen(part.card)
    _tell_and_close(shell, part)
    newest = max(shell.app.read(safety.of_course, FIRST), key=lambda file: file.id)
    assert newest.status is SafetyStatus.CLOSED
    assert [entry.what for entry in newest.entries][-1] == "Closed"


def _tell_and_close(shell: Shell, part: SafetyPart) -> None:
    press(part.table, Qt.Key.Key_Return)
    press(tab_to("Somebody was told"), Qt.Key.Key_Space)
    of(TellPanel, shell.open_panel)
    press(focus(), Qt.Key.Key_Tab)
    press(focus(), "Lee Ann Foster")
    control(focus(), Qt.Key.Key_Return)
    press(part.table, Qt.Key.Key_Return)
    press(tab_to("Close event"), Qt.Key.Key_Space)
    assert shell.toast.text == "Event closed"


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


def test_the_screener_takes_yes_and_no_by_key_and_says_the_legend(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    event = raised(shell)
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
    event = raised(shell)
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
    part.choose(raised(shell))
    assert has_button(part.card, "Begin assessment")
    assert not has_button(part.card, "Entered in error")


def test_the_safety_section_fits_at_the_smallest_size(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.window().resize(1024, 700)
    part = _part(shell)
    assert cut_off(shell.window()) == []
    part.choose(raised(shell))
    for words in ("Record my assessment", "Record screener answers", "Somebody was told"):
        click(button(part.card, words))
        assert cut_off(shell.window()) == []
