"""Give homework, word it anew, and review it with what helped and what stood in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ibh_desktop.domain.goals import GoalStatus
from ibh_desktop.domain.homework import OUTCOMES, HomeworkStatus
from ibh_desktop.domain.ids import CourseId, GoalId, HomeworkId
from ibh_desktop.queries.goals import GoalLine, HomeworkLine
from ibh_desktop.usecases import homework
from ibh_desktop.usecases.homework import Reviewed, Task
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo, Tick
from ui.kit.form import FormPanel
from ui.kit.text import label


class HomeworkPanel(FormPanel):
    """Small and optional: one thing to do before the next session."""

    def __init__(self, desk: Desk, course: CourseId, goals: Sequence[GoalLine], line: HomeworkLine | None = None) -> None:
        super().__init__(desk, "Word the homework anew" if line else "Assign homework")
        self._course, self._line = course, line
        active = next((goal.id for goal in goals if goal.status is GoalStatus.ACTIVE), None)
        self.text = Memo(line.text if line else "", 3)
        self.text.setPlaceholderText("Call my sister on Sunday")
        choices: list[tuple[str, GoalId | None]] = [("No goal in particular", None), *((g.title, g.id) for g in goals)]
        self.goal = Choice[GoalId | None](choices, line.goal if line else active)
        self.field("text", "What to do until the next session", self.text)
        self.field("goal", "For the goal", self.goal)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        task, write = Task(self.text.value(), self.goal.value()), self.desk.app.write
        if self._line is None:
            return partial(write, homework.assign, self._course, task=task)
        return partial(write, homework.change, self._line.id, task, seen=Task(self._line.text, self._line.goal))

    def saved(self, result: object) -> None:
        super().saved(result)
        if self._line is None and isinstance(result, int):
            self.desk.say("Homework assigned", undo=partial(self.desk.app.write, homework.cancel, HomeworkId(result)))
        else:
            self.desk.say("Homework saved")


class ReviewPanel(FormPanel):
    """What became of it; what is left can be given again."""

    def __init__(self, desk: Desk, line: HomeworkLine) -> None:
        super().__init__(desk, "Review homework")
        self._line = line
        self.box.addWidget(label(line.text, "strong", wrap=True))
        self.box.addSpacing(8)
        self.status = Choice[HomeworkStatus]([(status.value.capitalize(), status) for status in OUTCOMES])
        self.effort, self.obstacle = Memo("", 2), Memo("", 2)
        self.carry = Tick("Carry over what is left")
        self.field("status", "It is", self.status)
        self.field("effort", "How it went", self.effort)
        self.field("obstacle", "What stood in the way", self.obstacle)
        self.field("carry", "", self.carry)
        self.carry.setAccessibleName("Carry over what is left")
        self.done_adding()

    def save(self) -> Callable[[], object]:
        return partial(
            self.desk.app.write,
            homework.review,
            self._line.id,
            status=self.status.value(),
            obstacle=self.obstacle.value(),
            effort=self.effort.value(),
            carry=self.carry.value(),
        )

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Reviewed):
            self.desk.say(told(result), undo=partial(self.desk.app.write, homework.take_back, result))


def told(reviewed: Reviewed) -> str:
    """What the toast says of a review."""
    return f"Homework {reviewed.left.value}" + (", carried over" if reviewed.carried else "")
