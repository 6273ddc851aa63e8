"""The course page: timeline by hand and keyboard, measures, goals, phases, safety."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import course_page
from ibh_desktop.queries.course_page import CoursePage
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from ui.dialogs.ask import AskPanel
from ui.dialogs.goal import GoalPanel
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.safety_notice import SafetyDialog
from ui.dialogs.session import SessionPanel
from ui.places import Course, Letter, Patients
from ui.shell import Shell
from ui.views.course.view import CourseView

FIRST = CourseId(1)


def _view(shell: Shell) -> CourseView:
    shell.open(Course(FIRST))
    settle()
    return of(CourseView, shell.view())


def _page(shell: Shell) -> CoursePage:
    return shell.app.read(course_page.page, FIRST)


def test_arrows_home_and_end_walk_the_timeline_and_say_what_is_there(shell_as: SignIn) -> None:
    view = _view(shell_as("therapist"))
    line = view.timeline
    assert line.hasFocus()
    press(line, Qt.Key.Key_Home)
    assert line.accessibleDescription().startswith("Initial phase from ")
    press(line, Qt.Key.Key_Down)
    assert line.accessibleDescription().startswith("Session 1 of 16, ")
    press(line, Qt.Key.Key_Home)
    press(line, Qt.Key.Key_Right)
    assert line.accessibleDescription() == line.items[1].words
    press(line, Qt.Key.Key_Left)
    press(line, Qt.Key.Key_Left)
    assert line.accessibleDescription() == line.items[0].words
    press(line, Qt.Key.Key_End)
    assert line.accessibleDescription() == line.items[-1].words
    kinds = {item.kind for item in line.items}
    assert {"session", "score", "goal"} <= kinds


def test_the_words_of_an_item_tell_status_and_phase_without_colour(shell_as: SignIn) -> None:
    words = [item.words for item in _view(shell_as("therapist")).timeline.items if item.kind == "session"]
    assert any("held" in text for text in words)
    assert any("to come" in text for text in words)
    assert all(text.endswith(" phase") for text in words)


def test_hovering_explains_and_empty_ground_says_nothing(shell_as: SignIn) -> None:
    line = _view(shell_as("therapist")).timeline
    score = next(item for item in line.items if item.kind == "score")
    at = score.rect.center().toPoint()
    QApplication.sendEvent(line, QHelpEvent(QHelpEvent.Type.ToolTip, at, line.mapToGlobal(at)))
    assert score.words.split(". ")[0] in QToolTip.text()
    QApplication.sendEvent(line, QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(1, 1), line.mapToGlobal(QPoint(1, 1))))
    settle()
    assert line.item_at(QPointF(1, 1)) is None


def test_the_wheel_zooms_and_never_below_the_whole_course(shell_as: SignIn) -> None:
    line = _view(shell_as("therapist")).timeline
    whole = line.look
    assert whole is not None

    def turn(delta: int) -> None:
        wheel = QWheelEvent(
            QPointF(200, 80), line.mapToGlobal(QPointF(200, 80)), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(line, wheel)
        settle()

    for _ in range(4):
        turn(120)
    assert line.look is not None
    assert line.look.zoom > 1.5
    for _ in range(12):
        turn(-120)
    assert line.look == whole


def test_a_phq9_is_nine_keystrokes_and_ctrl_enter(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    click(view.button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    assert panel.items.hasFocus()
    press(panel.items, "121110110"[:8])
    assert "answers missing" in panel.total.text() or "estimated" in panel.total.text()
    press(panel.items, "0")
    assert panel.total.text().startswith("8 of 27")
    control(panel.items, Qt.Key.Key_Return)
    assert shell.open_panel is None
    scores = _page(shell).scores
    assert any(s.measure == "PHQ-9" and s.total == 8 and s.taken_on == _page(shell).today for s in scores)
    assert shell.toast.text == "PHQ-9 saved: 8"
    assert any("PHQ-9 8 (mild)" in item.words for item in view.timeline.items)
    assert not shell.findChildren(SafetyDialog)


def test_item_nine_opens_the_safety_notice_which_esc_does_not_close(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    click(view.button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    press(panel.items, "000000001")
    control(panel.items, Qt.Key.Key_Return)
    dialog = of(SafetyDialog, QApplication.activeModalWidget())
    words = seen(dialog)
    assert "Item 9 was answered “Several days”." in words
    assert "988" in words
    assert "911" in words
    press(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    click(button(dialog, "I will see to it now"))
    assert not dialog.isVisible()
    assert view.alert.isVisible()
    assert _page(shell).open_safety >= 1


def test_an_answer_left_out_is_a_dash_and_three_of_them_give_no_score(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    click(_view(shell).button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    press(panel.items, "11---1110")
    assert panel.total.text() == "3 answers missing: no score yet"
    press(panel.items, Qt.Key.Key_Up)
    assert panel.items.value().count(None) == 3


def test_a_date_in_the_future_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    click(_view(shell).button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    press(panel.items, "111111100")
    panel.taken_on.setText("12/31/2031")
    click(panel.save_button)
    assert shell.open_panel is panel
    assert panel.taken_on.property("wrong") is True


def test_a_goal_is_added_and_moved_on(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    click(view.button("goal"))
    panel = of(GoalPanel, shell.open_panel)
    press(panel.title, "Walk to the river twice a week")
    control(panel.title, Qt.Key.Key_Return)
    added = next(goal for goal in _page(shell).goals if goal.title.startswith("Walk"))
    assert shell.toast.text == "Goal saved"
    running = next(item for item in view.timeline.items if item.kind == "goal" and ", active" in item.words)
    click(view.timeline, running.rect.center())
    panel = of(GoalPanel, shell.open_panel)
    pick(panel.status, "Achieved")
    pick(panel.rating, "9")
    control(panel.status, Qt.Key.Key_Return)
    moved = next(goal for goal in _page(shell).goals if goal.id == running.opens)
    assert (moved.status.value, moved.ratings[1]) == ("achieved", 9)
    assert added.status is GoalStatus.PROPOSED


def test_a_goal_without_words_is_refused(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    click(_view(shell).button("goal"))
    panel = of(GoalPanel, shell.open_panel)
    click(panel.save_button)
    assert shell.open_panel is panel
    assert panel.title.property("wrong") is True


def test_the_phase_moves_on_and_the_button_names_the_next_one(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    now = _page(shell).phase
    following = {Phase.INITIAL: Phase.MIDDLE, Phase.MIDDLE: Phase.ENDING}[now]
    assert view.button("phase").text() == f"To {following.value}"
    click(view.button("phase"))
    control(of(AskPanel, shell.open_panel), Qt.Key.Key_Return)
    assert _page(shell).phase is following
    assert f"{following.value.capitalize()} phase" in seen(view)


def test_a_session_to_come_is_moved_by_typing_and_put_back(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    coming = next(item for item in view.timeline.items if "to come" in item.words)
    click(view.timeline, coming.rect.center())
    panel = of(SessionPanel, shell.open_panel)
    press(panel.when, "yesterday 3pm")
    control(panel.when, Qt.Key.Key_Return)
    assert panel.when.property("wrong") is True
    click(button(panel, "The patient cancels"))
    assert shell.open_panel is None
    assert shell.toast.text == "Cancelled"
    assert not any(item.opens == coming.opens and "to come" in item.words for item in view.timeline.items)
    click(button(shell.toast, "Undo"))
    assert any(item.opens == coming.opens and "to come" in item.words for item in view.timeline.items)


def test_enter_on_a_held_session_shows_it_without_a_way_to_move_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _view(shell)
    press(view.timeline, Qt.Key.Key_Home)
    press(view.timeline, Qt.Key.Key_Down)
    press(view.timeline, Qt.Key.Key_Return)
    panel = of(SessionPanel, shell.open_panel)
    assert not has_button(panel, "cancels")
    assert not panel.save_button.isVisible()


def test_refer_drafts_a_letter_and_opens_it(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    click(_view(shell).button("refer"))
    assert isinstance(shell.place, Letter)
    assert len(_page(shell).letters) >= 1


def test_a_receptionist_sees_sessions_but_no_clinical_lane_or_button(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    assert {item.kind for item in view.timeline.items} == {"session", "phase", "end"}
    for name in ("PHQ-9", "measures", "goal", "phase", "refer"):
        assert not view.button(name).isVisible(), name
    assert not view.alert.isVisible()
    click(view.button("file"))
    assert isinstance(shell.place, Patients)
