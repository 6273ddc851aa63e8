"""Today beyond one key: several visits, cancelling, walk-ins, the wrong location, lines, putting right, hidden names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import Status
from ibh_desktop.queries import visit_story
from ibh_desktop.queries.patient_file import VisitLine
from ibh_desktop.queries.today import Group, TodayLine
from ibh_desktop.usecases import desk_notes
from tests.gui.conftest import SignIn
from tests.gui.hands import button, control, has_button, hurry, lines, of, pick, press, seen, settle
from tests.integration.world import Clock
from ui.dialogs.arrivals import FindVisitPanel, WalkInPanel
from ui.dialogs.session import MovePanel
from ui.dialogs.visit import CancelPanel, LinesPanel, StoryPanel
from ui.kit.cells import GroupRow
from ui.places import Patients
from ui.shell import Shell
from ui.views.patients.view import PatientsView
from ui.views.today.view import TodayView

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def _today(shell: Shell) -> TodayView:
    return of(TodayView, shell.view())


def _visits(view: TodayView) -> list[TodayLine]:
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def _now(view: TodayView, visit: TodayLine) -> TodayLine:
    return next(v for v in _visits(view) if v.id == visit.id)


def _on(view: TodayView, **wanted: Any) -> TodayLine:
    """Put the cursor on the first visit that is as wanted."""
    visit = next(v for v in _visits(view) if all(getattr(v, name) == value for name, value in wanted.items()))
    view.table.choose(visit.id)
    return visit


def _at(shell: Shell, place: str) -> None:
    pick(shell.topbar.location, place)


def test_several_visits_are_chosen_with_shift_and_moved_on_by_one_key(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    _on(view, status=Status.SCHEDULED)
    for _ in range(2):
        press(view, Qt.Key.Key_Down, SHIFT)
    chosen = view.table.chosen()
    assert len(chosen) == 3
    press(view, "l")
    assert shell.toast.text.startswith("Nothing was changed.")
    assert [_now(view, visit).version for visit in chosen] == [visit.version for visit in chosen]
    assert view.table.chosen() == chosen
    press(view, "c" if all(v.status is Status.SCHEDULED for v in chosen) else "a")
    assert shell.toast.text.startswith("3 visits:")
    assert {_now(view, visit).status for visit in chosen} <= {Status.CONFIRMED, Status.CHECKED_IN}
    press(view, "u")
    assert [_now(view, visit).status for visit in chosen] == [visit.status for visit in chosen]


def test_x_cancels_and_says_whether_it_is_late(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _on(view, status=Status.SCHEDULED)
    press(view, "x")
    panel = of(CancelPanel, shell.open_panel)
    assert "less than 24 hours" in seen(panel)
    control(panel.who, Qt.Key.Key_Return)
    assert _now(view, visit).status is Status.LATE_CANCEL
    control(view, Qt.Key.Key_Z)
    assert _now(view, visit).status is Status.SCHEDULED


def test_the_clinic_cancels_with_its_reason_in_the_history(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _on(view, status=Status.SCHEDULED)
    press(view, "x")
    panel = of(CancelPanel, shell.open_panel)
    pick(panel.who, "The clinic")
    press(panel.reason, "Water in the room")
    control(panel.reason, Qt.Key.Key_Return)
    assert _now(view, visit).status is Status.CANCELLED_CLINIC
    view.table.choose(visit.id)
    press(view, "r")
    assert "Cancelled by clinic: Water in the room" in seen(of(StoryPanel, shell.open_panel)).replace("cancelled", "Cancelled")


def test_a_no_show_is_put_right_with_two_keys_and_a_choice(shell_as: SignIn, clock: Clock) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _on(view, status=Status.SCHEDULED)
    clock.now = visit.starts + timedelta(minutes=20)
    press(view, "n")
    view.table.choose(visit.id)
    press(view, "r")
    panel = of(StoryPanel, shell.open_panel)
    control(panel.status, Qt.Key.Key_Return)
    assert "Choose what became of this visit" in seen(panel)
    pick(panel.status, "Done")
    control(panel.status, Qt.Key.Key_Return)
    assert _now(view, visit).status is Status.COMPLETED
    press(view, "u")
    assert _now(view, visit).status is Status.NO_SHOW


def test_a_visit_that_is_not_settled_shows_its_history_and_nothing_to_put_right(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    _on(view, status=Status.SCHEDULED)
    press(view, "a")
    press(view, "r")
    panel = of(StoryPanel, shell.open_panel)
    assert "Scheduled → waiting" in seen(panel)
    assert not has_button(panel, "Put it right")


def test_a_line_is_left_read_by_the_therapist_and_seen_to(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _today(shell)
    visit = _visits(view)[0]
    view.table.choose(visit.id)
    press(view, "t")
    panel = of(LinesPanel, shell.open_panel)
    press(panel.words, "Please send her to room 3")
    control(panel.words, Qt.Key.Key_Return)
    assert _now(view, visit).note == "Please send her to room 3"
    view.table.choose(visit.id)
    press(view, "t")
    done = button(of(LinesPanel, shell.open_panel), "Done")
    done.setFocus()
    press(done, Qt.Key.Key_Space)
    assert _now(view, visit).note == ""
    press(view, "u")
    assert _now(view, visit).note == "Please send her to room 3"


def test_an_empty_line_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    press(_today(shell), "t")
    panel = of(LinesPanel, shell.open_panel)
    control(panel.words, Qt.Key.Key_Return)
    assert "Write a line first." in seen(panel)
    press(panel.words, "x" * (desk_notes.LONGEST + 1))
    control(panel.words, Qt.Key.Key_Return)
    assert "300 characters" in seen(panel)


def test_a_walk_in_is_booked_and_waits(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _at(shell, "Birmingham")
    view = _today(shell)
    before = {visit.id for visit in _visits(view)}
    press(view, "w")
    panel = of(WalkInPanel, shell.open_panel)
    press(panel.patient, "vernon kimura")
    settle()
    control(panel.times, Qt.Key.Key_Return)
    if shell.open_panel is panel:
        press(panel.passed, "he is here")
        control(panel.passed, Qt.Key.Key_Return)
    assert shell.open_panel is None, seen(panel)
    (new,) = (visit for visit in _visits(view) if visit.id not in before)
    assert (new.status, new.patient_name) == (Status.CHECKED_IN, "Vernon Kimura")
    press(view, "u")
    assert _now(view, new).status is Status.CANCELLED_CLINIC


def test_a_walk_in_without_a_patient_is_refused_at_its_field(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _at(shell, "Birmingham")
    press(_today(shell), "w")
    panel = of(WalkInPanel, shell.open_panel)
    control(panel.times, Qt.Key.Key_Return)
    assert "Choose a patient." in seen(panel)


def test_who_came_to_the_wrong_location_is_found_by_name_and_seen_by_video(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = next(v for v in _visits(view) if v.group is Group.EXPECTED and v.location != "Hoover")
    _at(shell, "Hoover")
    assert visit.id not in {v.id for v in _visits(view)}
    press(view, "f")
    panel = of(FindVisitPanel, shell.open_panel)
    press(panel.line, visit.patient_name.split()[-1][:4])
    assert visit.patient_name in " ".join(lines(panel.found))
    row = next(n for n, words in enumerate(lines(panel.found)) if visit.patient_name in words)
    panel.found.setCurrentRow(row)
    assert f"The visit is at {visit.location}" in seen(panel)
    press(panel.line, Qt.Key.Key_Return)
    here = _now(view, visit)
    assert (here.status, here.arrived_elsewhere, here.location) == (Status.CHECKED_IN, "Hoover", visit.location)
    press(view, "u")
    assert visit.id not in {v.id for v in _visits(view)}


def test_who_came_to_the_wrong_location_is_moved_here_by_one_key(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = next(v for v in _visits(view) if v.group is Group.EXPECTED and v.location != "Hoover" and not v.course)
    _at(shell, "Hoover")
    press(view, "f")
    panel = of(FindVisitPanel, shell.open_panel)
    press(panel.line, visit.patient_name.split()[-1])
    panel.found.setCurrentRow(next(n for n, words in enumerate(lines(panel.found)) if visit.patient_name in words))
    press(panel.move_button, Qt.Key.Key_M, ALT)
    if shell.open_panel is panel:
        press(panel.passed, "she is here")
        press(panel.move_button, Qt.Key.Key_M, ALT)
    assert shell.open_panel is None, seen(panel)
    here = _now(view, visit)
    assert (here.status, here.location, here.arrived_elsewhere) == (Status.CHECKED_IN, "Hoover", "")


def test_nobody_of_a_name_is_said_and_nothing_is_checked_in(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    _at(shell, "Hoover")
    press(_today(shell), "f")
    panel = of(FindVisitPanel, shell.open_panel)
    press(panel.line, "zzz")
    press(panel.line, Qt.Key.Key_Return)
    assert "Nobody of that name is expected today." in seen(panel)


def test_names_become_initials_while_the_screen_faces_the_room(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _today(shell)
    visit = _on(view, status=Status.SCHEDULED)
    name = view.table.rows_model.index(view.table.currentIndex().row(), 2)
    assert name.data() == visit.patient_name
    control(view, Qt.Key.Key_H)
    name = view.table.rows_model.index(view.table.currentIndex().row(), 2)
    assert name.data() == ". ".join(word[0] for word in visit.patient_name.split()) + "."
    press(view, "a")
    assert visit.patient_name not in shell.toast.text
    control(view, Qt.Key.Key_H)
    assert view.table.rows_model.index(view.table.currentIndex().row(), 2).data() == visit.patient_name


def test_what_a_patient_must_still_sign_stands_on_the_row(shell_as: SignIn) -> None:
    view = _today(shell_as("receptionist"))
    hurry(view.papers_due)
    waiting = {visit.id for visit in _visits(view) if visit.group in (Group.WAITING, Group.EXPECTED, Group.IN_SESSION)}
    table = view.table.rows_model
    due = next(n for n, column in enumerate(table.columns) if column.title == "Due")
    said = {row.id: table.index(number, due).data() for number, row in enumerate(table.rows) if not isinstance(row, GroupRow)}
    assert {words for words in said.values() if words.startswith("Consent")} >= {"Consent expired"}
    assert {key for key, words in said.items() if words.startswith("Consent")} <= waiting


def test_a_visit_of_another_day_is_put_right_from_the_file_by_the_manager_with_a_reason(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    patient = next(v.patient for v in _visits(_today(shell)) if v.session or v.kind == "therapy visit")
    shell.open(Patients(patient))
    settle()
    card = of(PatientsView, shell.view()).file
    settled = (Status.COMPLETED, Status.NO_SHOW)
    past = next(v for v in card.visits.rows_model.rows if isinstance(v, VisitLine) and v.status in settled)
    card.visits.choose(past.id)
    press(card.visits, Qt.Key.Key_Return)
    story = button(of(MovePanel, shell.open_panel), "What became of it")
    story.setFocus()
    press(story, Qt.Key.Key_Space)
    panel = of(StoryPanel, shell.open_panel)
    pick(panel.status, "Cancelled by clinic")
    control(panel.status, Qt.Key.Key_Return)
    assert "Give the reason." in seen(panel)
    press(panel.reason, "The clinic was closed")
    control(panel.reason, Qt.Key.Key_Return)
    assert shell.app.read(visit_story.story, past.id).status is Status.CANCELLED_CLINIC
    control(shell, Qt.Key.Key_Z)
    assert shell.app.read(visit_story.story, past.id).status is past.status
