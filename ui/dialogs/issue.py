"""Note what lingers, weigh it, and say what is to become of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.ids import CourseId, GoalId, IssueId
from ibh_desktop.domain.lingering import SEVERITIES, Disposition
from ibh_desktop.queries.goals import IssueLine
from ibh_desktop.usecases import lingering
from ibh_desktop.usecases.lingering import Disposed, IssueWords
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo
from ui.kit.form import FormPanel
from ui.kit.text import label

AREAS: tuple[tuple[str, Area | None], ...] = (("No area in particular", None), *((a.value.capitalize(), a) for a in Area))
_WAYS: tuple[tuple[str, Disposition | None], ...] = (
    ("Not decided yet", None),
    *((way.value.capitalize(), way) for way in Disposition),
)


class IssuePanel(FormPanel):
    """Before the course can be completed every issue says what becomes of it."""

    def __init__(
        self, desk: Desk, course: CourseId, line: IssueLine | None, *, goal: GoalId | None = None, text: str = ""
    ) -> None:
        super().__init__(desk, "What lingers" if line else "Note what lingers")
        self._course, self._line, self._goal = course, line, goal
        self.text = Memo(line.text if line else text, 3)
        self.severity = Choice[int]([(f"{n} · {words}", n) for n, words in enumerate(SEVERITIES)], line.severity if line else 1)
        self.area = Choice[Area | None](AREAS, line.area if line else None)
        self.disposition = Choice[Disposition | None](_WAYS, line.disposition if line else None)
        self.field("text", "What is not resolved", self.text)
        self.field("severity", "How heavy it is", self.severity)
        self.field("area", "Area", self.area)
        self.field("disposition", "What is to become of it", self.disposition)
        self.box.addWidget(label("“Referral elsewhere” puts it into the next referral letter.", "secondary", wrap=True))
        if line is not None and not line.withdrawn:
            self.withdraw = QPushButton("Noted by mistake")
            self.withdraw.clicked.connect(lambda: self._withdraw(line))
            self.foot.insertWidget(0, self.withdraw)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        words = IssueWords(self.text.value(), self.severity.value(), self.area.value(), self.disposition.value())
        write = self.desk.app.write
        if self._line is None:
            return partial(write, lingering.note, self._course, words, goal=self._goal)
        return partial(write, lingering.change, self._line.id, words, version=self._line.version)

    def saved(self, result: object) -> None:
        super().saved(result)
        if self._line is None and isinstance(result, int):
            undo = partial(self.desk.app.write, lingering.withdraw, IssueId(result), version=1)
            self.desk.say("Noted what lingers", undo=undo)
        else:
            self.desk.say("Saved what lingers")

    def _withdraw(self, line: IssueLine) -> None:
        work = partial(self.desk.app.write, lingering.withdraw, line.id, version=line.version)
        self.desk.do(work, self._withdrawn, owner=self)

    def _withdrawn(self, disposed: Disposed) -> None:
        self.close_panel()
        self.desk.say("Withdrawn", undo=partial(self.desk.app.write, lingering.restore, disposed))
