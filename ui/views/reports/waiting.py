"""Letters waiting for an answer: whom to call, what they said, and what is done with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.sending import possible
from ibh_desktop.domain.topics import Topic
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import chase
from ibh_desktop.queries.chase import ChaseLine, Waiting
from ibh_desktop.usecases import sending
from ibh_desktop.usecases.sending import Before
from ui.dialogs.sending import answer_panel, back, close_panel, sent_panel
from ui.kit.cells import grouped
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Letter, Letters
from ui.views.reports.section import Section

TONES = {
    Waiting.OVERDUE: "danger",
    Waiting.TO_SEND: "warning",
    Waiting.WAITING: "info",
    Waiting.GOING_ON: "success",
}
COLUMNS = (
    Column[ChaseLine]("To", lambda v: v.to, strong=True),
    Column[ChaseLine]("Phone", lambda v: shown_phone(v.phone), 136, optional=True, kept=True),
    Column[ChaseLine]("About", lambda v: v.patient_name),
    Column[ChaseLine]("Since", lambda v: f"{short_date(v.sent_on)} · {_days(v.days)}", 168),
    Column[ChaseLine]("Status", lambda v: v.status.value, 146, tone=lambda v: TONES[v.waiting]),
    Column[ChaseLine]("Urgency", lambda v: v.urgency.partition(",")[0], 100, tone=lambda v: _urgent(v), optional=True),
    Column[ChaseLine]("Note", lambda v: v.note, optional=True),
    Column[ChaseLine]("Therapist", lambda v: v.therapist, 130, optional=True),
)


class WaitingSection(Section[list[ChaseLine]]):
    """Fourteen days after a letter was sent somebody asks, two days when it is urgent (DOMAIN.md 1.7.5)."""

    id = "waiting"
    title = "Letters waiting"
    needs = Permission.SEE_LETTERS
    topics = frozenset({Topic.LETTERS})

    def body(self) -> QWidget:
        self.keys: dict[str, tuple[QPushButton, Callable[[ChaseLine], None], Callable[[ChaseLine], bool]]] = {}
        self._key("S", "Sent", self._sent, lambda line: line.waiting is Waiting.TO_SEND)
        self._key("K", "They have it", self._known, lambda line: line.status is LetterStatus.SENT)
        self._key("A", "Answered", self._answer, lambda line: bool(possible(line.status)))
        self._key("C", "Close", self._close, lambda line: line.waiting is not Waiting.TO_SEND)
        self.table = Table(COLUMNS, "Letters waiting for an answer")
        self.table.opens(lambda line: self.desk.open(Letter(line.id)))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.setFocusProxy(self.table)
        return self.table

    def _key(self, key: str, words: str, run: Callable[[ChaseLine], None], fits: Callable[[ChaseLine], bool]) -> None:
        button = QPushButton(f"{words}  {key}")
        button.clicked.connect(lambda: self.press(key))
        self.keys[key] = (button, run, fits)
        self.head.addWidget(button)

    def load(self) -> list[ChaseLine]:
        return self.desk.app.read(chase.listing)

    def present(self, data: list[ChaseLine]) -> None:
        late = sum(line.waiting is Waiting.OVERDUE for line in data)
        count = "1 letter" if len(data) == 1 else f"{len(data)} letters"
        self.say_under_title(f"{count}, {late} without an answer in time" if data else "")
        groups = ((group.value, [line for line in data if line.waiting is group]) for group in Waiting)
        self.table.show_rows(grouped(groups))
        self._show()
        if not data:
            words = "A referral stands here from its signature until it is closed."
            self.empty("No letter is waiting", words, "Open the letters", lambda: self.desk.open(Letters()))

    def _show(self) -> None:
        line = self.table.current()
        for button, _, fits in self.keys.values():
            button.setEnabled(line is not None and fits(line))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text().upper()
        if key in self.keys and not event.modifiers():
            self.press(key)
        else:
            super().keyPressEvent(event)

    def press(self, key: str) -> None:
        """Do what a key does with the chosen letter, where it fits."""
        line = self.table.current()
        _, run, fits = self.keys[key]
        if line is not None and fits(line):
            run(line)

    def _sent(self, line: ChaseLine) -> None:
        self.desk.panel(sent_panel(self.desk, line.id, line.to))

    def _known(self, line: ChaseLine) -> None:
        work = partial(self.desk.app.write, sending.answered, line.id, LetterStatus.ACKNOWLEDGED, version=line.version)
        self.desk.do(work, partial(self._noted, f"{line.to} has it"), owner=self)

    def _answer(self, line: ChaseLine) -> None:
        self.desk.panel(answer_panel(self.desk, line.id, line.status, line.version))

    def _close(self, line: ChaseLine) -> None:
        if line.status is LetterStatus.SENT:
            self.desk.panel(close_panel(self.desk, line.id, line.version))
            return
        work = partial(self.desk.app.write, sending.closed, line.id, version=line.version)
        self.desk.do(work, partial(self._noted, "Closed"), owner=self)

    def _noted(self, words: str, before: Before) -> None:
        self.desk.say(words, undo=back(self.desk, before))


def _days(days: int) -> str:
    return "today" if days == 0 else "1 day" if days == 1 else f"{days} days"


def _urgent(line: ChaseLine) -> str:
    return "warning" if line.urgency.startswith(("urgent", "emergency")) else ""
