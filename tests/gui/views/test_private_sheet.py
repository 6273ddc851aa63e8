"""Private notes in the window: behind a lock of their own, moved to, brought back after a reset."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QWidget

from ibh_desktop.sample.size import PASSWORD
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, button, click, control, press, seen, settle
from tests.gui.sheets import part_of, stored, unlock
from ui.setup import RecoverPage


def test_private_notes_are_set_up_written_and_read_again(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    assert "If you forget it they are lost" in seen(part.private)
    assert part.private.lock.password.echoMode() is QLineEdit.EchoMode.Password
    click(button(part.private, "Set up my private notes"))
    assert "not your password" in seen(part.private)
    unlock(part)
    assert part.private.text.hasFocus()
    assert part.private.lock.password.text() == ""
    press(part.private.text, "Only mine.")
    control(part.private.text, Qt.Key.Key_S)
    assert shell.toast.text == "Private note saved"
    assert part.private.text.value() == ""
    assert stored(shell).note is None
    part.private.list.setCurrentRow(1)
    assert part.private.text.value() == "Only mine."
    press(part.private.text, " And more.")
    control(part.private.text, Qt.Key.Key_S)
    part.private.list.setCurrentRow(0)
    part.private.list.setCurrentRow(1)
    assert "And more." in part.private.text.value()


def test_another_private_note_waits_until_this_one_is_saved_or_discarded(shell_as: SignIn) -> None:
    part = part_of(shell_as("therapist"))
    unlock(part)
    press(part.private.text, "First.")
    click(part.private.save_button)
    press(part.private.text, "Second")
    part.private.list.setCurrentRow(1)
    assert part.private.list.currentRow() == 0
    assert "Save this note before" in seen(part.private)
    click(part.private.discard_button)
    assert part.private.text.value() == ""
    part.private.list.setCurrentRow(1)
    assert part.private.text.value() == "First."


def test_selected_text_moves_out_of_the_record(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Stays here. Goes away.")
    click(part.editor.move_button)
    assert "Select the text" in part.editor.problem.text()
    cursor = part.editor.body.textCursor()
    cursor.setPosition(12)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    part.editor.body.setTextCursor(cursor)
    click(part.editor.move_button)
    assert "are locked" in part.editor.problem.text()
    unlock(part)
    click(part.editor.move_button)
    note = stored(shell).note
    assert note is not None
    assert note.words.body == part.editor.body.value() == "Stays here."
    part.private.list.setCurrentRow(1)
    assert part.private.text.value() == "Goes away."


def test_after_a_reset_the_window_asks_for_the_earlier_password(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    unlock(part)
    press(part.private.text, "Only mine.")
    click(part.private.save_button)
    shell.app.vault.drop()
    shell.app.keys.set_password(ROLES["therapist"], "a brand new long password")
    part.reload()
    settle()
    lock = part.private.lock
    press(lock.password, "a brand new long password")
    click(lock.button)
    assert "Your password was reset" in seen(part.private)
    assert "locked for good" in seen(part.private)
    assert lock.earlier.hasFocus()
    press(lock.earlier, PASSWORD)
    press(lock.earlier, Qt.Key.Key_Return)
    part.private.list.setCurrentRow(1)
    assert part.private.text.value() == "Only mine."


def test_the_reset_page_says_what_becomes_of_private_notes(shown: Callable[[QWidget], QWidget]) -> None:
    page = RecoverPage(lambda *_: None, lambda: None)
    shown(page)
    assert "without it they stay locked for good" in seen(page)
