"""What a letter cannot hold is refused with a sentence; whatever happens, no word of a draft is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import LONGEST_TEXT
from ibh_desktop.home import Home
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import letters
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, ROLES, button, click, has_button, hurry, of, press, seen, settle
from tests.gui.letter_hands import FIRST, complete, key_of, memo, page_words, refer, stored
from tests.integration.world import Clock
from ui.kit.prose import Prose
from ui.places import Course, Letter
from ui.shell import Shell
from ui.views.letter.view import LetterView


def _paste(text: QPlainTextEdit, mime: QMimeData) -> None:
    of(Prose, text).insertFromMimeData(mime)
    settle()


def _text(words: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(words)
    return mime


def test_fifty_thousand_words_are_refused_and_what_is_there_stays(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    reason = memo(view, "Reason")
    press(reason, "Kept. ")
    _paste(reason, _text("sorrow " * 50_000))
    assert reason.toPlainText() == "Kept. "
    assert "one part of a letter holds 20,000" in seen(view.checklist)
    press(reason, "More")
    assert "one part of a letter holds" not in seen(view.checklist)


def test_a_part_that_is_full_takes_no_key_more(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    reason = memo(view, "Reason")
    _paste(reason, _text("x" * LONGEST_TEXT))
    press(reason, "y")
    assert len(reason.toPlainText()) == LONGEST_TEXT
    assert "Nothing was added." in seen(view.checklist)


def test_a_picture_is_refused_with_a_sentence(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    picture = QImage(1024, 768, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    assert picture.sizeInBytes() > 3_000_000
    mime = QMimeData()
    mime.setImageData(picture)
    reason = memo(view, "Reason")
    _paste(reason, mime)
    assert reason.toPlainText() == ""
    assert "pictures cannot be pasted" in seen(view.checklist)


def test_a_page_of_the_web_is_pasted_as_its_words_alone(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    mime = _text("Bold words")
    mime.setHtml('<b>Bold words</b><img src="file:///etc/hostname">')
    mime.setUrls([QUrl("file:///etc/hostname")])
    reason = memo(view, "Reason")
    _paste(reason, mime)
    assert reason.toPlainText() == "Bold words"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("sleep\x00less\x1b[31m", "sleepless[31m"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("name \u202egnp.exe\u202c", "name gnp.exe"),
        ("שלום עולם", "שלום עולם"),
        ("tired 😴 since 👩‍⚕️", "tired 😴 since 👩‍⚕️"),
        ("Nguyễn Đặng, Łukasz, Jiří", "Nguyễn Đặng, Łukasz, Jiří"),
        ('<img src="/etc/hostname"> & <b>', '<img src="/etc/hostname"> & <b>'),
        ("e\u0301", "é"),
    ],
)
def test_odd_text_is_cleaned_kept_and_set(shell_as: SignIn, qtbot: QtBot, pasted: str, kept: str) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    reason = memo(view, "Reason")
    _paste(reason, _text(f"{pasted} endmark"))
    assert reason.toPlainText() == f"{kept} endmark"
    qtbot.waitUntil(lambda: "endmark" in page_words(view), timeout=2000)
    hurry(view.saver.timer)
    assert stored(shell).lines["reason"] == (Line(f"{kept} endmark"),)


def _other_desk(home: Home, shell: Shell, words: str) -> None:
    desk = sign_in(home, ROLES["therapist"], PASSWORD, clock=Clock(NOW))
    held = stored(shell)
    lines = dict(held.lines) | {"reason": (Line(words),)}
    desk.write(letters.write, held.id, lines=lines, recipient=held.recipient, version=held.version)
    desk.close()


def _met(shell: Shell, home: Home) -> LetterView:
    """Two desks wrote the same letter; this one is told."""
    view = refer(shell)
    memo(view, "Reason").insertPlainText("Mine.")  # at once: on a busy PC keys take so long that the draft saves itself between
    _other_desk(home, shell, "Theirs.")
    hurry(view.saver.timer)
    return view


def test_two_desks_that_write_one_letter_are_told_and_mine_may_stand(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("therapist")
    view = _met(shell, sample_home)
    assert "changed at another desk" in seen(view.clash)
    assert memo(view, "Reason").toPlainText() == "Mine."
    assert stored(shell).parts["reason"] == "Theirs."
    click(button(view.clash, "Keep mine"))
    settle()
    assert stored(shell).parts["reason"] == "Mine."
    assert not view.clash.isVisible()


def test_theirs_may_stand_too(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("therapist")
    view = _met(shell, sample_home)
    click(button(view.clash, "Show theirs"))
    settle()
    assert memo(view, "Reason").toPlainText() == "Theirs."
    assert not view.clash.isVisible()


def test_a_letter_that_two_desks_wrote_is_not_signed_unseen(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    complete(view)
    view.saver.save()
    settle()
    _other_desk(sample_home, shell, "Theirs.")
    press(memo(view, "Reason"), "Mine. ")
    click(view.sign)
    assert "changed at another desk" in seen(view.clash)
    assert has_button(view, "Sign")
    assert "Mine. " in memo(view, "Reason").toPlainText()


def test_words_that_cannot_be_saved_wait_and_come_back(shell_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    key, write = key_of(shell), shell.app.write

    def out_of_reach(*_: object, **__: object) -> None:
        raise Unavailable("The clinic's database cannot be reached.")

    monkeypatch.setattr(shell.app, "write", out_of_reach)
    memo(view, "Reason").insertPlainText("Not lost.")
    hurry(view.saver.timer)
    assert shell.toast.text == "The clinic's database cannot be reached."
    assert "not saved yet" in view.subtitle.text()
    shell.open(Course(FIRST))
    monkeypatch.setattr(shell.app, "write", write)
    shell.open(Letter(key))
    settle()
    assert memo(view, "Reason").toPlainText() == "Not lost."
    hurry(view.saver.timer)
    assert stored(shell).parts["reason"] == "Not lost."


def test_words_of_a_letter_that_is_left_are_saved_behind_the_next(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    first = refer(shell)
    key = key_of(shell)
    press(memo(first, "Reason"), "Of the first.")
    second = refer(shell)
    assert key_of(shell) != key
    assert memo(second, "Reason").toPlainText() == ""
    shell.open(Letter(key))
    settle()
    assert memo(second, "Reason").toPlainText() == "Of the first."
    assert stored(shell).parts["reason"] == "Of the first."
