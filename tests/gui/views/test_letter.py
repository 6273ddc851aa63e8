"""The letter composer: from the course to a signed page."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.sample.size import PASSWORD
from tests.gui.conftest import SignIn
from tests.gui.hands import (
    ROLES,
    button,
    click,
    control,
    field_called,
    has_button,
    lines,
    of,
    pick,
    press,
    seen,
    settle,
    shell_of,
)
from tests.gui.letter_hands import complete, key_of, memo, page_words, refer, signed, stored
from ui.dialogs.recipient import RecipientPanel
from ui.places import Course, Letter, Letters
from ui.tour import LETTER
from ui.views.letter.line import LineRow
from ui.views.letter.view import LetterView
from ui.window import Window


def test_refer_drafts_from_the_course(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    text = page_words(view)
    assert "Interpersonal psychotherapy" in text
    assert "PHQ-9: first" in text
    assert "Say what I need at home" in text
    assert "Ana Lee" in text
    assert "draft" in text.lower()


def test_missing_parts_are_listed_and_sign_waits_for_them(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    assert len(lines(view.checklist.list)) >= 2
    assert "Still missing, " in seen(view)
    assert not view.sign.isEnabled()
    complete(view)
    assert "Complete: it can be signed." in seen(view)
    assert view.sign.isEnabled()
    memo(view, "Reason").clear()
    assert not view.sign.isEnabled()
    assert lines(view.checklist.list) == ["Reason for referral"]


def test_typing_appears_on_the_page(shell_as: SignIn, qtbot: QtBot) -> None:
    view = refer(shell_as("therapist"))
    reason = memo(view, "Reason")
    reason.clear()
    press(reason, "Sleep is poor since September.")
    qtbot.waitUntil(lambda: "Sleep is poor since September." in page_words(view), timeout=2000)


def _goal(view: LetterView) -> LineRow:
    """The line of the first goal."""
    return view.parts.lines_part("goals").rows[0]


def test_an_unticked_line_is_gone_from_the_page_and_can_come_back(shell_as: SignIn, qtbot: QtBot) -> None:
    view = refer(shell_as("therapist"))
    tick = _goal(view).tick
    click(tick)
    assert not tick.isChecked()
    qtbot.waitUntil(lambda: "Say what I need at home" not in page_words(view), timeout=2000)
    click(tick)
    qtbot.waitUntil(lambda: "Say what I need at home" in page_words(view), timeout=2000)


def test_an_unticked_line_stays_unticked_after_the_draft_saved_itself(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    tick = _goal(view).tick
    click(tick)
    qtbot.waitUntil(lambda: "saved" in view.subtitle.text(), timeout=3000)
    assert "Say what I need at home" not in stored(shell).parts["goals"]
    assert not stored(shell).lines["goals"][0].on
    settle()
    assert not tick.isChecked()
    click(tick)
    qtbot.waitUntil(lambda: "Say what I need at home" in page_words(view), timeout=2000)


def test_saving_by_itself_leaves_the_cursor_where_it_was(shell_as: SignIn, qtbot: QtBot) -> None:
    view = refer(shell_as("therapist"))
    reason = memo(view, "Reason")
    press(reason, "Low mood")
    at = reason.textCursor().position()
    assert at >= 8
    qtbot.waitUntil(lambda: "saved" in view.subtitle.text(), timeout=3000)
    settle()
    assert reason.textCursor().position() == at
    press(reason, " in the mornings")
    assert reason.toPlainText().endswith("Low mood in the mornings")


def test_the_page_bears_the_whole_address_of_whoever_is_chosen(shell_as: SignIn, qtbot: QtBot) -> None:
    view = refer(shell_as("therapist"))
    pick(view.parts.to, "Hart")
    qtbot.waitUntil(lambda: "10 Sample Ave Birmingham, AL 35203" in page_words(view), timeout=2000)
    view.parts.to.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "Recipient not chosen yet" in page_words(view), timeout=2000)


def test_what_was_typed_is_there_when_the_letter_is_opened_again(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    key = key_of(shell)
    pick(view.parts.to, "Hart")
    press(memo(view, "Reason"), "Kept.")
    shell.open(Letters())
    shell.open(Course(CourseId(1)))
    shell.open(Letter(key))
    settle()
    assert "Kept." in memo(of(LetterView, shell.view()), "Reason").toPlainText()
    assert "Hart" in view.parts.to.currentText()


def test_a_lock_right_after_the_last_key_loses_nothing(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    window = of(Window, shell.window())
    view = refer(shell)
    press(memo(view, "Reason"), "Typed just before the lock.")
    control(shell, Qt.Key.Key_L)
    window.sign_in(ROLES["therapist"], PASSWORD)
    settle()
    again = of(LetterView, shell_of(window).view())
    assert "Typed just before the lock." in memo(again, "Reason").toPlainText()


def test_sign_freezes_the_letter(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = signed(shell)
    assert stored(shell).status is LetterStatus.SIGNED
    assert shell.toast.text == "Signed. It can be printed now."
    assert not view.parts.isVisible()
    assert not view.sign.isVisible()
    assert has_button(view, "Print")
    text = page_words(view)
    assert LETTER["reason"] in text
    assert "draft" not in text.lower()
    assert re.search(r"[Ll]icense", text)


def test_a_signed_letter_is_changed_as_a_new_version(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = signed(shell)
    first = key_of(shell)
    click(button(view, "new version"))
    assert key_of(shell) != first
    assert stored(shell).status is LetterStatus.DRAFT
    assert memo(view, "Reason").toPlainText() == LETTER["reason"]
    shell.open(Letters())
    settle()
    assert any(" v2" in row.number or row.edition == 2 for row in shell.view().table.rows_model.rows)  # type: ignore[attr-defined]


def test_a_recipient_is_added_and_chosen(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    click(button(view.parts, "Add…"))
    panel = of(RecipientPanel, shell.open_panel)
    click(panel.save_button)
    assert shell.open_panel is panel
    press(field_called(panel, "Name"), "Dr Ola Brandt")
    press(field_called(panel, "City"), "Mobile")
    control(field_called(panel, "City"), Qt.Key.Key_Return)
    assert "Dr Ola Brandt" in view.parts.to.currentText()
    qtbot.waitUntil(lambda: "Dr Ola Brandt" in page_words(view), timeout=2000)


def test_a_receptionist_sees_signed_letters_only_to_print_them(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    window = of(Window, shell.window())
    signed(shell)
    key = key_of(shell)
    control(shell, Qt.Key.Key_L)
    window.sign_in(ROLES["receptionist"], PASSWORD)
    settle()
    desk = shell_of(window)
    desk.open(Letters())
    settle()
    assert "signed letter to print" in desk.view().subtitle.text()
    press(desk.view(), Qt.Key.Key_Return)
    assert desk.place == Letter(key)
    view = of(LetterView, desk.view())
    assert not view.parts.isVisible()
    assert has_button(view, "Print")
    for words in ("Sign", "new version", "Back to the course"):
        assert not has_button(view, words), words
    assert LETTER["reason"] in page_words(view)


def test_the_way_back_leads_to_the_course(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    click(button(view, "Back to the course"))
    assert shell.place == Course(CourseId(1))


def test_every_field_of_the_composer_has_a_name(shell_as: SignIn) -> None:
    view = refer(shell_as("therapist"))
    editors: list[QWidget] = [
        *view.findChildren(QPlainTextEdit),
        *view.findChildren(QComboBox),
        *view.findChildren(QAbstractButton),
        view.checklist.list,
        view.page.canvas,
    ]
    nameless = [
        e for e in editors if e.isVisible() and not (e.accessibleName() or (isinstance(e, QAbstractButton) and e.text()))
    ]
    assert nameless == []
