"""Letters are begun where the work is: at a course, a visit, a patient's file; a referral is three steps from paper."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.queries import letters
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, lines, of, press, settle
from tests.gui.letter_hands import FIRST, complete, key_of, stored
from tests.gui.test_steps import Hand
from ui.dialogs.new_letter import NewLetterPanel, letter_menu
from ui.dialogs.print_letter import PrintLetterPanel
from ui.places import About, Course, Letter, Patients, Schedule, Settings, Today
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.letter.view import LetterView
from ui.views.patients.view import PatientsView
from ui.views.schedule.view import ScheduleView
from ui.views.today.view import TodayView

CHOOSE = (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


def test_a_referral_goes_from_the_course_to_the_print_dialog_in_three_steps(shell_as: SignIn) -> None:
    shell, hand = shell_as("therapist"), Hand()
    shell.open(Course(FIRST))
    settle()
    hand.chord(shell.view(), Qt.Key.Key_R)
    view = of(LetterView, shell.view())
    complete(view)  # typing
    hand.chord(view, Qt.Key.Key_Return)
    hand.chord(view, Qt.Key.Key_P)
    assert isinstance(shell.open_panel, PrintLetterPanel), shell.toast.text
    assert hand.steps == 3
    assert stored(shell).status is LetterStatus.SIGNED


def _chooser(shell: Shell) -> NewLetterPanel:
    press(shell.view(), *CHOOSE)
    return of(NewLetterPanel, shell.open_panel)


def test_the_chooser_lists_what_the_therapist_may_write_about_a_course(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Course(FIRST))
    settle()
    panel = _chooser(shell)
    listed = lines(panel.list)
    assert listed[0] == "About the course"
    for kind in ("referral", "psychiatry", "thanks", "summary", "plan", "closure", "authorization"):
        assert any(line.startswith(BY_ID[kind].title) for line in listed), kind
    assert not any(BY_ID["confirmation"].title in line for line in listed)
    assert QApplication.focusWidget() is panel.list
    panel.choose("plan")
    press(panel.list, Qt.Key.Key_Return)
    assert isinstance(shell.place, Letter)
    assert stored(shell).kind == "plan"


def test_the_front_desk_is_offered_its_own_kinds_alone(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Today())
    settle()
    about = of(TodayView, shell.view()).letter_about()
    assert about is not None
    listed = lines(_chooser(shell).list)
    assert any(BY_ID["attendance"].title in line for line in listed)
    for rule in BY_ID.values():
        if rule.writes is Permission.WRITE_LETTER:
            assert not any(line.startswith(rule.title) for line in listed), rule.id


def test_the_course_page_has_a_button_for_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Course(FIRST))
    settle()
    click(of(CourseView, shell.view()).button("letter"))
    assert isinstance(shell.open_panel, NewLetterPanel)


def test_a_patients_file_begins_a_letter_about_the_visit_that_is_chosen(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Today())
    settle()
    about = of(TodayView, shell.view()).letter_about()
    assert about is not None
    assert about.patient is not None
    shell.open(Patients(about.patient))
    settle()
    view = of(PatientsView, shell.view())
    told = view.letter_about()
    assert told is not None
    chosen = view.file.visits.current()
    assert chosen is not None
    assert told.visit == chosen.id
    click(button(view.file, "Letter"))
    panel = of(NewLetterPanel, shell.open_panel)
    assert "About the visit" in lines(panel.list)
    panel.choose("authorization")
    click(panel.start)
    assert stored(shell).kind == "authorization"


def test_a_visit_of_the_schedule_says_what_it_is(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.location = shell.locations[0].id
    shell.open(Schedule())
    settle()
    view = of(ScheduleView, shell.view())
    board = view.grid.board
    assert board is not None
    column, block = next((n, b) for n, c in enumerate(board.columns) for b in c.blocks if b.patient is not None)
    assert view.letter_about() is None
    view.grid.setFocus()
    view.grid._cursor = (column, block.starts)
    about = view.letter_about()
    assert about is not None
    assert (about.visit, about.patient) == (block.id, block.patient)
    assert "About the visit" in lines(_chooser(shell).list)


def test_the_menu_at_a_visit_begins_a_letter_at_once(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Today())
    settle()
    view = of(TodayView, shell.view())
    done = next(line for line in view._lines if line.status.value == "done")
    menu: QMenu = letter_menu(shell, About("x", visit=done.id, patient=done.patient), view)
    next(action for action in menu.actions() if action.text() == BY_ID["attendance"].title).trigger()
    settle()
    assert (stored(shell).kind, stored(shell).appointment) == ("attendance", done.id)
    menu.deleteLater()


def test_a_menu_for_whom_nothing_is_allowed_says_so(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    menu = letter_menu(shell, About("x", course=FIRST), shell)
    assert [action.isEnabled() for action in menu.actions()] == [False]
    menu.deleteLater()


def test_where_nothing_is_open_the_key_says_what_to_do(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Settings())
    settle()
    press(shell.view(), *CHOOSE)
    assert "choose a visit" in shell.toast.text
    press(shell.view(), Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "Open the course first" in shell.toast.text
    assert shell.open_panel is None


def test_a_letter_without_an_occasion_is_refused_in_words(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    shell.open(Course(FIRST))
    settle()
    panel = _chooser(shell)
    panel.choose("closure")
    click(panel.start)
    assert "ended early" in shell.toast.text
    assert shell.place == Course(FIRST)


@pytest.mark.parametrize("kind", ["attendance"])
def test_what_nobody_signs_is_finished_and_printed(shell_as: SignIn, kind: str) -> None:
    shell = shell_as("receptionist")
    shell.open(Today())
    settle()
    view = of(TodayView, shell.view())
    done = next(line for line in view._lines if line.status.value == "done")
    shell.panel(panel := NewLetterPanel(shell, About("x", visit=done.id)))
    panel.choose(kind)
    click(panel.start)
    letter = of(LetterView, shell.view())
    assert letter.checklist.headline.text() == "Complete: it can be finished."
    click(button(letter, "Finish"))
    assert shell.toast.text == "Finished. It can be printed now."
    assert shell.app.read(letters.signed_pdf, key_of(shell))
    press(letter, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(shell.open_panel, PrintLetterPanel)
    assert letter.page.mapTo(shell, QPoint()).x() >= 0
