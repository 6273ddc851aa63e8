"""Letters waiting for an answer, by keys: sent, known, answered, closed, and back by Undo."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from sqlalchemy import text

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.topics import Topic
from ibh_desktop.store.schema import Letter
from ibh_desktop.store.tx import Tx
from tests.gui.conftest import SignIn
from tests.gui.hands import button, control, field_called, of, pick, press, seen, settle
from tests.integration.world import Clock, engine_of
from ui.dialogs.ask import AskPanel
from ui.places import Letter as LetterPlace
from ui.places import Reports
from ui.shell import Shell
from ui.views.reports.view import ReportsView
from ui.views.reports.waiting import WaitingSection

BYTES = b"%PDF-1.4 signed"


def _signed(tx: Tx) -> None:
    """The first draft of the sample, about somebody who allowed it, as if it had been signed."""
    row = tx.session.get_one(Letter, 1)
    row.status, row.signed_at, row.pdf = LetterStatus.SIGNED, tx.now, BYTES
    row.sha256, row.urgency = hashlib.sha256(BYTES).hexdigest(), "urgent, within 7 days"
    good = "recipient_id = NULL, recipient_class = 'treating providers', expires_on = '2030-01-01', revoked_on = NULL"
    wide = "information = (SELECT information FROM patient_authorization WHERE id = 1), copy_given = TRUE"
    tx.session.execute(text(f"UPDATE patient_authorization SET {good}, {wide}"))
    tx.record("letter:sign", Topic.LETTERS, 1)


def _section(shell: Shell) -> WaitingSection:
    shell.open(Reports("waiting"))
    settle()
    return of(WaitingSection, of(ReportsView, shell.view()).section())


def _status(shell: Shell) -> str:
    with engine_of(shell.app).connect() as connection:
        return str(connection.execute(text("SELECT status FROM letter WHERE id = 1")).scalar_one())


@pytest.fixture
def section(shell_as: SignIn) -> WaitingSection:
    """The list at the front desk, with one letter that is signed and chosen."""
    shell = shell_as("receptionist")
    assert "No letter is waiting" in seen(_section(shell))
    shell.app.write(_signed)
    shown = _section(shell)
    press(shown, Qt.Key.Key_Down)
    return shown


def _shell(section: WaitingSection) -> Shell:
    return of(Shell, section.desk)  # type: ignore[arg-type]


def test_a_signed_letter_is_noted_as_sent_and_waits(section: WaitingSection) -> None:
    shell = _shell(section)
    assert "Signed, not sent yet" in str(section.table.rows_model.rows[0])
    press(section, "s")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert (_status(shell), shell.toast._words.text()) == ("sent", "Noted as sent")
    assert "Waiting for an answer" in str(section.table.rows_model.rows[0])


def test_what_blocks_a_letter_is_said_where_it_is_sent(section: WaitingSection) -> None:
    shell = _shell(section)
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("UPDATE patient_authorization SET revoked_on = '2026-10-05'"))
    press(section, "s")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert "it was revoked on 10/05/2026." in seen(panel)
    assert _status(shell) == "signed"


def _sent(section: WaitingSection) -> Shell:
    shell = _shell(section)
    press(section, "s")
    control(of(AskPanel, shell.open_panel), Qt.Key.Key_Return)
    return shell


def test_one_key_notes_that_they_have_it_and_undo_takes_it_back(section: WaitingSection) -> None:
    shell = _sent(section)
    press(section, "k")
    assert _status(shell) == "acknowledged"
    control(shell, Qt.Key.Key_Z)
    assert _status(shell) == "sent"


def test_an_answer_is_chosen_with_a_note_and_the_letter_closed(section: WaitingSection) -> None:
    shell = _sent(section)
    press(section, "a")
    panel = of(AskPanel, shell.open_panel)
    pick(of(QComboBox, field_called(panel, "What they answered")), "appointment")
    press(field_called(panel, "Note"), "October 20, 2 pm")
    control(panel, Qt.Key.Key_Return)
    assert _status(shell) == "appointment made"
    assert section.table.current() is not None
    press(section, "c")
    assert _status(shell) == "closed"
    assert "No letter is waiting" in seen(section)
    control(shell, Qt.Key.Key_Z)
    assert _status(shell) == "appointment made"


def test_closing_what_nobody_answered_asks_why(section: WaitingSection) -> None:
    shell = _sent(section)
    press(section, "c")
    panel = of(AskPanel, shell.open_panel)
    control(panel, Qt.Key.Key_Return)
    assert "Say why it is closed." in seen(panel)
    press(field_called(panel, "Why it is closed"), "Two calls")
    control(panel, Qt.Key.Key_Return)
    assert _status(shell) == "closed"


def test_an_urgent_letter_without_an_answer_stands_first_after_two_days(section: WaitingSection, clock: Clock) -> None:
    _sent(section)
    clock.ahead(days=2)
    section.stale()
    settle()
    assert "No answer in time" in str(section.table.rows_model.rows[0])
    assert section.subtitle.text() == "1 letter, 1 without an answer in time"


def test_keys_that_do_not_fit_do_nothing(section: WaitingSection) -> None:
    shell = _shell(section)
    for key in "kac":
        press(section, key)
    assert (_status(shell), shell.open_panel) == ("signed", None)
    assert not button(section, "Close").isEnabled()
    press(section.table, Qt.Key.Key_Return)
    assert isinstance(shell.place, LetterPlace)
