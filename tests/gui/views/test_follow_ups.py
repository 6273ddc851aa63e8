"""A form three months after a completed course: asked for, entered with the usual keys, seen as what it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from ibh_desktop.domain.courses import CourseStatus
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.queries import course_page
from ibh_desktop.queries.follow_ups import FollowUpLine
from ibh_desktop.store.schema import Course as CourseRow
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, click, control, lines, of, press, seen, settle
from tests.integration.world import Clock, engine_of
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.measures import MeasuresPanel
from ui.places import Course, Reports
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.reports.follow_ups import FollowUpSection
from ui.views.reports.view import ReportsView

FIRST = CourseId(1)


def _completed(clock: Clock, shell_as: SignIn, role: str) -> Shell:
    """The sample's first course was completed 95 days ago."""
    clock.ahead(days=95)
    shell = shell_as(role)
    with Session(engine_of(shell.app)) as session, session.begin():
        row = session.get_one(CourseRow, FIRST)
        row.status, row.ended_on = CourseStatus.COMPLETED, NOW.date()
    return shell


def _section(shell: Shell) -> FollowUpSection:
    shell.open(Reports("follow-ups"))
    settle()
    return of(FollowUpSection, of(ReportsView, shell.view()).section())


def test_a_follow_up_is_found_in_its_list_entered_by_keys_and_stands_in_the_timeline(shell_as: SignIn, clock: Clock) -> None:
    shell = _completed(clock, shell_as, "therapist")
    section = _section(shell)
    (line,) = [row for row in section.table.rows_model.rows if isinstance(row, FollowUpLine)]
    assert (line.id, f"{line.due_on}") == (FIRST, "2027-01-05")
    section.table.choose(FIRST)
    press(section.table, Qt.Key.Key_Return)
    assert shell.place == Course(FIRST)
    view = of(CourseView, shell.view())
    assert "PHQ-9 due: three months after" in seen(view)
    click(view.button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    assert "The course ended 10/05/2026. A form from after that day stands as its follow-up" in seen(panel)
    press(panel.items, "110000000")
    control(panel.items, Qt.Key.Key_Return)
    assert shell.toast.text == "PHQ-9 saved: 2"
    assert "PHQ-9 due" not in seen(view)
    assert any("PHQ-9 2 (minimal)" in i.words and "follow-up 13 weeks" in i.words for i in view.timeline.items)
    assert any(item.words.startswith("Follow-up after the course until") for item in view.timeline.items)
    page = shell.app.read(course_page.page, FIRST)
    assert (page.status, page.ended_on) == (CourseStatus.COMPLETED, NOW.date())
    assert _section(shell).table.rows_model.rows == []


def test_the_list_of_forms_says_what_is_due_and_which_was_a_follow_up(shell_as: SignIn, clock: Clock) -> None:
    shell = _completed(clock, shell_as, "therapist")
    shell.open(Course(FIRST))
    settle()
    click(of(CourseView, shell.view()).button("measures"))
    chooser = of(MeasuresPanel, shell.open_panel)
    assert lines(chooser.choices)[0].startswith("PHQ-9 · due · suggested")
    press(chooser.choices, Qt.Key.Key_Return)
    panel = of(MeasurePanel, shell.open_panel)
    press(panel.items, "000000000")
    control(panel.items, Qt.Key.Key_Return)
    click(of(CourseView, shell.view()).button("measures"))
    chooser = of(MeasuresPanel, shell.open_panel)
    assert lines(chooser.past)[0].endswith(" · follow-up")
    assert chooser.enter.isEnabled()


def test_the_front_desk_sees_whom_to_call_and_no_score(shell_as: SignIn, clock: Clock) -> None:
    shell = _completed(clock, shell_as, "receptionist")
    section = _section(shell)
    assert FIRST in [row.id for row in section.table.rows_model.rows if isinstance(row, FollowUpLine)]
    section.table.choose(FIRST)
    press(section.table, Qt.Key.Key_Return)
    view = of(CourseView, shell.view())
    assert not view.button("PHQ-9").isVisible()
    assert not [item for item in view.timeline.items if item.kind == "score"]


def test_a_list_without_follow_ups_says_when_one_comes(shell_as: SignIn) -> None:
    section = _section(shell_as("therapist"))
    assert section.states.showing == "No follow-up is due"
    assert "3 months after it was completed" in seen(section)
