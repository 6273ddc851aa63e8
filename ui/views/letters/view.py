"""Letters: what is being written, signed and printed, and what waits for a supervisor's signature."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QTabBar, QVBoxLayout, QWidget

from ibh_desktop.domain.letters import LetterStatus, numbered
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import letters
from ibh_desktop.queries.letters import LATEST, LetterLine
from ui.kit import discreet
from ui.kit.flow import FlowLayout
from ui.kit.table import Column, Table
from ui.kit.text import label
from ui.kit.view import View
from ui.places import Courses, Letter, Recipients

_S = LetterStatus
TONES = {
    _S.DRAFT: "warning",
    _S.SIGNED: "accent",
    _S.PRINTED: "success",
    _S.SENT: "info",
    _S.ACKNOWLEDGED: "success",
    _S.APPOINTMENT_MADE: "success",
    _S.ATTENDED: "success",
    _S.DECLINED: "danger",
    _S.NOT_ATTENDED: "danger",
}
FILTERS: dict[str, frozenset[LetterStatus]] = {
    "All": frozenset(LetterStatus),
    "Drafts": frozenset({_S.DRAFT}),
    "Signed": frozenset({_S.SIGNED}),
    "Printed": frozenset({_S.PRINTED}),
    "Sent": frozenset({_S.SENT, _S.ACKNOWLEDGED, _S.APPOINTMENT_MADE, _S.ATTENDED, _S.NOT_ATTENDED, _S.DECLINED}),
    "Over": frozenset({_S.CLOSED, _S.WITHDRAWN}),
}
ALL, COSIGN = "Letters", "To co-sign"


def _status(line: LetterLine) -> str:
    return "to co-sign" if line.waits else line.status.value


def _tone(line: LetterLine) -> str:
    return "warning" if line.waits else TONES.get(line.status, "neutral")


COLUMNS = (
    Column[LetterLine]("Number", lambda v: numbered(v.number, v.edition), 128),
    Column[LetterLine]("Letter", lambda v: v.title, 190),
    Column[LetterLine]("Patient", lambda v: discreet.name(v.patient_name), strong=True),
    Column[LetterLine]("To", lambda v: v.recipient or ("not chosen yet" if v.status is _S.DRAFT else ""), optional=True),
    Column[LetterLine]("Therapist", lambda v: v.therapist, 150, optional=True),
    Column[LetterLine]("Written", lambda v: f"{v.created_at:%d %b %Y}", 112, optional=True),
    Column[LetterLine]("Status", _status, 160, tone=_tone),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The latest letters, and those that wait for this person's second signature."""

    letters: list[LetterLine]
    waiting: list[LetterLine]


class LettersView(View[Listed]):
    """Enter opens a letter: the composer for its writer, the pages for who prints it."""

    title = "Letters"
    topics = frozenset({Topic.LETTERS})

    def body(self) -> QWidget:
        book = QPushButton("Address book")
        book.setToolTip("Ctrl+Shift+A")
        book.clicked.connect(lambda: self.desk.open(Recipients()))
        self.head.addWidget(book)
        self._shown = Listed([], [])
        self._filter = "All"
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Letters or co-signatures")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for words in (ALL, COSIGN):
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(lambda _: self._show())
        box.addWidget(self.tabs)
        self.tabs.setVisible(may(self.desk.app.actor, Permission.COSIGN_LETTER))
        self._bar = QWidget()
        row = FlowLayout(self._bar)
        self.filters: dict[str, QPushButton] = {}
        for words in FILTERS:
            button = QPushButton(words)
            button.setObjectName("mode")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, name=words: self.choose(name))
            self.filters[words] = button
            row.addWidget(button)
        box.addWidget(self._bar)
        self.table = Table(COLUMNS, "Letters")
        self.table.opens(lambda line: self.desk.open(Letter(line.id)))
        self.none = label("", "secondary", wrap=True)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> Listed:
        app = self.desk.app
        cosigns = may(app.actor, Permission.COSIGN_LETTER)
        return Listed(app.read(letters.listing), app.read(letters.waiting_for_cosign) if cosigns else [])

    def choose(self, name: str) -> None:
        """Show the letters of some statuses."""
        self._filter = name
        self._show()

    def present(self, data: Listed) -> None:
        self._shown = data
        drafts = sum(line.status is _S.DRAFT for line in data.letters)
        actor = self.desk.app.actor
        writes, prints = may(actor, Permission.WRITE_LETTER), may(actor, Permission.PRINT_LETTER)
        count = len(data.letters)
        letters_words, draft_words = _count(count, "letter"), _count(drafts, "draft")
        self.say_under_title(f"{letters_words}, {draft_words}" if writes or drafts or not prints else _to_print(count))
        self.tabs.setTabText(1, f"{COSIGN}, {len(data.waiting)}" if data.waiting else COSIGN)
        if not data.letters and not data.waiting:
            what = "Open a course and press Refer." if writes else "Letters show here once they are written and signed."
            to_courses = (lambda: self.desk.open(Courses())) if may(actor, Permission.SEE_COURSE) else None
            self.empty("No letters yet", what, "Open the courses" if to_courses else "", to_courses)
            return
        self._show()

    def _show(self) -> None:
        cosign = self.tabs.currentIndex() == 1
        self._bar.setVisible(not cosign)
        for name, button in self.filters.items():
            count = sum(line.status in FILTERS[name] for line in self._shown.letters)
            button.setText(f"{name} {count}" if count else name)
            button.setChecked(name == self._filter)
        wanted = FILTERS[self._filter]
        rows = self._shown.waiting if cosign else [line for line in self._shown.letters if line.status in wanted]
        self.states.content()
        self.table.show_rows(rows)
        nothing = "Nothing waits for your signature." if cosign else f"None of the latest {LATEST} letters is among these."
        self.none.setText("" if rows else nothing)
        self.none.setVisible(not rows)


def _to_print(count: int) -> str:
    return f"{_count(count, 'signed letter')} to print"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
