"""A signed letter on its way out: to paper in copies, to a file, to a file for e-mail; and what goes wrong on the way."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ibh_desktop.domain.errors import Unavailable
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.queries import authorizations, disclosures, letters
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import authorizations as revoking
from ibh_desktop.usecases import letters as writing
from tests.gui.conftest import SignIn
from tests.gui.hands import ROLES, button, click, control, has_button, of, press, seen, settle, shell_of
from tests.gui.letter_hands import key_of, page_words, refer, signed, stored
from ui.dialogs.print_letter import CLINIC, PATIENT, Printable, PrintLetterPanel
from ui.kit.printing import NO_PRINTER
from ui.places import Letter
from ui.shell import Shell
from ui.window import Window


class Stopping(QPrinter):
    """A printer that is switched off after a page."""

    pages = 1

    def newPage(self) -> bool:
        self.pages -= 1
        return self.pages >= 0 and super().newPage()


def _printer() -> QPrinter:
    return QPrinter(QPrinter.PrinterMode.HighResolution)


class PaperTray:
    """Real printers of Qt's that print into a file, as many as a test wants."""

    def __init__(
        self, file: Path, make: Callable[[], QPrinter] = lambda: QPrinter(QPrinter.PrinterMode.HighResolution)
    ) -> None:
        self.file, self._make = file, make
        self.last: QPrinter | None = None

    def names(self) -> list[str]:
        """Two, the PC's own first."""
        return ["Front desk", "Back office"]

    def printer(self, name: str) -> QPrinter:
        """One of them; the third was taken away."""
        if name not in self.names():
            raise Unavailable(f"The printer {name} is not there any more.")
        self.last = self._make()
        self.last.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.last.setOutputFileName(str(self.file))
        return self.last

    def sheets(self) -> int:
        """Sides that came out."""
        return len(PdfReader(self.file).pages)


def _panel(shell: Shell, tray: PaperTray) -> PrintLetterPanel:
    signed(shell)
    draft = stored(shell)
    panel = PrintLetterPanel(shell, Printable(draft.id, draft.content.number), tray)
    shell.panel(panel)
    settle()
    return panel


def _disclosed(shell: Shell) -> list[tuple[str, int]]:
    """The lines of the disclosure log about the patient of the letter that shows: how, and how many copies."""
    return [(line.how, line.copies) for line in shell.app.read(disclosures.log, stored(shell).patient)]


def test_copies_come_out_one_behind_the_other_each_on_a_sheet_of_its_own(
    shell_as: SignIn, tmp_path: Path, qtbot: QtBot
) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    panel = _panel(shell, tray)
    panel.clinic.setText("1")
    panel.patient.setText("1")
    assert panel.marks() == ["", CLINIC, PATIENT]
    click(panel.save_button)
    qtbot.waitUntil(lambda: shell.toast.text == "Printed: 3 copies", timeout=8000)
    pages = len(PdfReader(io.BytesIO(shell.app.read(letters.signed_pdf, key_of(shell)))).pages)
    each = pages + pages % 2  # an empty back, so that no copy begins on another's sheet
    assert tray.sheets() == 2 * each + pages
    assert stored(shell).status is LetterStatus.PRINTED
    assert _disclosed(shell) == [("printer", 3)]
    assert shell.open_panel is None


def test_one_sided_copies_have_no_empty_sheets(shell_as: SignIn, tmp_path: Path, qtbot: QtBot) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    panel = _panel(shell, tray)
    panel.duplex.setChecked(False)
    panel.send.setText("2")
    click(panel.save_button)
    qtbot.waitUntil(lambda: shell.toast.text == "Printed: 2 copies", timeout=8000)
    pages = len(PdfReader(io.BytesIO(shell.app.read(letters.signed_pdf, key_of(shell)))).pages)
    assert tray.sheets() == 2 * pages
    assert tray.last is not None
    assert tray.last.duplex() is QPrinter.DuplexMode.DuplexNone


def test_the_print_queue_reads_the_letters_number_and_no_name(shell_as: SignIn, tmp_path: Path, qtbot: QtBot) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    panel = _panel(shell, tray)
    called = panel.accessibleName()  # the panel is gone once it has printed
    click(panel.save_button)
    qtbot.waitUntil(lambda: shell.toast.text.startswith("Printed"), timeout=8000)
    assert tray.last is not None
    assert tray.last.docName() == stored(shell).number
    assert "O'Kon" not in tray.last.docName() + called


