"""A progress note to read: signed, co-signed, added to; and somebody else's that is not signed yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.notes import NoteKind, NoteState, Typed, Words
from ibh_desktop.queries.notes import NoteShown
from ibh_desktop.queries.session_sheet import SessionSheet
from ibh_desktop.usecases import drafts, notes
from ui.dialogs.note import ClosePanel
from ui.dialogs.note_words import NoteWords
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.kit.keeper import Keeper
from ui.kit.text import label


class SignedNote(QWidget):
    """Nothing here changes the note; `saved` follows an addendum and a co-signature."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._note: NoteShown | None = None
        self._appointment: AppointmentId | None = None
        self._zone: ZoneInfo | None = None
        self._busy = False
        self.keeper = Keeper(self, desk.tasks, self._draft)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._words = NoteWords()
        box.addWidget(self._words)
        self._adding = QWidget()
        adding = QVBoxLayout(self._adding)
        adding.setContentsMargins(0, 8, 0, 0)
        adding.setSpacing(4)
        self.addendum = Memo(lines=3)
        self.addendum.setAccessibleName("Addendum")
        self.addendum.textChanged.connect(self.keeper.typed)
        caption = label("Addendum: words added to the signed note", "label")
        caption.setBuddy(self.addendum)
        adding.addWidget(caption)
        adding.addWidget(self.addendum)
        box.addWidget(self._adding)
        self.problem = label("", "problem", wrap=True)
        box.addWidget(self.problem)
        box.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        self.add_button, self.cosign_button = QPushButton("Add it"), QPushButton("Co-sign")
        self.close_button = QPushButton("Close it…")
        self.add_button.setToolTip("Ctrl+S")
        self.close_button.setToolTip("Its author has left and cannot sign it")
        self.cosign_button.setObjectName("primary")
        buttons = ((self.add_button, self.save), (self.cosign_button, self._cosign), (self.close_button, self._close))
        for button, run in buttons:
            button.clicked.connect(run)
            foot.addWidget(button)
        return foot

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show the note with everything that was added."""
        note, chosen = sheet.note, sheet.chosen
        if note is None or chosen is None:
            return
        typing = self.keeper.waits and self._appointment == chosen.id
        self._note, self._appointment, self._zone = note, chosen.id, sheet.zone
        self._words.show_note(note, sheet.zone)
        adds = sheet.may_write and note.state is not NoteState.DRAFT and note.intact
        self._adding.setVisible(adds)
        self.add_button.setVisible(adds)
        self.cosign_button.setVisible(note.may_cosign and note.intact)
        self.close_button.setVisible(note.may_close)
        self.problem.hide()
        if not typing:
            self.addendum.blockSignals(True)
            self.addendum.setPlainText(sheet.draft.typed.words.body if sheet.draft else "")
            self.addendum.blockSignals(False)

    def _draft(self) -> Callable[[], object] | None:
        if self._appointment is None or not self.addendum.value():
            return None
        app, typed = self.desk.app, Typed(Words(body=self.addendum.value()))
        return partial(app.keep, drafts.keep, app.vault, self._appointment, NoteKind.PROGRESS, typed)

    def save(self) -> None:
        """Add what is typed."""
        if self._note is not None and self._adding.isVisible():
            text = self.addendum.value()
            self._write(partial(self.desk.app.write, notes.add_addendum, self._note.id, text), "Added to the note")

    def _cosign(self) -> None:
        if self._note is not None:
            self._write(partial(self.desk.app.write, notes.cosign, self._note.id), "Note co-signed")

    def _close(self) -> None:
        if self._appointment is not None and self._zone is not None:
            self.desk.panel(ClosePanel(self.desk, self._appointment, "Close a note", self._zone))

    def _write(self, work: Callable[[], None], said: str) -> None:
        if self._busy:
            return
        self.problem.hide()
        self._busy = True

        def done(_: object) -> None:
            self._busy = False
            self.keeper.forget()
            self.desk.say(said)
            self.saved.emit()

        self.desk.tasks.start(self, self.keeper.save(work), done, self._failed)

    def _failed(self, reason: BaseException) -> None:
        self._busy = False
        if isinstance(reason, IbhError):
            self.problem.setText(reason.sentence)
            self.problem.show()
        else:
            self.desk.fail(reason)
