"""The progress note of a session while it is written: kept as one types, saved, signed once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteKind, Typed, Words
from ibh_desktop.queries.drafts import Draft
from ibh_desktop.queries.notes import NoteShown
from ibh_desktop.usecases import drafts, notes, private_notes
from ibh_desktop.usecases.notes import Saved
from ui.dialogs.techniques import TechniqueTicks
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.kit.keeper import Keeper
from ui.kit.text import label, short_date


class NoteEditor(QWidget):
    """`saved` follows every write; until then the words are kept as a draft for their author."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._appointment: AppointmentId | None = None
        self._version: int | None = None
        self._busy = False
        self.keeper = Keeper(self, desk.tasks, self._draft)
        self.keeper.failed.connect(self._not_kept)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.restored = QWidget()
        row = QHBoxLayout(self.restored)
        row.setContentsMargins(0, 0, 0, 0)
        self._when = label("", "notice", wrap=True)
        row.addWidget(self._when, 1)
        row.addWidget(self._button("Discard it", self._discard))
        box.addWidget(self.restored)
        self.since_last, self.ticks, self.body = Memo(lines=2), TechniqueTicks(), Memo(lines=9)
        fields = (
            (self.since_last, "How things were since last time"),
            (self.ticks, "Techniques"),
            (self.body, "Progress note"),
        )
        for field, title in fields:
            caption = label(title, "label")
            caption.setBuddy(field)
            field.setAccessibleName(title)
            box.addWidget(caption)
            box.addWidget(field)
            box.addSpacing(4)
        self.since_last.textChanged.connect(self._typed)
        self.body.textChanged.connect(self._typed)
        self.ticks.changed.connect(self._typed)
        self.problem = label("", "problem", wrap=True)
        box.addWidget(self.problem)
        self._build_foot(box)

    def _build_foot(self, box: QVBoxLayout) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.state = label("", "secondary", wrap=True)
        foot.addWidget(self.state, 1)
        self.move_button = self._button("To my private notes", self._move)
        self.move_button.setToolTip("Moves the selected text out of the record")
        self.save_button = self._button("Save", self.save)
        self.save_button.setToolTip("Ctrl+S")
        self.sign_button = self._button("Sign…", lambda: self._ask(on=True))
        self.sign_button.setObjectName("primary")
        for button in (self.move_button, self.save_button, self.sign_button):
            foot.addWidget(button)
        box.addLayout(foot)
        self.asking = QWidget()
        row = QHBoxLayout(self.asking)
        row.setSpacing(8)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("Once it is signed a note is never changed; words can only be added.", "notice", wrap=True), 1)
        self.not_yet = self._button("Not yet", lambda: self._ask(on=False))
        self.sign_now = self._button("Sign it", self._sign)
        self.sign_now.setObjectName("primary")
        row.addWidget(self.not_yet)
        row.addWidget(self.sign_now)
        box.addWidget(self.asking)

    def _button(self, words: str, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())
        return button

    def show_note(
        self, appointment: AppointmentId, note: NoteShown | None, draft: Draft | None, zone: ZoneInfo, *, moves: bool
    ) -> None:
        """Show a session's note, or what was being typed; words that are not saved yet stay as they are.

        `moves` offers to move text to the private notes.
        """
        if self.keeper.waits and self._appointment == appointment:
            return
        self._appointment = appointment
        stored = note.words if note else Words()
        self._version = note.version if note else None
        if draft is not None:
            self._version = draft.typed.version
            kept = draft.kept_at.astimezone(zone)
            self._when.setText(f"What you typed on {short_date(kept.date())} until {kept:%H:%M} is not saved yet. It is back.")
        self.restored.setVisible(draft is not None)
        self._fill(draft.typed.words if draft else stored)
        written = note.written_at.astimezone(zone) if note else None
        saved = f"Saved {short_date(written.date())}, {written:%H:%M}; not signed" if written else "Not written yet"
        self.state.setText(saved)
        self.move_button.setVisible(moves)
        self._ask(on=False)
        self.problem.hide()

    def _fill(self, words: Words) -> None:
        if words == self.words():
            return  # cursor and undo stay
        for field, text in ((self.since_last, words.since_last), (self.body, words.body)):
            field.blockSignals(True)
            field.setPlainText(text)
            field.blockSignals(False)
        self.ticks.show_ticks(words.techniques)

    def words(self) -> Words:
        """What the fields hold."""
        return Words(self.since_last.value(), self.ticks.value(), self.body.value())

    def _typed(self) -> None:
        self.state.setText("Not saved yet; kept as you type")
        self.keeper.typed()

    def _draft(self) -> Callable[[], object] | None:
        if self._appointment is None:
            return None
        app, typed = self.desk.app, Typed(self.words(), self._version)
        return partial(app.keep, drafts.keep, app.vault, self._appointment, NoteKind.PROGRESS, typed)

    def _not_kept(self, reason: object) -> None:
        if isinstance(reason, IbhError):
            self._refused(reason)

    def _ask(self, *, on: bool) -> None:
        self.asking.setVisible(on)
        self.sign_button.setEnabled(not on)
        if on:
            self.sign_now.setFocus()

    def save(self) -> None:
        """Save the note as it stands; it can still be changed."""
        if self._appointment is not None:
            words, version = self.words(), self._version
            self._write(partial(self.desk.app.write, notes.save, self._appointment, words, version=version), "Note saved")

    def _sign(self) -> None:
        if self._appointment is not None:
            words, version = self.words(), self._version
            self._write(partial(self.desk.app.write, notes.sign, self._appointment, words, version=version), "Note signed")

    def _move(self) -> None:
        cursor = self.body.textCursor()
        moved = cursor.selection().toPlainText().strip()
        if self._appointment is None or not moved:
            self._say("Select the text in the progress note that is to move first.")
            return
        whole = self.body.toPlainText()
        left = whole[: cursor.selectionStart()] + whole[cursor.selectionEnd() :]
        words = Words(self.since_last.value(), self.ticks.value(), left.strip())
        app, version = self.desk.app, self._version
        work = partial(app.write, private_notes.move, app.vault, self._appointment, words=words, moved=moved, version=version)
        self._write(work, "Moved to your private notes", then=lambda: self._fill(words))

    def _write(self, work: Callable[[], Saved], said: str, then: Callable[[], None] | None = None) -> None:
        if self._busy:
            return
        self.problem.hide()
        self._busy = True  # a button that is disabled would hand the keyboard on
        mark = self.keeper.mark()

        def done(saved: Saved | None) -> None:
            self._busy = False
            if saved is not None:
                self._version = saved.version
            self.restored.hide()
            if then is not None:
                then()
            self.keeper.saved(mark)
            self.desk.say(said)
            self.saved.emit()

        self.desk.tasks.start(self, self.keeper.save(work), done, self._failed)

    def _failed(self, reason: BaseException) -> None:
        self._busy = False
        self.keeper.typed()
        if isinstance(reason, IbhError):
            self._refused(reason)
        else:
            self.desk.fail(reason)

    def _refused(self, reason: IbhError) -> None:
        self._ask(on=False)
        self._say(reason.sentence)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def _discard(self) -> None:
        if self._appointment is None:
            return
        self.keeper.forget()
        work = partial(self.desk.app.keep, drafts.discard, self._appointment, NoteKind.PROGRESS)
        self.desk.do(self.keeper.save(work), lambda _: self.saved.emit(), owner=self)
