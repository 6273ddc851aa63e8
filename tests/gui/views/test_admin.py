"""Therapists, Locations and Settings: each thing a manager changes, and one refusal of each."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.errors import IbhError
from ibh_desktop.home import Home
from ibh_desktop.queries import clinic, places
from ibh_desktop.queries.roster import RosterLine
from ibh_desktop.sample.size import PASSWORD
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from ui.dialogs.location import LocationPanel
from ui.dialogs.shift import ShiftPanel
from ui.dialogs.staff import PasswordPanel, StaffPanel
from ui.places import Locations, Settings, Therapists
from ui.shell import Shell
from ui.views.locations.view import LocationsView
from ui.views.settings.view import SettingsView
from ui.views.therapists.view import TherapistsView

LONG = "four unrelated words here"


def _roster(shell: Shell) -> TherapistsView:
    shell.open(Therapists())
    settle()
    return of(TherapistsView, shell.view())


def _line(view: TherapistsView, number: int = 0) -> RosterLine:
    row = view.table.rows_model.rows[number]
    assert isinstance(row, RosterLine)
    return row


def _shift(shell: Shell) -> tuple[TherapistsView, ShiftPanel]:
    view = _roster(shell)
    press(view.table, "a")
    return view, of(ShiftPanel, shell.open_panel)


def test_a_shift_is_added_where_there_was_none(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _roster(shell)
    rows = [_line(view, n) for n in range(view.table.rows_model.rowCount())]
    before, free = next(
        (line, day) for line in rows for day in range(5) if day not in {cell.shift.weekday for cell in line.shifts}
    )
    view.table.choose(before.id)
    press(view.table, "a")
    panel = of(ShiftPanel, shell.open_panel)
    panel.weekday.setCurrentIndex(free)
    panel.starts.setText("9")
    panel.ends.setText("1p")
    panel.pause.clear()
    control(panel.ends, Qt.Key.Key_Return)
    assert shell.toast.text == "Roster saved", seen(panel)
    click(button(view, "Next week"))
    after = next(row for row in view.table.rows_model.rows if isinstance(row, RosterLine) and row.id == before.id)
    assert len(after.shifts) == len(before.shifts) + 1
    press(view.table, "a")
    added = next(cell for cell in after.shifts if cell.shift.weekday == free)
    panel = of(ShiftPanel, shell.open_panel)
    click(button(panel, "End"))
    assert shell.toast.text == "This shift ends with this week"
    assert added.shift.hours.starts.hour == 9


def test_a_shift_that_overlaps_or_ends_before_it_begins_is_refused(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view, panel = _shift(shell)
    panel.weekday.setCurrentIndex(_line(view).shifts[0].shift.weekday)
    control(panel.ends, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert any(words in seen(panel) for words in ("already", "overlap"))
    panel.starts.setText("17:00")
    panel.ends.setText("09:00")
    control(panel.ends, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.starts.property("wrong") or panel.ends.property("wrong") or panel.problem.isVisible()


def test_a_break_that_cannot_be_read_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _, panel = _shift(shell)
    panel.pause.setText("at noon")
    control(panel.pause, Qt.Key.Key_Return)
    assert panel.pause.property("wrong") is True
    assert "12:00-13:00" in seen(panel)


def test_a_date_that_is_none_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _, panel = _shift(shell)
    panel.from_on.setText("someday")
    control(panel.from_on, Qt.Key.Key_Return)
    assert panel.from_on.property("wrong") is True


def test_time_off_shows_as_away_and_its_fields_replace_those_of_a_shift(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view, panel = _shift(shell)
    pick(panel.what, "Time off")
    assert not panel.weekday.isVisible()
    assert panel.reason.isVisible()
    panel.from_on.setText("11/16/2026")
    panel.to_on.setText("11/20/2026")
    control(panel.reason, Qt.Key.Key_Return)
    assert re.search(r"\d+ booked visits lie outside the roster then", seen(panel))
    control(panel.reason, Qt.Key.Key_Return)
    assert shell.toast.text == "Roster saved"
    for _ in range(6):
        click(button(view, "Next week"))
    assert [column.text(_line(view)) for column in view.table.rows_model.columns[1:6]] == ["Away"] * 5


def test_time_off_that_ends_before_it_begins_is_refused(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    _, panel = _shift(shell)
    pick(panel.what, "Time off")
    panel.from_on.setText("11/20/2026")
    panel.to_on.setText("11/16/2026")
    control(panel.reason, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert "Roster saved" not in shell.toast.text


def test_a_receptionist_is_told_who_changes_a_roster(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    press(_roster(shell).table, "a")
    assert shell.open_panel is None
    assert shell.toast.text == "A manager or clinical lead changes this roster."


def _locations(shell: Shell) -> LocationsView:
    shell.open(Locations())
    settle()
    return of(LocationsView, shell.view())


def test_a_location_with_its_rooms_is_added_and_offered_at_once(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    click(button(_locations(shell), "Add a location"))
    panel = of(LocationPanel, shell.open_panel)
    press(panel.name, "Cullman")
    panel.rooms.setText("Blue room, Green room, Attic")
    control(panel.name, Qt.Key.Key_Return)
    added = next(line for line in shell.app.read(places.locations) if line.name == "Cullman")
    assert len(added.rooms) == 3
    assert "Cullman" in [shell.topbar.location.itemText(n) for n in range(shell.topbar.location.count())]


def test_a_location_without_a_name_or_with_a_taken_one_is_refused(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    click(button(_locations(shell), "Add a location"))
    panel = of(LocationPanel, shell.open_panel)
    control(panel.name, Qt.Key.Key_Return)
    assert panel.name.property("wrong") is True
    press(panel.name, shell.locations[0].name)
    control(panel.name, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.name.property("wrong") is True


def test_a_room_is_added_to_a_location_and_a_phone_changed(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _locations(shell)
    before = shell.app.read(places.locations)[0]
    press(view.table, Qt.Key.Key_Return)
    panel = of(LocationPanel, shell.open_panel)
    panel.phone.setText("12")
    control(panel.phone, Qt.Key.Key_Return)
    assert panel.phone.property("wrong") is True
    panel.phone.setText("205 555 0199")
    press(panel.rooms, "Quiet room")
    control(panel.rooms, Qt.Key.Key_Return)
    after = next(line for line in shell.app.read(places.locations) if line.id == before.id)
    assert len(after.rooms) == len(before.rooms) + 1
    assert after.phone.endswith("2055550199")


def test_nobody_but_a_manager_changes_locations(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _locations(shell)
    assert not has_button(view, "Add a location")
    press(view.table, "a")
    assert shell.open_panel is None
    assert "A manager changes these" in seen(view)


def _settings(shell: Shell) -> SettingsView:
    shell.open(Settings())
    settle()
    return of(SettingsView, shell.view())


def _change(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    press(field, text)
    press(field, Qt.Key.Key_Return)


def test_a_setting_is_saved_when_its_field_is_left(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _settings(shell)
    _change(view.fields["no_show_minutes"], "20")
    assert shell.app.read(clinic.settings).no_show_minutes == 20
    assert shell.toast.text == "No-show after saved"


def test_a_setting_out_of_bounds_is_refused_and_put_back(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _settings(shell)
    _change(view.fields["lock_minutes"], "600")
    assert shell.toast.text == "Lock after is a number from 1 to 15."
    assert view.fields["lock_minutes"].text() == "5"
    assert shell.app.read(clinic.settings).lock_minutes == 5


def test_who_does_not_manage_reads_settings_only(shell_as: SignIn) -> None:
    view = _settings(shell_as("receptionist"))
    assert all(field.isReadOnly() for field in view.fields.values())
    assert not has_button(view, "Add a person")
    assert has_button(view, "Change my password")


def _person(shell: Shell, name: str, username: str, password: str) -> StaffPanel:
    click(button(_settings(shell), "Add a person"))
    panel = of(StaffPanel, shell.open_panel)
    for field, text in ((panel.name, name), (panel.username, username), (panel.password, password)):
        press(field, text)
    return panel


def test_a_person_is_added_and_signs_in(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("manager")
    panel = _person(shell, "Dot Newcomb", "dot", LONG)
    pick(panel.role, "Receptionist")
    control(panel.name, Qt.Key.Key_Return)
    assert shell.toast.text == "dot can sign in now"
    app = sign_in(sample_home, "dot", LONG)
    assert app.actor.name == "Dot Newcomb"
    app.close()


def test_a_short_password_a_taken_name_and_a_missing_licence_are_refused(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("manager")
    panel = _person(shell, "Dot Newcomb", "dana", "short")
    click(panel.save_button)
    assert panel.password.property("wrong") is True
    press(panel.password, LONG)
    click(panel.save_button)
    assert shell.open_panel is panel
    assert panel.username.property("wrong") is True
    panel.username.setText("dot")
    pick(panel.role, "Therapist")
    click(panel.save_button)
    assert panel.credential.property("wrong") is True
    try:
        sign_in(sample_home, "dot", "short" + LONG).close()
    except IbhError:
        return
    raise AssertionError("somebody who was refused signed in")


def test_a_password_is_changed_only_by_who_knows_the_old_one(shell_as: SignIn, sample_home: Home) -> None:
    shell = shell_as("receptionist")
    click(button(_settings(shell), "Change my password"))
    panel = of(PasswordPanel, shell.open_panel)
    for field, text in ((panel.old, "not the old one"), (panel.new, LONG), (panel.again, "different words")):
        press(field, text)
    click(panel.save_button)
    assert panel.again.property("wrong") is True
    panel.again.setText(LONG)
    click(panel.save_button)
    assert shell.open_panel is panel
    panel.old.setText(PASSWORD)
    click(panel.save_button)
    assert shell.toast.text == "Password changed"
    sign_in(sample_home, "dana", LONG).close()
