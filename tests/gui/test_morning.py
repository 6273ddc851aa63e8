"""A receptionist's morning, run through the real window by keys alone; what became of it is read from the database."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import func, select

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.calls import CallOutcome
from ibh_desktop.domain.calls import Group as CallGroup
from ibh_desktop.domain.contact import NOTHING
from ibh_desktop.home import Home
from ibh_desktop.queries.today import Group, TodayLine
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD
from ibh_desktop.store.frontdesk import CallMade, Inquiry, SlotOffer, VisitStep
from ibh_desktop.store.schema import Appointment, Audit, Patient
from ibh_desktop.store.tx import Reading
from tests.gui.call_hands import calls_view
from tests.gui.call_hands import lines as calls_of
from tests.gui.hands import ROLES, control, of, press, seen, settle, shell_of
from tests.gui.requests import lines_of, requests_page
from tests.gui.waiting import freed_of, waitlist_page
from tests.integration.world import Clock
from ui.dialogs.arrivals import FindVisitPanel, WalkInPanel
from ui.dialogs.inquiry import InquiryPanel
from ui.kit.cells import GroupRow
from ui.kit.table import Table
from ui.kit.tasks import InlineTasks
from ui.shell import Shell
from ui.views.today.view import TodayView
from ui.window import Window

MORNING = datetime(2026, 10, 5, 12, 30, tzinfo=UTC)
"""Monday, 07:30 in Chicago: nobody has come yet."""
ARRIVALS, NO_SHOWS, LATE_CANCELS, WALK_INS, WRONG_PLACES, CALLS, REQUESTS, OFFERS = 60, 6, 4, 5, 3, 12, 4, 2


class NoMouse(QObject):
    """Counts what a mouse would do."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        mouse = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick)
        self.seen += event.type() in mouse
        return False


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample clinic before its day begins."""
    folder = tmp_path_factory.mktemp("morning") / "clinic"
    make(Home(folder), now=MORNING).close()
    return folder


@pytest.fixture
def shell(qapp: QApplication, early: Path, tmp_path: Path, clock: Clock) -> Iterator[Shell]:
    """Dana's window on that morning."""
    del qapp
    shutil.copytree(early, tmp_path / "clinic")
    clock.now = MORNING
    window = Window(Home(tmp_path / "clinic"), InlineTasks(), clock=clock)
    window.resize(1280, 800)
    window.show()
    window.sign_in(ROLES["receptionist"], PASSWORD)
    settle()
    yield shell_of(window)
    window.close()
    window.deleteLater()
    settle()


