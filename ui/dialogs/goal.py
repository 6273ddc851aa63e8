"""Add a goal, or move one on with its rating."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from ibh_desktop.domain.goals import NEXT, GoalStatus
from ibh_desktop.domain.ids import CourseId, GoalId
from ibh_desktop.domain.timeline import Goal
from ibh_desktop.usecases import goals
from ui.kit.desk import Desk
from ui.kit.fields import Choice
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import label

RATINGS = tuple((str(n), n) for n in range(11))


class GoalPanel(FormPanel):
    """Goals are worked on one at a time; the next one waits."""

    def __init__(self, desk: Desk, course: CourseId, goal: Goal | None, known: Sequence[GoalId] = ()) -> None:
        super().__init__(desk, goal.title if goal else "Add a goal", save="Save")
        self._course, self._goal = course, goal
        self.title = TextField(placeholder="Say what I need at home")
        self.rating = Choice[int](RATINGS, (goal.ratings[1] or 0) if goal else 0)
        if goal is None:
            self.field("title", "Goal, in the patient's words", self.title)
            self.field("rating", "Where it stands now, 0 to 10", self.rating)
            if known:
                self.box.addWidget(label("It waits until the goals before it are closed.", "secondary", wrap=True))
        else:
            moves = [(status.value.capitalize(), status) for status in NEXT[goal.status]]
            self.status = Choice[GoalStatus](moves)
            self.field("status", f"It is {goal.status.value}; it becomes", self.status)
            self.field("rating", "Where it stands now, 0 to 10", self.rating)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        if self._goal is None:
            add = self.desk.app.write
            return partial(add, goals.add, self._course, title=self.title.value(), baseline=self.rating.value())
        return partial(self.desk.app.write, goals.move, self._goal.id, status=self.status.value(), rating=self.rating.value())

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Goal saved")
