"""Free times glow in the schedule for the visit that is booked or cut, and are walked and taken by keys."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.queries import patients
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, of, press, seen, settle
from ui.dialogs.book import BookPanel
from ui.places import Schedule
from ui.shell import Shell
from ui.views.schedule.geometry import cells, following
from ui.views.schedule.view import ScheduleView

TOMORROW = date(2026, 10, 6)


def _view(shell: Shell, *, patient: PatientId | None = None, mode: str = "day") -> ScheduleView:
    shell.open(Schedule(TOMORROW, mode, patient=patient))
    settle()
    return of(ScheduleView, shell.view())


def _somebody(shell: Shell) -> PatientId:
    """A patient without a visit on that day."""
    return shell.app.read(patients.search, "o")[-1].id


def _cursor(view: ScheduleView) -> tuple[int, datetime]:
    cursor = view.grid._cursor
    assert cursor is not None
    return cursor


def test_opened_for_a_patient_its_free_times_glow_and_tab_and_enter_book_one(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    patient = _somebody(shell)
    view = _view(shell, patient=patient)
    assert len(view.grid.free) > 3
    assert f"{len(view.grid.free)} free times of 50 minutes · Tab walks them, Enter books, Esc ends" in seen(view)
    first, second = [cell for cell in view.grid.free if (cell.starts, cell.column) > _cursor(view)[::-1]][:2]
    press(view.grid, Qt.Key.Key_Tab)
    assert _cursor(view) == (first.column, first.starts)
    assert "free for this visit" in view.grid.accessibleDescription()
    press(view.grid, Qt.Key.Key_Tab)
    assert _cursor(view) == (second.column, second.starts)
    press(view.grid, Qt.Key.Key_Backtab)
    assert _cursor(view) == (first.column, first.starts)
    press(view.grid, Qt.Key.Key_Return)
    panel = of(BookPanel, shell.open_panel)
    assert panel.patient.patient == patient
    assert panel.when.text() == f"{first.starts:%m/%d/%Y %H:%M}"
    assert panel.therapist.value() == view.grid.board.columns[first.column].therapist  # type: ignore[union-attr]


def test_tab_leaves_the_calendar_behind_the_last_free_time_and_esc_ends_it(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, patient=_somebody(shell))
    view.grid.setFocus()
    for _ in range(len(view.grid.free) + 1):
        press(view.grid, Qt.Key.Key_Tab)
    assert not view.grid.hasFocus()
    view.grid.setFocus()
    press(view.grid, Qt.Key.Key_Escape)
    assert view.grid.free == []
    assert not view.legend.isVisible()


def test_a_patient_chosen_in_the_panel_glows_until_it_closes_and_enter_fills_the_panel(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    control(view.grid, Qt.Key.Key_B)
    panel = of(BookPanel, shell.open_panel)
    assert view.grid.free == []
    panel.patient.show_patient(_somebody(shell))
    settle()
    assert view.grid.free
    view.grid.setFocus()
    press(view.grid, Qt.Key.Key_Tab)
    column, at = _cursor(view)
    press(view.grid, Qt.Key.Key_Return)
    assert shell.open_panel is panel
    assert panel.when.text() == f"{at:%m/%d/%Y %H:%M}"
    click(panel.save_button)
    if shell.open_panel is panel:  # a warning is passed with a reason
        panel.passed.setText("asked for")
        click(panel.save_button)
    assert shell.open_panel is None, seen(panel)
    assert view.grid.free == []
    assert view.grid.board is not None
    assert at in [block.starts for block in view.grid.board.columns[column].blocks]


def test_the_panel_opens_the_schedule_with_its_free_times(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    panel = BookPanel(shell, patient=_somebody(shell))
    shell.panel(panel)
    settle()
    click(button(panel, "Show free times in the schedule"))
    view = of(ScheduleView, shell.view())
    assert view.seeker.sought is not None
    assert view.legend.isVisible()


def test_what_is_cut_glows_where_it_can_land_until_it_is_pasted(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell)
    board = view.grid.board
    assert board is not None
    number, block = next((n, b) for n, c in enumerate(board.columns) for b in c.blocks if b.status in UPCOMING and len(c.free))
    view.grid._cursor = (number, block.starts)
    control(view.grid, Qt.Key.Key_X)
    assert "moves it there" in view.legend.text()
    assert all(not view.grid.ghost_at(block, cell.column, cell.starts).reason for cell in view.grid.free)
    press(view.grid, Qt.Key.Key_Tab)
    column, at = _cursor(view)
    press(view.grid, Qt.Key.Key_Return)
    assert view.grid.free == []
    assert view.grid.board is not None
    landed = [one for one in view.grid.board.columns[column].blocks if one.id == block.id]
    assert landed == [] or landed[0].starts == at  # a warning opens the panel instead
    assert landed or shell.open_panel is not None


def test_nothing_glows_in_the_rooms_and_a_week_glows_for_its_therapist(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, patient=_somebody(shell), mode="week")
    assert {cell.column for cell in view.grid.free} >= {1, 2}
    view.change("rooms")
    settle()
    assert view.grid.free == []


def test_free_times_are_walked_by_time_then_column(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _view(shell, patient=_somebody(shell))
    grid = view.grid
    assert grid._grid is not None
    made = cells(grid._grid, grid._openings)
    assert [(c.starts, c.column) for c in made] == sorted((c.starts, c.column) for c in made)
    assert following(made, made[0].column, made[0].starts, -1) is None
    assert following(made, made[-1].column, made[-1].starts, 1) is None
    assert made[0].words == f"{made[0].starts:%H:%M} free"
