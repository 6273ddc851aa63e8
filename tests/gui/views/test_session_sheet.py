"""The session sheet: a note typed, kept, saved, signed and added to; private notes behind a lock of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.notes import NoteState, Technique
from ibh_desktop.home import Home
from ibh_desktop.queries import session_sheet
from ibh_desktop.sample.size import PASSWORD
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, button, click, control, has_button, hurry, of, pick, press, seen, settle, shell_of
from tests.gui.looking import beyond, cut_off
from tests.gui.sheets import FIRST, part_of, stored, unlock
from tests.integration.world import Clock, engine_of
from ui.dialogs.session import SessionPanel
from ui.places import Course
from ui.signin import SignInPage
from ui.views.course.session import SessionPart
from ui.views.course.view import CourseView
from ui.window import Window


def test_the_sheet_opens_at_todays_session_with_what_to_know(shell_as: SignIn) -> None:
    part = part_of(shell_as("therapist"))
    assert part.session.currentText().startswith("9 · Mon 5 Oct · done")
    words = seen(part.facts)
    for told in ("9 of 16 · middle", "PHQ-9 9, mild (Mon 5 Oct): 1 less than 10", "Active goal", "Homework to review first"):
        assert told in words


def test_a_note_is_written_and_signed_with_keys_alone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    assert part.session.hasFocus()
    press(part.session, Qt.Key.Key_Tab)
    assert part.editor.since_last.hasFocus()
    press(part.editor.since_last, "A calm week.")
    press(part.editor.since_last, Qt.Key.Key_Tab)
    ticks = part.editor.ticks.all
    assert ticks[0].hasFocus()
    press(ticks[0], Qt.Key.Key_Right)
    press(ticks[1], Qt.Key.Key_Space)
    press(ticks[1], Qt.Key.Key_Left)
    press(ticks[0], Qt.Key.Key_Left)
    assert ticks[-1].hasFocus()
    press(ticks[-1], Qt.Key.Key_Tab)
    assert part.editor.body.hasFocus()
    press(part.editor.body, "We practised the talk.")
    control(part.editor.body, Qt.Key.Key_S)
    note = stored(shell).note
    assert note is not None
    assert (note.words.body, note.words.techniques) == ("We practised the talk.", (Technique.AFFECT,))
    assert part.editor.state.text().startswith("Saved Mon 5 Oct, 10:40")
    assert part.editor.body.hasFocus()
    press(part.editor.sign_button, Qt.Key.Key_Space)
    assert part.editor.sign_now.hasFocus()
    press(part.editor.sign_now, Qt.Key.Key_Space)
    note = stored(shell).note
    assert note is not None
    assert note.state is NoteState.SIGNED
    assert part.signed.isVisible()
    assert "Signed by Ana Lee, Mon 5 Oct 2026, 10:40" in seen(part.signed)
    assert part.session.hasFocus()


def test_signing_asks_once_and_not_yet_leaves_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Words.")
    click(part.editor.sign_button)
    assert "is never changed" in seen(part.editor.asking)
    click(part.editor.not_yet)
    assert not part.editor.asking.isVisible()
    assert stored(shell).note is None


def test_an_empty_note_says_why_it_is_not_signed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    click(part.editor.sign_button)
    click(part.editor.sign_now)
    assert part.editor.problem.text() == "Write the note before you sign it."
    assert stored(shell).note is None


def test_words_are_added_under_a_signed_note(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Words.")
    click(part.editor.sign_button)
    click(part.editor.sign_now)
    press(part.signed.addendum, "Said at the door.")
    control(part.signed.addendum, Qt.Key.Key_S)
    assert "Added by Ana Lee" in seen(part.signed)
    assert "Said at the door." in seen(part.signed)
    assert part.signed.addendum.value() == ""


def test_a_changed_row_is_told_above_the_note(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Words.")
    click(part.editor.sign_button)
    click(part.editor.sign_now)
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("UPDATE session_note SET body = 'Other words.'"))
    part.reload()
    settle()
    assert "This note is not what was signed" in seen(part.signed)
    assert not part.signed.add_button.isVisible()


def test_another_session_is_chosen_and_typed_words_stay_with_theirs(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Half a sent")
    pick(part.session, "8 · ")
    assert part.editor.state.text().startswith("Saved Mon 28 Sep")
    assert "Half a sent" not in part.editor.body.value()
    pick(part.session, "9 · ")
    assert part.editor.body.value() == "Half a sent"
    assert "is not saved yet. It is back." in seen(part.editor.restored)
    click(button(part.editor.restored, "Discard"))
    assert part.editor.body.value() == ""
    assert stored(shell).draft is None


def test_a_session_to_come_says_when_its_note_can_be_written(shell_as: SignIn) -> None:
    part = part_of(shell_as("therapist"))
    pick(part.session, "10 · ")
    assert "has not begun" in seen(part)
    assert not part.editor.isVisible()


def test_news_of_the_course_leaves_what_is_being_typed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = part_of(shell)
    press(part.editor.body, "Half a sent")
    part.reload()
    settle()
    assert part.editor.body.value() == "Half a sent"
    press(part.editor.body, "ence")
    hurry(part.editor.keeper.timer)
    draft = stored(shell).draft
    assert draft is not None
    assert draft.typed.words.body == "Half a sentence"


def test_lock_and_unlock_keeps_the_words(window_on: Callable[..., Window], sample_home: Home) -> None:
    window = window_on(sample_home)
    window.sign_in(ROLES["therapist"], PASSWORD)
    part = part_of(shell_of(window))
    press(part.editor.body, "We stopped in the middle of")
    unlock(part)
    press(part.private.text, "A thought of mine")
    window.lock()
    settle()
    assert isinstance(window.centralWidget(), SignInPage)
    window.sign_in(ROLES["therapist"], PASSWORD)
    settle()
    part = part_of(shell_of(window))
    assert part.editor.body.value() == "We stopped in the middle of"
    assert not shell_of(window).app.vault.is_open
    assert "A thought" not in seen(part) + part.private.text.toPlainText()
    unlock(part)
    assert part.private.text.value() == "A thought of mine"


def test_closing_the_window_keeps_the_words(window_on: Callable[..., Window], sample_home: Home, clock: Clock) -> None:
    window = window_on(sample_home)
    window.sign_in(ROLES["therapist"], PASSWORD)
    press(part_of(shell_of(window)).editor.body, "Last words")
    window.close()
    settle()
    app = sign_in(sample_home, ROLES["therapist"], PASSWORD, clock=clock)
    draft = app.read(session_sheet.sheet, app.vault, FIRST).draft
    app.close()
    assert draft is not None
    assert draft.typed.words.body == "Last words"


def test_with_real_workers_typing_saving_and_typing_on_loses_nothing(threaded: SignIn, qtbot: QtBot) -> None:
    shell = threaded("therapist")
    shell.open(Course(FIRST))
    view = of(CourseView, shell.view())
    qtbot.waitUntil(lambda: view.heading.text() != "Course", timeout=5000)
    part = view.sections.open("session")
    assert isinstance(part, SessionPart)
    qtbot.waitUntil(lambda: part.editor.isVisible() and part.editor.isEnabled(), timeout=5000)
    for word in ("one ", "two ", "three "):
        QTest.keyClicks(part.editor.body, word)
        part.editor.keeper.timer.start(0)
        qtbot.wait(3)
    part.editor.save()
    QTest.keyClicks(part.editor.body, "four")
    qtbot.waitUntil(lambda: shell.toast.text == "Note saved", timeout=5000)
    part.editor.keeper.timer.start(0)
    qtbot.waitUntil(lambda: not part.editor.keeper.waits, timeout=5000)
    sheet = stored(shell)
    assert part.editor.body.value() == "one two three four"
    assert sheet.note is not None
    assert sheet.note.words.body == "one two three"
    assert sheet.draft is not None
    assert sheet.draft.typed.words.body == "one two three four"


def test_what_was_read_before_a_draft_was_kept_does_not_put_older_words_back(shell_as: SignIn) -> None:
    part = part_of(shell_as("therapist"))
    read = part.load()
    press(part.editor.body, "Words that are kept")
    hurry(part.editor.keeper.timer)
    assert not part.editor.keeper.waits
    part.present(read)
    settle()
    assert part.editor.body.value() == "Words that are kept"


def test_a_session_on_the_timeline_opens_its_sheet(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    click(view.timeline, next(item for item in view.timeline.items if item.kind == "session").rect.center())
    click(button(of(SessionPanel, shell.open_panel), "Open its sheet"))
    part = view.sections.section()
    assert isinstance(part, SessionPart)
    assert part.session.currentText().startswith("1 · ")
    assert shell.open_panel is None
    assert part.session.hasFocus()


def test_a_receptionist_has_no_sheet_to_open(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    assert view.sections.open("session") is None
    click(view.timeline, next(item for item in view.timeline.items if item.kind == "session").rect.center())
    assert not has_button(of(SessionPanel, shell.open_panel), "Open its sheet")


def test_every_control_of_the_sheet_has_a_name(shell_as: SignIn) -> None:
    part = part_of(shell_as("therapist"))
    editor, private = part.editor, part.private
    fields = (part.session, editor.since_last, editor.body, *editor.ticks.all, private.text, private.list)
    for field in (*fields, private.lock.password, private.lock.earlier, part.signed.addendum):
        assert field.accessibleName(), field
    assert QKeySequence("Ctrl+S").toString() in editor.save_button.toolTip()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_word_of_the_sheet_is_cut_off_in_any_of_its_states(shell_as: SignIn, size: tuple[int, int]) -> None:
    shell = shell_as("therapist")
    shell.window().resize(*size)
    part = part_of(shell)

    def complaints() -> list[str]:
        settle()
        return [*cut_off(shell.window()), *beyond(shell.window())]

    assert complaints() == []
    unlock(part)
    press(part.editor.body, "Words.")
    assert complaints() == []
    click(part.editor.sign_button)
    assert complaints() == []
    click(part.editor.sign_now)
    assert complaints() == []
    pick(part.session, "10 · ")
    assert complaints() == []
