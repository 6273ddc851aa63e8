"""The button to the next phase: reminds of the circle that was not kept, and leads to what is still open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import text

from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import course_page, courses, inventory
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, field_called, has_button, of, press, seen, settle
from tests.integration.world import engine_of
from ui.dialogs.ask import AskPanel
from ui.dialogs.formulation import FormulationPanel
from ui.dialogs.measures import MeasuresPanel
from ui.kit.fields import Tick
from ui.places import Course
from ui.shell import Shell
from ui.views.course.view import CourseView

FIRST = CourseId(1)


def _view(shell: Shell, course: CourseId = FIRST) -> CourseView:
    shell.open(Course(course))
    settle()
    return of(CourseView, shell.view())


def _asked(shell: Shell, course: CourseId = FIRST) -> AskPanel:
    click(_view(shell, course).button("phase"))
    return of(AskPanel, shell.open_panel)


def _phase(shell: Shell, course: CourseId = FIRST) -> Phase:
    return shell.app.read(course_page.page, course).phase


def _kept(shell: Shell) -> list[Phase]:
    return [snapshot.phase for snapshot in shell.app.read(inventory.people, FIRST).snapshots]


def _initial(shell: Shell) -> CourseId:
    return next(line.id for line in shell.app.read(courses.listing) if line.phase is Phase.INITIAL)


def _circle(panel: AskPanel) -> Tick:
    return of(Tick, field_called(panel, "Closeness circle"))


def test_the_circle_is_kept_before_the_phase_is_left_and_an_undo_leaves_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    before = _kept(shell)
    panel = _asked(shell)
    assert "Closeness circle, not kept in the middle phase yet" in seen(panel)
    assert _circle(panel).isChecked()
    control(panel, Qt.Key.Key_Return)
    assert shell.toast.text == "Now in the ending phase"
    assert (_phase(shell), _kept(shell)) == (Phase.ENDING, [*before, Phase.MIDDLE])
    control(shell, Qt.Key.Key_Z)
    assert (_phase(shell), _kept(shell)) == (Phase.MIDDLE, [*before, Phase.MIDDLE])
    click(_view(shell).button("phase"))
    assert shell.open_panel is None, "nothing is left to ask"
    assert _phase(shell) is Phase.ENDING


def test_the_circle_is_an_offer_that_may_be_declined(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    before = _kept(shell)
    panel = _asked(shell)
    press(_circle(panel), Qt.Key.Key_Space)
    control(panel, Qt.Key.Key_Return)
    assert (_phase(shell), _kept(shell)) == (Phase.ENDING, before)


def test_completing_offers_the_circle_of_the_ending(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    control(_asked(shell), Qt.Key.Key_Return)
    part = _view(shell).sections.open("contract")
    assert part is not None
    settle()
    click(button(part, "Complete…"))
    panel = of(AskPanel, shell.open_panel)
    assert "Closeness circle, not kept in the ending phase yet" in seen(panel)


def test_what_is_open_is_led_to_by_a_button_each(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _initial(shell)
    panel = _asked(shell, course)
    assert "Formulation told back and agreed" in seen(panel)
    click(button(panel, "Write the formulation…"))
    of(FormulationPanel, shell.open_panel)
    click(button(_asked(shell, course), "Add people"))
    assert shell.open_panel is None
    assert _view(shell, course).sections.section().id == "people"
    click(button(_asked(shell, course), "Add a life event"))
    assert _view(shell, course).sections.section().id == "events"
    assert _phase(shell, course) is Phase.INITIAL


def test_what_is_done_needs_no_button(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _initial(shell)
    assert not has_button(_asked(shell, course), "Enter measures…")
    with engine_of(shell.app).begin() as connection:
        connection.execute(text("DELETE FROM score WHERE course_id = :c"), {"c": course})
    click(button(_asked(shell, course), "Enter measures…"))
    of(MeasuresPanel, shell.open_panel)


@pytest.mark.parametrize("words", ["", "too short"])
def test_open_tasks_are_passed_over_with_a_reason_only(shell_as: SignIn, words: str) -> None:
    shell = shell_as("therapist")
    course = _initial(shell)
    panel = _asked(shell, course)
    reason = field_called(panel, "Reason to go on")
    press(reason, words)
    control(reason, Qt.Key.Key_Return)
    assert "10 letters or more" in seen(panel)
    assert _phase(shell, course) is Phase.INITIAL
