"""What tests of safety at the window share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ibh_desktop.domain.ids import PatientId, SafetyEventId
from ibh_desktop.usecases.safety_raise import raise_concern
from tests.gui.hands import press, settle
from ui.shell import Shell

MARIA = PatientId(1)
SECRET = "Secretword: does not want to go on"


def focus() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def tab_to(words: str) -> QAbstractButton:
    """Go on by Tab until a button of these words has the keyboard."""
    for _ in range(12):
        focused = focus()
        if isinstance(focused, QAbstractButton) and words in focused.text():
            return focused
        press(focused, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come to “{words}”")


def raised(shell: Shell) -> SafetyEventId:
    """A worry about the first course's patient."""
    event = shell.app.write(raise_concern, MARIA, words=SECRET)
    settle()
    return event
