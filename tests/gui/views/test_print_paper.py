"""One place for all paper of the day: lists, calendars, forms, notes; on paper or as a file, with names or without."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ibh_desktop.queries import courses
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, pick, press, seen
from tests.integration.world import engine_of
from ui.dialogs.confirm_stack import ConfirmPanel
from ui.dialogs.papers import PAPERS
from ui.dialogs.print_paper import PrintPanel
from ui.places import Reports, Schedule
from ui.shell import Shell


def _panel(shell: Shell) -> PrintPanel:
    control(shell.view(), Qt.Key.Key_P)
    return of(PrintPanel, shell.open_panel)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The sheets that went to the printer, which is always at hand; no job is called after a patient."""
    printed: list[bytes] = []

    def take(pdf: bytes, _parent: object, *, name: str, landscape: bool) -> int:
        assert name in {each.job for each in PAPERS}
        wide = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
        assert (wide.width > wide.height) is landscape
        printed.append(pdf)
        return 1

    monkeypatch.setattr("ui.dialogs.print_paper.print_pdf", take)
    return printed


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_keys_print_the_day_and_a_further_choice_leaves_the_names_out(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    pick(panel.what, "Day as a calendar")
    control(panel.on, Qt.Key.Key_Return)
    assert shell.toast.text == "Printed", seen(panel)
    panel = _panel(shell)
    pick(panel.what, "Day as a calendar")
    pick(panel.naming, "No names")
    control(panel.on, Qt.Key.Key_Return)
    named, nameless = (_text(pdf) for pdf in paper)
    assert "Monday, October 5, 2026" in named
    assert "busy" not in named
    assert "busy" in nameless


def test_the_panel_begins_with_the_day_that_shows(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Schedule(date(2026, 10, 6)))
    assert _panel(shell).on.text() == "10/06/2026"
    shell.open(Reports())
    assert _panel(shell).on.text() == "10/05/2026"


def test_a_week_of_a_therapist_is_saved_as_a_file(shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("therapist")
    panel = _panel(shell)
    pick(panel.what, "Week as a calendar")
    assert not panel.location.isVisible()
    offered: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "week.pdf"), ""

    monkeypatch.setattr("ui.dialogs.print_paper.QFileDialog.getSaveFileName", ask)
    click(button(panel, "Save PDF"))
    assert offered == ["schedule.pdf"]
    assert shell.toast.text == "PDF saved"
    assert "Ana Lee, LICSW: week of October 5, 2026" in _text((tmp_path / "week.pdf").read_bytes())


def test_a_folder_that_is_not_there_and_a_day_that_is_none_are_refused(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    monkeypatch.setattr("ui.dialogs.print_paper.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "gone" / "a.pdf"), ""))
    click(button(panel, "Save PDF"))
    assert "cannot be written" in seen(panel)
    panel.on.setText("someday")
    control(panel.on, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.on.property("wrong") is True


def test_thinking_better_of_it_at_the_printer_leaves_the_panel_open(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.dialogs.print_paper.print_pdf", lambda *_, **__: 0)
    shell = shell_as("receptionist")
    panel = _panel(shell)
    control(panel.on, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert shell.toast.text == ""


SAYS = {
    "Day sheet": ("Monday, October 5, 2026", "Arrived"),
    "Day as a calendar": ("Monday, October 5, 2026",),
    "Week list": ("week of Monday, October 5, 2026",),
    "Week as a calendar": ("week of October 5, 2026",),
    "Call list": ("To confirm: Monday, October 5, 2026", "message left"),
    "Registration": ("Registration", "In an emergency we call"),
    "Consent": ("Consent to treatment", "younger than 16"),
    "Records authorization": ("uthoriz",),
    "Questionnaire": ("PHQ-9", "Over the last 2 weeks"),
    "Safety plan": ("My safety plan", "988"),
}


def test_every_paper_comes_out_by_keys_alone(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    for title, words in SAYS.items():
        panel = _panel(shell)
        while not panel.what.currentText().startswith(title):
            press(panel.what, Qt.Key.Key_Down)
        if panel.therapist.isVisible() and title.startswith("Week"):
            pick(panel.therapist, "Ana Lee")
        control(panel.what, Qt.Key.Key_Return)
        assert shell.toast.text == "Printed", (title, seen(panel))
        text = _text(paper[-1])
        for said in words:
            assert said in text, title
    assert len(paper) == len(SAYS)


def test_a_form_is_filled_in_for_the_patient_who_is_chosen(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    family, given = shell.app.read(courses.listing)[0].patient_name.split(", ")
    for title in ("Registration", "Consent", "Records authorization"):
        panel = _panel(shell)
        pick(panel.what, title)
        press(panel.patient.line, f"{family} {given}")
        press(panel.patient.line, Qt.Key.Key_Return)
        control(panel.patient.line, Qt.Key.Key_Return)
        assert shell.toast.text == "Printed", seen(panel)
        assert family in _text(paper[-1])


def test_the_timeline_of_a_running_course_is_found_by_its_patient(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    pick(panel.what, "Course timeline")
    control(panel.what, Qt.Key.Key_Return)
    assert "Choose whose course it is." in seen(panel)
    press(panel.patient.line, " ".join(shell.app.read(courses.listing)[0].patient_name.split(", ")))
    press(panel.patient.line, Qt.Key.Key_Return)
    control(panel.patient.line, Qt.Key.Key_Return)
    assert shell.toast.text == "Printed", seen(panel)
    assert "of 1" in _text(paper[0])


def test_a_week_or_a_calendar_of_nobody_says_what_to_choose(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    pick(panel.what, "Week list")
    control(panel.what, Qt.Key.Key_Return)
    assert "Choose one therapist" in seen(panel)
    pick(panel.what, "Day as a calendar")
    pick(panel.location, "All locations")
    control(panel.what, Qt.Key.Key_Return)
    assert "Choose one location" in seen(panel)
    assert paper == []


def test_a_note_for_work_is_begun_frozen_and_printed_again_as_it_is(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    for _ in range(2):
        panel = _panel(shell)
        pick(panel.what, "Note for work or school")
        assert "tells no reason" in seen(panel)
        assert panel.visit.count() > 0
        control(panel.visit, Qt.Key.Key_Return)
        assert shell.toast.text == "Printed", seen(panel)
    assert paper[0] == paper[1]
    assert "attended an appointment" in _text(paper[0])
    for secret in ("therap", "LICSW", "LPC", "depress"):
        assert secret not in _text(paper[0]).replace("Interpersonal", "")


def test_where_nobody_attended_there_is_no_note(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    pick(panel.what, "Note for work or school")
    panel.on.setText("10/09/2026")
    panel.on.textEdited.emit("")
    control(panel.on, Qt.Key.Key_Return)
    assert "Nobody attended" in seen(panel)


def test_confirmations_have_their_own_panel_one_choice_away(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    pick(panel.what, "Appointment confirmations")
    assert not panel.save_as.isVisible()
    control(panel.what, Qt.Key.Key_Return)
    assert isinstance(shell.open_panel, ConfirmPanel)


def test_what_a_role_may_not_print_is_not_offered(shell_as: SignIn) -> None:
    panel = _panel(shell_as("manager"))
    offered = [panel.what.itemText(n) for n in range(panel.what.count())]
    assert not [words for words in offered if words.startswith(("Note", "Appointment", "Records", "Course"))]
    assert len(offered) == 10


def test_lists_with_names_leave_a_trace_and_lists_without_none(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    for naming in ("No names", "Full names"):
        panel = _panel(shell)
        pick(panel.naming, naming)
        control(panel.on, Qt.Key.Key_Return)
        assert ("busy" in _text(paper[-1])) is (naming == "No names")
    with engine_of(shell.app).connect() as connection:
        rows = connection.exec_driver_sql("SELECT diff FROM audit WHERE action = 'paper:print'").all()
    assert [tuple(row) for row in rows] == [('{"how": "printer", "on": "2026-10-05", "paper": "day", "patient": null}',)]
