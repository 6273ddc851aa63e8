"""Opening hours, closed days and holidays through the window, by keyboard; what they do to booked visits is told first."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import Qt

from ibh_desktop.domain.roster import Hours
from ibh_desktop.queries import closures, places
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, pick, press, seen, settle
from tests.gui.looking import beyond, cut_off
from ui.dialogs.closures import ClosuresPanel
from ui.dialogs.holidays import HolidaysPanel
from ui.dialogs.location import LocationPanel
from ui.places import Locations
from ui.shell import Shell
from ui.views.locations.view import LocationsView

NINE_TO_FIVE = Hours(time(9), time(17))


def _view(shell: Shell) -> LocationsView:
    shell.open(Locations())
    settle()
    return of(LocationsView, shell.view())


def _location(shell: Shell) -> LocationPanel:
    press(_view(shell).table, Qt.Key.Key_Return)
    return of(LocationPanel, shell.open_panel)


def _closures(shell: Shell) -> ClosuresPanel:
    press(_view(shell).table, "c")
    return of(ClosuresPanel, shell.open_panel)


def _line(shell: Shell) -> places.LocationLine:
    return shell.app.read(places.locations)[0]


def _closed(shell: Shell) -> list[date]:
    return [day.on for day in shell.app.read(closures.upcoming, _line(shell).id)]


def _type(panel: ClosuresPanel, first: str, last: str = "", words: str = "Staff training") -> None:
    for field, text in ((panel.first, first), (panel.last, last), (panel.what_for, words)):
        field.setText(text)
    control(panel.first, Qt.Key.Key_Return)


def test_a_saturday_is_opened_with_the_hours_above_and_typed_as_people_say_them(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _location(shell)
    saturday = panel.week[5]
    press(field_called(panel, "Saturday opens at"), "9")  # closed: nothing is typed into it
    assert saturday.starts.text() == ""
    press(saturday.open, Qt.Key.Key_Space)
    assert (saturday.starts.text(), saturday.ends.text()) == ("07:00", "19:00")
    for field, text in ((saturday.starts, "930"), (saturday.ends, "1p")):
        field.selectAll()
        press(field, text)
    control(saturday.ends, Qt.Key.Key_Return)
    assert shell.toast.text == "Location saved", seen(panel)
    assert _line(shell).week[4:] == (Hours(time(7), time(19)), Hours(time(9, 30), time(13)), None)
    view = _view(shell)
    assert "Sat 09:30–13:00" in view.table.model().index(0, 3).data()


def test_same_as_the_day_above_goes_down_the_week(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _location(shell)
    panel.week[0].starts.setText("6a")
    panel.week[0].ends.setText("8p")
    for day in panel.week[1:7]:
        press(day.same, Qt.Key.Key_Space)
    control(panel.name, Qt.Key.Key_Return)
    assert _line(shell).week == (Hours(time(6), time(20)),) * 7


def test_hours_that_end_before_they_start_are_refused_at_their_day(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _location(shell)
    before = _line(shell)
    panel.week[1].starts.setText("17:00")
    panel.week[1].ends.setText("9")
    control(panel.name, Qt.Key.Key_Return)
    assert "before it starts" in seen(panel)
    assert panel.week[1].ends.property("wrong") is True
    panel.week[1].starts.setText("noonish")
    control(panel.name, Qt.Key.Key_Return)
    assert "“noonish” is not a time" in seen(panel)
    for day in panel.week:
        day.open.setChecked(False)
    control(panel.name, Qt.Key.Key_Return)
    assert "one day a week at least" in seen(panel)
    assert _line(shell) == before


def test_shorter_hours_tell_what_they_do_to_booked_visits_first(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _location(shell)
    panel.week[2].open.setChecked(False)
    control(panel.name, Qt.Key.Key_Return)
    assert "booked visits lie outside the opening hours then: Wed 7 Oct" in panel.problem.text()
    assert panel.save_button.text() == "Save all the same"
    assert _line(shell).week[2] is not None
    panel.week[3].open.setChecked(False)
    control(panel.name, Qt.Key.Key_Return)
    assert _line(shell).week[3] is not None, "another change is told anew"
    control(panel.name, Qt.Key.Key_Return)
    assert shell.open_panel is None
    assert _line(shell).week[2:4] == (None, None)


def test_a_location_that_is_given_up_tells_of_its_visits(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _location(shell)
    name = panel.name.text()
    panel.active.setChecked(False)
    control(panel.name, Qt.Key.Key_Return)
    assert "outside the opening hours then" in panel.problem.text()
    assert "; and " in panel.problem.text()
    control(panel.name, Qt.Key.Key_Return)
    assert name not in [place.name for place in shell.locations]


def test_a_day_is_closed_after_telling_and_opened_again_by_undo(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _closures(shell)
    before = _closed(shell)
    _type(panel, "10/7/2026")
    assert "on a closed day then: Wed 7 Oct" in panel.problem.text(), seen(panel)
    assert panel.save_button.text() == "Add all the same"
    assert _closed(shell) == before
    control(panel.first, Qt.Key.Key_Return)
    assert _closed(shell) == [date(2026, 10, 7), *before]
    assert shell.open_panel is panel
    assert panel.save_button.text() == "Add"
    assert "Wed 7 Oct 2026  Staff training" in seen(panel)
    click(button(shell.toast, "Undo"))
    assert _closed(shell) == before
    assert "Staff training" not in seen(panel)


def test_several_days_are_closed_and_one_is_removed_and_put_back(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _closures(shell)
    before = _closed(shell)
    _type(panel, "7/12/2027", "7/14/2027", "Painting")
    assert len(_closed(shell)) == len(before) + 3, seen(panel)
    press(field_called(panel, "Open again on Tuesday, 13 July 2027"), Qt.Key.Key_Space)
    assert date(2027, 7, 13) not in _closed(shell)
    assert "Tue 13 Jul" in shell.toast.text
    click(button(shell.toast, "Undo"))
    assert date(2027, 7, 13) in _closed(shell)


@pytest.mark.parametrize(
    ("first", "last", "words", "told"),
    [
        ("10/1/2026", "", "Training", "10/01/2026 is over"),
        ("someday", "", "Training", "is not a date"),
        ("", "", "Training", "Give a date"),
        ("7/14/2027", "7/12/2027", "Training", "before it begins"),
        ("7/12/2027", "7/12/2029", "Training", "a year at most"),
        ("11/24/2026", "11/30/2026", "Training", "Thanksgiving"),
        ("7/12/2027", "", " ", "Say what the location is closed for"),
    ],
)
def test_a_crooked_closure_is_refused_at_its_field(shell_as: SignIn, first: str, last: str, words: str, told: str) -> None:
    shell = shell_as("manager")
    panel = _closures(shell)
    before = _closed(shell)
    _type(panel, first, last, words)
    control(panel.first, Qt.Key.Key_Return)
    assert told in seen(panel)
    assert not panel.problem.isVisible()
    assert _closed(shell) == before


def test_holidays_are_added_at_all_locations_at_once_and_taken_back(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _view(shell)
    before = _closed(shell)
    press(view.table, "h")
    panel = of(HolidaysPanel, shell.open_panel)
    assert all(not tick.isEnabled() for line, tick in panel.ticks.items() if line.usual), "2026 is closed already"
    control(panel.year, Qt.Key.Key_Return)
    assert "Tick the days" in seen(panel)
    pick(panel.year, "2027")
    words = seen(panel)
    assert "Memorial Day · closed already" in words
    assert "Christmas Day · observed" in words
    veterans = next(tick for line, tick in panel.ticks.items() if line.name == "Veterans Day")
    assert not veterans.isChecked()
    press(veterans, Qt.Key.Key_Space)
    control(panel.year, Qt.Key.Key_Return)
    assert shell.toast.text == f"{6 * len(shell.locations)} closed days added", seen(panel)
    added = [day for day in _closed(shell) if day not in before]
    assert date(2027, 7, 5) in added
    assert {date(2027, 11, 11), date(2027, 12, 24)} < set(added)
    assert date(2027, 12, 25) not in added
    click(button(shell.toast, "Undo"))
    assert _closed(shell) == before


def test_a_holiday_with_booked_visits_tells_of_them(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    panel = _closures(shell)
    click(button(panel, "Add holidays"))
    days = of(HolidaysPanel, shell.open_panel)
    assert days.location.currentText() == _line(shell).name
    columbus = next(tick for line, tick in days.ticks.items() if line.name.startswith("Columbus"))
    press(columbus, Qt.Key.Key_Space)
    control(days.year, Qt.Key.Key_Return)
    assert "on a closed day then: Mon 12 Oct" in days.problem.text()
    control(days.year, Qt.Key.Key_Return)
    assert date(2026, 10, 12) in _closed(shell)


def test_nobody_else_finds_closed_days_to_change(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    assert not has_button(view, "Closed days")
    assert not has_button(view, "Holidays")
    press(view.table, "c")
    press(view.table, "h")
    assert shell.open_panel is None
    assert view.table.model().index(0, 4).data().endswith("Thanksgiving Day")


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)], ids=str)
def test_the_panels_of_a_location_have_room_for_their_words(shell_as: SignIn, size: tuple[int, int]) -> None:
    shell = shell_as("manager")
    shell.window().resize(*size)
    complaints = []
    view = _view(shell)
    for key in (Qt.Key.Key_Return, "c", "h"):
        shell.panel(None)
        press(view.table, key)
        if isinstance(panel := shell.open_panel, HolidaysPanel):
            pick(panel.year, "2027")
        complaints += [*cut_off(shell.window()), *beyond(shell.window())]
    assert complaints == []
