"""Letters: what is being written, signed and printed."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.letters import LetterStatus
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import letters
from ibh_desktop.queries.letters import LetterLine
from ui.kit.table import Column, Table
from ui.kit.view import View
from ui.places import Courses, Letter, Recipients

TONES = {LetterStatus.DRAFT: "warning", LetterStatus.SIGNED: "accent", LetterStatus.PRINTED: "success"}

COLUMNS = (
    Column[LetterLine]("Number", lambda v: v.number + (f" v{v.edition}" if v.edition > 1 else ""), 128),
    Column[LetterLine]("Letter", lambda v: v.title, 142),
    Column[LetterLine]("Patient", lambda v: v.patient_name, strong=True),
    Column[LetterLine]("To", lambda v: v.recipient or "not chosen yet"),
    Column[LetterLine]("Therapist", lambda v: v.therapist, 150),
    Column[LetterLine]("Written", lambda v: f"{v.created_at:%d %b %Y}", 112),
    Column[LetterLine]("Status", lambda v: v.status.value, 100, tone=lambda v: TONES[v.status]),
)


class LettersView(View[list[LetterLine]]):
    """Enter opens a letter: the composer for its therapist, the print panel for the front desk."""

    title = "Letters"
    topics = frozenset({Topic.LETTERS})

    def body(self) -> QWidget:
        book = QPushButton("Address book")
        book.setToolTip("Ctrl+Shift+A")
        book.clicked.connect(lambda: self.desk.open(Recipients()))
        self.head.addWidget(book)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        self.table = Table(COLUMNS, "Letters")
        self.table.opens(lambda line: self.desk.open(Letter(line.id)))
        box.addWidget(self.table)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> list[LetterLine]:
        return self.desk.app.read(letters.listing)

    def present(self, data: list[LetterLine]) -> None:
        drafts = sum(line.status is LetterStatus.DRAFT for line in data)
        writes = may(self.desk.app.actor, Permission.WRITE_LETTER)
        self.say_under_title(f"{len(data)} letters, {drafts} drafts" if writes else f"{len(data)} signed letters to print")
        if not data:
            what = "Open a course and press Refer." if writes else "Letters show here once a therapist has signed them."
            self.empty("No letters yet", what, "Open the courses", lambda: self.desk.open(Courses()))
            return
        self.table.show_rows(data)
