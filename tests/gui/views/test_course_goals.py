"""The Goals section of a course by keyboard: rating, queue, homework, what lingers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.lingering import Disposition
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import GoalLine, GoalsPage
from ibh_desktop.usecases import goals
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, hurry, of, pick, press, seen, settle
from ui.dialogs.goal import AfterGoalPanel, GoalPanel, GoalWordsPanel
from ui.dialogs.homework import HomeworkPanel, ReviewPanel
from ui.dialogs.issue import IssuePanel
from ui.kit.form import Panel
from ui.places import Course, Letter
from ui.shell import Shell
from ui.views.course.goals import GoalsPart
from ui.views.course.view import CourseView

FIRST = CourseId(1)
G = GoalStatus
H = HomeworkStatus


def _part(shell: Shell) -> GoalsPart:
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    control(view, Qt.Key.Key_PageDown)
    while view.sections.section().id != "goals":
        control(view, Qt.Key.Key_PageDown)
    return of(GoalsPart, view.sections.section())


def _data(shell: Shell) -> GoalsPage:
    return shell.app.read(shown.section, FIRST)


def _active(shell: Shell) -> GoalLine:
    return next(goal for goal in _data(shell).goals if goal.status is G.ACTIVE)


def _waiting(shell: Shell) -> list[str]:
    return [goal.title for goal in _data(shell).goals if goal.status is G.PROPOSED]


def _add_goal(shell: Shell, part: GoalsPart, title: str) -> None:
    press(part, "g")
    panel = of(GoalPanel, shell.open_panel)
    press(panel.title, title)
    control(panel.title, Qt.Key.Key_Return)


def _assign(shell: Shell, part: GoalsPart, text: str) -> None:
    press(part, "h")
    panel = of(HomeworkPanel, shell.open_panel)
    press(panel.text, text)
    control(panel.text, Qt.Key.Key_Return)


def _choose(part: GoalsPart, words: str) -> None:
    """Walk down the list with the arrow keys until the row with these words is current."""
    part.table.setFocus()
    press(part.table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(40):
        row = part.table.current()
        if row is not None and words in row.what:
            return
        press(part.table, Qt.Key.Key_Down)
    raise AssertionError(f"“{words}” is not in the list")


def test_the_active_goal_stands_on_top_and_one_key_rates_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    goal = _active(shell)
    assert part.table.hasFocus()
    assert part.active.title.text() == goal.title
    press(part, "7")
    assert shell.toast.text == f"{goal.title}: 7 of 10"
    assert part.active.rated.text() == "7 of 10"
    assert part.active.curve.accessibleName().endswith(", 7")
    click(button(shell.toast, "Undo"))
    assert _active(shell).ratings == goal.ratings
    assert _active(shell).history == goal.history


@pytest.mark.parametrize(("keys", "rating"), [("10", 10), ("0", 0), ("13", 3)])
def test_ten_is_typed_as_1_and_0(shell_as: SignIn, keys: str, rating: int) -> None:
    shell = shell_as("therapist")
    press(_part(shell), keys)
    assert _active(shell).ratings[1] == rating


def test_a_1_alone_is_a_1_after_a_moment_or_with_the_next_key(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    before = _active(shell).ratings[1]
    press(part, "1")
    assert _active(shell).ratings[1] == before
    assert part.active.rated.text() == "1, or 10 with 0"
    hurry(part._one)
    assert _active(shell).ratings[1] == 1
    press(part, "4")
    press(part, "1")
    press(part, "h")
    assert _active(shell).ratings[1] == 1
    of(HomeworkPanel, shell.open_panel)


def test_alt_and_arrows_reorder_the_queue_and_undo_puts_it_back(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    for title in ("Walk to the river", "Call an old friend"):
        _add_goal(shell, part, title)
    before = _waiting(shell)
    _choose(part, "Call an old friend")
    press(part.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert _waiting(shell) == [*before[:-2], before[-1], before[-2]]
    row = part.table.current()
    assert row is not None
    assert row.what == "Call an old friend"
    click(button(shell.toast, "Undo"))
    assert _waiting(shell) == before
    press(part.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert _waiting(shell) == before


def test_a_goal_not_reached_offers_the_next_one_and_to_note_what_lingers(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    goal, following = _active(shell), _waiting(shell)[0]
    _choose(part, goal.title)
    press(part.table, Qt.Key.Key_Return)
    panel = of(GoalPanel, shell.open_panel)
    pick(panel.status, "Not achieved")
    press(panel.note, "He did not answer")
    control(panel.note, Qt.Key.Key_Return)
    after = of(AfterGoalPanel, shell.open_panel)
    assert following in seen(after)
    assert part.active.title.text() == "No goal is active"
    press(part, "5")
    assert shell.toast.text == "No goal is active: start one before you rate it"
    click(button(after, "Start this goal"))
    assert _active(shell).title == following
    assert shell.open_panel is None


def test_what_lingers_is_noted_with_its_goal_and_flows_into_the_letter(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    goal = _active(shell)
    _choose(part, goal.title)
    press(part.table, Qt.Key.Key_Return)
    panel = of(GoalPanel, shell.open_panel)
    pick(panel.status, "Partly")
    control(panel.status, Qt.Key.Key_Return)
    click(button(of(AfterGoalPanel, shell.open_panel), "Note what lingers"))
    issue = of(IssuePanel, shell.open_panel)
    assert issue.text.value() == goal.title
    pick(issue.disposition, "Referral elsewhere")
    control(issue.text, Qt.Key.Key_Return)
    (line,) = _data(shell).issues
    assert (line.goal_title, line.disposition) == (goal.title, Disposition.REFERRAL_OUT)
    click(of(CourseView, shell.view()).button("refer"))
    assert isinstance(shell.place, Letter)
    (line,) = _data(shell).issues
    assert line.letter == shell.place.id


def test_an_issue_without_a_disposition_says_so_and_gets_one(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    press(part, "i")
    panel = of(IssuePanel, shell.open_panel)
    control(panel.text, Qt.Key.Key_Return)
    assert panel.text.property("wrong") is True
    press(panel.text, "Sleep is still broken")
    control(panel.text, Qt.Key.Key_Return)
    _choose(part, "Sleep is still broken")
    row = part.table.current()
    assert row is not None
    assert row.state == "no disposition yet"
    press(part.table, Qt.Key.Key_Return)
    panel = of(IssuePanel, shell.open_panel)
    pick(panel.disposition, "Self-help")
    control(panel.disposition, Qt.Key.Key_Return)
    row = part.table.current()
    assert row is not None
    assert row.state == "self-help"
    press(part, "e")
    click(of(IssuePanel, shell.open_panel).withdraw)
    assert [line.withdrawn for line in _data(shell).issues] == [True]
    click(button(shell.toast, "Undo"))
    assert [line.disposition for line in _data(shell).issues] == [Disposition.SELF_HELP]


@pytest.mark.parametrize(("key", "status"), [("d", H.DONE), ("p", H.PARTLY), ("n", H.NOT_DONE), ("x", H.CANCELLED)])
def test_one_key_reviews_homework_and_undo_takes_it_back(shell_as: SignIn, key: str, status: H) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    _assign(shell, part, "Call my sister")
    assert shell.toast.text == "Homework assigned"
    _choose(part, "Call my sister")
    press(part, key)
    assert shell.toast.text == f"Homework {status.value}"
    assert next(line for line in _data(shell).homework if line.text == "Call my sister").status is status
    click(button(shell.toast, "Undo"))
    assert next(line for line in _data(shell).homework if line.text == "Call my sister").status is H.ASSIGNED


def test_c_carries_homework_over_as_a_new_row(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    _assign(shell, part, "Call my sister")
    _choose(part, "Call my sister")
    press(part, "c")
    assert shell.toast.text == "Homework not done, carried over"
    found = [(line.status, line.again) for line in _data(shell).homework if line.text == "Call my sister"]
    assert found == [(H.ASSIGNED, True), (H.NOT_DONE, False)]


def test_homework_is_reviewed_in_words_and_read_afterwards(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    _assign(shell, part, "Call my sister")
    _choose(part, "Call my sister")
    press(part, "e")
    edit = of(HomeworkPanel, shell.open_panel)
    edit.text.setPlainText("Call both sisters")
    control(edit.text, Qt.Key.Key_Return)
    _choose(part, "Call both sisters")
    press(part.table, Qt.Key.Key_Return)
    panel = of(ReviewPanel, shell.open_panel)
    pick(panel.status, "Partly")
    press(panel.obstacle, "One was away")
    control(panel.obstacle, Qt.Key.Key_Return)
    _choose(part, "Call both sisters")
    press(part.table, Qt.Key.Key_Return)
    assert "One was away" in seen(of(Panel, shell.open_panel))
    press(part, "e")
    assert shell.toast.text == "This homework is partly done; it keeps its words"


def test_a_letter_on_a_goal_asks_for_homework_first(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    _choose(part, _active(shell).title)
    press(part, "d")
    assert shell.toast.text == "Choose a piece of homework in the list first"


def test_a_goal_is_worded_anew_and_another_desks_change_is_told(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    goal = _active(shell)
    _choose(part, goal.title)
    press(part, "e")
    panel = of(GoalWordsPanel, shell.open_panel)
    press(panel.why, "It costs her sleep")
    shell.app.write(goals.change, goal.id, goals.GoalWords("Something else"))
    control(panel.why, Qt.Key.Key_Return)
    assert "Somebody else changed this" in panel.problem.text()
    assert panel.why.value() == "It costs her sleep"


def test_a_course_without_goals_says_what_to_do_next(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell)
    part.present(GoalsPage(FIRST, True, (), (), None, ()))
    assert part.states.showing == "No goals yet"
    click(button(part, "Add a goal"))
    of(GoalPanel, shell.open_panel)
    part.present(GoalsPage(FIRST, False, (), (), None, ()))
    assert part.states.showing == "No goals were set in this course"


def test_a_receptionist_has_no_goals_section(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Course(FIRST))
    settle()
    assert "goals" not in {part.id for part in of(CourseView, shell.view()).sections.all}