def _today(shell: Shell) -> TodayView:
    press(shell, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    return of(TodayView, shell.view())


def _visits(view: TodayView) -> list[TodayLine]:
    return [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]


def _expected(view: TodayView) -> list[TodayLine]:
    return [visit for visit in _visits(view) if visit.group is Group.EXPECTED]


def _walk(table: Table[Any], wanted_row: Any) -> None:
    """Walk to a row with the arrow keys, as often as rows lie between."""
    rows = [row for row in table.rows_model.rows if not isinstance(row, GroupRow)]
    wanted = next(n for n, row in enumerate(rows) if row.id == wanted_row.id)
    here = table.current()
    at = next((n for n, row in enumerate(rows) if here is not None and row.id == here.id), 0)
    for _ in range(abs(wanted - at)):
        QTest.keyClick(table, Qt.Key.Key_Down if wanted > at else Qt.Key.Key_Up)
    now = table.current()
    assert now is not None
    assert now.id == wanted_row.id


def _save(panel: QWidget, shell: Shell, reason: QWidget | None = None) -> None:
    control(panel, Qt.Key.Key_Return)
    if shell.open_panel is not None and reason is not None and reason.isVisible():
        press(reason, "she stands at the desk")
        control(reason, Qt.Key.Key_Return)
    assert shell.open_panel is None, seen(shell)


def _place(shell: Shell, name: str) -> None:
    shell.topbar.location.setFocus()
    press(shell.topbar.location, name)
    assert shell.topbar.location.currentText().startswith(name)


def test_a_morning_of_the_front_desk_by_keys_alone(shell: Shell, clock: Clock) -> None:
    mouse = NoMouse()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(mouse)
    try:
        elsewhere = _wrong_places(shell)
        arrived = _arrivals(shell, clock)
        missed = _no_shows(shell, clock)
        cancelled = _late_cancels(shell)
        walked_in = _walk_ins(shell)
        called = _calls(shell)
        _requests(shell)
        _offers(shell)
    finally:
        app.removeEventFilter(mouse)
    assert mouse.seen == 0
    read = shell.app.read
    for status, visits in (
        (Status.CHECKED_IN, arrived | elsewhere | walked_in),
        (Status.NO_SHOW, missed),
        (Status.LATE_CANCEL, cancelled),
    ):
        assert {read(_status, visit) for visit in visits} == {status}
        assert read(_steps, visits, status) == len(visits)
    assert (len(arrived), len(missed), len(cancelled)) == (ARRIVALS, NO_SHOWS, LATE_CANCELS)
    assert (len(elsewhere), len(walked_in)) == (WRONG_PLACES, WALK_INS)
    assert read(_calls_made, called) == CALLS
    assert read(_count, Inquiry.id, Inquiry.received_at >= MORNING) == REQUESTS
    assert read(_count, SlotOffer.id, SlotOffer.made_at >= clock.now) == OFFERS
    assert read(_count, Audit.seq, Audit.action == "appointment:arrive-elsewhere") == WRONG_PLACES


def _wrong_places(shell: Shell) -> set[int]:
    """Three people stand in Hoover whose visits are elsewhere."""
    view = _today(shell)
    others = [visit for visit in _expected(view) if visit.location != "Hoover" and not visit.note][:WRONG_PLACES]
    _place(shell, "Hoover")
    for visit in others:
        press(view, "f")
        panel = of(FindVisitPanel, shell.open_panel)
        press(panel.line, visit.patient_name.rsplit(" ", 1)[1][:5])
        while not (found := panel.found.currentItem()).text().startswith(f"{visit.starts:%H:%M %Z}  {visit.patient_name}"):
            before = found
            press(panel.found, Qt.Key.Key_Down)
            assert panel.found.currentItem() is not before, f"{visit.patient_name} is not found"
        press(panel.line, Qt.Key.Key_Return)
        assert shell.open_panel is None, seen(panel)
    _place(shell, "All")
    return {visit.id for visit in others}


def _arrivals(shell: Shell, clock: Clock) -> set[int]:
    view, came = _today(shell), set[int]()
    while len(came) < ARRIVALS:
        visit = _expected(view)[0]
        clock.now = max(clock.now, visit.starts - timedelta(minutes=10))
        _walk(view.table, visit)
        press(view, "a")
        assert visit.id not in came, shell.toast.text
        came.add(visit.id)
    return came


def _no_shows(shell: Shell, clock: Clock) -> set[int]:
    view = _today(shell)
    absent = _expected(view)[:NO_SHOWS]
    clock.now = max(visit.starts for visit in absent) + timedelta(minutes=15)
    for visit in absent:
        _walk(view.table, visit)
        press(view, "n")
    return {visit.id for visit in absent}


def _late_cancels(shell: Shell) -> set[int]:
    view = _today(shell)
    calling_off = _expected(view)[-LATE_CANCELS:]
    for visit in calling_off:
        _walk(view.table, visit)
        press(view, "x")
        panel = shell.open_panel
        assert panel is not None
        _save(panel.findChildren(QWidget)[0], shell)
    return {visit.id for visit in calling_off}


def _walk_ins(shell: Shell) -> set[int]:
    view = _today(shell)
    known = {int(visit.id) for visit in _visits(view)}
    hits = shell.app.read(_others, {int(visit.patient) for visit in _visits(view)})
    _place(shell, "Birmingham")
    for name in hits:
        press(view, "w")
        panel = of(WalkInPanel, shell.open_panel)
        press(panel.patient, name)
        press(panel.patient, Qt.Key.Key_Return)
        _save(panel.times, shell, panel.passed)
    _place(shell, "All")
    return {int(visit.id) for visit in _visits(_today(shell))} - known


def _calls(shell: Shell) -> list[int]:
    view = calls_view(shell)
    called = []
    for key in ("c",) * 6 + ("n",) * 6:
        line = next(v for v in calls_of(view) if v.group is CallGroup.TO_CALL and v.wishes == NOTHING)
        _walk(view.table, line)
        press(view.table, key)
        called.append(int(line.id))
    return called


def _requests(shell: Shell) -> None:
    view = requests_page(shell)
    before = len(lines_of(view))
    for family in ("Abernathy", "Bickerstaff", "Culverhouse", "Dunaway"):
        press(view, Qt.Key.Key_Insert)
        panel = of(InquiryPanel, shell.open_panel)
        for typed in ("Nora", family, "", "205 555 0177"):
            press(_focus(panel), typed)
            press(_focus(panel), Qt.Key.Key_Tab)
        control(_focus(panel), Qt.Key.Key_Return)
        assert shell.open_panel is not panel, seen(panel)
    assert len(lines_of(view)) == before + REQUESTS


def _offers(shell: Shell) -> None:
    """The first whom a freed time suits declines it; it goes to the next one."""
    view = waitlist_page(shell)
    for answer in ("d", ""):
        _walk(view.table, next(line for line in freed_of(view) if line.first is not None))
        press(view, "o")
        assert "Held for" in shell.toast.text
        press(view, answer)


def _focus(panel: QWidget) -> QWidget:
    """Where the cursor is."""
    return panel.focusWidget() or panel


def _status(reading: Reading, visit: int) -> Status:
    return reading.session.get_one(Appointment, visit).status


def _steps(reading: Reading, visits: set[int], became: Status) -> int:
    wanted = select(func.count()).where(VisitStep.appointment_id.in_(visits), VisitStep.became == became)
    return reading.session.scalar(wanted) or 0


def _calls_made(reading: Reading, visits: list[int]) -> int:
    made = reading.session.scalars(select(CallMade).where(CallMade.appointment_id.in_(visits), CallMade.at >= MORNING)).all()
    assert {row.outcome for row in made} == {CallOutcome.CONFIRMED, CallOutcome.NO_ANSWER}
    return len(made)


def _count(reading: Reading, what: object, where: object) -> int:
    return reading.session.scalar(select(func.count(what)).where(where)) or 0  # type: ignore[arg-type]


def _others(reading: Reading, busy: set[int]) -> list[str]:
    """Names that only one patient has, of people without a visit today."""
    rows = reading.session.scalars(select(Patient).where(Patient.active).order_by(Patient.id)).all()
    counts = Counter(f"{row.given} {row.family}" for row in rows)
    free = [row for row in rows if row.id not in busy and counts[f"{row.given} {row.family}"] == 1]
    return [f"{row.given} {row.family}" for row in free[:WALK_INS]]
