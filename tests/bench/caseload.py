"""The caseload of a clinical lead over 40 therapists and 1,600 courses: from the click on the rail to the painted table."""

import gc
import os
import sys
import time

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from ibh_desktop.sample.size import PASSWORD
from tests.bench.busy import EACH, SESSIONS, THERAPISTS, busy_clinic
from tests.bench.clinics import LEAD, clock
from tests.bench.measure import Row, in_turns, seconds
from tests.bench.painted import Bare, Painted
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


def caseload() -> Row:
    """Click → painted; the reference reads the same rows bare and shows a bare table that paints as many cells."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with busy_clinic() as home:
        application("light")
        tasks = ThreadTasks()
        window = Window(home, tasks, clock=clock)
        window.show()
        shell = signed_in(window, LEAD)
        first = seconds(lambda: shell.open(Caseload()))
        hand = Hand(shell)
        bare = Bare(shell.app, hand.view.table, [(read, ()) for read in _READS], least=_COURSES * SESSIONS + 1)
        gc.freeze()  # as `ui.app` does once the window has settled
        both = in_turns(hand.seconds, bare.seconds)
        lines = len(hand.view.table.rows_model.rows)
        if lines < _COURSES:
            raise SystemExit(f"caseload: {lines} rows instead of {_COURSES}")
        bare.close()
        window.close()
        tasks.close()
    return Row("caseload", *both, limit=2.5, note=f"{_COURSES} courses, {_COURSES * SESSIONS} sessions; built in {first:.2f} s")


def signed_in(window: Window, user: str) -> Shell:
    """The shell of a window once its clinic is open."""
    loop = QEventLoop()
    window.signed_in.connect(loop.quit)
    QTimer.singleShot(60_000, loop.quit)
    window.sign_in(user, PASSWORD)
    loop.exec()
    if window.shell is None:
        sys.exit("The benchmark could not sign in.")
    return window.shell


class Hand:
    """Clicks on the rail and waits until the courses that were read are painted."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        view = shell.view()
        assert isinstance(view, CaseloadView)
        self.view = view
        self._painted = Painted(view.table)
        self._button = next(b for b in shell.rail.findChildren(QPushButton) if b.accessibleName() == "Caseload")

    def seconds(self) -> float:
        """One click on a page that must read anew."""
        self._shell.open(Today())
        for _ in range(20):
            QApplication.processEvents()
            time.sleep(0.005)
        self.view.stale()
        return self._painted.after(self._button.click)
