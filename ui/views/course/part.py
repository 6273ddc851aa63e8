"""One section of the Course page."""

from __future__ import annotations

from typing import TypeVar

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.queries.course_page import CoursePage
from ui.kit.desk import Desk
from ui.kit.sections import Section

T = TypeVar("T")


class CoursePart(Section[T]):
    """Set `id`, `title` and `topics`, and build the rest as in any view; `page` is the course it belongs to."""

    needs = Permission.SEE_CLINICAL

    def __init__(self, desk: Desk) -> None:
        self.page: CoursePage | None = None
        super().__init__(desk)

    def go(self, page: CoursePage) -> None:
        """Belong to another course, or to the same one as it stands now."""
        another = self.page is None or self.page.id != page.id
        self.page = page
        if another:
            self.stale()
