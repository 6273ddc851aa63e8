"""The window around the pages: folding, locations, search, keys, panels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from ibh_desktop.queries import patients
from tests.gui.conftest import SignIn
from tests.gui.hands import button, control, field_called, lines, of, pick, press, seen, settle
from ui.dialogs.book import BookPanel
from ui.dialogs.patient import PatientPanel
from ui.kit import theme
from ui.kit.cells import GroupRow
from ui.places import Patients, Schedule, Settings, Today
from ui.shell import Shell
from ui.views.patients.view import PatientsView
from ui.views.today.view import TodayView


def _rail(shell: Shell) -> list[QPushButton]:
    return [b for b in shell.rail.findChildren(QPushButton) if b.isVisible()]


def test_the_sample_says_on_every_page_that_its_people_are_invented(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    for place in (Today(), Schedule(), Settings()):
        shell.open(place)
        assert "Sample clinic: invented people" in seen(shell)


def test_the_rail_folds_to_icons_below_1100_pixels_and_unfolds_again(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    window = shell.window()
    assert all(b.text().strip() == b.accessibleName() for b in _rail(shell))
    window.resize(1090, 760)
    settle()
    assert shell.rail.width() < 80
    assert all(not b.text() and b.accessibleName() and b.toolTip() for b in _rail(shell))
    window.resize(1280, 800)
    settle()
    assert all(b.text().strip() for b in _rail(shell))


def test_the_rail_marks_where_we_are(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    button(shell.rail, "Schedule").click()
    settle()
    assert shell.place == Schedule()
    assert [b.accessibleName() for b in _rail(shell) if b.isChecked()] == ["Schedule"]


def test_ctrl_and_a_number_go_to_every_place_on_the_rail(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    for number, place in enumerate((b.accessibleName() for b in _rail(shell)), start=1):
        control(shell, Qt.Key(ord(str(number))))
        assert type(shell.place).__name__ == place


def test_choosing_a_location_narrows_today_to_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    today = of(TodayView, shell.view())
    everywhere = today.table.rows_model.rows
    here = shell.locations[0].name
    pick(shell.topbar.location, here)
    narrowed = [row for row in today.table.rows_model.rows if not isinstance(row, GroupRow)]
    assert 0 < len(narrowed) < len([row for row in everywhere if not isinstance(row, GroupRow)])
    assert {row.location for row in narrowed} == {here}
    assert here in today.subtitle.text()


def test_ctrl_k_finds_a_patient_and_enter_opens_the_file(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    wanted = shell.app.read(patients.search, "an")[0]
    control(shell, Qt.Key.Key_K)
    box = shell.topbar.search
    assert box.hasFocus()
    press(box, wanted.name.replace(",", ""))
    assert wanted.name in lines(box.hits)[0]
    press(box, Qt.Key.Key_Return)
    assert shell.place == Patients(wanted.id)
    assert of(PatientsView, shell.view()).file.name.text().endswith(wanted.name.split(",")[0])
    assert not box.text()


def test_the_search_box_finds_by_birth_date_and_number_too(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    wanted = shell.app.read(patients.search, "an")[0]
    box = shell.topbar.search
    for typed in (f"{wanted.born:%m/%d/%Y}", wanted.number):
        control(shell, Qt.Key.Key_K)
        press(box, typed)
        assert any(wanted.name in line for line in lines(box.hits)), typed
        press(box, Qt.Key.Key_Escape)
    assert not box.hits.isVisible()


def test_the_search_box_finds_commands_and_the_arrow_keys_choose(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    control(shell, Qt.Key.Key_K)
    press(shell.topbar.search, "settings")
    assert lines(shell.topbar.search.hits)[0].startswith("Settings")
    press(shell.topbar.search, Qt.Key.Key_Return)
    assert shell.place == Settings()
    control(shell, Qt.Key.Key_K)
    press(shell.topbar.search, "a")
    press(shell.topbar.search, Qt.Key.Key_Down)
    assert shell.topbar.search.hits.currentRow() == 1
    press(shell.topbar.search, Qt.Key.Key_Up)
    assert shell.topbar.search.hits.currentRow() == 0


def test_a_search_that_finds_nothing_says_so_and_enter_goes_nowhere(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_K)
    press(shell.topbar.search, "zzzzqqq")
    assert lines(shell.topbar.search.hits) == ["Nobody and nothing of that name"]
    press(shell.topbar.search, Qt.Key.Key_Return)
    assert shell.place == Today()


def test_ctrl_b_and_ctrl_n_open_their_panels_and_esc_closes_them(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    for key, kind in ((Qt.Key.Key_B, BookPanel), (Qt.Key.Key_N, PatientPanel)):
        control(shell, key)
        panel = shell.open_panel
        assert isinstance(panel, kind)
        press(shell.window().focusWidget() or panel, Qt.Key.Key_Escape)
        assert shell.open_panel is None


def test_going_elsewhere_closes_the_panel(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_N)
    control(shell, Qt.Key.Key_2)
    assert shell.open_panel is None
    assert shell.view().isVisible()


def test_f1_shows_every_key_of_the_commands(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    press(shell, Qt.Key.Key_F1)
    dialog = shell.findChild(QDialog)
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {command.key for command in shell.commands} <= words
    button(dialog, "Close").click()
    assert not dialog.isVisible()


def test_light_turns_dark_and_back_while_the_pages_stay(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(shell, Qt.Key.Key_D, both)
    assert theme.is_dark()
    assert theme.remembered() == "dark"
    press(shell, Qt.Key.Key_D, both)
    assert not theme.is_dark()
    assert isinstance(shell.view(), TodayView)


def test_every_control_of_the_top_bar_has_a_name(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    assert field_called(shell.topbar, "Location") is shell.topbar.location
    assert field_called(shell.topbar, "Search") is shell.topbar.search
    assert button(shell.topbar, "Book").toolTip().endswith("Ctrl+B")
    assert button(shell.topbar, "Lock").toolTip().endswith("Ctrl+L")
