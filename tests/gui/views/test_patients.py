"""Patients: search, file, register, change, import."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFileDialog, QListWidget

from ibh_desktop.queries import patients
from ibh_desktop.queries.patients import PatientHit
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, lines, of, press, seen, settle
from ui.dialogs.importing import ImportPanel
from ui.dialogs.patient import PatientPanel
from ui.kit.theme import font
from ui.places import Course, Patients
from ui.shell import Shell
from ui.views.patients.view import PatientsView


def _view(shell: Shell) -> PatientsView:
    shell.open(Patients())
    settle()
    return of(PatientsView, shell.view())


def _somebody(shell: Shell) -> PatientHit:
    return shell.app.read(patients.search, "an")[0]


def test_typing_searches_and_enter_shows_the_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view, wanted = _view(shell), _somebody(shell)
    assert view.line.hasFocus()
    press(view.line, wanted.name.split(",")[0])
    assert "found" in view.subtitle.text()
    view.line.clear()
    press(view.line, wanted.number)
    assert view.table.rows_model.rows[0] == wanted
    press(view.line, Qt.Key.Key_Return)
    words = seen(view.file)
    assert wanted.number in words
    assert f"{wanted.born:%m/%d/%Y}" in words
    assert view.file.visits.isVisible()


def test_a_click_on_a_row_shows_its_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    press(view.line, "an")
    second = of(PatientsView, view).table.rows_model.rows[1]
    assert isinstance(second, PatientHit)
    click(view.table.viewport(), view.table.visualRect(view.table.rows_model.index(1, 0)).center())
    assert second.number in seen(view.file)


def test_nobody_found_says_so_and_keeps_what_was_typed(shell_as: SignIn) -> None:
    view = _view(shell_as("receptionist"))
    press(view.line, "xyzzy")
    assert view.subtitle.text() == "Nobody matches “xyzzy”. Check the spelling, or register them."
    assert view.table.rows_model.rowCount() == 0
    assert view.line.text() == "xyzzy"


def test_the_file_leads_to_the_course(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    running = next(v for v in shell.view().table.rows_model.rows if getattr(v, "course", None))  # type: ignore[attr-defined]
    shell.open(Patients(running.patient))
    settle()
    leads = button(of(PatientsView, shell.view()).file, "with ")
    assert "sessions\nwith " in leads.text()
    click(leads)
    assert isinstance(shell.place, Course)


def test_the_hour_of_a_visit_is_read_whole_in_the_narrowest_window(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.window().resize(1_024, 760)
    view = _view(shell)
    view.go(Patients(_somebody(shell).id))
    settle()
    inside = view.file.visits.columnWidth(0) - 20
    assert QFontMetrics(font()).horizontalAdvance("Wed 30 Nov 2026 10:00") <= inside


def test_a_lead_reads_files_but_cannot_change_them(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    shell.open(Patients(_somebody(shell).id))
    settle()
    view = of(PatientsView, shell.view())
    assert not has_button(view, "Change")
    assert not has_button(view, "Register a patient")
    assert not has_button(view, "Import")


def _register(shell: Shell, given: str, family: str, born: str, phone: str = "") -> PatientPanel:
    control(shell, Qt.Key.Key_N)
    panel = of(PatientPanel, shell.open_panel)
    assert panel.given.hasFocus()
    for field, text in ((panel.given, given), (panel.family, family), (panel.born, born), (panel.phone, phone)):
        press(field, text)
    return panel


def test_registering_opens_the_new_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = _register(shell, "Wilhelmina", "Tresvant", "4/9/91", "2055550177")
    control(panel.phone, Qt.Key.Key_Return)
    assert isinstance(shell.place, Patients)
    words = seen(of(PatientsView, shell.view()).file)
    assert "Wilhelmina" in words
    assert "04/09/1991" in words
    assert "205" in words
    assert shell.toast.text.startswith("Saved ")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("Ada", "Byron", "12/31/2031", ""), "born", "future"),
        (("Ada", "Byron", "2/30/1990", ""), "born", "no date"),
        (("Ada", "Byron", "", ""), "born", "date"),
        (("Ada", "Byron", "1/1/1990", "12"), "phone", "phone"),
        (("", "", "1/1/1990", ""), "family", "name"),
    ],
    ids=["a birth in the future", "no such date", "no date", "a bad phone", "no name"],
)
def test_what_cannot_be_registered_is_said_at_its_field(
    shell_as: SignIn, typed: tuple[str, str, str, str], field: str, words: str
) -> None:
    shell = shell_as("receptionist")
    panel = _register(shell, *typed)
    control(panel.phone, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert getattr(panel, field).property("wrong") is True
    assert words in seen(panel).lower()
    assert shell.app.read(patients.search, "byron ada") == []


def test_somebody_already_here_is_shown_and_can_be_registered_all_the_same(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    for _ in range(2):
        panel = _register(shell, "Wilhelmina", "Tresvant", "4/9/1991")
        control(panel.phone, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert "is already registered: number " in seen(panel)
    click(button(panel, "Register all the same"))
    assert len(shell.app.read(patients.search, "tresvant")) == 2


def test_changing_a_file_shows_at_once(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Patients(_somebody(shell).id))
    settle()
    view = of(PatientsView, shell.view())
    click(button(view.file, "Change"))
    panel = of(PatientPanel, shell.open_panel)
    panel.email.clear()
    press(panel.email, "new@example.org")
    control(panel.email, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert "new@example.org" in seen(view.file)


ROWS = (
    "Last Name,First Name,Birth Date,Mobile Phone,Shoe Size\n"
    "Abernethy,Rosalie,3/14/1985,205 555 0143,7\n"
    "Quimby,Desmond,13/31/1984,205 555 0144,9\n"
    "Abernethy,Rosalie,3/14/1985,205 555 0143,7\n"
)


def test_an_import_is_previewed_done_and_undone(shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "list.csv"
    file.write_text(ROWS, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    shell = shell_as("receptionist")
    click(button(_view(shell), "Import"))
    panel = of(ImportPanel, shell.open_panel)
    words = seen(panel)
    for part in ("1 will be imported", "1 already here or repeated", "1 refused", "left out: Shoe Size"):
        assert part in words
    found = lines(of(QListWidget, field_called(panel, "Rows that are not imported")))
    assert any(line.startswith("Line 3, Birth Date: ") for line in found)
    assert any(line.startswith("Line 4: same person as") for line in found)
    assert shell.app.read(patients.search, "abernethy rosalie") == []
    click(panel.save_button)
    assert shell.toast.text == "1 patients imported"
    assert len(shell.app.read(patients.search, "abernethy rosalie")) == 1
    click(button(shell.toast, "Undo"))
    assert shell.app.read(patients.search, "abernethy rosalie") == []


def test_a_file_that_cannot_be_read_says_why_and_offers_no_import(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "colours.csv"
    file.write_text("Colour,Size\nred,9\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_I)
    panel = of(ImportPanel, shell.open_panel)
    assert panel.told.text().endswith(".")
    assert "colours.csv" in seen(panel)
    assert not panel.save_button.isEnabled()
    control(panel.save_button, Qt.Key.Key_Return)
    assert shell.open_panel is panel
