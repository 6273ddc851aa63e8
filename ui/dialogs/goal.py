"""Add a goal, word it anew, or move it on with its rating; then what comes next is offered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.courses import Area
from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.goals import NEXT, GoalStatus
from ibh_desktop.domain.ids import CourseId, GoalId
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import GoalLine
from ibh_desktop.usecases import goals
from ibh_desktop.usecases.goals import Before, GoalWords, Moved
from ui.dialogs.issue import AREAS, IssuePanel
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo
from ui.kit.form import FormPanel, Panel
from ui.kit.inputs import TextField
from ui.kit.text import label

RATINGS: tuple[tuple[str, int | None], ...] = (("Not rated now", None), *((str(n), n) for n in range(11)))


class Known(Protocol):
    """What the panel must know of a goal."""

    @property
    def id(self) -> GoalId: ...

    @property
    def title(self) -> str: ...

    @property
    def status(self) -> GoalStatus: ...

    @property
    def ratings(self) -> tuple[int | None, int | None]: ...


class GoalPanel(FormPanel):
    """Goals are worked on one at a time; the next one waits."""

    def __init__(self, desk: Desk, course: CourseId, goal: Known | None, known: Sequence[GoalId] = ()) -> None:
        super().__init__(desk, goal.title if goal else "Add a goal", save="Save")
        self._course, self._goal = course, goal
        self.rating = Choice[int | None](RATINGS)
        if goal is None:
            self.title = TextField(placeholder="Say what I need at home")
            self.why, self.area = Memo("", 2), Choice[Area | None](AREAS)
            self.success_sign = Memo("", 2)
            self.field("title", "Goal, in the patient's words", self.title)
            self.field("why", "Why it matters", self.why)
            self.field("area", "Area", self.area)
            self.field("success_sign", "How one would see that it is reached", self.success_sign)
            self.field("rating", "Where it stands now, 0 to 10", self.rating)
            if known:
                self.box.addWidget(label("It waits until the goals before it are closed.", "secondary", wrap=True))
        else:
            stays = (f"Stays {goal.status.value}", goal.status)
            self.status = Choice[GoalStatus]([stays, *((s.value.capitalize(), s) for s in NEXT[goal.status])])
            self.note = Memo("", 3)
            latest = goal.ratings[1]
            self.field("status", f"It is {goal.status.value}; it becomes", self.status)
            told = "" if latest is None else f", last {latest}"
            self.field("rating", f"Where it stands now, 0 to 10{told}", self.rating)
            self.field("note", "What came of it", self.note)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        write, goal, rating = self.desk.app.write, self._goal, self.rating.value()
        if goal is None:
            words = {"title": self.title.value(), "why": self.why.value(), "success_sign": self.success_sign.value()}
            return partial(write, goals.add, self._course, area=self.area.value(), baseline=rating, **words)
        status, note = self.status.value(), self.note.value()
        if status is not goal.status:
            return partial(self._move, goal, status, rating, note)
        if rating is None:
            raise Refused("Rate the goal or say what it becomes: there is nothing to save yet.", field="rating")
        return partial(write, goals.rate, goal.id, rating=rating, note=note)

    def _move(self, goal: Known, status: GoalStatus, rating: int | None, note: str) -> tuple[Moved, str]:
        """Runs on a worker: the move, and the words of the goal that comes next."""
        app = self.desk.app
        moved = app.write(goals.move, goal.id, status=status, rating=rating, outcome_note=note, seen=goal.status)
        lines = app.read(shown.section, self._course).goals if moved.following else ()
        return moved, next((line.title for line in lines if line.id == moved.following), "")

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, tuple):
            moved, following = result
            self.desk.say("Goal saved", undo=partial(self.desk.app.write, goals.restore, moved.before))
            if self._goal is not None and (moved.following or moved.lingers):
                self.desk.panel(AfterGoalPanel(self.desk, self._course, self._goal, moved, following))
        elif isinstance(result, Before):
            self.desk.say("Goal saved", undo=partial(self.desk.app.write, goals.restore, result))
        else:
            self.desk.say("Goal saved")


class AfterGoalPanel(Panel):
    """A goal was closed: the next one can start, and what was not reached can be noted. Nothing happens by itself."""

    def __init__(self, desk: Desk, course: CourseId, goal: Known, moved: Moved, following: str) -> None:
        super().__init__(desk, "What comes next")
        self._course, self._goal, self._moved, self._following = course, goal, moved, following
        if moved.lingers:
            self.box.addWidget(label(f"“{goal.title}” was not reached in full.", wrap=True))
            self._offer("Note what lingers…", self._note)
        if moved.following:
            self.box.addWidget(label(f"Next in the list: “{following}”.", wrap=True))
            self._offer("Start this goal", self._start)
        self.box.addStretch()

    def _offer(self, words: str, run: Callable[[], None]) -> None:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())
        self.box.addWidget(button)
        self.box.addSpacing(12)
        if self.focusProxy() is None:
            self.setFocusProxy(button)

    def _note(self) -> None:
        self.desk.panel(IssuePanel(self.desk, self._course, None, goal=self._goal.id, text=self._goal.title))

    def _start(self) -> None:
        if self._moved.following is not None:
            work = partial(self.desk.app.write, goals.move, self._moved.following, status=GoalStatus.ACTIVE)
            self.desk.do(work, self._started, owner=self)

    def _started(self, moved: Moved) -> None:
        self.close_panel()
        self.desk.say(f"Active now: {self._following}", undo=partial(self.desk.app.write, goals.restore, moved.before))


class GoalWordsPanel(FormPanel):
    """What a goal says; another desk's change is not overwritten."""

    def __init__(self, desk: Desk, line: GoalLine) -> None:
        super().__init__(desk, "Word the goal anew")
        self._line = line
        self.title, self.why = TextField(line.title), Memo(line.why, 3)
        self.area, self.success_sign = Choice[Area | None](AREAS, line.area), Memo(line.success_sign, 3)
        self.field("title", "Goal, in the patient's words", self.title)
        self.field("why", "Why it matters", self.why)
        self.field("area", "Area", self.area)
        self.field("success_sign", "How one would see that it is reached", self.success_sign)
        self.done_adding()

    def save(self) -> Callable[[], object]:
        line = self._line
        words = GoalWords(self.title.value(), self.why.value(), self.area.value(), self.success_sign.value())
        seen = GoalWords(line.title, line.why, line.area, line.success_sign)
        return partial(self.desk.app.write, goals.change, line.id, words, seen=seen)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Goal saved")
