"""Letters about a visit of the schedule: by a menu at its block, or by the key at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, Qt

from ibh_desktop.queries.schedule import Block
from ui.dialogs.opening import letter_menu
from ui.kit.desk import Desk
from ui.kit.text import clock
from ui.places import About
from ui.views.schedule.grid import DayGrid


class VisitLetters(QObject):
    """Opens the menu; says what the cursor is on."""

    def __init__(self, desk: Desk, grid: DayGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        grid.customContextMenuRequested.connect(self._menu)

    def about(self) -> About | None:
        """The visit that the keyboard's cursor is on."""
        return _about(self._grid.under_cursor())

    def _menu(self, at: QPoint) -> None:
        letter_menu(self._desk, _about(self._grid.block_at(QPointF(at))), self._grid, at)


def _about(block: Block | None) -> About | None:
    # Whose visit it is, is hidden from some: there is no letter to begin then.
    if block is None or block.patient is None:
        return None
    return About(f"{block.name}, {clock(block.starts)}", block.course, block.id, block.patient)
