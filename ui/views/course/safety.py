"""Safety of a course: its events, what was recorded about each, and the next steps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import safety
from ibh_desktop.queries.safety import EventFile
from ui.dialogs.safety_concern import ConcernPanel
from ui.dialogs.safety_event import TONES, EventCard
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.kit.theme import ROW
from ui.views.course.part import CoursePart

COLUMNS = (
    Column[EventFile]("Raised", lambda e: f"{short_date(e.raised_at.date())} {e.raised_at:%Y %H:%M}", 190),
    Column[EventFile]("From", lambda e: e.source, strong=True),
    Column[EventFile]("State", lambda e: e.status.value.capitalize(), 150, tone=lambda e: TONES[e.status]),
)
SHOWN_ROWS = 4


class SafetyPart(CoursePart[tuple[EventFile, ...]]):
    """The list above, the chosen event below; Tab goes from one to the other."""

    id = "safety"
    title = "Safety"
    needs = Permission.SEE_SAFETY
    topics = frozenset({Topic.COURSES, Topic.PATIENTS})

    def body(self) -> QWidget:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.worried = QPushButton("I am worried")
        self.worried.clicked.connect(self._raise)
        self.table = Table(COLUMNS, "Safety events")
        self.table.opens(lambda _: self.card.start())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.head.addWidget(self.worried)
        box.addWidget(self.table)
        self.card = EventCard(self.desk)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.addWidget(self.card)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(frame)
        box.addWidget(scroll, 1)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> tuple[EventFile, ...]:
        return () if self.page is None else self.desk.app.read(safety.of_course, self.page.id)

    def present(self, data: tuple[EventFile, ...]) -> None:
        self.table.show_rows(data)
        self.table.setFixedHeight(ROW * (1 + min(len(data), SHOWN_ROWS)) + 10)
        self._show()
        if not data:
            self.empty("No safety event", "Nothing was raised in this course.")

    def choose(self, event: SafetyEventId) -> None:
        """Put the cursor on an event."""
        self.table.choose(event)

    def _show(self) -> None:
        self.card.show_event(self.table.current())

    def _raise(self) -> None:
        if self.page is not None:
            self.desk.panel(ConcernPanel(self.desk, self.page.patient, self.page.id))
