"""What a person does at the window: finds things by their words, clicks, types; and a desk small enough for the kit's tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QListWidget, QWidget
from shiboken6 import isValid

from ibh_desktop.app import App
from ibh_desktop.domain.ids import LocationId
from ibh_desktop.queries.pickers import LocationChoice
from ui.kit.strip import Report
from ui.kit.tasks import Failed, InlineTasks, Tasks
from ui.places import Place
from ui.shell import Shell
from ui.window import Window

NOW = datetime(2026, 10, 5, 15, 40, tzinfo=UTC)
"""Monday, 10:40 in Chicago: the sample's first course met at nine."""
ROLES = {"receptionist": "dana", "therapist": "ana.lee", "lead": "lee.ann", "manager": "morgan"}
R = TypeVar("R")
W = TypeVar("W", bound=QWidget)


def settle() -> None:
    """Let everything that is due happen, deletions too."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def press(widget: QWidget, keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Type a text or press one key where the widget, or its proxy, has the cursor."""
    target = widget.focusProxy() or widget
    if isinstance(keys, str):
        QTest.keyClicks(target, keys, modifier)
    else:
        QTest.keyClick(target, keys, modifier)
    settle()


def control(widget: QWidget, key: Qt.Key) -> None:
    """Press a key together with Ctrl."""
    press(widget, key, Qt.KeyboardModifier.ControlModifier)


def click(widget: QWidget, at: QPointF | QPoint | None = None) -> None:
    """Click with the left button, in the middle unless told where."""
    spot = at.toPoint() if isinstance(at, QPointF) else at
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot or widget.rect().center())
    settle()


def drag(widget: QWidget, start: QPointF, end: QPointF) -> None:
    """Press at one point, go to another in steps, let go."""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(widget, (start + (end - start) * part).toPoint())
        settle()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end.toPoint())
    settle()


def button(inside: QWidget, words: str) -> QAbstractButton:
    """The visible button with these words."""
    found = [b for b in inside.findChildren(QAbstractButton) if words in b.text().replace("&", "") and b.isVisible()]
    assert found, f"no button “{words}” among {[b.text() for b in inside.findChildren(QAbstractButton) if b.isVisible()]}"
    return found[0]


def has_button(inside: QWidget, words: str) -> bool:
    """Whether a visible button has these words."""
    return any(words in b.text() and b.isVisible() for b in inside.findChildren(QAbstractButton))


def field_called(inside: QWidget, name: str) -> QWidget:
    """The control whose accessible name begins with these words."""
    found = [w for w in inside.findChildren(QWidget) if w.accessibleName().startswith(name) and not isinstance(w, QLabel)]
    assert found, f"nothing is called “{name}”"
    return found[0]


def pick(box: QComboBox, words: str) -> None:
    """Choose the entry that contains these words."""
    at = next((n for n in range(box.count()) if words in box.itemText(n)), -1)
    assert at >= 0, f"“{words}” is not among {[box.itemText(n) for n in range(box.count())]}"
    box.setCurrentIndex(at)
    settle()


def seen(inside: QWidget) -> str:
    """All words that visible labels show, one label a line."""
    return "\n".join(w.text() for w in inside.findChildren(QLabel) if w.isVisible() and w.text())


def lines(rows: QListWidget) -> list[str]:
    """The lines of a list."""
    return [rows.item(n).text() for n in range(rows.count())]


def hurry(timer: QTimer) -> None:
    """Let a timer's time be over."""
    timer.start(0)
    QTest.qWait(5)
    settle()


def of(kind: type[W], widget: QWidget | None) -> W:
    """The widget, which must be of this kind."""
    assert isinstance(widget, kind), f"{widget} instead of {kind.__name__}"
    return widget


def shell_of(window: Window) -> Shell:
    """The window's shell, which must be there."""
    assert window.shell is not None
    return window.shell


@dataclass
class HeldTasks:
    """Background work that waits until a test lets it go, in any order."""

    jobs: list[tuple[QObject, Callable[[], Any], Callable[[Any], None], Failed]] = field(default_factory=list)

    def start(self, owner: QObject, work: Callable[[], R], done: Callable[[R], None], failed: Failed) -> None:
        """Keep the job."""
        self.jobs.append((owner, work, done, failed))

    def release(self, number: int = 0) -> None:
        """Let one job run and answer."""
        owner, work, done, failed = self.jobs.pop(number)
        try:
            result = work()
        except Exception as reason:  # noqa: BLE001 - the place of `ThreadTasks`
            if isValid(owner):
                failed(reason)
            return
        if isValid(owner):
            done(result)

    def close(self) -> None:
        """Nothing runs."""


class SmallDesk(QWidget):
    """A desk that only remembers what it was asked."""

    def __init__(self, tasks: Tasks | None = None) -> None:
        super().__init__()
        self.app = cast(App, None)
        self.tasks: Tasks = tasks or InlineTasks()
        self.locations: list[LocationChoice] = []
        self.location: LocationId | None = None
        self.said: list[str] = []
        self.undo: Callable[[], object] | None = None
        self.failures: list[BaseException] = []

    def now(self) -> datetime:
        """Monday morning."""
        return NOW

    def open(self, place: Place) -> None:
        """Nowhere to go."""

    def panel(self, panel: QWidget | None) -> None:
        """No room for panels."""

    def say(self, sentence: str, *, undo: Callable[[], object] | None = None) -> None:
        """Remember a sentence and how to take it back."""
        self.said.append(sentence)
        self.undo = undo

    def do(self, work: Callable[[], R], done: Callable[[R], None] | None = None, *, owner: QObject | None = None) -> None:
        """Run it as `Shell.do` does."""
        self.tasks.start(owner or self, work, done or (lambda _: None), self.fail)

    def long(
        self, name: str, work: Callable[[Report], R], done: Callable[[R], None], failed: Callable[[BaseException], None]
    ) -> None:
        """Run it without a strip."""
        self.said.append(name)
        self.tasks.start(self, lambda: work(lambda _done, _total: None), done, failed)

    def fail(self, reason: BaseException) -> None:
        """Remember a failure."""
        self.failures.append(reason)
