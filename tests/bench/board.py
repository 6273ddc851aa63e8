"""Today's board of a day with 240 visits: from the news of another desk's change to the row repainted."""

import gc
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ibh_desktop.bootstrap import sign_in
from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.clocks import around
from ibh_desktop.home import Home
from ibh_desktop.sample.make import make
from ibh_desktop.sample.size import PASSWORD, Size
from ibh_desktop.usecases import appointments
from tests.bench.caseload import signed_in
from tests.bench.clinics import NOW, RECEPTIONIST, clock
from tests.bench.measure import Row, in_turns
from tests.bench.painted import Bare, Painted
from ui.app import application
from ui.kit.cells import GroupRow
from ui.kit.tasks import ThreadTasks
from ui.shell import Shell
from ui.views.today.view import TodayView
from ui.window import Window

VISITS = 240
_ON: date = NOW.date()
_SIZE = Size(therapists=60, patients=1_800, courses=450)
"""A clinic whose Wednesday has so many visits, and a few more."""
_READ = (
    "SELECT a.starts, a.arrived_at, p.given || ' ' || p.family, c.planned, t.name, r.name, a.status, c.phase"
    " FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN therapist t ON t.id = a.therapist_id"
    " JOIN location l ON l.id = a.location_id LEFT JOIN room r ON r.id = a.room_id LEFT JOIN course c ON c.id = a.course_id"
    " WHERE a.starts >= ? AND a.starts < ? ORDER BY a.status, a.starts"
)


def today_board() -> Row:
    """The reference reads the same visits bare and shows a bare table that paints as many cells."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder = Path(tempfile.mkdtemp(prefix="ibh-bench-board-"))
    home = Home(folder / "clinic")
    app = make(home, now=NOW, size=_SIZE)
    app.keys.set_password(RECEPTIONIST, PASSWORD)
    app.close()
    application("light")
    tasks = ThreadTasks()
    window = Window(home, tasks, clock=clock)
    window.resize(1280, 800)
    window.show()
    shell = signed_in(window, RECEPTIONIST)
    other = _OtherDesk(home, shell)
    window_of_day = around(_ON, _ON)
    bounds = tuple(int(at.timestamp()) for at in (window_of_day.starts, window_of_day.ends))
    bare = Bare(shell.app, other.view.table, [(_READ, bounds)], least=VISITS)
    gc.freeze()  # as `ui.app` does once the window has settled
    both = in_turns(other.seconds, bare.seconds)
    bare.close()
    other.close()
    window.close()
    tasks.close()
    shutil.rmtree(folder, ignore_errors=True)
    return Row("today_board", *both, limit=2.0, note=f"{other.count} visits")


class _OtherDesk:
    """A second desk that moves one visit on and off again; the window hears of it by its own question for news."""

    def __init__(self, home: Home, shell: Shell) -> None:
        self._app = sign_in(home, RECEPTIONIST, PASSWORD, clock=clock)
        self._shell = shell
        shell._news.stop()  # its timer would ask at any moment; here it asks when the change is there
        view = shell.view()
        assert isinstance(view, TodayView)
        self.view, self._painted = view, Painted(view.table)
        self._painted.after(view.reload)
        visits = [row for row in view.table.rows_model.rows if not isinstance(row, GroupRow)]
        self.count = len(visits)
        if self.count < VISITS:
            raise SystemExit(f"today_board: {self.count} visits instead of {VISITS}")
        self._visit = next(visit for visit in visits if visit.status is Status.SCHEDULED)
        view.table.choose(self._visit.id)  # it shows: the cursor is on it
        self._before: appointments.Before | None = None

    def seconds(self) -> float:
        """From the question for news to the painted row."""
        if self._before is None:
            self._before = self._app.write(appointments.mark, self._visit.id, status=Status.CONFIRMED)
        else:
            self._app.write(appointments.restore, self._before)
            self._before = None
        for _ in range(5):
            QApplication.processEvents()
        took = self._painted.after(self._shell._news.ask)
        row = next(r for r in self.view.table.rows_model.rows if not isinstance(r, GroupRow) and r.id == self._visit.id)
        wanted = Status.SCHEDULED if self._before is None else Status.CONFIRMED
        if row.status is not wanted:
            raise SystemExit("today_board: the change was not painted")
        return took

    def close(self) -> None:
        """Close the second desk."""
        self._app.close()
