"""The caseload of a clinical lead over 40 therapists and 1,600 courses: from the click on the rail to the painted table."""

import gc
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QEventLoop, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTableView

from ibh_desktop.app import App
from ibh_desktop.sample.size import PASSWORD
from tests.bench.busy import EACH, SESSIONS, THERAPISTS, busy_clinic
from tests.bench.clinics import LEAD, clock
from tests.bench.measure import Row, in_turns, seconds
from ui.app import application
from ui.kit.tasks import ThreadTasks
from ui.places import Caseload, Today
from ui.shell import Shell
from ui.views.caseload.view import CaseloadView
from ui.window import Window

_COURSES = THERAPISTS * EACH
_RUNNING = "SELECT id FROM course WHERE status IN ('draft', 'active', 'on hold')"
_READS = (
    "SELECT c.id, p.family, p.given, t.name, l.name, c.status, c.phase, c.planned, c.indication FROM course c"
    " JOIN patient p ON p.id = c.patient_id JOIN therapist t ON t.id = c.therapist_id JOIN location l ON l.id = c.location_id"
    " WHERE c.status IN ('draft', 'active', 'on hold')",
    f"SELECT id, course_id, kind, status, starts FROM appointment WHERE course_id IN ({_RUNNING})",
    f"SELECT appointment_id, signed_at FROM session_note WHERE course_id IN ({_RUNNING})",
    f"SELECT id, course_id, measure, taken_on, total, complete, replaces_id FROM score WHERE course_id IN ({_RUNNING})",
    f"SELECT course_id, consent_on FROM contract WHERE course_id IN ({_RUNNING})",
    "SELECT patient_id FROM safety_event WHERE closed_at IS NULL",
)
Index = QModelIndex | QPersistentModelIndex


def caseload() -> Row:
    """Click → painted; the reference reads the same rows bare and shows a bare table that paints as many cells."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with busy_clinic() as home:
        application("light")
        tasks = ThreadTasks()
        window = Window(home, tasks, clock=clock)
        window.show()
        shell = _signed_in(window)
        first = seconds(lambda: shell.open(Caseload()))
        hand = Hand(shell)
        bare = Bare(shell.app, hand.view)
        gc.freeze()  # as `ui.app` does once the window has settled
        both = in_turns(hand.seconds, bare.seconds)
        lines = len(hand.view.table.rows_model.rows)
        if lines < _COURSES:
            raise SystemExit(f"caseload: {lines} rows instead of {_COURSES}")
        bare.close()
        window.close()
        tasks.close()
    return Row("caseload", *both, limit=2.5, note=f"{_COURSES} courses, {_COURSES * SESSIONS} sessions; built in {first:.2f} s")


def _signed_in(window: Window) -> Shell:
    loop = QEventLoop()
    window.signed_in.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    window.sign_in(LEAD, PASSWORD)
    loop.exec()
    if window.shell is None:
        sys.exit("The benchmark could not sign in.")
    return window.shell


class Hand(QObject):
    """Clicks on the rail and waits, in the real event loop, until the courses that were read are painted."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        view = shell.view()
        assert isinstance(view, CaseloadView)
        self.view = view
        self._button = next(b for b in shell.rail.findChildren(QPushButton) if b.accessibleName() == "Caseload")
        self._loop = QEventLoop(self)
        self._shown, self._painted_at = False, 0.0
        self.view.table.rows_model.modelReset.connect(self._read)
        self.view.table.viewport().installEventFilter(self)

    def _read(self) -> None:
        self._shown = True
        self.view.table.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._shown and watched.isWidgetType() and event.type() == QEvent.Type.Paint:
            self._shown = False
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        self._painted_at = time.perf_counter()
        self._loop.quit()

    def seconds(self) -> float:
        """One click on a page that must read anew."""
        self._shell.open(Today())
        for _ in range(20):
            QApplication.processEvents()
            time.sleep(0.005)
        self.view.stale()
        started = time.perf_counter()
        self._button.click()
        self._loop.exec()
        return self._painted_at - started


class BareModel(QAbstractTableModel):
    """Texts, and nothing that says how they look."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.rows: Sequence[Any] = ()
        self._columns = columns

    def show(self, rows: Sequence[Any]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self.rows[index.row()][index.column()]) if role == Qt.ItemDataRole.DisplayRole else None


class Bare:
    """The same rows, read by a bare cursor of the same database, in a bare table of the same size."""

    def __init__(self, app: App, view: CaseloadView) -> None:
        self._held = app._engine.raw_connection()  # not given back to the pool, from which the window reads
        self._cursor: Any = self._held.driver_connection
        self._model = BareModel(len(view.table.rows_model.columns))
        self.table = QTableView()
        self.table.setModel(self._model)
        self.table.resize(view.table.size())
        self.table.show()

    def seconds(self) -> float:
        """Read and painted."""
        return seconds(self._shown)

    def close(self) -> None:
        """Give the connection back."""
        self.table.close()
        self._held.close()

    def _shown(self) -> None:
        read = [self._cursor.execute(statement).fetchall() for statement in _READS]
        assert sum(map(len, read)) > _COURSES * SESSIONS
        self._model.show(read[0])
        self.table.viewport().repaint()
