"""Print the schedule: a day or a week, with names or without, on paper or as a file."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, pick, seen
from ui.dialogs.print_calendar import PrintPanel
from ui.places import Reports, Schedule
from ui.shell import Shell


def _panel(shell: Shell) -> PrintPanel:
    control(shell.view(), Qt.Key.Key_P)
    return of(PrintPanel, shell.open_panel)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The sheets that went to the printer, which is always at hand."""
    printed: list[bytes] = []

    def take(pdf: bytes, _parent: object, *, name: str, landscape: bool) -> int:
        assert (name, landscape) == ("Schedule", True)
        printed.append(pdf)
        return 1

    monkeypatch.setattr("ui.dialogs.print_calendar.print_pdf", take)
    return printed


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_two_keys_print_the_day_and_a_third_choice_leaves_the_names_out(shell_as: SignIn, paper: list[bytes]) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    control(panel.on, Qt.Key.Key_Return)
    assert shell.toast.text == "Printed", seen(panel)
    panel = _panel(shell)
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
    pick(panel.what, "A week")
    assert not panel.location.isEnabled()
    offered: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / "week.pdf"), ""

    monkeypatch.setattr("ui.dialogs.print_calendar.QFileDialog.getSaveFileName", ask)
    click(button(panel, "Save PDF"))
    assert offered == ["schedule.pdf"]
    assert shell.toast.text == "PDF saved"
    assert "Ana Lee, LICSW: week of October 5, 2026" in _text((tmp_path / "week.pdf").read_bytes())


def test_a_folder_that_is_not_there_and_a_day_that_is_none_are_refused(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("receptionist")
    panel = _panel(shell)
    monkeypatch.setattr(
        "ui.dialogs.print_calendar.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "gone" / "a.pdf"), "")
    )
    click(button(panel, "Save PDF"))
    assert "cannot be written" in seen(panel)
    panel.on.setText("someday")
    control(panel.on, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.on.property("wrong") is True


def test_thinking_better_of_it_at_the_printer_leaves_the_panel_open(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.dialogs.print_calendar.print_pdf", lambda *_, **__: 0)
    shell = shell_as("receptionist")
    panel = _panel(shell)
    control(panel.on, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert shell.toast.text == ""
