"""Looks for the free times of one visit and lets them glow in the schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from ibh_desktop.domain.appointments import UPCOMING
from ibh_desktop.queries import openings
from ibh_desktop.queries.openings import Opening, Sought
from ibh_desktop.queries.schedule import Block
from ui.kit.desk import Desk
from ui.views.schedule.geometry import by_room
from ui.views.schedule.grid import DayGrid

if TYPE_CHECKING:
    from ui.dialogs.book import BookPanel


class Seeker(QObject):
    """Looks for the free times of one visit on a worker, and lets them glow on the grid until it is told to stop."""

    def __init__(self, desk: Desk, grid: DayGrid, legend: QLabel) -> None:
        super().__init__(grid)
        self.sought: Sought | None = None
        self._desk, self._grid, self._legend = desk, grid, legend
        self._ticket = 0
        grid.cut.connect(self._cut)
        grid.ended.connect(lambda: self.seek(None))

    def seek(self, sought: Sought | None) -> None:
        """Look for another visit, or for none."""
        if sought != self.sought:
            self.sought = sought
            self.look()

    def _cut(self, block: Block | None) -> None:
        if block is None or block.status not in UPCOMING:
            self.seek(None)
            return
        minutes = int((block.ends - block.starts).total_seconds()) // 60
        patient, where = block.patient, block.location
        self.seek(Sought(minutes, patient, moving=block.id, therapist=block.therapist, room=block.room, location=where))

    def look(self) -> None:
        """Look again on what shows now; an answer for what showed before is dropped."""
        self._ticket += 1
        ticket, board, sought = self._ticket, self._grid.board, self.sought
        if sought is None or board is None or not board.columns or by_room(board):
            self._show(())
            return
        first, last = board.columns[0], board.columns[-1]

        def work() -> tuple[Opening, ...]:
            return self._desk.app.read(
                openings.openings,
                sought,
                first=first.on,
                last=last.on,
                location=board.location,
                therapist=first.therapist if first.person else None,
            )

        self._desk.tasks.start(self, work, lambda found: self._found(ticket, found), self._desk.fail)

    def _found(self, ticket: int, found: tuple[Opening, ...]) -> None:
        if ticket == self._ticket:
            self._show(found)

    def _show(self, found: tuple[Opening, ...]) -> None:
        self._grid.show_free(found)
        board, sought = self._grid.board, self.sought
        self._legend.setVisible(sought is not None and board is not None and not by_room(board))
        if sought is None:
            return
        way = "moves it there" if sought.moving is not None else "books"
        walk = f"Tab walks them, Enter {way}, Esc ends" if found else "Esc ends"
        times = f"{len(found)} free time{'s' if len(found) != 1 else ''}" if found else "No free time"
        self._legend.setText(f"{times} of {sought.minutes} minutes · {walk}")


def booking(panel: QWidget | None) -> BookPanel | None:
    """The panel at the right, if it is the one that books."""
    if panel is None:
        return None
    from ui.dialogs.book import BookPanel  # noqa: PLC0415 - start-up: a calendar that is only looked at needs no panel

    return panel if isinstance(panel, BookPanel) else None
