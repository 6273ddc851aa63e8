"""Today: one key moves a visit on, Undo takes it back."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.permissions import may
from ibh_desktop.queries.today import Group, TodayLine
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, press, seen
from tests.integration.world import Clock
from ui.kit.cells import GroupRow
from ui.places import Course, Patients, Schedule
from ui.shell import Shell
from ui.views.today.view import TodayView


def _today(shell: Shell) -> TodayView:
    return of(TodayView, shell.view())


def _visits(view: TodayView) -> list[TodayLine]:
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def _now(view: TodayView, visit: TodayLine) -> TodayLine:
    return next(v for v in _visits(view) if v.id == visit.id)


def _choose(view: TodayView, status: Status) -> TodayLine:
    """Put the cursor on a visit of a status."""
    visit = next(v for v in _visits(view) if v.status is status)
    view.table.choose(visit.id)
    return visit


def test_a_marks_an_arrival_in_one_key_and_ctrl_z_takes_it_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _choose(view, Status.SCHEDULED)
    press(view, "a")
    assert _now(view, visit).status is Status.CHECKED_IN
    assert _now(view, visit).group is Group.WAITING
    assert shell.toast.text == f"{visit.patient_name}: {Status.CHECKED_IN.value} 10:40"
    control(view, Qt.Key.Key_Z)
    assert _now(view, visit).status is Status.SCHEDULED
    assert shell.toast.text == "Undone"


def test_the_toasts_undo_button_puts_a_visit_back(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _choose(view, Status.SCHEDULED)
    press(view, "c")
    assert _now(view, visit).status is Status.CONFIRMED
    click(button(shell.toast, "Undo"))
    assert _now(view, visit).status is Status.SCHEDULED


def test_a_then_s_then_d_take_a_visit_through_its_day_with_the_cursor_on_it(shell_as: SignIn) -> None:
    view = _today(shell_as("receptionist"))
    visit = _choose(view, Status.SCHEDULED)
    for key, status in (("a", Status.CHECKED_IN), ("S", Status.IN_SESSION), ("d", Status.COMPLETED)):
        press(view, key)
        assert _now(view, visit).status is status
        current = view.table.current()
        assert current is not None
        assert current.id == visit.id


def test_u_takes_the_last_move_back(shell_as: SignIn) -> None:
    view = _today(shell_as("receptionist"))
    visit = _choose(view, Status.SCHEDULED)
    press(view, "a")
    assert _now(view, visit).status is Status.CHECKED_IN
    press(view, "u")
    assert _now(view, visit).status is Status.SCHEDULED
    press(view, "u")
    assert _now(view, visit).status is Status.SCHEDULED


def test_a_no_show_before_the_grace_is_over_is_refused_with_a_sentence(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = next(v for v in _visits(view) if v.status is Status.SCHEDULED and v.starts > clock.now)
    view.table.choose(visit.id)
    press(view, "n")
    assert _now(view, visit).status is Status.SCHEDULED
    assert shell.toast.text.endswith(".")
    assert "15" in shell.toast.text
    clock.now = visit.starts + timedelta(minutes=16)
    press(view, "n")
    assert _now(view, visit).status is Status.NO_SHOW
    assert _now(view, visit).group is Group.MISSED


def test_the_buttons_do_what_their_keys_do(shell_as: SignIn) -> None:
    view = _today(shell_as("receptionist"))
    visit = _choose(view, Status.SCHEDULED)
    click(button(view, "Arrived"))
    assert _now(view, visit).status is Status.CHECKED_IN


def test_the_groups_stand_in_the_order_of_the_board_with_their_counts(shell_as: SignIn) -> None:
    view = _today(shell_as("receptionist"))
    heads = [row for row in view.table.rows_model.rows if isinstance(row, GroupRow)]
    assert [row.title for row in heads] == [group.value for group in Group if group.value in {r.title for r in heads}]
    assert sum(row.count for row in heads) == len(_visits(view))
    waiting = sum(v.group is Group.WAITING for v in _visits(view))
    assert view.subtitle.text().endswith(f"{len(_visits(view))} visits, {waiting} waiting")


def test_late_and_long_waits_are_said_in_words_too(shell_as: SignIn, clock: Clock) -> None:
    view = _today(shell_as("receptionist"))
    visit = _choose(view, Status.SCHEDULED)
    press(view, "a")
    clock.ahead(minutes=14)
    assert view.table.rows_model.columns[1].text(_now(view, visit)) == "14 min"
    clock.ahead(minutes=2)
    assert view.table.rows_model.columns[1].text(_now(view, visit)) == "16 min, long"


def test_enter_opens_the_course_or_the_file_of_the_visit(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _choose(view, Status.SCHEDULED)
    press(view, Qt.Key.Key_Return)
    assert shell.place == (Course(visit.course) if visit.course else Patients(visit.patient))


def test_a_manager_who_may_see_no_course_opens_the_file(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _today(shell)
    visit = _choose(view, Status.SCHEDULED)
    press(view, Qt.Key.Key_Return)
    assert shell.place == Patients(visit.patient)
    assert shell.view().states.showing == ""


def test_a_therapist_sees_only_own_patients(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    own = _visits(_today(shell))
    assert own
    assert {v.therapist for v in own} == {shell.app.actor.name}


def test_every_visit_of_another_role_is_one_it_may_move_on(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    assert len({v.therapist for v in _visits(_today(shell))}) > 5
    assert all(may(shell.app.actor, command.needs) for command in shell.commands)


def test_a_day_without_visits_says_so_and_leads_to_the_schedule(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("receptionist")
    clock.ahead(days=6)
    view = _today(shell)
    view.reload()
    assert view.states.showing == "No visits today"
    assert "Nobody is booked for today at this location." in seen(view)
    click(button(view, "Open the schedule"))
    assert shell.place == Schedule()


def test_keys_on_an_empty_board_do_nothing(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("receptionist")
    clock.ahead(days=6)
    view = _today(shell)
    view.reload()
    for key in "asdncu":
        press(view, key)
    assert shell.toast.text == ""
