"""Requests by keys alone: taken, handed over, triaged, registered and booked in one flow, closed, undone."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from sqlalchemy import text

from ibh_desktop.domain.appointments import UPCOMING, Kind
from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.queries import patient_file
from ibh_desktop.queries.inquiries import Group
from tests.gui.conftest import SignIn
from tests.gui.hands import control, field_called, has_button, of, pick, press, seen
from tests.gui.requests import line_of, lines_of, requests_page, walk_to
from tests.integration.world import engine_of
from ui.dialogs.inquiry import InquiryPanel
from ui.dialogs.inquiry_flow import IntakePanel, RegisterPanel, WhoPanel
from ui.dialogs.inquiry_notice import CallerNotice, EmergencyNotice
from ui.dialogs.inquiry_steps import TriagePanel


def _type(panel: QWidget, name: str, words: str) -> None:
    press(field_called(panel, name), words)


def _notice(kind: type[QWidget]) -> QWidget | None:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None


def test_a_new_patients_first_appointment_is_at_most_8_steps_from_the_call_and_nothing_is_typed_twice(shell_as: SignIn) -> None:
    """Steps are keys that are no typing; Tab between two fields is typing."""
    shell, steps = shell_as("receptionist"), 0
    view = requests_page(shell)
    press(view, Qt.Key.Key_Insert)
    panel = of(InquiryPanel, shell.open_panel)
    assert panel.texts["given"].hasFocus()
    for name, words in (("First name", "Wilhelmina"), ("Last name", "Tresvant"), ("Date of birth", "4/9/91")):
        _type(panel, name, words)
    _type(panel, "Phone", "205 555 0190")
    _type(panel, "Thoughts", "no")  # a list goes to the letter that is typed
    control(panel.texts["phone"], Qt.Key.Key_Return)
    steps += 3
    line = view.table.current()
    assert line is not None
    assert (line.name, line.standing.answer.value) == ("Tresvant, Wilhelmina", "no")
    press(view, "r")
    register = of(RegisterPanel, shell.open_panel)
    assert (register.given.value(), register.born.value()) == ("Wilhelmina", date(1991, 4, 9))
    control(register.given, Qt.Key.Key_Return)
    book = of(IntakePanel, shell.open_panel)
    assert book.kind() is Kind.INTAKE
    control(book.patient, Qt.Key.Key_Return)
    steps += 3
    assert shell.open_panel is None, seen(book)
    assert steps <= 8
    done = line_of(view, "Tresvant")
    assert (done.standing.outcome, done.group(shell.now())) == (Outcome.BOOKED, Group.CLOSED)
    assert done.patient is not None
    visits = shell.app.read(patient_file.file, done.patient).visits
    assert [visit.kind for visit in visits if visit.status in UPCOMING] == ["intake"]
    assert "the request is closed" in shell.toast.text
    control(shell, Qt.Key.Key_Z)
    again = line_of(view, "Tresvant")
    assert (again.standing.outcome, again.patient) == (None, done.patient)
    assert not [v for v in shell.app.read(patient_file.file, done.patient).visits if v.status in UPCOMING]
    press(view, "r")
    of(IntakePanel, shell.open_panel)  # taken up again where it stands


def test_a_date_of_birth_that_nobody_asked_for_is_asked_when_registering(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = requests_page(shell)
    walk_to(view, "Brandt")
    press(view, "r")
    register = of(RegisterPanel, shell.open_panel)
    assert register.born.text() == ""
    assert register.born.hasFocus()
    control(register.born, Qt.Key.Key_Return)
    assert "Give a date." in seen(register)
    press(register.born, "2/3/1980")
    control(register.born, Qt.Key.Key_Return)
    assert isinstance(shell.open_panel, IntakePanel)
    assert line_of(view, "Brandt").patient is not None


@pytest.mark.parametrize("letter", ["y", "u"])
def test_a_yes_or_unsure_says_at_once_whom_to_fetch_and_marks_the_request(shell_as: SignIn, letter: str) -> None:
    shell = shell_as("receptionist")
    view = requests_page(shell)
    press(view, "+")
    panel = of(InquiryPanel, shell.open_panel)
    _type(panel, "Last name", "Adair")
    assert "Lee Ann Foster" not in seen(panel)
    _type(panel, "Thoughts", letter)
    for words in ("hand over to a clinician now", "Lee Ann Foster: clinical lead", "988", "911"):
        assert words in seen(panel)
    control(panel.texts["family"], Qt.Key.Key_Return)
    assert "so that somebody can answer" in seen(panel)  # nothing is lost, and the alert stays
    _type(panel, "Phone", "205 555 0190")
    control(panel.texts["phone"], Qt.Key.Key_Return)
    notice = _notice(CallerNotice)
    assert notice is not None
    press(notice, Qt.Key.Key_Escape)
    assert notice.isVisible()
    press(QApplication.focusWidget() or notice, Qt.Key.Key_Space)
    assert not notice.isVisible()
    line = line_of(view, "Adair")
    assert line.group(shell.now()) is Group.CLINICIAN
    for key in ("r", "c"):
        press(view, key)
        assert shell.open_panel is None
        assert "clinician" in shell.toast.text
    press(view, "t")
    assert shell.open_panel is None
    assert not has_button(view, "Triage")


def test_a_lead_triages_and_an_emergency_is_told_with_the_lines_to_call(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = requests_page(shell)
    walk_to(view, "Trammell")
    press(view, "t")
    panel = of(TriagePanel, shell.open_panel)
    assert "unsure" in seen(panel)
    pick(of(QComboBox, field_called(panel, "How soon")), "1 Emergency")
    control(panel.level, Qt.Key.Key_Return)
    notice = _notice(EmergencyNotice)
    assert notice is not None
    assert "It is not booked" in seen(notice)
    press(QApplication.focusWidget() or notice, Qt.Key.Key_Space)
    line = line_of(view, "Trammell")
    assert (line.standing.level, view.table.rows_model.columns[1].text(line)) == (Triage.EMERGENCY, "911 or ED now")
    press(view, "r")
    assert "not booked" in shell.toast.text


def test_a_therapist_sees_and_triages_what_is_assigned_to_her_only(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = requests_page(shell)
    assert [line.name for line in lines_of(view)] == ["Holloway, Micah"]
    for key in ("r", "o", "n", "c", "+"):
        press(view, key)
        assert shell.open_panel is None
    press(view, "t")
    panel = of(TriagePanel, shell.open_panel)
    pick(of(QComboBox, field_called(panel, "How soon")), "3 Soon")
    control(panel.level, Qt.Key.Key_Return)
    assert line_of(view, "Holloway").standing.level is Triage.SOON
    control(shell, Qt.Key.Key_Z)
    assert line_of(view, "Holloway").standing.triaged_at is None


def test_a_manager_reads_and_changes_nothing(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = requests_page(shell)
    assert len(lines_of(view)) == 8
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    assert not panel.texts["given"].isEnabled()


def test_mine_no_answer_and_close_each_are_one_key_and_u_takes_the_last_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = requests_page(shell)
    walk_to(view, "Brandt")
    press(view, "o")
    assert line_of(view, "Brandt").owner_name == "Dana Brooks"
    press(view, "u")
    assert line_of(view, "Brandt").owner_name == ""
    press(view, "n")
    press(view, "n")
    assert line_of(view, "Brandt").attempts == 2
    control(shell, Qt.Key.Key_Z)
    assert line_of(view, "Brandt").attempts == 1
    press(view, "c")
    panel = shell.open_panel
    assert panel is not None
    words = [of(QComboBox, field_called(panel, "What became")).itemText(n) for n in range(4)]
    assert words == ["Referred elsewhere", "No response", "Declined", "Duplicate"]
    control(field_called(panel, "In a few words"), Qt.Key.Key_Return)
    assert line_of(view, "Brandt").standing.outcome is Outcome.NO_RESPONSE
    press(view, "u")
    assert line_of(view, "Brandt").standing.outcome is None
    press(view, "u")
    assert shell.toast.text == "Undone"
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    _type(panel, "Next action", "Call at noon")
    control(panel.texts["next_action"], Qt.Key.Key_Return)
    assert line_of(view, "Brandt").next_action == "Call at noon"
    press(view, "u")
    assert line_of(view, "Brandt").next_action == ""


def test_a_closed_request_is_opened_again_from_its_panel(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = requests_page(shell)
    walk_to(view, "Ellison")
    press(view, "c")
    assert shell.toast.text == "This request is closed already."
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    press(next(b for b in panel.findChildren(QWidget) if getattr(b, "text", str)() == "Open again"), Qt.Key.Key_Space)
    assert line_of(view, "Ellison").standing.outcome is None
    assert shell.open_panel is None


def test_somebody_registered_already_is_linked_not_registered_again(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        found = connection.execute(text("SELECT id, given, family, phone FROM patient WHERE phone <> '' ORDER BY id"))
        key, given, family, phone = next(row for row in found if f"{row.given}{row.family}".isascii())
        people = connection.execute(text("SELECT count(*) FROM patient")).scalar_one()
    view = requests_page(shell)
    press(view, Qt.Key.Key_Insert)
    panel = of(InquiryPanel, shell.open_panel)
    for name, words in (("First name", given), ("Last name", family), ("Phone", phone)):
        _type(panel, name, words)
    control(panel.texts["phone"], Qt.Key.Key_Return)
    press(view, "r")
    who = of(WhoPanel, shell.open_panel)
    assert who.who.value() == key
    control(who.who, Qt.Key.Key_Return)
    assert isinstance(shell.open_panel, IntakePanel)
    assert line_of(view, family).patient == key
    with engine_of(shell.app).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM patient")).scalar_one() == people


def test_a_change_at_another_desk_is_told_and_what_was_typed_stays(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = requests_page(shell)
    walk_to(view, "Brandt")
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("UPDATE inquiry SET version = version + 1"))
    _type(panel, "Next action", "Call at noon")
    control(panel.texts["next_action"], Qt.Key.Key_Return)
    assert "Somebody else changed this request" in seen(panel)
    assert panel.texts["next_action"].value() == "Call at noon"
    press(panel.texts["next_action"], Qt.Key.Key_Escape)
    assert shell.open_panel is None
