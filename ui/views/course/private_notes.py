"""My private notes: psychotherapy notes with a lock of their own, apart from the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import AppointmentId, CourseId, PrivateNoteId
from ibh_desktop.domain.notes import NoteKind, Typed, Words
from ibh_desktop.queries.private_notes import PrivateLine, Shelf
from ibh_desktop.usecases import drafts, private_notes
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.kit.keeper import Keeper
from ui.kit.text import label, short_date
from ui.views.course.private_lock import PrivateLock

SEALED = "This note cannot be opened: it was written under an earlier password, or it was changed since."
NEW = "A new note"


class PrivateNotes(QFrame):
    """Locked until its author's password opens it, once a session; `saved` follows every write and the unlocking."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("card")
        self.setAccessibleName("My private notes")
        self._course: CourseId | None = None
        self._appointment: AppointmentId | None = None
        self._lines: tuple[PrivateLine | None, ...] = (None,)
        self._note: PrivateLine | None = None
        self._busy = False
        self.keeper = Keeper(self, desk.tasks, self._draft)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(6)
        box.addWidget(label("My private notes", "section"))
        words = "Only you can read these: no supervisor, no manager, no letter, no search, no export. They cannot be shared."
        box.addWidget(label(words, "secondary", wrap=True))
        self.lock = PrivateLock(desk)
        self.lock.opened.connect(self._unlocked)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.lock)
        self._pages.addWidget(self._desk_page())
        box.addWidget(self._pages)

    def _desk_page(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout()
        self.list = QListWidget()
        self.list.setAccessibleName("Private notes of this course")
        self.list.setFixedWidth(170)
        self.list.currentRowChanged.connect(self._choose)
        self.text = Memo(lines=7)
        self.text.setAccessibleName("Private note")
        self.text.textChanged.connect(self._typed)
        self.list.setFixedHeight(self.text.height())
        across.addWidget(self.list)
        across.addWidget(self.text, 1)
        box.addLayout(across)
        self.problem = label("", "problem", wrap=True)
        box.addWidget(self.problem)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        self.discard_button = QPushButton("Discard what is not saved")
        self.discard_button.clicked.connect(self._discard)
        foot.addWidget(self.discard_button)
        self.save_button = QPushButton("Save private note")
        self.save_button.setToolTip("Ctrl+S")
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.save_button)
        box.addLayout(foot)
        return page

    def show_shelf(self, course: CourseId, appointment: AppointmentId | None, shelf: Shelf) -> None:
        """Show what is there; a note that is being typed stays as it is."""
        another = (course, appointment) != (self._course, self._appointment)
        self._course, self._appointment = course, appointment
        self._pages.setCurrentIndex(0 if shelf.locked else 1)
        if shelf.locked:
            self.lock.show_shelf(shelf)
            return
        if self.keeper.waits and not another:
            return
        draft = shelf.draft
        chosen = draft.typed.note if draft else (None if another or self._note is None else self._note.id)
        self._lines = (None, *shelf.notes)
        self.list.blockSignals(True)
        self.list.clear()
        self.discard_button.setVisible(draft is not None)
        self.list.addItems([NEW, *map(_title, shelf.notes)])
        row = next((n for n, line in enumerate(self._lines) if line is not None and line.id == chosen), 0)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show(row)
        if draft is not None and self.text.isEnabled():
            self._fill(draft.typed.words.body)
            self._say("What you typed and did not save is back. Save it to keep it for good.")

    def _choose(self, row: int) -> None:
        if not self.keeper.waits and row >= 0:
            self._show(row)
        elif row >= 0:
            self.list.blockSignals(True)
            self.list.setCurrentRow(self._lines.index(self._note))
            self.list.blockSignals(False)
            self._say("Save this note before you open another one.")

    def _show(self, row: int) -> None:
        self._note = self._lines[row]
        sealed = self._note is not None and self._note.text is None
        self._fill(SEALED if sealed else (self._note.text or "" if self._note else ""))
        self.text.setEnabled(not sealed)
        self.save_button.setEnabled(not sealed)
        self.problem.hide()

    def _fill(self, text: str) -> None:
        if self.text.toPlainText() != text:
            self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(False)

    def _unlocked(self) -> None:
        self._pages.setCurrentIndex(1)
        self.text.setFocus()  # it would go to the window's first control with the page that is hidden
        self.saved.emit()

    def _typed(self) -> None:
        self.discard_button.show()
        self.keeper.typed()

    def _discard(self) -> None:
        if self._appointment is not None:
            self.keeper.forget()
            self.text.setFocus()
            work = partial(self.desk.app.keep, drafts.discard, self._appointment, NoteKind.PRIVATE)
            self.desk.do(self.keeper.save(work), lambda _: self.saved.emit(), owner=self)

    def _draft(self) -> Callable[[], object] | None:
        if self._appointment is None or not self.desk.app.vault.is_open:
            return None
        note: PrivateNoteId | None = self._note.id if self._note else None
        app, typed = self.desk.app, Typed(Words(body=self.text.value()), note=note)
        return partial(app.keep, drafts.keep, app.vault, self._appointment, NoteKind.PRIVATE, typed)

    def save(self) -> None:
        """Seal and save what is typed."""
        if self._course is None or self._busy or not self.text.isEnabled():
            return
        app, text = self.desk.app, self.text.value()
        where = self._appointment
        work: Callable[[], object]
        if self._note is None:
            work = partial(app.write, private_notes.write, app.vault, self._course, text=text, appointment=where)
        else:
            key, version = self._note.id, self._note.version
            work = partial(app.write, private_notes.change, app.vault, key, text=text, version=version, appointment=where)
        self.problem.hide()
        self._busy = True
        self.desk.tasks.start(self, self.keeper.save(work), partial(self._done, self.keeper.mark()), self._failed)

    def _done(self, mark: int, _: object) -> None:
        self._busy = False
        if self.keeper.saved(mark):
            self._fill("" if self._note is None else self.text.toPlainText())
        self.desk.say("Private note saved")
        self.saved.emit()

    def _failed(self, reason: BaseException) -> None:
        self._busy = False
        self.keeper.typed()
        if isinstance(reason, IbhError):
            self._say(reason.sentence)
        else:
            self.desk.fail(reason)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()


def _title(line: PrivateLine) -> str:
    at = line.session_at or line.written_at
    return f"{short_date(at.date())} {at:%Y}"
