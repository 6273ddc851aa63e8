"""The goals of a course: the active one rated by a key, the queue, homework reviewed by a key, what lingers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.goals import WAITING, GoalStatus
from ibh_desktop.domain.homework import HomeworkStatus
from ibh_desktop.domain.ids import GoalId
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import goals as shown
from ibh_desktop.queries.goals import GoalLine, GoalsPage, HomeworkLine, IssueLine
from ibh_desktop.usecases import goals, homework
from ibh_desktop.usecases.homework import Reviewed
from ui.dialogs.goal import GoalPanel, GoalWordsPanel
from ui.dialogs.homework import HomeworkPanel, ReviewPanel, told
from ui.dialogs.issue import IssuePanel
from ui.kit.flow import FlowLayout
from ui.kit.form import Panel
from ui.kit.table import Table
from ui.kit.text import label, short_date
from ui.views.course.active_goal import ActiveGoal
from ui.views.course.goal_rows import COLUMNS, Row, rows
from ui.views.course.part import CoursePart

REVIEWS = {"D": HomeworkStatus.DONE, "P": HomeworkStatus.PARTLY, "N": HomeworkStatus.NOT_DONE}
TIPS = {
    "H": "Assign homework until the next session",
    "I": "Note what is not resolved",
    "E": "Word what is chosen anew",
    "D": "The homework is done",
    "P": "The homework is partly done",
    "N": "The homework is not done",
    "C": "Give what is left of the homework again",
    "X": "The homework is not to be done any more",
}
PATIENCE = 800
"""Milliseconds in which a 0 after a 1 still makes a 10."""


class GoalsPart(CoursePart[GoalsPage | None]):
    """Everything by keys: 0 to 10 rates, Alt+Up and Alt+Down reorder, D, P, N and C review, E words anew, Enter opens."""

    id = "goals"
    title = "Goals"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.LETTERS})

    def body(self) -> QWidget:
        self._data: GoalsPage | None = None
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        self.active = ActiveGoal()
        box.addWidget(self.active)
        self._actions = QWidget()
        actions = FlowLayout(self._actions)
        self.keys: dict[str, tuple[str, Callable[[], None]]] = {
            "G": ("", self._add_goal),
            "H": ("Homework", self._assign),
            "I": ("Lingering issue", self._note),
            "E": ("Edit", self._edit),
            "D": ("Done", partial(self._review, HomeworkStatus.DONE)),
            "P": ("Partly", partial(self._review, HomeworkStatus.PARTLY)),
            "N": ("Not done", partial(self._review, HomeworkStatus.NOT_DONE)),
            "C": ("Carry over", self._carry),
            "X": ("Cancel", self._cancel),
        }
        for key, (words, run) in self.keys.items():
            if not words:
                continue  # the page has a button for it
            button = QPushButton(f"{words}  {key}")
            button.setToolTip(TIPS[key])
            button.clicked.connect(lambda _=False, r=run: r())
            actions.addWidget(button)
        box.addWidget(self._actions)
        self.table = Table(COLUMNS, "Goals, homework and what lingers")
        self.table.opens(self._open)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self._one = QTimer(self, singleShot=True, interval=PATIENCE)
        self._one.timeout.connect(partial(self.rate, 1))
        for keys, step in (("Alt+Up", -1), ("Alt+Down", 1)):
            within = Qt.ShortcutContext.WidgetWithChildrenShortcut
            QShortcut(QKeySequence(keys), self, partial(self._shift, step), context=within)
        return content

    def load(self) -> GoalsPage | None:
        return None if self.page is None else self.desk.app.read(shown.section, self.page.id)

    def present(self, data: GoalsPage | None) -> None:
        if self._data is not None and data is not None and data.course != self._data.course:
            self._one.stop()  # the rating that was begun belongs to the goal of another course
        self._data = data
        listed = rows(data) if data else []
        self.table.show_rows(listed)
        if not listed:
            if data is not None and data.writable:
                words = "Say in the patient's words what is to change. The first goal becomes active at once."
                self.empty("No goals yet", words, "Add a goal", self._add_goal)
            else:
                self.empty("No goals were set in this course")
            return
        assert data is not None
        self._actions.setVisible(data.writable)
        goal = self._active()
        hint = "0 to 10 rates it." if goal else "Choose one that waits and press Enter to start it."
        self.active.show_goal(goal, hint if data.writable else "")

    def _active(self) -> GoalLine | None:
        """The active goal under the cursor, otherwise the first one."""
        chosen = self._line()
        if isinstance(chosen, GoalLine) and chosen.status is GoalStatus.ACTIVE:
            return chosen
        listed = self._data.goals if self._data else ()
        return next((goal for goal in listed if goal.status is GoalStatus.ACTIVE), None)

    def _line(self) -> GoalLine | HomeworkLine | IssueLine | None:
        row = self.table.current()
        return row.line if row else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.text().upper(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._data is None or not self._data.writable or not plain:
            super().keyPressEvent(event)
        elif key.isdecimal() and key.isascii():
            self._digit(int(key))
        elif key in self.keys:
            self.settle_rating()
            self.keys[key][1]()
        else:
            super().keyPressEvent(event)

    def _digit(self, digit: int) -> None:
        if self._one.isActive() and digit == 0:
            self._one.stop()
            self.rate(10)
            return
        self.settle_rating()
        if digit == 1 and self._active() is not None:
            self.active.rated.setText("1, or 10 with 0")
            self.active.rated.show()
            self._one.start()
        else:
            self.rate(digit)

    def settle_rating(self) -> None:
        """A 1 that waits for its 0 is a 1."""
        if self._one.isActive():
            self._one.stop()
            self.rate(1)

    def rate(self, rating: int) -> None:
        """Rate the active goal; Undo is offered."""
        goal = self._active()
        if goal is None:
            self.desk.say("No goal is active: start one before you rate it")
            return
        write = self.desk.app.write
        self.desk.do(
            partial(write, goals.rate, goal.id, rating=rating),
            lambda before: self.desk.say(f"{goal.title}: {rating} of 10", undo=partial(write, goals.restore, before)),
            owner=self,
        )

    def _shift(self, step: int) -> None:
        line, data = self._line(), self._data
        if data is None or not data.writable or not isinstance(line, GoalLine) or line.status not in WAITING:
            return
        order = [goal.id for goal in data.goals if goal.status in WAITING]
        at = order.index(line.id)
        if not 0 <= at + step < len(order):
            return
        order[at], order[at + step] = order[at + step], order[at]
        work = partial(self.desk.app.write, goals.reorder, data.course, order=order)
        self.desk.do(work, lambda before: self._reordered(line, order, before), owner=self)

    def _reordered(self, line: GoalLine, order: list[GoalId], before: tuple[GoalId, ...]) -> None:
        if self._data is not None:
            undo = partial(self.desk.app.write, goals.reorder, self._data.course, order=before)
            self.desk.say(f"{line.title}: {order.index(line.id) + 1} of {len(order)} that wait", undo=undo)

    def _task(self) -> HomeworkLine | None:
        line = self._line()
        if isinstance(line, HomeworkLine):
            return line
        self.desk.say("Choose a piece of homework in the list first")
        return None

    def _review(self, status: HomeworkStatus) -> None:
        if line := self._task():
            self._do_review(partial(self.desk.app.write, homework.review, line.id, status=status))

    def _carry(self) -> None:
        if line := self._task():
            self._do_review(partial(self.desk.app.write, homework.carry_over, line.id))

    def _cancel(self) -> None:
        if line := self._task():
            self._do_review(partial(self.desk.app.write, homework.cancel, line.id))

    def _do_review(self, work: Callable[[], Reviewed]) -> None:
        write = self.desk.app.write
        self.desk.do(work, lambda done: self.desk.say(told(done), undo=partial(write, homework.take_back, done)), owner=self)

    def _add_goal(self) -> None:
        if self._data is not None:
            self.desk.panel(GoalPanel(self.desk, self._data.course, None, known=[goal.id for goal in self._data.goals]))

    def _assign(self) -> None:
        if self._data is not None:
            self.desk.panel(HomeworkPanel(self.desk, self._data.course, self._data.goals))

    def _note(self) -> None:
        if self._data is not None:
            self.desk.panel(IssuePanel(self.desk, self._data.course, None))

    def _edit(self) -> None:
        line, data = self._line(), self._data
        if data is None or line is None:
            return
        if isinstance(line, GoalLine):
            self.desk.panel(GoalWordsPanel(self.desk, line))
        elif isinstance(line, IssueLine):
            self.desk.panel(IssuePanel(self.desk, data.course, line))
        elif line.status is HomeworkStatus.ASSIGNED:
            self.desk.panel(HomeworkPanel(self.desk, data.course, data.goals, line))
        else:
            self.desk.say(f"This homework is {line.status.value}; it keeps its words")

    def _open(self, row: Row) -> None:
        self.settle_rating()
        line, data = row.line, self._data
        if data is None:
            return
        if not data.writable or (isinstance(line, HomeworkLine) and line.status is not HomeworkStatus.ASSIGNED):
            self.desk.panel(_read(self, row))
        elif isinstance(line, GoalLine):
            self.desk.panel(GoalPanel(self.desk, data.course, line))
        elif isinstance(line, HomeworkLine):
            self.desk.panel(ReviewPanel(self.desk, line))
        else:
            self.desk.panel(IssuePanel(self.desk, data.course, line))


def _read(part: GoalsPart, row: Row) -> Panel:
    """Everything that is known of a row, for reading only."""
    line = row.line
    panel = Panel(part.desk, row.what)
    facts = [("", " · ".join(fact for fact in (row.state, row.about, row.when) if fact))]
    if isinstance(line, GoalLine):
        facts += [("Why it matters", line.why), ("Reached when", line.success_sign), ("What came of it", line.outcome_note)]
    elif isinstance(line, HomeworkLine):
        on = short_date(line.reviewed_on) if line.reviewed_on else ""
        facts += [("Reviewed", on), ("How it went", line.effort), ("What stood in the way", line.obstacle)]
    for caption, text in facts:
        if text:
            panel.box.addWidget(label(caption, "label"))
            panel.box.addWidget(label(text, wrap=True))
    panel.box.addStretch()
    return panel
