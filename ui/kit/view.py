"""A page: loads on a worker, presents on the GUI thread, reloads when what it shows was changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.topics import Change, Topic
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.states import StateStack
from ui.kit.text import label

T = TypeVar("T")


class View(QWidget, Generic[T]):
    """Subclasses set `title` and `topics`, build `body()`, and implement `load` and `present`."""

    title = ""
    topics: frozenset[Topic] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")
        self._ticket = 0
        self._stale = True
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 16, 24, 16)
        box.setSpacing(12)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(8)
        self.heading = label(self.title, "title")
        self.subtitle = label("", "secondary")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.heading)
        words.addWidget(self.subtitle)
        self.subtitle.hide()
        self._top.addLayout(words)
        self._top.addStretch()
        self._actions = QWidget(self)
        self.head = FlowLayout(self._actions)
        self._top.addWidget(self._actions)
        box.addLayout(self._top)
        self.states = StateStack(self.body(), self)
        box.addWidget(self.states, 1)

    def body(self) -> QWidget:
        """Build the content once."""
        raise NotImplementedError

    def load(self) -> T:
        """Fetch on a worker thread: touch no widget."""
        raise NotImplementedError

    def present(self, data: T) -> None:
        """Show on the GUI thread: fetch nothing. Call `empty` when there is nothing to show."""
        raise NotImplementedError

    def say_under_title(self, text: str) -> None:
        """The line below the title."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def empty(self, headline: str, detail: str = "", action: str = "", run: Callable[[], None] | None = None) -> None:
        """Show a sentence and the next action instead of the content."""
        self.states.message(headline, detail, action, run)

    def reload(self) -> None:
        """Fetch and present; an answer that a later reload overtook is dropped."""
        self._stale = False
        self._ticket += 1
        ticket = self._ticket
        self.states.loading()
        self.desk.tasks.start(
            self, self.load, lambda data: self._answered(ticket, data), lambda reason: self._failed(ticket, reason)
        )

    def _answered(self, ticket: int, data: T) -> None:
        if ticket == self._ticket:
            self.states.content()
            self.present(data)
            self.arrange()

    def _failed(self, ticket: int, reason: BaseException) -> None:
        if ticket != self._ticket:
            return
        if isinstance(reason, IbhError):
            self.states.message("This cannot be shown", reason.sentence, "Try again", self.reload)
        else:
            self.states.message("This cannot be shown", "Something unexpected happened.", "Try again", self.reload)
            self.desk.fail(reason)

    def heard(self, changes: list[Change]) -> None:
        """Reload when visible, otherwise remember to, if a change is about one of `topics`."""
        if any(change.topic in self.topics for change in changes):
            if self.isVisible():
                self.reload()
            else:
                self._stale = True

    def stale(self) -> None:
        """What is shown belongs to another day or location: fetch anew when next seen."""
        self._stale = True
        if self.isVisible():
            self.reload()

    def ahead(self) -> None:
        """Fetch before it is seen: the database is read while the window around it is put together."""
        if self._stale:
            self.reload()

    def parting(self) -> Callable[[], object] | None:
        """What must still be written when the window locks or closes; None when nothing must."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Put the actions below the title where both do not fit; a long line under the title goes on in the next."""
        below = self.subtitle.fontMetrics().horizontalAdvance(self.subtitle.text()) + 4
        words = max(self.heading.sizeHint().width(), min(below, self.width() // 2))
        actions = self.head.row()
        narrow = words + actions + 64 > self.width()
        self.subtitle.setWordWrap(below + 48 + (0 if narrow else actions + 16) > self.width())
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        # Below the title they go on in the next line where one is not enough.
        self._actions.setMinimumWidth(0 if narrow else actions)
        self._top.setAlignment(self._actions, Qt.AlignmentFlag(0) if narrow else Qt.AlignmentFlag.AlignTop)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()
