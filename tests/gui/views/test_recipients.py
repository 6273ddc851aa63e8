"""The address book, by keys: search, add, change, merge, import."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from ibh_desktop.queries.recipients import search
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, press, seen, settle
from ui.dialogs.importing import ImportPanel
from ui.dialogs.recipient import MergePanel, RecipientPanel
from ui.places import Letters, Recipients
from ui.shell import Shell
from ui.views.recipients.view import RecipientsView


def _view(shell: Shell) -> RecipientsView:
    shell.open(Recipients())
    settle()
    return of(RecipientsView, shell.view())


def test_the_letters_page_leads_to_the_address_book(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Letters())
    settle()
    click(button(shell.view(), "Address book"))
    assert isinstance(shell.place, Recipients)


def test_typing_finds_and_enter_opens_to_change(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    press(view.line, "neurol")
    assert view.subtitle.text() == "1 entry"
    press(view.line, Qt.Key.Key_Down)
    press(view.table, Qt.Key.Key_Return)
    panel = of(RecipientPanel, shell.open_panel)
    field = panel._texts["city"]
    field.clear()
    press(field, "Hoover")
    control(panel, Qt.Key.Key_Return)
    assert shell.app.read(search, "adler")[0].entry.city == "Hoover"
    control(shell, Qt.Key.Key_Z)
    assert shell.app.read(search, "adler")[0].entry.city == "Birmingham"


def test_insert_adds_somebody_and_what_is_wrong_is_said_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    press(view.line, "zzz")
    assert view.subtitle.text() == "Nobody matches “zzz”. Press Insert to add them."
    press(view.line, Qt.Key.Key_Insert)
    panel = of(RecipientPanel, shell.open_panel)
    press(panel._texts["name"], "Dr. Zzz")
    press(panel._texts["npi"], "1234567890")
    control(panel, Qt.Key.Key_Return)
    assert "check digit" in seen(panel)
    panel._texts["npi"].clear()
    control(panel, Qt.Key.Key_Return)
    assert [one.entry.name for one in shell.app.read(search, "zzz")] == ["Dr. Zzz"]


def test_two_entries_are_merged_and_parted_again(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    before = len(shell.app.read(search))
    press(view.line, "hart")
    view.table.setFocus()
    press(view.table, Qt.Key.Key_Return)
    click(button(of(RecipientPanel, shell.open_panel), "Merge"))
    panel = of(MergePanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert "Choose another entry" in seen(panel)
    panel.keeper.setCurrentIndex(2)
    control(panel, Qt.Key.Key_Return)
    assert len(shell.app.read(search)) == before - 1
    control(shell, Qt.Key.Key_Z)
    assert len(shell.app.read(search)) == before


def test_a_list_is_looked_at_before_it_is_imported(shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    path = tmp_path / "doctors.csv"
    path.write_text(
        "Name,Practice,Fax\nDr. One,Sample A,205 555 0101\nDr. Two,Sample B,none\nDr. Theo Adler,Sample Neurology,\n"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    click(button(view, "Import"))
    panel = of(ImportPanel, shell.open_panel)
    assert "1 will be imported" in seen(panel)
    assert panel.rows.count() == 2
    control(panel, Qt.Key.Key_Return)
    assert len(shell.app.read(search, "dr. one")) == 1
    control(shell, Qt.Key.Key_Z)
    assert shell.app.read(search, "dr. one") == []
