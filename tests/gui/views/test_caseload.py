"""The caseload page by keyboard: one key a concern, Enter opens the course, a clinical lead chooses whose it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.caseload import Concern
from ibh_desktop.domain.ids import CourseId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries.caseload import CaseloadLine
from ibh_desktop.store.schema import SafetyEvent
from ibh_desktop.store.tx import Tx
from tests.gui.conftest import SignIn
from tests.gui.hands import button, click, control, has_button, of, pick, press, seen, settle
from ui.kit.cells import ROW_ROLE, GroupRow
from ui.places import Course, Courses
from ui.shell import Shell
from ui.views.caseload.columns import columns
from ui.views.caseload.view import CaseloadView, Whose


def _caseload(shell: Shell) -> CaseloadView:
    control(shell, Qt.Key.Key_0)
    return of(CaseloadView, shell.view())


def _lines(view: CaseloadView) -> list[CaseloadLine]:
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def _groups(view: CaseloadView) -> list[tuple[str, int]]:
    return [(row.title, row.count) for row in view.table.rows_model.rows if isinstance(row, GroupRow)]


def _raise(shell: Shell, line: CaseloadLine) -> None:
    def raised(tx: Tx) -> None:
        tx.session.add(SafetyEvent(patient_id=line.patient, course_id=line.id, source="worry", raised_at=tx.now))
        tx.record("test:raise", Topic.COURSES, line.id)

    shell.app.write(raised)
    settle()


def test_a_therapist_reads_her_courses_by_phase_and_opens_one_with_enter(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _caseload(shell)
    lines = _lines(view)
    assert {line.therapist_name for line in lines} == {"Ana Lee"}
    titles = [title for title, _ in _groups(view)]
    assert titles == [f"{phase} phase" for phase in ("Initial", "Middle", "Ending") if f"{phase} phase" in titles]
    assert sum(count for _, count in _groups(view)) == len(lines)
    assert f"{len(lines)} courses" in view.subtitle.text()
    assert "Therapist" not in [column.title for column in view.table.rows_model.columns]
    press(view, Qt.Key.Key_Down)
    chosen = view.table.current()
    assert chosen is not None
    press(view, Qt.Key.Key_Return)
    assert shell.place == Course(chosen.id)


def test_a_new_safety_event_shows_at_once_and_leads_its_phase(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _caseload(shell)
    quiet = [line for line in _lines(view) if not line.safety]
    last, before = quiet[-1], len(_lines(view)) - len(quiet)
    _raise(shell, last)
    assert view.subtitle.text().endswith(f"{before + 1} safety events open" if before else "1 safety event open")
    first = next(line for line in _lines(view) if line.phase is last.phase)
    assert first.safety
    press(view, "s")
    assert last.id in [line.id for line in _lines(view)]
    assert len(_lines(view)) == before + 1
    assert button(view, f"Safety {before + 1}  S").isChecked()


@pytest.mark.parametrize(
    ("key", "concern"), [("f", Concern.FORMS), ("r", Concern.RESPONSE), ("e", Concern.ENDING), ("n", Concern.NOTES)]
)
def test_a_key_narrows_to_a_concern_and_shows_all_again(key: str, concern: Concern, shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _caseload(shell)
    everything = _lines(view)
    wanted = [line.id for line in everything if concern in line.concerns]
    assert wanted
    press(view, key)
    assert [line.id for line in _lines(view)] == wanted
    press(view, key)
    assert _lines(view) == everything
    press(view, key)
    press(view, "a")
    assert _lines(view) == everything
    assert view.everything.isChecked()


def test_a_concern_that_no_course_has_says_so_and_the_filters_stay_in_reach(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _caseload(shell)
    before = _lines(view)
    press(view, "c")
    assert view.found.showing == "Nothing here"
    assert "draft without consent" in seen(view)
    assert has_button(view, "No consent 0  C")
    click(button(view, "Show all"))
    assert view.found.showing == ""
    assert _lines(view) == before
    press(view, "c")
    press(view, "n")
    assert view.found.showing == ""


def test_a_lead_looks_at_supervisees_first_then_at_one_therapist(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _caseload(shell)
    team = shell.app.actor.team
    assert view.whose.value() is Whose.TEAM
    assert {line.therapist for line in _lines(view)} <= team
    assert "Therapist" in [column.title for column in view.table.rows_model.columns]
    press(view, "t")
    assert view.whose.hasFocus()
    pick(view.whose, "Ana Lee")
    assert {line.therapist_name for line in _lines(view)} == {"Ana Lee"}
    assert view.subtitle.text().startswith(f"{len(_lines(view))} courses")
    shell.app.write(_touch)
    settle()
    assert view.whose.currentText() == "Ana Lee"
    pick(view.whose, Whose.ALL.value)
    assert len(_lines(view)) > 10


def _touch(tx: Tx) -> None:
    tx.record("test:touch", Topic.COURSES, None)


def test_the_location_in_the_top_bar_narrows_the_page(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _caseload(shell)
    place = _lines(view)[0].location
    pick(shell.topbar.location, place)
    assert {line.location for line in _lines(view)} == {place}
    assert f" at {place}" in view.subtitle.text()


@pytest.mark.parametrize("role", ["receptionist", "manager"])
def test_who_has_no_caseload_has_no_button_and_no_key_for_it(role: str, shell_as: SignIn) -> None:
    shell = shell_as(role)
    control(shell, Qt.Key.Key_0)
    assert not isinstance(shell.view(), CaseloadView)
    assert "Caseload" not in [b.accessibleName() for b in shell.rail.findChildren(QPushButton)]


def test_a_therapist_without_courses_is_told_what_brings_one(shell_as: SignIn) -> None:
    shell = shell_as("therapist")
    view = _caseload(shell)
    view.present(view._data.__class__((), None, frozenset()))
    assert view.states.showing == "No running courses"
    click(button(view, "Open the courses"))
    assert shell.place == Courses()


def test_every_number_that_asks_for_an_eye_names_its_rule(shell_as: SignIn) -> None:
    view = _caseload(shell_as("lead"))
    model = view.table.rows_model
    row = next(n for n, line in enumerate(model.rows) if isinstance(line, CaseloadLine) and line.unresponsive)
    titles = [column.title for column in model.columns]
    index = model.index(row, titles.index("Response"))
    assert "→" in index.data()
    assert isinstance(index.data(ROW_ROLE), CaseloadLine)
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert "not halved by session 8" in tip
    assert "DOMAIN.md 2.2" in tip


def test_the_columns_say_in_words_what_they_colour(shell_as: SignIn) -> None:
    shell = shell_as("lead")
    view = _caseload(shell)
    pick(view.whose, Whose.ALL.value)
    for line in _lines(view):
        told = {column.title: column.text(line) for column in columns(therapists=True)}
        for title, holds in (("Safety", line.safety), ("Forms due", line.due), ("Response", line.unresponsive)):
            assert bool(told[title]) is bool(holds)
        assert bool(told["Notes"]) is bool(line.unsigned + line.unwritten)
    assert CourseId(1) in {line.id for line in _lines(view)}
