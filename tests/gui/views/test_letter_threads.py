"""The composer with real worker threads: keys, saves and signatures meet, and the last word counts."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.queries import letters
from tests.gui.conftest import SignIn
from tests.gui.hands import of, press
from tests.gui.letter_hands import FIRST, complete, key_of, memo, page_words, stored, words_of
from ui.dialogs.new_letter import begin
from ui.places import Course, Letter
from ui.shell import Shell
from ui.views.letter.view import LetterView


def _begun(shell: Shell, qtbot: QtBot) -> LetterView:
    begin(shell, "referral", FIRST)
    qtbot.waitUntil(lambda: isinstance(shell.place, Letter) and isinstance(shell.view(), LetterView), timeout=8000)
    view = of(LetterView, shell.view())
    qtbot.waitUntil(lambda: bool(view.parts.parts) and view.states.showing == "", timeout=8000)
    return view


def test_of_many_keys_in_a_row_the_last_one_is_on_the_page(threaded: SignIn, qtbot: QtBot) -> None:
    view = _begun(threaded("therapist"), qtbot)
    reason = memo(view, "Reason")
    for word in range(30):
        reason.insertPlainText(f"word{word} ")
        qtbot.wait(7)
    qtbot.waitUntil(lambda: "word29" in page_words(view), timeout=8000)
    qtbot.waitUntil(lambda: not view.press.busy and not view.page.canvas.busy, timeout=8000)
    assert "word29" in page_words(view)


@pytest.mark.parametrize("pause", [0, 5, 20, 60])
def test_a_signature_right_behind_a_key_and_a_save_holds_the_key(threaded: SignIn, qtbot: QtBot, pause: int) -> None:
    shell = threaded("therapist")
    view = _begun(shell, qtbot)
    complete(view)
    reason = memo(view, "Reason")
    press(reason, "First. ")
    view.saver.save()
    qtbot.wait(pause)
    press(reason, "Last. ")
    view.go_on()
    qtbot.waitUntil(lambda: shell.toast.text.startswith("Signed"), timeout=8000)
    assert not view.clash.isVisible()
    assert stored(shell).status is LetterStatus.SIGNED
    assert "First. Last. " in words_of(shell.app.read(letters.signed_pdf, key_of(shell))).replace("  ", " ")


def test_a_page_that_is_left_at_once_is_saved(threaded: SignIn, qtbot: QtBot) -> None:
    shell = threaded("therapist")
    view = _begun(shell, qtbot)
    key = key_of(shell)
    press(memo(view, "Reason"), "Half a thought")
    shell.open(Course(FIRST))
    qtbot.waitUntil(lambda: shell.app.read(letters.composer, key).parts.get("reason") == "Half a thought", timeout=8000)
