"""The roster through the window: one day otherwise, what it does to booked visits, every second week, the record."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from ibh_desktop.queries import roster
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, pick, press, seen, settle
from tests.integration.world import CHICAGO
from ui.dialogs.shift import ShiftPanel
from ui.dialogs.therapist import TherapistPanel
from ui.places import Therapists
from ui.shell import Shell
from ui.views.therapists.view import TherapistsView


def _view(shell: Shell, name: str = "Ana Lee") -> TherapistsView:
    shell.open(Therapists())
    settle()
    view = of(TherapistsView, shell.view())
    view.table.choose(next(row.id for row in view.table.rows_model.rows if row.name == name))  # type: ignore[union-attr]
    return view


def _panel(shell: Shell) -> ShiftPanel:
    press(_view(shell).table, "a")
    return of(ShiftPanel, shell.open_panel)


def _cell(view: TherapistsView, weekday: int) -> str:
    line = view.table.current()
    assert line is not None
    return view._day(weekday, line)


def test_a_day_off_shows_what_it_does_to_booked_visits_before_it_is_saved(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _panel(shell)
    pick(panel.what, "One day otherwise")
    pick(panel.works, "Does not work")
    panel.from_on.setText("10/8/2026")
    control(panel.from_on, Qt.Key.Key_Return)
    assert "booked visits lie outside the roster then: Thu 8 Oct 08:00" in panel.problem.text()
    assert panel.save_button.text() == "Add all the same"
    control(panel.from_on, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert _cell(_view(shell), 3) == "Not this day"
    click(button(shell.toast, "Undo"))
    assert _cell(_view(shell), 3).startswith("8–17")


def test_other_hours_on_one_day_are_worked_and_taken_back_in_the_panel(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _panel(shell)
    pick(panel.what, "One day otherwise")
    panel.from_on.setText("10/9/2026")
    panel.starts.setText("7")
    panel.ends.setText("18")
    pick(panel.location, "Hoover")
    control(panel.ends, Qt.Key.Key_Return)
    assert shell.open_panel is None, "visits of that Friday lie inside the longer day"
    assert _cell(_view(shell), 4).startswith("7–18 only")
    panel = _panel(shell)
    assert "Fri 9 Oct only: 07:00–18:00" in seen(panel)
    click(button(panel, "Take back"))
    assert "only" not in _cell(_view(shell), 4)


def test_a_wrong_time_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _panel(shell)
    pick(panel.what, "One day otherwise")
    panel.from_on.setText("10/9/2026")
    panel.starts.setText("17")
    panel.ends.setText("9")
    control(panel.ends, Qt.Key.Key_Return)
    assert "before it starts" in seen(panel)
    assert shell.open_panel is panel


def test_the_record_opens_by_one_key_and_a_wrong_npi_is_told(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _view(shell)
    press(view.table, "r")
    panel = of(TherapistPanel, shell.open_panel)
    assert "Caseload" in seen(panel)
    assert panel.languages.text() == "English"
    panel.npi.setText("1234567890")
    control(panel.npi, Qt.Key.Key_Return)
    assert "check digit" in seen(panel)
    panel.npi.setText("1234567893")
    panel.languages.setText("English, Spanish")
    control(panel.npi, Qt.Key.Key_Return)
    assert shell.toast.text == "Record saved"
    press(_view(shell).table, "r")
    assert of(TherapistPanel, shell.open_panel).languages.text() == "English, Spanish"


def test_the_front_desk_reads_a_record_and_changes_nothing(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    press(_view(shell).table, "r")
    panel = of(TherapistPanel, shell.open_panel)
    assert not panel.languages.isEnabled()
    assert not panel.save_button.isVisible()


def test_time_off_of_an_afternoon_leaves_the_morning_worked(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _panel(shell)
    pick(panel.what, "Time off")
    pick(panel.part, "Part of a day")
    assert not panel.to_on.isVisible()
    panel.from_on.setText("1/14/2027")
    panel.starts.setText("5p")
    panel.ends.setText("1p")
    control(panel.reason, Qt.Key.Key_Return)
    assert "before it starts" in seen(panel)
    panel.starts.setText("1p")
    panel.ends.setText("5p")
    control(panel.reason, Qt.Key.Key_Return)
    if shell.open_panel is panel:
        control(panel.reason, Qt.Key.Key_Return)
    assert shell.toast.text == "Roster saved"
    line = next(row for row in shell.app.read(roster.week, monday=date(2027, 1, 11)) if row.name == "Ana Lee")
    (away,) = line.absences
    assert (away.starts.astimezone(CHICAGO).hour, away.ends.astimezone(CHICAGO).hour) == (13, 17)


def test_a_therapist_changes_her_own_profile_and_no_license(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    press(_view(shell).table, "r")
    panel = of(TherapistPanel, shell.open_panel)
    assert panel.languages.isEnabled()
    assert not panel.licence.isEnabled()
    panel.languages.setText("English, Spanish")
    panel.ages.setText("99-18")
    control(panel.languages, Qt.Key.Key_Return)
    assert "youngest to the oldest" in seen(panel)
    panel.ages.setText("16-90")
    control(panel.languages, Qt.Key.Key_Return)
    assert shell.toast.text == "Record saved"
    press(_view(shell).table, "r")
    panel = of(TherapistPanel, shell.open_panel)
    assert (panel.languages.text(), panel.ages.text()) == ("English, Spanish", "16-90")
    press(_view(shell, "Marcus Webb").table, "r")
    assert not of(TherapistPanel, shell.open_panel).languages.isEnabled()
