"""A therapist's week drawn in the window: by dragging, by keys, copied, refused, saved and taken back."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from ibh_desktop.domain.roster_week import Span, on_day
from ibh_desktop.queries.roster import RosterLine
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, drag, of, pick, press, seen, settle
from ui.dialogs.shift import ShiftPanel
from ui.places import Roster, Therapists
from ui.shell import Shell
from ui.views.roster.canvas import RosterCanvas
from ui.views.roster.view import RosterView
from ui.views.therapists.view import TherapistsView

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _week(shell: Shell, name: str = "Ana Lee", weeks: int = 1) -> RosterView:
    shell.open(Therapists())
    settle()
    table = of(TherapistsView, shell.view()).table
    table.choose(next(row.id for row in table.rows_model.rows if row.name == name))  # type: ignore[union-attr]
    press(table, Qt.Key.Key_Return)
    view = of(RosterView, shell.view())
    for _ in range(weeks):
        click(button(view, "Next week"))
    return view


def _hours(view: RosterView, day: int) -> list[str]:
    return [f"{s.hours.starts:%H:%M}–{s.hours.ends:%H:%M}" for s in on_day(view.draft.week, day)]


def _point(canvas: RosterCanvas, day: int, hour: float) -> QPointF:
    grid = canvas._grid
    assert grid is not None
    return QPointF(grid.x(day) + grid.day_width / 2, grid.y(hour * 60))


def _span(view: RosterView, day: int) -> Span:
    return on_day(view.draft.week, day)[0]


def test_an_evening_is_painted_by_dragging_saved_and_worked_from_then_on(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    pick(view.brush, next(p.name for p in shell.locations if p.id == _span(view, 0).location))
    before = _hours(view, 0)
    assert before == ["08:00–17:00"]
    drag(view.canvas, _point(view.canvas, 0, 17.05), _point(view.canvas, 0, 18))
    assert _hours(view, 0) == ["08:00–18:00"]
    click(view.save)
    assert shell.toast.text == "Roster saved"
    click(button(view, "Next week"))
    assert _hours(view, 0) == ["08:00–18:00"]
    click(button(shell.toast, "Undo"))
    assert _hours(view, 0) == before


def test_what_is_rubbed_out_tells_the_visits_it_leaves_outside_before_it_is_saved(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell, weeks=0)
    pick(view.once, "this week only")
    canvas = view.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, SHIFT, _point(canvas, 3, 8).toPoint())
    for hour in (10, 12, 16.9):
        QTest.mouseMove(canvas, _point(canvas, 3, hour).toPoint())
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, SHIFT, _point(canvas, 3, 17).toPoint())
    settle()
    assert _hours(view, 3) == []
    click(view.save)
    assert "booked visits lie outside the roster then" in view.notice.text()
    assert view.save.text() == "Save all the same"
    control(canvas, Qt.Key.Key_Return)
    assert shell.toast.text == "Roster saved"
    assert _hours(view, 3) == []
    click(button(view, "Next week"))
    assert _hours(view, 3) != []


def test_keys_alone_paint_break_and_take_back(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    canvas = view.canvas
    for _ in range(5):
        press(canvas, Qt.Key.Key_Right)
    assert canvas.accessibleDescription().startswith("Saturday 08:00–08:30: not worked")
    for _ in range(5):
        press(canvas, Qt.Key.Key_Down, SHIFT)
    press(canvas, Qt.Key.Key_Return)
    assert _hours(view, 5) == ["08:00–11:00"]
    assert "Saturday 08:00–08:30: 08:00–11:00 at" in canvas.accessibleDescription()
    press(canvas, Qt.Key.Key_Down)
    press(canvas, Qt.Key.Key_Down)
    press(canvas, Qt.Key.Key_Down, SHIFT)
    press(canvas, Qt.Key.Key_Delete)
    assert [f"{b.starts:%H:%M}" for b in _span(view, 5).breaks] == ["09:00"]
    control(canvas, Qt.Key.Key_Z)
    assert _span(view, 5).breaks == ()
    press(canvas, Qt.Key.Key_Delete)
    assert _hours(view, 5) == []
    control(canvas, Qt.Key.Key_Z)
    control(canvas, Qt.Key.Key_Return)
    assert "closed on Saturday" in view.notice.text(), "the refusal stands over the week"
    assert _hours(view, 5) == ["08:00–11:00"], "what was drawn is kept"
    click(view.discard)
    assert (_hours(view, 5), view.notice.isVisible()) == ([], False)


def test_a_shift_is_dragged_to_another_day_and_its_edge_to_another_hour(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    canvas = view.canvas
    drag(canvas, _point(canvas, 0, 10), _point(canvas, 5, 11))
    assert (_hours(view, 0), _hours(view, 5)) == ([], ["09:00–18:00"])
    grid = canvas._grid
    assert grid is not None
    edge = QPointF(grid.x(5) + 40, grid.rect(5, _span(view, 5).bounds).bottom() - 2)
    drag(canvas, edge, QPointF(edge.x(), grid.y(15 * 60)))
    assert _hours(view, 5) == ["09:00–15:00"]


def test_a_copied_week_is_pasted_for_another_therapist_and_drafts_wait_for_their_return(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    mine = [_hours(view, day) for day in range(7)]
    control(view.canvas, Qt.Key.Key_C)
    assert "Week copied" in shell.toast.text
    lines = [row for row in _list(shell).table.rows_model.rows if isinstance(row, RosterLine)]
    other = _week(shell, next(line.name for line in lines if line.name != "Ana Lee"))
    theirs = [_hours(other, day) for day in range(7)]
    control(other.canvas, Qt.Key.Key_V)
    assert [_hours(other, day) for day in range(7)] == mine
    click(button(other, "Previous week"))
    click(button(other, "Next week"))
    assert [_hours(other, day) for day in range(7)] == mine, "what was drawn waits"
    if theirs != mine:
        assert other.save.isEnabled()
        click(other.discard)
    assert [_hours(other, day) for day in range(7)] == theirs


def _list(shell: Shell) -> TherapistsView:
    shell.open(Therapists())
    settle()
    return of(TherapistsView, shell.view())


def test_a_change_at_another_desk_is_told_and_what_was_drawn_over_it_is_gone(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    press(view.canvas, Qt.Key.Key_Delete)
    assert _hours(view, 0) == []
    press(view.canvas, "a")
    panel = of(ShiftPanel, shell.open_panel)
    pick(panel.what, "One day otherwise")
    pick(panel.works, "Does not work")
    panel.from_on.setText("10/15/2026")
    control(panel.from_on, Qt.Key.Key_Return)
    control(panel.from_on, Qt.Key.Key_Return)
    assert _hours(view, 3) == []
    assert _hours(view, 0) == ["08:00–17:00"]


def test_the_front_desk_looks_at_a_week_and_draws_nothing(shell_as: SignIn) -> None:
    shell = shell_as("receptionist")
    view = _week(shell)
    assert not view.bar.isVisible()
    assert "a manager or clinical lead changes this roster" in view.subtitle.text()
    before = _hours(view, 0)
    drag(view.canvas, _point(view.canvas, 0, 10), _point(view.canvas, 1, 11))
    press(view.canvas, Qt.Key.Key_Delete)
    assert _hours(view, 0) == before
    assert "Drag to paint" not in seen(view)


def test_a_place_names_therapist_and_week(shell_as: SignIn) -> None:
    shell = shell_as("manager")
    view = _week(shell)
    week = view._monday
    shell.open(Roster(view._therapist))
    assert of(RosterView, shell.view())._monday == week
