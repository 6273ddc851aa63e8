"""A patient's papers and history, and the estimates that are due: by keys alone."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from ibh_desktop.domain.cover import Cover, Payer
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patient_papers
from ibh_desktop.queries.estimates import EstimateLine
from ibh_desktop.usecases import coverage, patients
from tests.gui.conftest import SignIn
from tests.gui.hands import button, control, has_button, of, pick, press, seen, settle
from ui.dialogs.book import BookPanel
from ui.dialogs.cover import CoverPanel
from ui.dialogs.desk_consents import ConsentPanel
from ui.dialogs.estimate import NotNeededPanel
from ui.dialogs.opening import book_course_panel
from ui.dialogs.patient_history import HistoryPanel
from ui.dialogs.patient_papers import PapersPanel, Row
from ui.places import Patients, Reports
from ui.shell import Shell
from ui.views.patients.view import PatientsView
from ui.views.reports.estimates import EstimatesSection
from ui.views.reports.view import ReportsView

DETAILS = patients.Details("Ada", "Newcomb", date(1990, 1, 2), phone="205 555 0110")


def _newcomer(shell: Shell) -> PatientId:
    """Somebody with nothing on file, whose file is open."""
    patient = shell.app.write(patients.register, DETAILS)
    shell.open(Patients(patient))
    settle()
    return patient


def _papers(shell: Shell) -> PapersPanel:
    """The panel, opened from the file with the space bar."""
    press(button(of(PatientsView, shell.view()).file, "Papers"), Qt.Key.Key_Space)
    return of(PapersPanel, shell.open_panel)


def _now(shell: Shell) -> PapersPanel:
    """The panel that shows."""
    return of(PapersPanel, shell.open_panel)


def _rows(panel: PapersPanel) -> list[tuple[str, str]]:
    return [(row.words, row.mark) for row in panel.table.rows_model.rows if isinstance(row, Row)]


def test_a_payer_is_added_changed_taken_off_and_undone(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _papers(shell)
    assert "consent to treatment missing; privacy notice missing" in seen(panel)
    press(panel.table, "p")
    form = of(CoverPanel, shell.open_panel)
    press(form.name, "Sample Health Plan")
    press(form.sessions, "12")
    press(form.last, "6/30/27")
    control(form.last, Qt.Key.Key_Return)
    assert shell.toast.text == "Payer saved"
    assert _rows(_now(shell)) == [("Sample Health Plan", "insured")]
    press(_now(shell).table, Qt.Key.Key_Return)
    form = of(CoverPanel, shell.open_panel)
    assert (form.name.value(), form.sessions.text(), form.last.text()) == ("Sample Health Plan", "12", "06/30/2027")
    pick(form.payer, "alone")
    assert form.name.isHidden()
    control(form.payer, Qt.Key.Key_Return)
    assert _rows(_now(shell)) == [("Pays alone", "self-pay")]
    press(_now(shell).table, "x")
    assert _rows(_now(shell)) == []
    control(_now(shell).table, Qt.Key.Key_Z)
    assert _rows(_now(shell)) == [("Pays alone", "self-pay")]


def test_bad_input_is_told_at_its_field_and_nothing_is_lost(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    press(_papers(shell).table, "p")
    form = of(CoverPanel, shell.open_panel)
    for name, typed, words in (
        ("sessions", "-3", "Give a whole number."),
        ("sessions", "99999", "1 to 500 sessions"),
        ("last", "2/30/27", "There is no date"),
        ("last", "1/1/2020", "It would end before it begins."),
        ("member", "x" * 10_000, "This holds 120 characters"),
    ):
        form.name.setText("Plan")
        form.first.setText("1/1/2026")
        field = getattr(form, name)
        field.setText(typed)
        control(field, Qt.Key.Key_Return)
        assert words in seen(form), name
        assert shell.open_panel is form
        assert field.text() == typed or name == "member"
        field.clear()


def test_a_signed_paper_is_added_and_revoked(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    press(_papers(shell).table, "c")
    form = of(ConsentPanel, shell.open_panel)
    pick(form.kind, "Privacy notice")
    assert form.revoked_on.isHidden()
    press(form.expires_on, "1/1/2020")
    control(form.expires_on, Qt.Key.Key_Return)
    assert "It would expire before it was signed." in seen(form)
    form.expires_on.clear()
    control(form.expires_on, Qt.Key.Key_Return)
    assert _rows(_now(shell)) == [("Privacy notice", "not seen")]
    assert "consent to treatment missing" in seen(_now(shell))
    assert "privacy notice missing" not in seen(_now(shell))
    press(_now(shell).table, Qt.Key.Key_Return)
    form = of(ConsentPanel, shell.open_panel)
    press(form.revoked_on, "today")
    control(form.revoked_on, Qt.Key.Key_Return)
    assert _rows(_now(shell)) == [("Privacy notice", "revoked")]


def test_a_guardian_who_signs_is_named(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    press(_papers(shell).table, "c")
    form = of(ConsentPanel, shell.open_panel)
    assert form.signer_name.isHidden()
    pick(form.signer, "Guardian")
    control(form.signer, Qt.Key.Key_Return)
    assert "Name the guardian who signed." in seen(form)
    press(form.signer_name, "Rosa Newcomb")
    control(form.signer_name, Qt.Key.Key_Return)
    assert _rows(_now(shell)) == [("Treatment", "not seen")]


def test_an_estimate_is_asked_for_given_opened_again_and_not_needed(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _newcomer(shell)
    panel = _papers(shell)
    press(panel.table, "e")
    assert _rows(panel) == [("Asked for by the patient", "due")]
    press(panel.table, "e")
    assert "asked for an estimate already" in shell.toast.text
    press(panel.table, "g")
    assert _rows(panel) == [("Asked for by the patient", "given")]
    control(panel.table, Qt.Key.Key_Z)
    assert _rows(panel) == [("Asked for by the patient", "due")]
    press(panel.table, "n")
    form = of(NotNeededPanel, shell.open_panel)
    control(form.reason, Qt.Key.Key_Return)
    assert "Say why no estimate is needed." in seen(form)
    press(form.reason, "The first visit is free")
    control(form.reason, Qt.Key.Key_Return)
    assert _rows(_now(shell)) == [("Asked for by the patient", "not needed")]


def test_a_lead_reads_the_papers_and_changes_none(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    shell.open(Patients(PatientId(1)))
    settle()
    panel = _papers(shell)
    assert _rows(panel)
    assert not has_button(panel, "Payer")
    press(panel.table, "p")
    press(panel.table, Qt.Key.Key_Return)
    assert shell.open_panel is panel


def _estimates(shell: Shell) -> EstimatesSection:
    shell.open(Reports("estimates"))
    settle()
    return of(EstimatesSection, of(ReportsView, shell.view()).section())


def test_the_list_of_estimates_is_worked_through_with_single_keys(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _estimates(shell)
    lines = [row for row in section.table.rows_model.rows if isinstance(row, EstimateLine)]
    assert lines == sorted(lines, key=lambda line: line.due_on)
    assert "overdue" in section.subtitle.text()
    press(section.table, "g")
    left = [row.id for row in section.table.rows_model.rows if isinstance(row, EstimateLine)]
    assert left == [line.id for line in lines[1:]]
    control(section.table, Qt.Key.Key_Z)
    assert len(section.table.rows_model.rows) == len(lines)
    press(section.table, "n")
    press(of(NotNeededPanel, shell.open_panel).reason, "One is on file")
    control(of(NotNeededPanel, shell.open_panel).reason, Qt.Key.Key_Return)
    assert len(section.table.rows_model.rows) == len(lines) - 1


def test_the_list_says_when_nothing_is_due(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    section = _estimates(shell)
    while section.table.rows_model.rows:
        press(section.table, "g")
    assert "No Good Faith Estimate is due" in seen(section)


def test_a_course_that_outruns_its_authorization_is_told_and_booked_all_the_same(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    shell.app.write(coverage.add, patient, Cover(Payer.INSURED, "Plan", sessions=12))
    shell.panel(book_course_panel(shell, patient))
    settle()
    panel = of(BookPanel, shell.open_panel)
    assert panel.payer.text() == "12 of 16 sessions authorized: ask for more"
    assert panel.payer.isVisible()
    if panel.passed.isVisible():
        press(panel.passed, "fine")
    control(panel.patient, Qt.Key.Key_Return)
    assert shell.toast.text.startswith("16 sessions booked")
    assert "12 of 16 sessions authorized" in shell.app.read(patient_papers.papers_of, patient).warning


def test_the_history_shows_who_changed_what_from_what(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _newcomer(shell)
    press(button(of(PatientsView, shell.view()).file, "History"), Qt.Key.Key_Space)
    panel = of(HistoryPanel, shell.open_panel)
    assert "registered the patient" in seen(panel)
    new = patients.Details("Ada", "Newcomb", date(1990, 1, 2), phone="205 555 0199", city="Hoover")
    shell.app.write(patients.change, patient, new)
    settle()
    panel.table.selectRow(0)
    words = seen(panel)
    assert "Mon 5 Oct 2026 10:40 · Dana Brooks\nchanged phone, city" in words
    assert "Phone: +12055550110 → +12055550199\nCity: empty → Hoover" in words
    press(panel.table, Qt.Key.Key_Escape)
    assert shell.open_panel is None
