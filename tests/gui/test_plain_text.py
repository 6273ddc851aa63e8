"""A name is a name: what looks like markup is shown as it was typed, everywhere (SAFETY.md 7)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QListWidget, QMessageBox, QToolTip, QWidget

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.home import Home
from ibh_desktop.queries import course_page, patient_file
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.usecases.patients import Details, change
from tests.gui.conftest import SignIn
from tests.gui.hands import NOW, click, control, lines, of, press, seen, settle
from tests.gui.pages import FIRST, panels, places
from tests.integration.world import Clock
from ui.dialogs.measure import MeasurePanel
from ui.dialogs.safety_notice import SafetyDialog
from ui.places import Course, Schedule, Today
from ui.views.course.view import CourseView
from ui.views.patients.view import PatientsView
from ui.views.schedule.geometry import geometry
from ui.views.schedule.view import ScheduleView
from ui.views.today.view import TodayView

NASTY = "<img src=x><b>Bold</b>"
ESCAPED = "&lt;img src=x&gt;&lt;b&gt;Bold&lt;/b&gt;"
ROLES = ["receptionist", "therapist", "lead", "manager"]
ROW = f"Last Name,First Name,Birth Date\n{NASTY},Ada,3/14/1985\n{NASTY},Ada,3/14/1985\n{NASTY},Bo,13/31/1985\n"


@pytest.fixture
def nasty(sample_home: Home) -> PatientId:
    """The patient of the first course, who was here at nine, has a name and notes that look like markup."""
    app = sign_in(sample_home, "dana", PASSWORD, clock=Clock(NOW))
    patient = app.read(course_page.page, FIRST).patient
    born = app.read(patient_file.file, patient).born
    app.write(change, patient, Details("Ada", NASTY, born, preferred=NASTY, notes=NASTY, email="a@b.org"))
    app.close()
    return patient


@pytest.fixture
def nasty_list(tmp_path: Path) -> Path:
    """A list to import with the same name."""
    path = tmp_path / "list.csv"
    path.write_text(ROW, encoding="utf-8")
    return path


def _guessed_rich(tooltip: str) -> bool:
    """Whether Qt would take a tooltip for markup that `tip` did not escape."""
    return bool(re.search(r"<[a-zA-Z/!]", tooltip)) and not tooltip.startswith("<qt>")


def _rich(inside: QWidget) -> list[str]:
    labels = [w for w in inside.findChildren(QLabel) if w.textFormat() != Qt.TextFormat.PlainText]
    boxes = [w for w in inside.findChildren(QMessageBox) if w.textFormat() != Qt.TextFormat.PlainText]
    tips = [w for w in inside.findChildren(QWidget) if _guessed_rich(w.toolTip())]
    return [f"{w.objectName()} “{w.toolTip() or getattr(w, 'text', str)()}”" for w in (*labels, *boxes, *tips)]


@pytest.mark.parametrize("role", ROLES)
def test_every_label_of_every_page_is_plain_text(shell_as: SignIn, role: str, nasty: PatientId) -> None:
    shell = shell_as(role)
    visited = 0
    for place in places(shell, nasty):
        if shell.place != place:
            shell.open(place)
        settle()
        visited += 1
        assert _rich(shell.window()) == [], place
    assert visited >= 6


@pytest.mark.parametrize("role", ["therapist", "manager"])
def test_every_label_of_every_panel_is_plain_text(shell_as: SignIn, role: str, nasty: PatientId, nasty_list: Path) -> None:
    shell = shell_as(role)
    for panel in panels(shell, nasty, nasty_list):
        if shell.open_panel is not panel:
            shell.panel(panel)
        settle()
        assert _rich(shell.window()) == [], panel.accessibleName()


class _Flashes(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("role", ROLES)
def test_nothing_flashes_as_a_window_of_its_own(
    qapp: QApplication, shell_as: SignIn, role: str, nasty: PatientId, nasty_list: Path
) -> None:
    watch = _Flashes()
    qapp.installEventFilter(watch)
    try:
        shell = shell_as(role)
        for place in places(shell, nasty):
            if shell.place != place:
                shell.open(place)
            settle()
        for panel in panels(shell, nasty, nasty_list):
            if shell.open_panel is not panel:
                shell.panel(panel)
            settle()
    finally:
        qapp.removeEventFilter(watch)
    assert watch.seen == ["Window"]


def _cells(view: QAbstractItemView, role: Qt.ItemDataRole) -> list[str]:
    model = view.model()
    every = [model.index(row, column) for row in range(model.rowCount()) for column in range(model.columnCount())]
    return [str(index.data(role)) for index in every]


def test_the_name_stands_literally_on_today_and_escaped_in_its_tooltip(shell_as: SignIn, nasty: PatientId) -> None:
    shell = shell_as("receptionist")
    shell.open(Today())
    table = of(TodayView, shell.view()).table
    assert any(NASTY in text for text in _cells(table, Qt.ItemDataRole.DisplayRole))
    tips = [text for text in _cells(table, Qt.ItemDataRole.ToolTipRole) if "Bold" in text]
    assert tips
    assert all(ESCAPED in text and "<b>" not in text for text in tips)


def test_the_name_stands_literally_in_search_file_and_booking(shell_as: SignIn, nasty: PatientId) -> None:
    shell = shell_as("receptionist")
    control(shell, Qt.Key.Key_K)
    press(shell.topbar.search, "bold")
    assert any(NASTY in line for line in lines(shell.topbar.search.hits))
    press(shell.topbar.search, Qt.Key.Key_Return)
    file = of(PatientsView, shell.view()).file
    assert NASTY in file.name.text()
    assert NASTY in seen(file)
    assert file.name.textFormat() == Qt.TextFormat.PlainText


def test_the_schedule_explains_the_name_in_an_escaped_tooltip(shell_as: SignIn, nasty: PatientId) -> None:
    shell = shell_as("therapist")
    shell.open(Schedule())
    settle()
    grid = of(ScheduleView, shell.view()).grid
    for place in shell.locations:
        shell.topbar.location.setCurrentIndex([p.id for p in shell.locations].index(place.id) + 1)
        settle()
        assert grid.board is not None
        found = [(n, b) for n, c in enumerate(grid.board.columns) for b in c.blocks if b.patient == nasty]
        if found:
            number, block = found[0]
            assert NASTY in block.name
            at = geometry(grid.board, grid.width()).rect(number, block.starts, block.ends).center().toPoint()
            QApplication.sendEvent(grid, QHelpEvent(QHelpEvent.Type.ToolTip, at, grid.mapToGlobal(at)))
            assert ESCAPED in QToolTip.text()
            return
    raise AssertionError("the first course's patient is on no schedule today")


def test_the_toast_the_course_and_the_safety_notice_show_it_literally(shell_as: SignIn, nasty: PatientId) -> None:
    shell = shell_as("therapist")
    shell.open(Course(FIRST))
    settle()
    view = of(CourseView, shell.view())
    assert NASTY in view.heading.text()
    click(view.button("PHQ-9"))
    panel = of(MeasurePanel, shell.open_panel)
    assert NASTY in panel.headline.text()
    press(panel.items, "000000001")
    control(panel.items, Qt.Key.Key_Return)
    dialog = of(SafetyDialog, QApplication.activeModalWidget())
    assert _rich(dialog) == []
    dialog.accept()
    assert _rich(shell.window()) == []


def test_an_imports_preview_is_literal(shell_as: SignIn, nasty_list: Path, nasty: PatientId) -> None:
    shell = shell_as("receptionist")
    importing = next(p for p in panels(shell, nasty, nasty_list) if p.accessibleName() == "Import patients")
    shell.panel(importing)
    settle()
    rows = importing.findChild(QListWidget)
    assert rows is not None
    assert any("Line 3" in text for text in lines(rows))
    assert _rich(importing) == []
