"""Plain text of a letter: what may be pasted, how it is cleaned, how it grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from tests.gui.hands import of, press, settle
from ui.kit.prose import Prose, plain


@pytest.fixture
def prose(shown: Callable[[QWidget], QWidget]) -> Prose:
    """A text of at most forty characters."""
    text = of(Prose, shown(Prose("Reason", 40)))
    text.setFocus()
    return text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x07b", "ab"), ("a\r\nb\u2029c", "a\nb\nc"), ("\u202eabc", "abc"), ("e\u0301\tx", "é\tx"), ("שלום", "שלום")],
)
def test_a_text_is_cleaned_and_its_lines_and_letters_stay(typed: str, kept: str) -> None:
    assert plain(typed) == kept


def test_what_is_too_long_is_refused_whole_by_paste_key_and_input_method(prose: Prose) -> None:
    said: list[str] = []
    prose.refused.connect(said.append)
    prose.setPlainText("x" * 38)
    prose.moveCursor(prose.textCursor().MoveOperation.End)
    for many in (3, 500):
        mime = QMimeData()
        mime.setText("y" * many)
        prose.insertFromMimeData(mime)
    event = QInputMethodEvent()
    event.setCommitString("日本語")
    QApplication.sendEvent(prose, event)
    assert prose.toPlainText() == "x" * 38
    press(prose, "yyy")
    assert prose.toPlainText() == "x" * 38 + "yy"
    assert [words.split(" characters")[0] for words in said] == [
        "This would make 41",
        "This would make 538",
        "This would make 41",
        "This would make 41",
    ]
    prose.selectAll()
    press(prose, "z")
    assert prose.toPlainText() == "z"


def test_files_are_refused_in_words(prose: Prose) -> None:
    said: list[str] = []
    prose.refused.connect(said.append)
    mime = QMimeData()
    mime.setUrls([QUrl("file:///etc/hostname")])
    assert prose.canInsertFromMimeData(mime)
    prose.insertFromMimeData(mime)
    assert prose.toPlainText() == ""
    assert said == ["A letter's parts hold text only: files cannot be pasted. Nothing was added."]


def test_it_grows_with_its_lines_and_tab_leaves_it(shown: Callable[[QWidget], QWidget]) -> None:
    window = QWidget()
    box = QVBoxLayout(window)
    prose, other = Prose("Reason", 40), Prose("Request", 40)
    box.addWidget(prose)
    box.addWidget(other)
    shown(window)
    prose.setFocus()
    low = prose.height()
    press(prose, Qt.Key.Key_Return)
    press(prose, Qt.Key.Key_Return)
    settle()
    assert prose.height() > low
    press(prose, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is other
