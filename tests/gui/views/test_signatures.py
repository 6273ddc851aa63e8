"""Waiting for my signature: counted on the rail, opened by Enter, signed by Ctrl+Enter; what a leaver left comes to an end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from ibh_desktop.domain.ids import CourseId, LetterId
from ibh_desktop.domain.notes import NoteKind, NoteState
from ibh_desktop.domain.signatures import Paper, Waits
from ibh_desktop.queries import drafts, notes
from ibh_desktop.queries.note_backlog import BacklogLine
from ibh_desktop.queries.signatures import Session, WaitingLine
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.note import ClosePanel, CosignPanel, OwnNotePanel
from ui.places import Course, Letter, Reports, Signatures
from ui.shell import Shell
from ui.views.course.session import SessionPart
from ui.views.course.view import CourseView
from ui.views.reports.notes import NotesSection
from ui.views.reports.view import ReportsView
from ui.views.signatures.view import SignaturesView

FIRST = CourseId(1)


def _page(shell: Shell) -> SignaturesView:
    if shell.place == Signatures():
        shell.view().stale()
    else:
        press(shell, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle()
    return of(SignaturesView, shell.view())


def _rows(view: SignaturesView) -> list[WaitingLine]:
    return [row for row in view.table.rows_model.rows if isinstance(row, WaitingLine)]


def _session(line: WaitingLine) -> Session:
    assert line.session is not None
    return line.session


def _on_the_rail(shell: Shell) -> str:
    return field_called(shell.rail, "Signatures").accessibleName()


def _sql(shell: Shell, *statements: str) -> None:
    with engine_of(shell.app).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _enter(shell: Shell, line: WaitingLine) -> QWidget | None:
    table = of(SignaturesView, shell.view()).table
    table.choose(line.id)
    press(table, Qt.Key.Key_Return)
    return shell.open_panel


def test_a_lead_cosigns_what_waits_by_keys_alone_and_the_rail_counts_down(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    assert _on_the_rail(shell) == "Signatures, 2 waiting"
    view = _page(shell)
    first, second = _rows(view)
    assert (first.waits, second.waits) == (Waits.COSIGN, Waits.COSIGN)
    panel = of(CosignPanel, _enter(shell, first))
    assert "Signed, waits for co-signature" in seen(panel)
    assert panel.words.isVisible()
    control(panel.save_button, Qt.Key.Key_Return)
    assert shell.toast.text == "Note co-signed"
    note = shell.app.read(notes.note, _session(first).appointment)
    assert note is not None
    assert (note.state, note.cosigned_by) == (NoteState.COSIGNED, "Lee Ann Foster")
    assert _rows(view) == [second]
    assert _on_the_rail(shell) == "Signatures, 1 waiting"
    of(CosignPanel, _enter(shell, second))
    control(of(CosignPanel, shell.open_panel).save_button, Qt.Key.Key_Return)
    assert view.states.showing == "Nothing waits for you"
    assert _on_the_rail(shell) == "Signatures"


def test_a_letter_waits_beside_the_notes_and_enter_opens_its_composer(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    _sql(
        shell,
        "UPDATE letter SET status = 'signed', signed_at = 1791000000, cosigner_id ="
        " (SELECT id FROM staff WHERE name = 'Lee Ann Foster'), therapist_id ="
        " (SELECT id FROM therapist WHERE name = 'Nathaniel Cole') WHERE id = (SELECT min(id) FROM letter)",
    )
    (line,) = [row for row in _rows(_page(shell)) if row.paper is Paper.LETTER]
    assert (line.author, line.waits) == ("Nathaniel Cole", Waits.COSIGN)
    table = of(SignaturesView, shell.view()).table
    row = list(table.rows_model.rows).index(line)
    cells = [table.rows_model.index(row, column).data() for column in range(6)]
    assert cells[1:] == [line.title, "", "", "Nathaniel Cole", "Fri 2 Oct 23:00, 3 days"]
    _enter(shell, line)
    assert shell.place == Letter(of_letter(line))


def of_letter(line: WaitingLine) -> LetterId:
    """The letter of a line."""
    assert line.letter is not None
    return line.letter


def test_a_note_that_was_changed_behind_our_back_is_not_cosigned(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _page(shell)
    line = _rows(view)[0]
    _sql(shell, f"UPDATE session_note SET body = 'Something else.' WHERE id = {line.note}")
    panel = of(CosignPanel, _enter(shell, line))
    assert "not what was signed" in seen(panel)
    assert not panel.save_button.isEnabled()
    control(panel.words, Qt.Key.Key_Return)
    assert len(_rows(view)) == 2


def test_enter_on_a_note_of_mine_opens_the_sheet_of_its_session(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _page(shell)
    (line,) = [row for row in _rows(view) if row.waits is Waits.SIGN]
    assert _enter(shell, line) is None
    assert shell.place == Course(FIRST, _session(line).appointment)
    part = of(SessionPart, of(CourseView, shell.view()).sections.section())
    assert part.session.value() == _session(line).appointment
    assert part.editor.isVisible()
    shell.open(Course(FIRST))
    settle()
    assert part.session.value() == _session(line).appointment, "the page is left as it was"


def test_what_a_leaver_left_is_closed_with_a_reason(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    _sql(shell, "UPDATE staff SET active = 0 WHERE name = 'Ana Lee'")
    view = _page(shell)
    (line,) = [row for row in _rows(view) if row.waits is Waits.CLOSE]
    panel = of(ClosePanel, _enter(shell, line))
    assert "Its author has left and cannot sign it." in seen(panel)
    press(panel.reason, "gone")
    control(panel.reason, Qt.Key.Key_Return)
    assert "10 letters or more" in seen(panel)
    press(panel.reason, " to Georgia in September")
    control(panel.reason, Qt.Key.Key_Return)
    assert shell.toast.text == "Note closed"
    note = shell.app.read(notes.note, _session(line).appointment)
    assert note is not None
    assert (note.state, note.author, note.signed_by) == (NoteState.CLOSED, "Ana Lee", "Lee Ann Foster")
    assert line.id not in [row.id for row in _rows(view)]
    shell.open(Course(_session(line).course, _session(line).appointment))
    settle()
    words = seen(shell.view())
    assert "By Ana Lee, who left it unsigned" in words
    assert "gone to Georgia in September" in words


def test_the_sheet_of_a_session_offers_to_close_it_too(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    (line,) = [row for row in _rows(_page(shell_as("therapist"))) if row.waits is Waits.SIGN]
    shell.open(Course(_session(line).course, _session(line).appointment))
    settle()
    assert not has_button(shell.view(), "Close it")
    _sql(shell, "UPDATE staff SET active = 0 WHERE name = 'Ana Lee'")
    shell.view().stale()
    of(CourseView, shell.view()).sections.stale()
    settle()
    click(button(shell.view(), "Close it"))
    of(ClosePanel, shell.open_panel)


def test_a_note_in_a_course_that_went_on_is_finished_in_the_panel_and_kept_while_typed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    _sql(shell, "UPDATE course SET therapist_id = (SELECT id FROM therapist WHERE name = 'Isaac Dunn') WHERE id = 1")
    view = _page(shell)
    (line,) = [row for row in _rows(view) if row.waits is Waits.SIGN]
    assert not _session(line).reachable
    panel = of(OwnNotePanel, _enter(shell, line))
    assert "with another therapist now" in seen(panel)
    press(panel.editor.body, "Herons. ")
    press(panel, Qt.Key.Key_Escape)
    assert shell.open_panel is None
    kept = shell.app.read(drafts.draft, shell.app.vault, _session(line).appointment, NoteKind.PROGRESS)
    assert kept is not None
    assert "Herons." in kept.typed.words.body
    panel = of(OwnNotePanel, _enter(shell, line))
    assert "is not saved yet. It is back." in seen(panel)
    press(panel.editor.body, "Ducks. ")
    work = view.parting()
    assert work is not None, "a lock keeps what is typed"
    work()
    click(button(panel, "Sign…"))
    click(button(panel, "Sign it"))
    assert shell.open_panel is None
    note = shell.app.read(notes.note, _session(line).appointment)
    assert note is not None
    assert note.state in (NoteState.SIGNED, NoteState.WAITING)
    assert "Herons." in note.words.body
    assert "Ducks." in note.words.body
    assert line.id not in [row.id for row in _rows(view)]


def test_of_two_notes_that_were_opened_one_after_the_other_a_lock_keeps_the_one_that_shows(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    _sql(shell, "UPDATE course SET therapist_id = (SELECT id FROM therapist WHERE name = 'Isaac Dunn') WHERE id = 1")
    view = _page(shell)
    first, second = [row for row in _rows(view) if not _session(row).reachable]
    assert (first.waits, second.waits) == (Waits.SIGN, Waits.WRITE)
    of(OwnNotePanel, _enter(shell, first))
    panel = of(OwnNotePanel, _enter(shell, second))
    settle()
    press(panel.editor.body, "Herons.")
    work = view.parting()
    assert work is not None
    work()
    kept = shell.app.read(drafts.draft, shell.app.vault, _session(second).appointment, NoteKind.PROGRESS)
    assert kept is not None
    assert kept.typed.words.body == "Herons."
    shell.panel(None)
    settle()
    assert view.parting() is None


def test_a_manager_sees_counts_and_what_is_with_nobody_and_no_signatures_page(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _sql(
        shell,
        "UPDATE staff SET active = 0 WHERE name = 'Nathaniel Cole'",
        "UPDATE therapist SET supervisor_id = NULL WHERE name = 'Nathaniel Cole'",
    )
    assert "go.signatures" not in [command.id for command in shell.commands]
    shell.open(Reports("notes"))
    settle()
    section = of(NotesSection, of(ReportsView, shell.view()).section())
    first = next(row for row in section.table.rows_model.rows if isinstance(row, BacklogLine))
    assert (first.author, first.works_here, first.stuck) == ("Nathaniel Cole", False, 2)
    assert "2 with nobody: choose a supervisor for their author" in seen(section)


def test_the_front_desk_has_neither(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    assert "go.signatures" not in [command.id for command in shell.commands]
    shell.open(Reports(""))
    settle()
    assert "Notes" not in [one.title for one in of(ReportsView, shell.view()).sections.all]
