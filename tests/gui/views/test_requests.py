"""Requests by keys alone: taken, handed over, triaged, registered and booked in one flow, closed, undone."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from sqlalchemy import text

from ibh_desktop.domain.appointments import UPCOMING, Kind
from ibh_desktop.domain.inquiries import Outcome, Triage
from ibh_desktop.queries import patient_file
from ibh_desktop.queries.inquiries import Group, InquiryLine
from ibh_desktop.usecases.clinic import change_setting
from tests.gui.conftest import SignIn
from tests.gui.hands import control, field_called, has_button, of, pick, press, seen, settle
from tests.integration.world import Clock, engine_of
from ui.dialogs.inquiry import InquiryPanel
from ui.dialogs.inquiry_flow import IntakePanel, RegisterPanel, WhoPanel
from ui.dialogs.inquiry_notice import CallerNotice, EmergencyNotice
from ui.dialogs.inquiry_steps import TriagePanel
from ui.kit.table import GroupRow
from ui.places import Requests
from ui.shell import Shell
from ui.views.requests.view import RequestsView

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _page(shell: Shell) -> RequestsView:
    press(shell, Qt.Key.Key_R, CTRL_SHIFT)
    return of(RequestsView, shell.view())


def _lines(view: RequestsView) -> list[InquiryLine]:
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def _line(view: RequestsView, name: str) -> InquiryLine:
    return next(line for line in _lines(view) if line.name.startswith(name))


def _choose(view: RequestsView, name: str) -> InquiryLine:
    """Walk to a request with the arrow keys."""
    press(view, Qt.Key.Key_Home)
    for _ in _lines(view):
        current = view.table.current()
        if current is not None and current.name.startswith(name):
            return current
        press(view, Qt.Key.Key_Down)
    raise AssertionError(f"{name} is not in the list")


def _type(panel: QWidget, name: str, words: str) -> None:
    press(field_called(panel, name), words)


def _notice(kind: type[QWidget]) -> QWidget | None:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    return found[0] if found else None


def test_a_new_patients_first_appointment_is_at_most_8_steps_from_the_call_and_nothing_is_typed_twice(shell_as: SignIn) -> None:
    """Steps are keys that are no typing; Tab between two fields is typing."""
    shell, steps = shell_as("receptionist"), 0
    view = _page(shell)
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
    done = _line(view, "Tresvant")
    assert (done.standing.outcome, done.group(shell.now())) == (Outcome.BOOKED, Group.CLOSED)
    assert done.patient is not None
    visits = shell.app.read(patient_file.file, done.patient).visits
    assert [visit.kind for visit in visits if visit.status in UPCOMING] == ["intake"]
    assert "the request is closed" in shell.toast.text
    control(shell, Qt.Key.Key_Z)
    again = _line(view, "Tresvant")
    assert (again.standing.outcome, again.patient) == (None, done.patient)
    assert not [v for v in shell.app.read(patient_file.file, done.patient).visits if v.status in UPCOMING]
    press(view, "r")
    of(IntakePanel, shell.open_panel)  # taken up again where it stands


def test_a_date_of_birth_that_nobody_asked_for_is_asked_when_registering(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _page(shell)
    _choose(view, "Brandt")
    press(view, "r")
    register = of(RegisterPanel, shell.open_panel)
    assert register.born.text() == ""
    assert register.born.hasFocus()
    control(register.born, Qt.Key.Key_Return)
    assert "Give a date." in seen(register)
    press(register.born, "2/3/1980")
    control(register.born, Qt.Key.Key_Return)
    assert isinstance(shell.open_panel, IntakePanel)
    assert _line(view, "Brandt").patient is not None


@pytest.mark.parametrize("letter", ["y", "u"])
def test_a_yes_or_unsure_says_at_once_whom_to_fetch_and_marks_the_request(shell_as: SignIn, letter: str) -> None:
    shell = shell_as("receptionist")
    view = _page(shell)
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
    line = _line(view, "Adair")
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
    view = _page(shell)
    _choose(view, "Trammell")
    press(view, "t")
    panel = of(TriagePanel, shell.open_panel)
    assert "unsure" in seen(panel)
    pick(of(QComboBox, field_called(panel, "How soon")), "1 Emergency")
    control(panel.level, Qt.Key.Key_Return)
    notice = _notice(EmergencyNotice)
    assert notice is not None
    assert "It is not booked" in seen(notice)
    press(QApplication.focusWidget() or notice, Qt.Key.Key_Space)
    line = _line(view, "Trammell")
    assert (line.standing.level, view.table.rows_model.columns[1].text(line)) == (Triage.EMERGENCY, "911 or ED now")
    press(view, "r")
    assert "not booked" in shell.toast.text


def test_a_therapist_sees_and_triages_what_is_assigned_to_her_only(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _page(shell)
    assert [line.name for line in _lines(view)] == ["Holloway, Micah"]
    for key in ("r", "o", "n", "c", "+"):
        press(view, key)
        assert shell.open_panel is None
    press(view, "t")
    panel = of(TriagePanel, shell.open_panel)
    pick(of(QComboBox, field_called(panel, "How soon")), "3 Soon")
    control(panel.level, Qt.Key.Key_Return)
    assert _line(view, "Holloway").standing.level is Triage.SOON
    control(shell, Qt.Key.Key_Z)
    assert _line(view, "Holloway").standing.triaged_at is None


def test_a_manager_reads_and_changes_nothing(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _page(shell)
    assert len(_lines(view)) == 8
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    assert not panel.texts["given"].isEnabled()


def test_mine_no_answer_and_close_each_are_one_key_and_u_takes_the_last_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _page(shell)
    _choose(view, "Brandt")
    press(view, "o")
    assert _line(view, "Brandt").owner_name == "Dana Brooks"
    press(view, "u")
    assert _line(view, "Brandt").owner_name == ""
    press(view, "n")
    press(view, "n")
    assert _line(view, "Brandt").attempts == 2
    control(shell, Qt.Key.Key_Z)
    assert _line(view, "Brandt").attempts == 1
    press(view, "c")
    panel = shell.open_panel
    assert panel is not None
    words = [of(QComboBox, field_called(panel, "What became")).itemText(n) for n in range(4)]
    assert words == ["Referred elsewhere", "No response", "Declined", "Duplicate"]
    control(field_called(panel, "In a few words"), Qt.Key.Key_Return)
    assert _line(view, "Brandt").standing.outcome is Outcome.NO_RESPONSE
    control(shell, Qt.Key.Key_Z)
    assert _line(view, "Brandt").standing.outcome is None


def test_a_closed_request_is_opened_again_from_its_panel(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _page(shell)
    _choose(view, "Ellison")
    press(view, "c")
    assert shell.toast.text == "This request is closed already."
    press(view, Qt.Key.Key_Return)
    panel = of(InquiryPanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    press(next(b for b in panel.findChildren(QWidget) if getattr(b, "text", str)() == "Open again"), Qt.Key.Key_Space)
    assert _line(view, "Ellison").standing.outcome is None
    assert shell.open_panel is None


def test_somebody_registered_already_is_linked_not_registered_again(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        found = connection.execute(text("SELECT id, given, family, phone FROM patient WHERE phone <> '' ORDER BY id"))
        key, given, family, phone = next(row for row in found if f"{row.given}{row.family}".isascii())
        people = connection.execute(text("SELECT count(*) FROM patient")).scalar_one()
    view = _page(shell)
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
    assert _line(view, family).patient == key
    with engine_of(shell.app).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM patient")).scalar_one() == people


def test_a_change_at_another_desk_is_told_and_what_was_typed_stays(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _page(shell)
    _choose(view, "Brandt")
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


def test_what_becomes_late_stands_out_in_words_within_the_minute(shell_as: SignIn, clock: Clock) -> None:
    view = _page(shell_as("receptionist"))
    due = view.table.rows_model.columns[1]
    assert due.text(_line(view, "Szab")) == "by Tue 6 Oct"
    clock.ahead(days=3)
    view._minute.timeout.emit()
    assert due.text(_line(view, "Szab")) == "overdue 2 days"
    assert due.text(_line(view, "Holloway")) == "triage overdue"
    assert _line(view, "Holloway").group(clock.now) is Group.CLINICIAN


def test_without_requests_the_page_says_so_and_leads_to_a_new_one(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    with engine_of(shell.app).begin() as connection:
        for table in ("inquiry_step", "inquiry"):
            connection.execute(text(f"DELETE FROM {table}"))
    view = _page(shell)
    assert view.states.showing == "No requests"
    for key in "roncu":
        press(view, key)
    assert shell.open_panel is None
    press(view, Qt.Key.Key_Insert)
    assert isinstance(shell.open_panel, InquiryPanel)


def test_there_is_no_waitlist_key_until_there_is_a_waitlist(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("receptionist")
    assert not has_button(_page(shell), "To the waitlist")
    shell.leave()
    monkeypatch.setattr(RequestsView, "to_waitlist", lambda _view, file: heard.append(file.name))
    heard: list[str] = []
    again = shell_as("receptionist")
    view = _page(again)
    _choose(view, "Brandt")
    press(view, "w")
    assert heard == ["Theo Brandt"]


def test_a_file_in_the_drop_folder_comes_into_the_open_page(shell_as: SignIn, tmp_path: Path) -> None:
    folder = tmp_path / "web"
    folder.mkdir()
    boss = shell_as("manager")
    boss.app.write(change_setting, "request_folder", str(folder))
    shell = shell_as("receptionist")
    assert shell.place != Requests()
    view = _page(shell)
    file = folder / "form.csv"
    file.write_text("Name,Phone,Message\nAda Newton,2055550177,Sleep\n,,\nNobody,,\n")
    os.utime(file, (time.time() - 9, time.time() - 9))
    shell._requests.look()
    settle()
    assert _line(view, "Newton").channel.value == "web"
    assert "1 web request came in" in shell.toast.text
    assert "1 could not be read" in shell.toast.text
    assert (folder / "form.receipt.txt").exists()
    boss.app.write(change_setting, "request_folder", "")
