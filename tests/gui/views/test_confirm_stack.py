"""Confirmations by the stack through the real window: counted, printed, saved, stopped, and what can go wrong on the way."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ibh_desktop.queries import confirmations
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, pick, press, seen
from ui.dialogs.confirm_stack import ConfirmPanel
from ui.kit.print_stack import NO_PRINTER, PrintJob
from ui.shell import Shell

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def panel_of(shell: Shell) -> ConfirmPanel:
    """Opened by its keys."""
    press(shell.view(), Qt.Key.Key_P, CTRL_SHIFT)
    return of(ConfirmPanel, shell.open_panel)


def counted(shell: Shell, qtbot: QtBot) -> ConfirmPanel:
    """The panel once it has counted, with real threads behind it."""
    qtbot.waitUntil(lambda: shell.view().isVisible() and shell.isActiveWindow())
    panel = panel_of(shell)
    qtbot.waitUntil(lambda: bool(panel.preview.text()), timeout=8000)
    return panel


def pages(path: Path) -> list[str]:
    """The text of each page of a file."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(path.read_bytes())).pages]


@pytest.fixture
def to_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the printer, which is always at hand, puts its job."""
    path = tmp_path / "job.pdf"
    monkeypatch.setattr("ui.dialogs.confirm_stack.ask_printer", lambda _parent, title: PrintJob("", title, file=str(path)))
    return path


def saves_to(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    """The file dialog answers with a path; what it offered is remembered."""
    offered: list[str] = []

    def ask(_parent: object, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        offered.append(name)
        return str(path), ""

    monkeypatch.setattr("ui.dialogs.confirm_stack.QFileDialog.getSaveFileName", ask)
    return offered


def test_two_keys_print_the_confirmations_of_tomorrow_and_none_a_second_time(shell_as: SignIn, to_file: Path) -> None:
    shell = shell_as("receptionist")
    panel = panel_of(shell)
    assert panel.first.text() == panel.last.text() == "10/06/2026"
    count = int(panel.preview.text().split()[0])
    assert count > 3
    control(panel.first, Qt.Key.Key_Return)
    assert shell.toast.text == f"{count} confirmations printed"
    assert shell.open_panel is None
    assert len(PdfReader(to_file).pages) >= count
    again = panel_of(shell)
    assert again.preview.text() == "No visit to confirm"
    assert f"{count} printed before, left out" in seen(again)
    control(again.first, Qt.Key.Key_Return)
    assert shell.toast.text.startswith("Nothing to confirm")


def test_a_day_at_one_location_is_saved_as_one_file_letter_by_letter(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("receptionist")
    offered = saves_to(monkeypatch, tmp_path / "stack.pdf")
    panel = panel_of(shell)
    whole = int(panel.preview.text().split()[0])
    pick(panel.location, "Birmingham")
    here = int(panel.preview.text().split()[0])
    assert 0 < here < whole
    click(button(panel, "Save PDF"))
    assert offered == ["confirmations.pdf"]
    assert shell.toast.text == f"{here} confirmations saved"
    texts = pages(tmp_path / "stack.pdf")
    assert sum("This letter confirms your appointment." in text for text in texts) == here
    assert "Sample clinic: invented people" in texts[0]


def test_what_makes_no_stack_is_said_at_its_field(shell_as: SignIn, to_file: Path) -> None:
    shell = shell_as("receptionist")
    panel = panel_of(shell)
    panel.last.setText("10/05/2026")
    panel.last.textEdited.emit("10/05/2026")
    assert "last day comes before" in seen(panel)
    panel.last.setText("someday")
    control(panel.last, Qt.Key.Key_Return)
    assert panel.last.property("wrong") is True
    assert shell.open_panel is panel


def test_without_a_printer_the_panel_says_what_to_do_instead(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = panel_of(shell)
    control(panel.first, Qt.Key.Key_Return)
    assert NO_PRINTER in seen(panel)
    assert shell.open_panel is panel


def test_a_printer_that_is_gone_leaves_the_letters_to_be_printed(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("receptionist")
    monkeypatch.setattr("ui.dialogs.confirm_stack.ask_printer", lambda _parent, title: PrintJob("Upstairs", title))
    panel = panel_of(shell)
    count = panel.preview.text().split()[0]
    control(panel.first, Qt.Key.Key_Return)
    assert shell.toast.text.startswith("The printer Upstairs is not there any more.")
    again = panel_of(shell)
    assert again.preview.text() == f"{count} to print"
    assert f"{count} made before and not printed yet" in seen(again)


def test_a_file_that_cannot_be_written_leaves_the_letters_to_be_saved(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("receptionist")
    saves_to(monkeypatch, tmp_path / "gone" / "stack.pdf")
    panel = panel_of(shell)
    count = panel.preview.text().split()[0]
    click(button(panel, "Save PDF"))
    assert "cannot be written" in shell.toast.text
    again = panel_of(shell)
    assert f"{count} made before and not printed yet" in seen(again)
    saves_to(monkeypatch, tmp_path / "stack.pdf")
    click(button(again, "Save PDF"))
    assert shell.toast.text == f"{count} confirmations saved"


def test_thinking_better_of_it_makes_nothing(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("receptionist")
    monkeypatch.setattr("ui.dialogs.confirm_stack.ask_printer", lambda *_: None)
    panel = panel_of(shell)
    control(panel.first, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert "made before" not in seen(panel_of(shell))


def test_a_lock_stops_the_stack_and_waits_for_it(threaded: SignIn, qtbot: QtBot, to_file: Path) -> None:
    shell = threaded("receptionist")
    panel = counted(shell, qtbot)
    control(panel.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.strip._bar.value() > 2, timeout=60_000)
    over = shell.strip.over
    assert not over.is_set()
    shell.locked.emit()
    qtbot.waitUntil(over.is_set, timeout=30_000)


def test_two_stacks_at_once_are_one_too_many(threaded: SignIn, qtbot: QtBot, to_file: Path) -> None:
    shell = threaded("receptionist")
    for _ in range(2):
        panel = counted(shell, qtbot)
        control(panel.first, Qt.Key.Key_Return)
    assert shell.toast.text.startswith("Something that takes a while is still running.")
    click(shell.strip.stop_button)
    qtbot.waitUntil(lambda: not shell.strip.isVisible(), timeout=30_000)


def test_stop_prints_no_more_and_going_on_prints_only_the_rest(
    threaded: SignIn, qtbot: QtBot, to_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = threaded("receptionist")
    panel = counted(shell, qtbot)
    total = int(panel.preview.text().split()[0])
    control(panel.first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.strip._bar.value() > total + 2, timeout=60_000)
    click(shell.strip.stop_button)
    qtbot.waitUntil(lambda: not shell.strip.isVisible(), timeout=30_000)
    assert f"of {total} confirmations printed" in shell.toast.text
    printed = int(shell.toast.text.split()[0])
    assert 0 < printed < total
    tomorrow = date(2026, 10, 6)
    left = shell.app.read(confirmations.waiting, confirmations.Stack(tomorrow, tomorrow))
    assert (left.count, left.done) == (total - printed, printed)
    assert QApplication.activeModalWidget() is None
