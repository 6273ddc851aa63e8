"""One section of the Reports page: a page within the page, which loads and reloads by itself."""

from __future__ import annotations

from typing import TypeVar

from ibh_desktop.domain.permissions import Permission
from ui.kit.desk import Desk
from ui.kit.view import View
from ui.places import Reports

T = TypeVar("T")


class Section(View[T]):
    """Set `id`, `title` and `needs`; build the rest as in any view. The tab says the title."""

    id = ""
    needs = Permission.SEE_CALENDAR

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        self.heading.hide()

    def go(self, place: Reports) -> None:
        """Show what a place asks of this section; nothing for most."""
