"""The toast: one sentence, Undo once, gone after 8 seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from tests.gui.hands import button, click, has_button, hurry
from ui.kit.toast import Toast


@pytest.fixture
def toast(shown: Callable[[QWidget], QWidget]) -> Toast:
    """A toast at the foot of a window."""
    window = QWidget()
    window.resize(800, 600)
    shown(window)
    return Toast(window)


def _timer(toast: Toast) -> QTimer:
    timer = toast.findChild(QTimer)
    assert timer is not None
    return timer


def test_undo_runs_once_and_takes_the_toast_away(toast: Toast) -> None:
    ran: list[str] = []
    toast.say("Moved", lambda: ran.append("undone"))
    assert toast.text == "Moved"
    click(button(toast, "Undo"))
    toast.undo()
    assert ran == ["undone"]
    assert toast.text == ""


def test_a_toast_is_there_for_8_seconds_and_then_cannot_undo(toast: Toast) -> None:
    ran: list[str] = []
    toast.say("Moved", lambda: ran.append("undone"))
    assert _timer(toast).interval() == 8000
    assert _timer(toast).isActive()
    hurry(_timer(toast))
    assert toast.text == ""
    toast.undo()
    assert ran == []


def test_a_sentence_without_a_way_back_offers_no_undo(toast: Toast) -> None:
    toast.say("Moved", lambda: None)
    toast.say("Saved 14:03")
    assert toast.text == "Saved 14:03"
    assert not has_button(toast, "Undo")


def test_the_next_sentence_takes_over_the_undo(toast: Toast) -> None:
    ran: list[str] = []
    toast.say("One", lambda: ran.append("one"))
    toast.say("Two", lambda: ran.append("two"))
    click(button(toast, "Undo"))
    assert ran == ["two"]


def test_a_toast_lies_at_the_foot_and_inside_the_window(toast: Toast) -> None:
    toast.say("A very long sentence about an appointment that was moved, " * 4, lambda: None)
    window = toast.parentWidget()
    assert window is not None
    assert window.rect().contains(toast.geometry())
    assert toast.geometry().bottom() > window.height() - 60
