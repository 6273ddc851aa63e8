"""The second section of a course: the sheet of one session with its note, and the therapist's private notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError, Unavailable
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteState
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import private_notes, session_sheet
from ibh_desktop.queries.course_page import CoursePage
from ibh_desktop.queries.private_notes import Shelf
from ibh_desktop.queries.session_sheet import SessionChoice, SessionSheet
from ui.dialogs.note_editor import NoteEditor
from ui.kit.fields import Choice
from ui.kit.keeper import Keeper
from ui.kit.text import label, short_date
from ui.views.course.part import CoursePart
from ui.views.course.private_notes import PrivateNotes
from ui.views.course.session_facts import SessionFacts
from ui.views.course.signed_note import SignedNote

FACTS = 280


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """The sheet, and how much was kept when it was read; private notes only for who may keep them here."""

    sheet: SessionSheet
    shelf: Shelf | None
    certain: tuple[int, ...]


class SessionPart(CoursePart[Shown | None]):
    """What is typed is kept for its author by itself, whatever happens to the window."""

    id = "session"
    title = "Session"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.CLINIC})

    def body(self) -> QWidget:
        self._wanted: AppointmentId | None = None
        self._before: list[Callable[[], object]] = []
        content = QWidget()
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(4)
        self.session = Choice[AppointmentId]([])
        self.session.setAccessibleName("Session")
        self.session.picked.connect(lambda: self.choose(self.session.value()))
        self.setFocusProxy(self.session)
        left.addWidget(label("Session", "label"))
        left.addWidget(self.session)
        left.addSpacing(4)
        self.facts = SessionFacts()
        left.addWidget(_scrolling(self.facts), 1)
        column = QWidget()
        column.setFixedWidth(FACTS)
        column.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        across.addWidget(column)
        across.addWidget(_scrolling(self._writing()), 1)
        keys = QShortcut(QKeySequence("Ctrl+S"), content, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._save)
        return content

    def _writing(self) -> QWidget:
        self._right = right = QWidget()
        right.setEnabled(False)  # until it belongs to a session
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 8, 0)
        box.setSpacing(12)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        self.why_not = label("", "secondary", wrap=True)
        self.editor, self.signed = NoteEditor(self.desk), SignedNote(self.desk)
        self.private = PrivateNotes(self.desk)
        for part in (self.why_not, self.editor, self.signed):
            inside.addWidget(part)
        box.addWidget(card)
        box.addWidget(self.private)
        box.addStretch()
        for writes in (self.editor, self.signed, self.private):
            writes.saved.connect(self.reload)
        return right

    def choose(self, appointment: AppointmentId) -> None:
        """Show the sheet of another session; what was typed in this one is kept first."""
        self._leave()
        self._wanted = appointment
        self.stale()

    def go(self, page: CoursePage) -> None:
        if self.page is not None and self.page.id != page.id:
            self._leave()
            self._wanted = None
        super().go(page)

    def _leave(self) -> None:
        self._before += self._rests()
        self._right.setEnabled(False)

    def _rests(self) -> list[Callable[[], object]]:
        found = (keeper.rest() for keeper in self._keepers())
        return [work for work in found if work is not None]

    def _keepers(self) -> tuple[Keeper, ...]:
        return self.editor.keeper, self.signed.keeper, self.private.keeper

    def _certain(self) -> tuple[int, ...]:
        return tuple(keeper.certain for keeper in self._keepers())

    def parting(self) -> Callable[[], object] | None:
        left = [*self._before, *self._rests()]
        return (lambda: [work() for work in left]) if left else None

    def load(self) -> Shown | None:
        while self._before:
            try:
                self._before[0]()
            except Unavailable:
                raise
            except IbhError:
                self._before.pop(0)
                raise
            self._before.pop(0)
        page, app = self.page, self.desk.app
        if page is None:
            return None
        certain = self._certain()
        sheet = app.read(session_sheet.sheet, app.vault, page.id, self._wanted)
        chosen = sheet.chosen.id if sheet.chosen else None
        shelf = app.read(private_notes.shelf, app.vault, page.id, chosen) if sheet.keeps_private else None
        return Shown(sheet, shelf, certain)

    def present(self, data: Shown | None) -> None:
        if data is None or data.sheet.chosen is None:
            self.empty("There is no session yet", "Book the sessions of this course first; each has a sheet here.")
            return
        if data.certain != self._certain():
            self.reload()  # a draft was kept meanwhile: what was read would put older words in its place
            return
        sheet, chosen = data.sheet, data.sheet.chosen
        self._right.setEnabled(True)
        self._wanted = chosen.id
        self.session.offer([(_title(one), one.id) for one in reversed(sheet.sessions)], chosen.id)
        self.facts.show_sheet(sheet)
        note = sheet.note
        writes = sheet.may_write and not sheet.why_not and (note is None or (note.mine and note.state is NoteState.DRAFT))
        had_focus = self.editor.isAncestorOf(self.focusWidget() or self)
        self.editor.setVisible(writes)
        self.signed.setVisible(note is not None and not writes)
        if writes:
            self.editor.show_note(chosen.id, note, sheet.draft, sheet.zone, moves=sheet.keeps_private)
        elif note is not None:
            self.signed.show_sheet(sheet)
        if had_focus and not writes:
            self.session.setFocus()
        why = sheet.why_not if sheet.may_write else "No note was written for this session."
        self.why_not.setText(why)
        self.why_not.setVisible(note is None and not writes)
        self.private.setVisible(data.shelf is not None)
        if data.shelf is not None:
            self.private.show_shelf(sheet.course, chosen.id, data.shelf)

    def _save(self) -> None:
        if self.private.isAncestorOf(self.focusWidget() or self):
            self.private.save()
        elif self.editor.isVisible():
            self.editor.save()
        elif self.signed.isVisible():
            self.signed.save()


def _scrolling(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(inside)
    return scroll


def _title(one: SessionChoice) -> str:
    number = f"{one.number} · " if one.number else ""
    note = f" · {one.note.value.split(',')[0]}" if one.note else ""
    return f"{number}{short_date(one.starts.date())} · {one.status.value}{note}"
