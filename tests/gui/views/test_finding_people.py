"""Registration's list of possible duplicates, a minor without a guardian, and two files that become one, by keys alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ibh_desktop.queries import patients
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, press, seen, settle
from ui.dialogs.likely import PAUSE
from ui.dialogs.merge_patient import MergePatientPanel
from ui.dialogs.patient import PatientPanel
from ui.kit.text import us_date
from ui.places import Patients
from ui.shell import Shell
from ui.views.patients.view import PatientsView


def registering(shell: Shell, given: str, family: str, born: str = "", phone: str = "") -> PatientPanel:
    """Typed as at the desk."""
    control(shell, Qt.Key.Key_N)
    panel = of(PatientPanel, shell.open_panel)
    for field, text in ((panel.given, given), (panel.family, family), (panel.born, born), (panel.phone, phone)):
        if text:
            press(field, text)
    QTest.qWait(2 * PAUSE)
    settle()
    return panel


def reasons(panel: PatientPanel) -> list[tuple[str, str]]:
    """Who is listed and why."""
    return [(one.hit.name, one.why.value) for one in panel.likely.table.rows_model.rows]  # type: ignore[union-attr]


def test_who_may_be_registered_already_shows_while_one_types(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    known = shell.app.read(patients.search, "okon maria")[0]
    panel = registering(shell, "Marya", "Okun", us_date(known.born))
    assert reasons(panel)[0] == (known.name, "sounds like, same birth date")
    assert known.name in str(panel.likely.table.rows_model.index(0, 0).data())
    height = panel.likely.height()
    panel.family.clear()
    press(panel.family, "Xylander")
    QTest.qWait(2 * PAUSE)
    settle()
    assert reasons(panel) == []
    assert "nobody so far" in panel.likely.words.text()
    assert panel.likely.height() == height


def test_enter_on_the_list_opens_that_file_instead(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    known = shell.app.read(patients.search, "okon maria")[0]
    panel = registering(shell, "Maria Elena", "O'Kon", us_date(known.born))
    table = panel.likely.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle()
    assert shell.place == Patients(known.id)


def test_the_list_never_blocks(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    known = shell.app.read(patients.search, "okon maria")[0]
    panel = registering(shell, "Marya", "Okun", us_date(known.born))
    assert reasons(panel)
    control(panel.phone, Qt.Key.Key_Return)
    assert isinstance(shell.place, Patients)
    assert shell.place.patient != known.id


def test_a_minor_without_a_guardian_is_registered_and_the_desk_told(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = registering(shell, "Wilhelmina", "Tresvant", f"1/2/{shell.now().year - 9}")
    control(panel.phone, Qt.Key.Key_Return)
    assert "No guardian is on file: add one under Permissions." in shell.toast.text
    assert isinstance(shell.place, Patients)


def test_pasted_control_characters_and_markup_are_a_plain_name(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = registering(shell, "", "Tresvant", "1/2/1980")
    panel.given.setText("<b>Mina</b>\x00\x1b[31m\u202eX")
    control(panel.phone, Qt.Key.Key_Return)
    words = seen(of(PatientsView, shell.view()).file)
    assert "<b>Mina</b>[31m" in words
    assert "\x1b" not in words


def test_a_name_of_ten_thousand_letters_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = registering(shell, "", "Tresvant", "1/2/1980")
    panel.given.setText("x" * 10_000)
    QTest.qWait(2 * PAUSE)
    settle()
    control(panel.phone, Qt.Key.Key_Return)
    assert panel.given.property("wrong") is True
    assert "this one has 10000" in seen(panel)


def merging(shell: Shell) -> MergePatientPanel:
    """María's file is open and somebody else was registered who is she."""
    panel = registering(shell, "Marya", "Okun", "1/2/1980", "2055550999")
    control(panel.phone, Qt.Key.Key_Return)
    known = shell.app.read(patients.search, "okon maria")[0]
    shell.open(Patients(known.id))
    settle()
    click(button(of(PatientsView, shell.view()).file, "Merge…"))
    merge = of(MergePatientPanel, shell.open_panel)
    press(merge.other.line, "okun marya")
    QTest.keyClick(merge.other.line, Qt.Key.Key_Return)
    settle()
    return merge


def test_two_files_become_one_and_two_again(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    merge = merging(shell)
    assert "Marya Okun" in merge.moves.text()
    assert "nothing but the names" in merge.moves.text()
    assert {"given", "family", "born", "phone"} <= set(merge.choices)
    phone = merge.choices["phone"]
    phone.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(phone, Qt.Key.Key_Down)
    control(phone, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert shell.toast.text == "Two files are one."
    assert "(205) 555-0999" in seen(of(PatientsView, shell.view()).file)
    assert len(shell.app.read(patients.search, "2055550999")) == 1
    assert "Okun" in seen(of(PatientsView, shell.view()).file)
    click(button(shell.toast, "Undo"))
    settle()
    assert "(205) 555-0999" not in seen(of(PatientsView, shell.view()).file)
    assert [hit.name for hit in shell.app.read(patients.search, "2055550999")] == ["Okun, Marya"]


def test_the_same_file_twice_is_said_at_the_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    merge = merging(shell)
    merge.other.line.clear()
    press(merge.other.line, "okon maria elena")
    QTest.keyClick(merge.other.line, Qt.Key.Key_Return)
    settle()
    assert "this is the same one" in seen(merge)
    assert not merge.save_button.isEnabled()


def test_a_therapist_is_not_offered_to_merge(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Patients())
    settle()
    assert not has_button(of(PatientsView, shell.view()), "Merge…")
