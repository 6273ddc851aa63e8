"""The list of letters: by status, what waits for a supervisor, and the second signature itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.queries import courses, letters, today
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import sending
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, button, click, field_called, has_button, of, press, seen, settle, shell_of
from tests.gui.letter_hands import begun, key_of, page_words, refer, signed, stored
from ui.places import Course, Letter, Letters
from ui.shell import Shell
from ui.views.letter.view import LetterView
from ui.views.letters.view import LettersView
from ui.window import Window

ASSOCIATE = "samuel.price"


def _listed(shell: Shell) -> LettersView:
    shell.open(Letters())
    settle()
    return of(LettersView, shell.view())


def _as(shell: Shell, user: str) -> Shell:
    """Somebody else at the same window."""
    window = of(Window, shell.window())
    window.lock()
    window.sign_in(user, PASSWORD)
    settle()
    return shell_of(window)


def _statuses(view: LettersView) -> set[LetterStatus]:
    return {row.status for row in view.table.rows_model.rows}  # type: ignore[union-attr]


def test_letters_are_shown_by_status(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    signed(shell)
    refer(shell)
    view = _listed(shell)
    assert "1 draft" in view.subtitle.text()
    click(button(view, "Drafts"))
    assert _statuses(view) == {LetterStatus.DRAFT}
    click(button(view, "Signed"))
    assert _statuses(view) == {LetterStatus.SIGNED}
    click(button(view, "Over"))
    assert _statuses(view) == set()
    assert "None of the latest 100 letters is among these." in seen(view)
    click(button(view, "All"))
    assert len(view.table.rows_model.rows) >= 2


def test_enter_opens_the_letter_and_the_filter_stays(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    refer(shell)
    key = key_of(shell)
    view = _listed(shell)
    click(button(view, "Drafts"))
    view.table.choose(key)
    press(view.table, Qt.Key.Key_Return)
    assert shell.place == Letter(key)
    _listed(shell)
    assert _statuses(view) == {LetterStatus.DRAFT}


def _waiting(shell: Shell) -> LetterView:
    """A plan that an associate signed, and that waits for the supervisor."""
    course = shell.app.read(courses.listing)[0].id
    view = begun(shell, "plan", CourseId(course))
    for name, part in view.parts.parts.items():
        if part.field.required and not any(line.text for line in part.lines()):
            view.parts.write(name, "As we agreed.")
    settle()
    assert view.sign.isEnabled(), seen(view.checklist)
    click(view.sign)
    return view


def test_an_associates_letter_waits_in_the_supervisors_queue_until_it_is_co_signed(shell_as: SignIn) -> None:
    shell = _as(shell_as("therapist"), ASSOCIATE)
    view = _waiting(shell)
    key = key_of(shell)
    assert "It waits for Lee Ann Foster to co-sign" in shell.toast.text
    assert "supervisor's signature" in seen(view)
    assert not view.print.isEnabled()
    assert not has_button(view, "Co-sign")
    lead = _as(shell, ROLES["lead"])
    listed = _listed(lead)
    assert listed.tabs.tabText(1) == "To co-sign, 1"
    listed.tabs.setCurrentIndex(1)
    settle()
    assert [row.id for row in listed.table.rows_model.rows] == [key]  # type: ignore[union-attr]
    press(listed.table, Qt.Key.Key_Return)
    composer = of(LetterView, lead.view())
    press(composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert lead.toast.text == "Co-signed. It can be printed now."
    assert composer.print.isEnabled()
    assert "Lee Ann Foster" in page_words(composer)
    assert lead.app.read(letters.waiting_for_cosign) == []


def test_a_letter_that_is_sent_back_is_a_draft_with_the_supervisors_words(shell_as: SignIn) -> None:
    shell = _as(shell_as("therapist"), ASSOCIATE)
    _waiting(shell)
    key = key_of(shell)
    lead = _as(shell, ROLES["lead"])
    lead.open(Letter(key))
    settle()
    click(button(lead.view(), "Send back"))
    panel = lead.open_panel
    assert panel is not None
    click(button(panel, "Send back"))
    assert lead.open_panel is panel, "a letter is not sent back without a word"
    of(QPlainTextEdit, field_called(panel, "What is to be changed")).setPlainText("Name the focus in plain words.")
    click(button(panel, "Send back"))
    assert lead.toast.text == "Sent back to Samuel Price"
    author = _as(lead, ASSOCIATE)
    author.open(Letter(key))
    settle()
    assert "Sent back by the supervisor: Name the focus in plain words." in seen(author.view())
    assert of(LetterView, author.view()).parts.isVisible()
    assert stored(author).status is LetterStatus.DRAFT


def test_a_letter_is_withdrawn_with_a_reason_and_printed_no_more(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = signed(shell)
    click(button(view, "Withdraw"))
    panel = shell.open_panel
    assert panel is not None
    of(QPlainTextEdit, field_called(panel, "Why")).setPlainText("The patient changed his mind.")
    click(button(panel, "Withdraw"))
    assert stored(shell).status is LetterStatus.WITHDRAWN
    assert not view.print.isEnabled()
    assert "withdrawn" in seen(view)
    shell.open(Course(CourseId(1)))
    settle()


def test_a_printed_letter_is_noted_as_sent_from_its_own_page(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = signed(shell)
    assert not has_button(view, "Sent…")
    shell.app.write(sending.printed, key_of(shell))
    settle()
    click(button(view, "Sent…"))
    panel = shell.open_panel
    assert panel is not None
    click(button(panel, "It was sent"))
    assert stored(shell).status is LetterStatus.SENT
    assert "sent" in view.subtitle.text()
    assert not has_button(view, "Withdraw")


def test_a_manager_reads_what_the_front_desk_wrote_and_prints_nothing(shell_as: SignIn) -> None:
    desk = shell_as("receptionist")
    visit = next(
        line for line in desk.app.read(today.board, on=desk.now().date(), location=None) if line.status.value == "done"
    )
    view = begun(desk, "attendance", visit.id)
    click(button(view, "Finish"))
    key = key_of(desk)
    boss = _as(desk, ROLES["manager"])
    listed = _listed(boss)
    assert [row.id for row in listed.table.rows_model.rows] == [key]  # type: ignore[union-attr]
    press(listed.table, Qt.Key.Key_Return)
    shown = of(LetterView, boss.view())
    assert "attended" in page_words(shown).lower()
    for words in ("Print", "Sign", "Finish", "Withdraw", "new version", "Back to the course"):
        assert not has_button(shown, words), words
