"""The letter composer: from the course to a signed page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.ids import CourseId, LetterId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.queries import letters
from ibh_desktop.queries.letters import Draft
from ibh_desktop.sample.size import PASSWORD
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, button, click, control, field_called, has_button, of, pick, press, seen, settle, shell_of
from ui.dialogs.recipient import RecipientPanel
from ui.places import Course, Letter, Letters
from ui.shell import Shell
from ui.tour import LETTER
from ui.views.course.view import CourseView
from ui.views.letter.view import LetterView
from ui.window import Window


def _pdf(view: LetterView) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(view.page.pdf)).pages))


def _refer(shell: Shell) -> LetterView:
    shell.open(Course(CourseId(1)))
    settle()
    click(of(CourseView, shell.view()).button("refer"))
    return of(LetterView, shell.view())


def _memo(view: LetterView, label: str) -> QPlainTextEdit:
    return of(QPlainTextEdit, field_called(view.parts, label))


def _key(shell: Shell) -> LetterId:
    assert isinstance(shell.place, Letter)
    return shell.place.id


def _draft(shell: Shell) -> Draft:
    return shell.app.read(letters.composer, _key(shell))


def _complete(view: LetterView) -> None:
    pick(view.parts.to, "Hart")
    for name, text in LETTER.items():
        view.parts.write(name, text)


def _signed(shell: Shell) -> LetterView:
    view = _refer(shell)
    _complete(view)
    click(view.sign)
    return view


def test_refer_drafts_from_the_course(shell_as: SignIn) -> None:
    view = _refer(shell_as("therapist"))
    text = _pdf(view)
    assert "Interpersonal psychotherapy" in text
    assert "PHQ-9: first" in text
    assert "Say what I need at home" in text
    assert "Ana Lee" in text
    assert "draft" in text.lower()


def test_missing_parts_are_listed_and_sign_waits_for_them(shell_as: SignIn) -> None:
    view = _refer(shell_as("therapist"))
    missing = next(line for line in seen(view).splitlines() if line.startswith("Still missing: "))
    assert len(missing.split(", ")) >= 2
    assert not view.sign.isEnabled()
    _complete(view)
    assert "Complete: it can be signed." in seen(view)
    assert view.sign.isEnabled()
    _memo(view, "Reason").clear()
    assert not view.sign.isEnabled()
    assert "Still missing: " in seen(view)


def test_typing_appears_on_the_page(shell_as: SignIn, qtbot: QtBot) -> None:
    view = _refer(shell_as("therapist"))
    memo = _memo(view, "Reason")
    memo.clear()
    press(memo, "Sleep is poor since September.")
    qtbot.waitUntil(lambda: "Sleep is poor since September." in _pdf(view), timeout=2000)


def test_an_unticked_part_is_gone_from_the_page_and_can_come_back(shell_as: SignIn, qtbot: QtBot) -> None:
    view = _refer(shell_as("therapist"))
    tick = button(view.parts, "from the goals")
    click(tick)
    assert not tick.isChecked()
    qtbot.waitUntil(lambda: "Say what I need at home" not in _pdf(view), timeout=2000)
    click(tick)
    qtbot.waitUntil(lambda: "Say what I need at home" in _pdf(view), timeout=2000)


def test_an_unticked_part_stays_unticked_after_the_draft_saved_itself(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    view = _refer(shell)
    tick = button(view.parts, "from the goals")
    click(tick)
    qtbot.waitUntil(lambda: "saved" in view.subtitle.text(), timeout=3000)
    assert "goals" not in _draft(shell).parts
    settle()
    assert not tick.isChecked()
    click(tick)
    qtbot.waitUntil(lambda: "Say what I need at home" in _pdf(view), timeout=2000)


def test_saving_by_itself_leaves_the_cursor_where_it_was(shell_as: SignIn, qtbot: QtBot) -> None:
    view = _refer(shell_as("therapist"))
    memo = _memo(view, "Reason")
    press(memo, "Low mood")
    at = memo.textCursor().position()
    assert at >= 8
    qtbot.waitUntil(lambda: "saved" in view.subtitle.text(), timeout=3000)
    settle()
    assert memo.textCursor().position() == at
    press(memo, " in the mornings")
    assert memo.toPlainText().endswith("Low mood in the mornings")


def test_what_was_typed_is_there_when_the_letter_is_opened_again(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _refer(shell)
    key = _key(shell)
    pick(view.parts.to, "Hart")
    press(_memo(view, "Reason"), "Kept.")
    shell.open(Letters())
    shell.open(Course(CourseId(1)))
    shell.open(Letter(key))
    settle()
    assert "Kept." in _memo(of(LetterView, shell.view()), "Reason").toPlainText()
    assert "Hart" in view.parts.to.currentText()


def test_a_lock_right_after_the_last_key_loses_nothing(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    window = of(Window, shell.window())
    view = _refer(shell)
    press(_memo(view, "Reason"), "Typed just before the lock.")
    control(shell, Qt.Key.Key_L)
    window.sign_in(ROLES["therapist"], PASSWORD)
    settle()
    again = of(LetterView, shell_of(window).view())
    assert "Typed just before the lock." in _memo(again, "Reason").toPlainText()


def test_sign_freezes_the_letter(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _signed(shell)
    assert _draft(shell).status is LetterStatus.SIGNED
    assert shell.toast.text == "Signed. It can be printed now."
    assert not view.parts.isVisible()
    assert not view.sign.isVisible()
    assert has_button(view, "Print")
    text = _pdf(view)
    assert LETTER["reason"] in text
    assert "draft" not in text.lower()
    assert re.search(r"[Ll]icense", text)


def test_saving_the_pdf_twice_gives_the_same_bytes_and_counts_as_printed(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("therapist")
    view = _signed(shell)
    saved = []
    for name in ("one.pdf", "two.pdf"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, path=tmp_path / name: (str(path), ""))
        click(button(view, "Save PDF"))
        saved.append((tmp_path / name).read_bytes())
        assert shell.toast.text == "PDF saved"
    assert saved[0] == saved[1]
    assert saved[0].startswith(b"%PDF")
    assert _draft(shell).status is LetterStatus.PRINTED


def test_a_pdf_that_cannot_be_written_is_told_and_nothing_is_lost(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("therapist")
    view = _refer(shell)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "where.pdf"), ""))
    click(button(view, "Save PDF"))
    assert shell.toast.text.startswith("The file cannot be written")
    assert view.page.pdf


def test_a_signed_letter_is_changed_as_a_new_version(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _signed(shell)
    first = _key(shell)
    click(button(view, "new version"))
    assert _key(shell) != first
    assert _draft(shell).status is LetterStatus.DRAFT
    assert _memo(view, "Reason").toPlainText() == LETTER["reason"]
    shell.open(Letters())
    settle()
    assert any(" v2" in row.number or row.edition == 2 for row in shell.view().table.rows_model.rows)  # type: ignore[attr-defined]


def test_a_recipient_is_added_and_chosen(shell_as: SignIn, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    view = _refer(shell)
    click(button(view.parts, "Add…"))
    panel = of(RecipientPanel, shell.open_panel)
    click(panel.save_button)
    assert shell.open_panel is panel
    press(field_called(panel, "Name"), "Dr Ola Brandt")
    press(field_called(panel, "City"), "Mobile")
    control(field_called(panel, "City"), Qt.Key.Key_Return)
    assert "Dr Ola Brandt" in view.parts.to.currentText()
    qtbot.waitUntil(lambda: "Dr Ola Brandt" in _pdf(view), timeout=2000)


def test_a_receptionist_sees_signed_letters_only_to_print_them(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    window = of(Window, shell.window())
    _signed(shell)
    key = _key(shell)
    control(shell, Qt.Key.Key_L)
    window.sign_in(ROLES["receptionist"], PASSWORD)
    settle()
    desk = shell_of(window)
    desk.open(Letters())
    settle()
    assert "signed letters to print" in desk.view().subtitle.text()
    press(desk.view(), Qt.Key.Key_Return)
    assert desk.place == Letter(key)
    view = of(LetterView, desk.view())
    assert not view.parts.isVisible()
    assert has_button(view, "Print")
    assert has_button(view, "Save PDF")
    for words in ("Sign", "new version", "Back to the course"):
        assert not has_button(view, words), words
    assert LETTER["reason"] in _pdf(view)


def test_the_way_back_leads_to_the_course(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _refer(shell)
    click(button(view, "Back to the course"))
    assert shell.place == Course(CourseId(1))


def test_every_field_of_the_composer_has_a_name(shell_as: SignIn) -> None:
    view = _refer(shell_as("therapist"))
    editors: list[QWidget] = [*view.parts.findChildren(QPlainTextEdit), view.parts.to, view.parts.urgency]
    assert all(editor.accessibleName() for editor in editors)
