"""The goal that is worked on now: its words, and its ratings as a small curve."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ibh_desktop.queries.goals import GoalLine
from ui.kit.text import label
from ui.kit.theme import color

_LAST_RADIUS, _RADIUS, _EDGE = 4.0, 2.5, 6.0
_MOST = 16
"""Dots that can be told apart in the small space."""


class Curve(QWidget):
    """Ratings from the first to the latest between the lines of 0 and 10; words tell the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[int, ...] = ()
        self.setFixedSize(QSize(168, 44))

    def show_ratings(self, points: tuple[int, ...]) -> None:
        """Draw these."""
        self.points = points[-_MOST:]
        told = ", ".join(str(point) for point in self.points)
        self.setAccessibleName(f"Ratings of 10: {told}" if told else "Not rated yet")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        space = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        painter.setPen(QPen(color("hairline"), 1))
        for y in (space.top(), space.bottom()):
            painter.drawLine(QPointF(space.left(), y), QPointF(space.right(), y))
        step = space.width() / max(1, len(self.points) - 1)
        spots = [QPointF(space.left() + n * step, space.bottom() - space.height() * p / 10) for n, p in enumerate(self.points)]
        painter.setPen(QPen(color("accent"), 1.5))
        painter.drawPolyline(spots)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent"))
        for number, spot in enumerate(spots, start=1):
            radius = _LAST_RADIUS if number == len(spots) else _RADIUS
            painter.drawEllipse(spot, radius, radius)
        painter.end()


class ActiveGoal(QFrame):
    """A card above the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title, self.about = label("", "section", wrap=True), label("", "secondary", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.about)
        row.addLayout(words, 1)
        self.curve = Curve()
        row.addWidget(self.curve)
        self.rated = label("", "section")
        row.addWidget(self.rated)

    def show_goal(self, goal: GoalLine | None, hint: str) -> None:
        """The goal with the line below it; without one the hint says what to do."""
        self.title.setText(goal.title if goal else "No goal is active")
        facts = (goal.why, f"Reached when: {goal.success_sign}" if goal.success_sign else "") if goal else ()
        self.about.setText(" · ".join(part for part in (*facts, hint) if part))
        self.about.setVisible(bool(self.about.text()))
        latest = goal.ratings[1] if goal else None
        self.curve.setVisible(latest is not None)
        self.curve.show_ratings(curve(goal) if goal else ())
        self.rated.setText("" if latest is None else f"{latest} of 10")
        self.rated.setVisible(latest is not None)
        self.setAccessibleName(f"Active goal: {goal.title}" if goal else "No goal is active")


def curve(goal: GoalLine) -> tuple[int, ...]:
    """The baseline and every rating; the first rating may be the baseline itself."""
    first, history = goal.ratings[0], tuple(rating.rating for rating in goal.history)
    return history if first is None or (history and history[0] == first) else (first, *history)
