"""A course's contract in the window: started with consent, held, extended, its tasks ticked, ended; by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.phases import Phase
from ibh_desktop.queries import course_page, courses
from ibh_desktop.usecases import course_steps
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from ui.dialogs.ask import AskPanel
from ui.dialogs.variant import VariantPanel
from ui.places import Course
from ui.shell import Shell
from ui.views.course.contract import ContractPart
from ui.views.course.view import CourseView


def _own(shell: Shell, phase: Phase) -> CourseId:
    lines = shell.app.read(courses.listing)
    return next(line.id for line in lines if line.status is CourseStatus.ACTIVE and phase is line.phase)


def _part(shell: Shell, course: CourseId) -> ContractPart:
    shell.open(Course(course))
    settle()
    part = of(CourseView, shell.view()).sections.open("contract")
    settle()
    return of(ContractPart, part)


def _panel(shell: Shell) -> AskPanel:
    return of(AskPanel, shell.open_panel)


def _field(panel: AskPanel, name: str) -> object:
    return panel._fields[name][0]


def _type(panel: AskPanel, name: str, words: str) -> None:
    widget = panel._fields[name][0]
    if hasattr(widget, "setPlainText"):
        widget.setPlainText(words)
    else:
        widget.setText(words)  # type: ignore[attr-defined]


def test_a_hold_with_its_reason_is_told_in_the_history_and_resumed(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    part = _part(shell, _own(shell, Phase.MIDDLE))
    click(button(part, "Hold…"))
    panel = _panel(shell)
    control(panel, Qt.Key.Key_Return)
    assert "Give the reason" in seen(panel)
    _type(panel, "reason", "Surgery of the knee")
    control(panel, Qt.Key.Key_Return)
    assert shell.toast.text == "The course is on hold"
    assert "Course put on hold, to be reviewed on" in seen(part)
    assert "Surgery of the knee" in seen(part)
    click(button(part, "Resume"))
    assert "Course resumed" in seen(part)


def test_an_extension_changes_the_contract_and_too_long_a_one_is_a_leads(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _own(shell, Phase.MIDDLE)
    part = _part(shell, course)
    before = shell.app.read(course_page.page, course).planned
    click(button(part, "Length…"))
    panel = _panel(shell)
    _type(panel, "planned", "50")
    _type(panel, "reason", "More to do")
    control(panel, Qt.Key.Key_Return)
    assert "A clinical lead extends this contract" in panel.problem.text()
    _type(panel, "planned", str(before + 2))
    control(panel, Qt.Key.Key_Return)
    assert shell.app.read(course_page.page, course).planned == before + 2
    assert f"Contract extended: {before} to {before + 2}" in seen(part)


def test_another_variant_shows_what_is_known_of_it_changes_the_contract_and_is_undone(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _own(shell, Phase.MIDDLE)
    part = _part(shell, course)
    before = shell.app.read(course_page.page, course)
    click(button(part, "Variant…"))
    panel = of(VariantPanel, shell.open_panel)
    assert not panel.sessions.isVisible()
    panel.chosen.choose("IPSRT20")
    panel.chosen.picked.emit()
    assert "A prescriber sees the patient alongside" in seen(panel)
    control(panel, Qt.Key.Key_Return)
    assert "Give the reason" in seen(panel)
    _type(panel, "reason", "Mania in the history")
    control(panel, Qt.Key.Key_Return)
    assert shell.toast.text == "Variant changed"
    after = shell.app.read(course_page.page, course)
    assert (after.variant, after.planned, after.visits) == ("IPSRT20", 20, before.visits)
    assert "to IPSRT (bipolar), 20 sessions" in seen(part)
    assert "IPSRT (bipolar), 20 sessions" in seen(shell.view())
    shell.toast.undo()
    settle()
    assert shell.app.read(course_page.page, course).variant == before.variant
    assert "Taken back" in seen(part)


def test_a_variant_that_is_too_short_is_refused_at_its_field_and_a_custom_one_asks_for_its_sessions(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _own(shell, Phase.MIDDLE)
    part = _part(shell, course)
    click(button(part, "Variant…"))
    panel = of(VariantPanel, shell.open_panel)
    _type(panel, "reason", "Better sooner")
    panel.chosen.choose("IPTB8")
    control(panel, Qt.Key.Key_Return)
    assert "release sessions first" in seen(panel)
    panel.chosen.choose("CUSTOM")
    panel.chosen.picked.emit()
    assert panel.sessions.isVisible()
    _type(panel, "planned", "many")
    control(panel, Qt.Key.Key_Return)
    assert "Give a number of sessions" in seen(panel)
    _type(panel, "planned", "18")
    control(panel, Qt.Key.Key_Return)
    assert shell.app.read(course_page.page, course).planned == 18


def test_tasks_are_ticked_by_a_key_and_open_ones_ask_for_a_reason_at_the_phases_end(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _own(shell, Phase.INITIAL)
    part = _part(shell, course)
    box = part.boxes["I3"]
    box.setFocus()
    press(box, Qt.Key.Key_Space)
    assert part.boxes["I3"].isChecked()
    view = of(CourseView, shell.view())
    click(view.button("phase"))
    panel = _panel(shell)
    assert "Still open: " in seen(panel)
    _type(panel, "override", "short")
    control(panel, Qt.Key.Key_Return)
    assert "in 10 letters" in seen(panel) or "10 letters or more" in seen(panel)
    _type(panel, "override", "Seen on paper, all of it")
    control(panel, Qt.Key.Key_Return)
    assert shell.app.read(course_page.page, course).phase is Phase.MIDDLE
    assert "left from the initial phase" in " ".join(box.accessibleName() for box in part.boxes.values())


def test_an_early_end_lists_what_became_of_the_sessions(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    course = _own(shell, Phase.MIDDLE)
    part = _part(shell, course)
    click(button(part, "End early…"))
    panel = _panel(shell)
    pick(_field(panel, "reason"), "Lost to contact")  # type: ignore[arg-type]
    control(panel, Qt.Key.Key_Return)
    assert "needs 2 attempts" in seen(panel)
    pick(_field(panel, "reason"), "Moved away")  # type: ignore[arg-type]
    _type(panel, "risk_note", "Seen and safe on leaving, as assessed today")
    control(panel, Qt.Key.Key_Return)
    assert shell.toast.text.startswith("The course is over")
    assert shell.app.read(course_page.page, course).status is CourseStatus.ENDED_EARLY
    assert not has_button(part, "Hold…")
    assert not has_button(part, "Open again…")


def test_a_lead_opens_a_finished_course_again(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    course = _own(shell, Phase.MIDDLE)
    shell.app.write(course_steps.transfer, course, receiver="County clinic")
    part = _part(shell, course)
    click(button(part, "Open again…"))
    _type(_panel(shell), "reason", "Came back")
    control(_panel(shell), Qt.Key.Key_Return)
    assert shell.toast.text == "The course is active again"
    assert "Course transferred: County clinic" in seen(part)


@pytest.mark.parametrize("role", ["receptionist"])
def test_the_front_desk_sees_the_timeline_and_no_contract(shell_as: SignIn, role: str) -> None:
    shell = shell_as(role)
    shell.open(Course(CourseId(1)))
    settle()
    view = of(CourseView, shell.view())
    assert [section.id for section in view.sections.all] == ["timeline"]
    assert not view.sections.tabs.isVisible()
