"""One section of the Reports page."""

from __future__ import annotations

from typing import TypeVar

from ui.kit import sections
from ui.places import Reports

T = TypeVar("T")


class Section(sections.Section[T]):
    """Set `id`, `title` and `needs`; build the rest as in any view. The tab says the title."""

    def go(self, place: Reports) -> None:
        """Show what a place asks of this section; nothing for most."""