def test_a_printer_that_goes_away_says_after_which_page(shell_as: SignIn, tmp_path: Path, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    panel = _panel(shell, PaperTray(tmp_path / "paper.pdf", lambda: Stopping(QPrinter.PrinterMode.HighResolution)))
    panel.duplex.setChecked(False)
    panel.send.setText("9")
    click(panel.save_button)
    qtbot.waitUntil(lambda: "The printer stopped after page 2" in seen(panel), timeout=8000)
    assert "the letter is safe" in seen(panel)
    assert panel.save_button.isEnabled()
    pages = len(PdfReader(io.BytesIO(shell.app.read(letters.signed_pdf, key_of(shell)))).pages)
    came = 2 // pages
    assert _disclosed(shell) == ([("printer", came)] if came else [])


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_prints_nothing(shell_as: SignIn, tmp_path: Path, qtbot: QtBot) -> None:
    shell = shell_as("therapist")
    panel = _panel(shell, PaperTray(tmp_path / "no" / "where.pdf"))
    click(panel.save_button)
    qtbot.waitUntil(lambda: "does not answer" in seen(panel), timeout=8000)
    assert stored(shell).status is LetterStatus.SIGNED


def test_without_a_printer_a_sentence_says_so_and_the_file_is_offered(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = signed(shell)
    press(view.page, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    panel = of(PrintLetterPanel, shell.open_panel)
    if panel.printer.count():
        pytest.fail("this machine has a printer; the test wants one without")
    assert NO_PRINTER in seen(panel)
    assert not panel.save_button.isEnabled()
    assert panel.file.hasFocus()


@pytest.mark.parametrize(
    ("field", "typed", "words"), [("send", "0", "how many"), ("send", "two", "whole number"), ("clinic", "999", "at most")]
)
def test_numbers_that_make_no_sense_are_refused_at_their_field(
    shell_as: SignIn, tmp_path: Path, field: str, typed: str, words: str
) -> None:
    panel = _panel(shell_as("therapist"), PaperTray(tmp_path / "paper.pdf"))
    getattr(panel, field).setText(typed)
    click(panel.save_button)
    assert words in seen(panel)
    assert not (tmp_path / "paper.pdf").exists()


def test_saving_twice_gives_the_same_bytes_and_a_name_without_names(
    shell_as: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = shell_as("therapist")
    offered: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / f"{len(offered)}.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    signed(shell)
    for _ in range(2):
        control(shell.view(), Qt.Key.Key_P)
        click(of(PrintLetterPanel, shell.open_panel).file)
        assert shell.toast.text == "PDF saved"
    one, two = ((tmp_path / f"{n}.pdf").read_bytes() for n in (1, 2))
    assert one == two == shell.app.read(letters.signed_pdf, key_of(shell))
    assert offered == [f"{stored(shell).number}.pdf"] * 2
    assert stored(shell).status is LetterStatus.PRINTED
    assert _disclosed(shell) == [("file", 1)] * 2


def test_a_full_disk_is_told_and_leaves_nothing_half_written(shell_as: SignIn, tmp_path: Path) -> None:
    shell = shell_as("therapist")
    panel = _panel(shell, PaperTray(tmp_path / "paper.pdf"))
    old = tmp_path / "letter.pdf"
    old.write_bytes(b"what was there")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, hard))
    try:
        panel.save_to(old)
        settle()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "Nothing is half written" in seen(panel)
    assert old.read_bytes() == b"what was there"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf" or path.name.startswith(".")] == ["letter.pdf"]
    panel.save_to(tmp_path / "no" / "where.pdf")
    settle()
    assert "The file cannot be written" in seen(panel)
    assert stored(shell).status is LetterStatus.SIGNED


def test_for_e_mail_it_is_sealed_under_a_passphrase_that_shows_once(shell_as: SignIn, tmp_path: Path) -> None:
    shell = shell_as("therapist")
    panel = _panel(shell, PaperTray(tmp_path / "paper.pdf"))
    path = tmp_path / "mail.pdf"
    panel.save_sealed(path)
    settle()
    passphrase = panel.code.text()
    assert passphrase in seen(panel)
    assert _disclosed(shell) == [("encrypted file", 1)]
    assert "Tell it by telephone" in seen(panel)
    sealed = PdfReader(path)
    with pytest.raises(FileNotDecryptedError):
        _ = sealed.pages[0].extract_text()
    assert b"O'Kon" not in path.read_bytes()
    assert sealed.decrypt(passphrase)
    assert "O'Kon" in " ".join(page.extract_text() for page in sealed.pages)
    panel.close_panel()
    settle()
    control(shell.view(), Qt.Key.Key_P)
    again = of(PrintLetterPanel, shell.open_panel)
    assert passphrase not in seen(again)
    assert again.code.text() == ""


def test_a_letter_that_was_withdrawn_meanwhile_is_not_printed(shell_as: SignIn, tmp_path: Path) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    panel = _panel(shell, tray)
    shell.app.write(writing.withdraw, key_of(shell), reason="Sent to the wrong practice.")
    settle()
    panel.submit()
    settle()
    assert "withdrawn" in seen(panel)
    assert not tray.file.exists()


def test_the_front_desk_prints_what_a_therapist_signed(shell_as: SignIn, tmp_path: Path, qtbot: QtBot) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    signed(shell)
    key, patient, window = key_of(shell), stored(shell).patient, of(Window, shell.window())
    control(shell, Qt.Key.Key_L)
    window.sign_in(ROLES["receptionist"], PASSWORD)
    settle()
    desk = shell_of(window)
    desk.open(Letter(key))
    settle()
    control(desk.view(), Qt.Key.Key_P)
    assert of(PrintLetterPanel, desk.open_panel).letter.id == key
    panel = PrintLetterPanel(desk, Printable(key, f"Letter {key}"), tray)
    desk.panel(panel)
    click(panel.save_button)
    qtbot.waitUntil(lambda: desk.toast.text == "Printed: 1 copy", timeout=8000)
    assert [line.how for line in desk.app.read(disclosures.log, patient)] == ["printer"]


def test_a_draft_has_no_print_and_ctrl_p_says_why(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = refer(shell)
    assert not has_button(view, "Print")
    control(view.parts.to, Qt.Key.Key_P)
    assert shell.toast.text == "Sign the letter first; then it can be printed."
    assert "DRAFT" in page_words(view)
    assert button(view, "Withdraw…")


def test_an_authorization_that_is_revoked_between_sign_and_print_stops_it(shell_as: SignIn, tmp_path: Path) -> None:
    shell, tray = shell_as("therapist"), PaperTray(tmp_path / "paper.pdf")
    panel = _panel(shell, tray)
    held = shell.app.read(authorizations.permissions, stored(shell).patient)
    for line in held.authorizations:
        shell.app.write(revoking.revoke, line.id, on=held.today)
    click(panel.save_button)
    assert "revoked" in seen(panel)
    panel.save_to(tmp_path / "file.pdf")
    settle()
    assert not tray.file.exists()
    assert not (tmp_path / "file.pdf").exists()
    assert _disclosed(shell) == []
