"""People of a course: moved by keys and by hand, compared, added, removed and undone, as a person does it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from ibh_desktop.domain.circle import Place
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import inventory as read
from ibh_desktop.queries.inventory import PersonLine
from ibh_desktop.usecases import inventory
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, drag, field_called, hurry, of, pick, press, seen, settle
from tests.gui.looking import beyond, cut_off
from ui.dialogs.person import PersonPanel
from ui.places import Course
from ui.shell import Shell
from ui.views.course.circle import Circle
from ui.views.course.people import PeoplePart
from ui.views.course.view import CourseView

FIRST = CourseId(1)


def people_of(shell: Shell) -> PeoplePart:
    """The section of the first course."""
    shell.open(Course(FIRST))
    settle()
    part = of(CourseView, shell.view()).sections.open("people")
    settle()
    return of(PeoplePart, part)


def who(shell: Shell, name: str) -> PersonLine:
    """Somebody as the database has it."""
    return next(line for line in shell.app.read(read.people, FIRST).people if line.about.name == name)


def choose(circle: Circle, name: str) -> None:
    """Walk to somebody with Tab, as far as it takes."""
    press(circle, Qt.Key.Key_Home)
    for _ in range(len(circle.marks())):
        if circle.accessibleDescription().startswith(f"{name};"):
            return
        press(circle, Qt.Key.Key_Tab)
    raise AssertionError(f"{name} is not on the circle")


def test_tab_walks_from_person_to_person_and_each_is_said(shell_as: SignIn) -> None:
    circle = people_of(shell_as("therapist")).circle
    circle.setFocus()
    press(circle, Qt.Key.Key_Home)
    said = []
    for _ in circle.marks():
        said.append(circle.accessibleDescription().split(";")[0])
        press(circle, Qt.Key.Key_Tab)
    assert said == [mark.line.about.name for mark in circle.marks()]
    assert not circle.hasFocus(), "Tab goes on after the last"


def test_the_arrow_keys_move_somebody_and_undo_puts_it_back(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    before = who(shell, "Mr. Dunn").about.place
    part.circle.setFocus()
    choose(part.circle, "Mr. Dunn")
    press(part.circle, Qt.Key.Key_Up)
    press(part.circle, Qt.Key.Key_Right)
    assert "close, ring 2 of 4" in part.circle.accessibleDescription()
    assert who(shell, "Mr. Dunn").about.place == before, "nothing is written while keys are pressed"
    hurry(part.circle.rest)
    assert who(shell, "Mr. Dunn").about.place == Place(before.ring - 1, (before.angle + 10) % 360)
    control(part.circle, Qt.Key.Key_Z)
    assert who(shell, "Mr. Dunn").about.place == before


def test_somebody_is_dragged_to_another_ring(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    circle = people_of(shell).circle
    mark = next(mark for mark in circle.marks() if mark.line.about.name == "Mr. Dunn")
    hub = QPointF(circle.width() / 2, circle.height() / 2)
    drag(circle, mark.point, hub + (mark.point - hub) * 0.36)
    moved = who(shell, "Mr. Dunn")
    assert (moved.about.place.ring, moved.version) == (1, mark.line.version + 1)
    assert abs(moved.about.place.angle - mark.place.angle) <= 2
    click(circle, mark.point)
    assert who(shell, "Mr. Dunn").version == moved.version, "a click moves nobody"


def test_a_move_that_another_desk_overtook_is_told_and_shown_as_they_put_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    line = who(shell, "Mr. Dunn")
    part.circle.setFocus()
    choose(part.circle, "Mr. Dunn")
    press(part.circle, Qt.Key.Key_Down)
    shell.app.write(inventory.place_person, line.id, Place(1, 5), version=line.version)
    part._versions[line.id] = line.version
    hurry(part.circle.rest)
    assert "Somebody else changed this" in seen(shell.window())
    assert who(shell, "Mr. Dunn").about.place == Place(1, 5)
    assert next(m for m in part.circle.marks() if m.line.id == line.id).place == Place(1, 5)


def test_the_circle_is_kept_and_compared(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    assert "not been kept in the middle phase yet" in part.subtitle.text()
    click(part.keep)
    assert not part.subtitle.isVisible()
    pick(of(QComboBox, field_called(part, "Compare with")), "Initial")
    written = {mark.written[0]: mark.written[1:] for mark in part.circle.marks()}
    assert (written["Mother"], written["Rosa"], written["Priya"]) == (("closer",), ("farther",), ("new",))
    model = part.table.rows_model
    changes = {model.index(n, 0).data().split("\n")[0]: model.index(n, 1).data() for n in range(model.rowCount())}
    assert (changes["Mother"], changes["Rosa"], changes["Little Sam"]) == ("closer", "farther", "same ring")
    assert not part.table.isColumnHidden(1)
    pick(part.compared, "Middle")
    assert {mark.written[1:] for mark in part.circle.marks() if mark.line.about.alive} == {()}


def test_a_person_is_added_by_keyboard_and_opened_again(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    press(part.add, Qt.Key.Key_Space)
    panel = of(PersonPanel, shell.open_panel)
    control(panel.ring, Qt.Key.Key_Return)
    assert "Give a name." in seen(panel)
    press(field_called(panel, "First name"), "Aunt Clara")
    pick(of(QComboBox, field_called(panel, "Relation")), "other family")
    pick(panel.ring, "2 close")
    pick(of(QComboBox, field_called(panel, "Conflict")), "3 much")
    of(QCheckBox, field_called(panel, "In touch: phone")).setChecked(True)
    press(field_called(panel, "Private remark"), "Not to be named")
    control(panel.ring, Qt.Key.Key_Return)
    clara = who(shell, "Aunt Clara").about
    assert (clara.place.ring, clara.conflict, clara.sensitive_note) == (2, 3, "Not to be named")
    part.circle.setFocus()
    choose(part.circle, "Aunt Clara")
    press(part.circle, Qt.Key.Key_Return)
    again = of(PersonPanel, shell.open_panel)
    assert of(QLineEdit, field_called(again, "First name")).text() == "Aunt Clara"
    pick(again.living, "deceased")
    assert not again.lives_with.isVisible()
    press(field_called(again, "Date of death"), "3/14/2020")
    control(again.ring, Qt.Key.Key_Return)
    assert not who(shell, "Aunt Clara").about.alive
    mark = next(m for m in part.circle.marks() if m.line.about.name == "Aunt Clara")
    assert mark.written == ("Aunt Clara", "deceased")


def test_who_is_removed_comes_back_with_undo(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    part.circle.setFocus()
    choose(part.circle, "Bea")
    press(part.circle, Qt.Key.Key_Delete)
    assert "Bea" not in [mark.line.about.name for mark in part.circle.marks()]
    control(part.circle, Qt.Key.Key_Z)
    assert "Bea" in [mark.line.about.name for mark in part.circle.marks()]
    choose(part.circle, "Bea")
    press(part.circle, Qt.Key.Key_Return)
    click(button(of(PersonPanel, shell.open_panel), "Remove"))
    assert "Bea" not in [mark.line.about.name for mark in part.circle.marks()]
    assert shell.open_panel is None


def test_delete_outside_the_people_removes_nobody(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    part.circle.setFocus()
    choose(part.circle, "Bea")
    press(part.circle, Qt.Key.Key_Return)
    press(of(PersonPanel, shell.open_panel).ring, Qt.Key.Key_Delete)
    assert "Bea" in [mark.line.about.name for mark in part.circle.marks()]


def test_list_and_circle_choose_the_same_person(shell_as: SignIn) -> None:
    part = people_of(shell_as("therapist"))
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Down)
    current = part.table.current()
    assert current is not None
    assert part.circle.person == current.id


def test_the_private_remark_is_not_even_a_field_for_a_lead(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    line = who(shell, "Rosa")
    assert line.about.sensitive_note is None
    part = people_of(shell)
    part._open(line.id)
    settle()
    panel = of(PersonPanel, shell.open_panel)
    assert "Private remark" not in seen(panel)
    control(panel.ring, Qt.Key.Key_Return)
    assert who(shell, "Rosa") == replace(line, version=line.version + 1)


def test_an_empty_inventory_says_what_to_do(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = people_of(shell)
    for line in shell.app.read(read.people, FIRST).people:
        shell.app.write(inventory.remove_person, line.id, version=line.version)
    settle()
    assert part.states.showing == "Nobody is in the inventory yet"
    click(button(part.states, "Add a person"))
    assert isinstance(shell.open_panel, PersonPanel)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)], ids=str)
def test_the_sections_fit_their_window(shell_as: SignIn, size: tuple[int, int]) -> None:
    shell = shell_as("therapist")
    shell.window().resize(*size)
    part = people_of(shell)
    sections = of(CourseView, shell.view()).sections
    for name in ("people", "focus", "events"):
        sections.open(name)
        settle()
        assert (cut_off(shell.window()), beyond(shell.window())) == ([], []), name
    sections.open("people")
    click(part.circle, part.circle.marks()[0].point)
    press(part.circle, Qt.Key.Key_Return)
    assert isinstance(shell.open_panel, PersonPanel)
    assert (cut_off(shell.window()), beyond(shell.window())) == ([], [])
    assert not part.table.isVisible()
