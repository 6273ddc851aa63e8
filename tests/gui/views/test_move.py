"""Moving and cancelling in the panel: one, the following, all; the rest shifted; a reason when a drag needs one."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, Qt

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.timeline import Visit
from ibh_desktop.home import Home
from ibh_desktop.queries import course_page, schedule
from ibh_desktop.queries.schedule import Column
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases import appointments
from ibh_desktop.usecases import clinic as setup
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, button, click, control, of, pick, press, seen, settle
from tests.integration.world import Clock
from ui.dialogs.session import MovePanel
from ui.places import Course, Schedule
from ui.shell import Shell
from ui.views.course.view import CourseView
from ui.views.schedule.landing import landing
from ui.views.schedule.view import ScheduleView

FIRST = CourseId(1)


def _coming(shell: Shell) -> list[Visit]:
    return [visit for visit in shell.app.read(course_page.page, FIRST).visits if visit.status in UPCOMING]


def _panel(shell: Shell, number: int) -> MovePanel:
    """The panel of the n-th session to come."""
    shell.open(Course(FIRST))
    settle()
    line = of(CourseView, shell.view()).timeline
    items = [item for item in line.items if item.kind == "session" and "to come" in item.words]
    click(line, items[number].rect.center())
    return of(MovePanel, shell.open_panel)


def _anyway(panel: MovePanel, shell: Shell) -> None:
    """Give the reason when one is asked for."""
    if shell.open_panel is panel and panel.passed.isVisible():
        press(panel.passed, "as agreed with her")
        control(panel.passed, Qt.Key.Key_Return)


def test_this_and_following_are_cancelled_and_one_undo_brings_them_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    was = _coming(shell)
    panel = _panel(shell, 2)
    pick(panel.reach, "This and following")
    assert not panel.rest.isVisible()
    click(button(panel, "The clinic cancels"))
    assert _coming(shell) == was[:2]
    assert shell.toast.text == f"{len(was) - 2} visits cancelled"
    control(shell, Qt.Key.Key_Z)
    assert _coming(shell) == was


def test_a_cancelled_session_is_made_up_after_the_last_when_ticked(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    was = _coming(shell)
    panel = _panel(shell, 0)
    click(panel.rest, panel.rest.rect().center() * 0 + QPointF(8, panel.rest.height() / 2).toPoint())
    assert panel.rest.isChecked()
    click(button(panel, "The clinic cancels"))
    if shell.open_panel is panel:
        assert panel.passed.isVisible(), seen(panel)
        press(panel.passed, "as agreed")
        click(button(panel, "The clinic cancels"))
    now = _coming(shell)
    assert now[:-1] == was[1:]
    assert now[-1].on > was[-1].on
    control(shell, Qt.Key.Key_Z)
    assert [visit.on for visit in _coming(shell)] == [visit.on for visit in was]


def test_the_clinics_rule_ticks_the_rest_beforehand(shell_as: SignIn, sample_home: Home) -> None:
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    boss.write(setup.change_setting, "shift_rest", "1")
    boss.close()
    assert _panel(shell_as("receptionist"), 0).rest.isChecked()


def test_what_cannot_move_is_named_and_everything_stays(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    was = _coming(shell)
    panel = _panel(shell, 1)
    pick(panel.reach, "All to come")
    press(panel.when, f"{was[1].on + timedelta(days=5):%m/%d/%Y} 9")
    control(panel.when, Qt.Key.Key_Return)
    assert "visits cannot move there, so none was moved." in seen(panel)
    assert panel.when.property("wrong") is True
    assert _coming(shell) == was


def test_a_drag_that_needs_a_reason_opens_the_panel_where_it_is_given(shell_as: SignIn, sample_home: Home) -> None:
    boss = sign_in(sample_home, "morgan", PASSWORD, clock=Clock(NOW))
    boss.write(setup.change_setting, "most_a_day", "1")
    boss.close()
    shell = shell_as("receptionist")
    tomorrow = NOW.date() + timedelta(days=1)
    shell.open(Schedule(tomorrow))
    settle()
    view = of(ScheduleView, shell.view())
    board = view.grid.board
    assert board is not None
    column = next(c for c in board.columns if len(c.blocks) > 1 and _roomy(c))
    block = next(b for b in column.blocks if b.status in UPCOMING)
    starts = _roomy(column)[0].astimezone(board.zone)
    number, ends = board.columns.index(column), starts + (block.ends - block.starts)
    held = landing(board, block, column=number, starts=starts, ends=ends, now=shell.now())
    view.grid.block_moved.emit(held, column)
    settle()
    panel = of(MovePanel, shell.open_panel)
    assert "sessions on" in seen(panel)
    assert panel.passed.isVisible()
    _anyway(panel, shell)
    assert shell.open_panel is None, seen(panel)
    moved = shell.app.read(schedule.day, on=tomorrow, location=board.location)
    assert starts in {b.starts for c in moved.columns for b in c.blocks if b.id == block.id}


def _roomy(column: Column) -> list[datetime]:
    """Starts at which an hour is free."""
    return [free.starts for free in column.free if free.ends - free.starts >= timedelta(minutes=50)]


def test_a_missed_session_is_made_up_while_the_contract_has_room(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    shell.open(Course(FIRST))
    settle()
    line = of(CourseView, shell.view()).timeline
    missed = next(item for item in line.items if "no-show" in item.words)
    click(line, missed.rect.center())
    panel = of(MovePanel, shell.open_panel)
    assert not panel.save_button.isVisible()
    click(button(panel, "Make it up after the last"))
    assert "All 16 sessions of this course are booked or held." in seen(panel)
    last = _coming(shell)[-1]
    shell.app.write(appointments.cancel, last.id, by_clinic=True)
    click(line, next(item for item in line.items if "no-show" in item.words).rect.center())
    panel = of(MovePanel, shell.open_panel)
    click(button(panel, "Make it up after the last"))
    if shell.open_panel is panel:
        assert panel.passed.isVisible(), seen(panel)
        press(panel.passed, "as agreed")
        click(button(panel, "Make it up after the last"))
    assert shell.open_panel is None
    assert shell.toast.text == "Booked after the last"
    assert len([v for v in _coming(shell) if v.id > last.id]) == 1
    control(shell, Qt.Key.Key_Z)
    assert len([v for v in _coming(shell) if v.id > last.id]) == 0
