"""A progress note to read: signed, co-signed, added to; and somebody else's that is not signed yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
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
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.kit.keeper import Keeper
from ui.kit.text import label, pill, short_date

TONES = {NoteState.DRAFT: "neutral", NoteState.SIGNED: "success", NoteState.COSIGNED: "success", NoteState.WAITING: "warning"}


class SignedNote(QWidget):
    """Nothing here changes the note; `saved` follows an addendum and a co-signature."""

    saved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._note: NoteShown | None = None
        self._appointment: AppointmentId | None = None
        self._busy = False
        self.keeper = Keeper(self, desk.tasks, self._draft)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._told = QVBoxLayout()
        self._told.setSpacing(4)
        box.addLayout(self._told)
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
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch()
        self.add_button, self.cosign_button = QPushButton("Add it"), QPushButton("Co-sign")
        self.add_button.setToolTip("Ctrl+S")
        self.cosign_button.setObjectName("primary")
        self.add_button.clicked.connect(self.save)
        self.cosign_button.clicked.connect(self._cosign)
        foot.addWidget(self.add_button)
        foot.addWidget(self.cosign_button)
        box.addLayout(foot)

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show the note with everything that was added."""
        note, chosen = sheet.note, sheet.chosen
        if note is None or chosen is None:
            return
        typing = self.keeper.waits and self._appointment == chosen.id
        self._note, self._appointment = note, chosen.id
        self._tell(note, sheet.zone)
        adds = sheet.may_write and note.state is not NoteState.DRAFT and note.intact
        self._adding.setVisible(adds)
        self.add_button.setVisible(adds)
        self.cosign_button.setVisible(note.may_cosign and note.intact)
        self.problem.hide()
        if not typing:
            self.addendum.blockSignals(True)
            self.addendum.setPlainText(sheet.draft.typed.words.body if sheet.draft else "")
            self.addendum.blockSignals(False)

    def _tell(self, note: NoteShown, zone: ZoneInfo) -> None:
        while (item := self._told.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if not note.intact:
            words = "This note is not what was signed. Do not rely on it; tell the manager."
            self._told.addWidget(label(words, "alert", wrap=True))
        self._told.addWidget(pill(note.state.value.capitalize(), TONES[note.state]))
        for words in signatures(note, zone):
            self._told.addWidget(label(words, "secondary", wrap=True))
        techniques = ", ".join(note.words.techniques)
        parts = (
            ("How things were since last time", note.words.since_last),
            ("Techniques", techniques.capitalize()),
            ("Progress note", note.words.body),
        )
        added = ((f"Added by {a.author}, {_at(a.added_at.astimezone(zone))}", a.text) for a in note.addenda)
        for title, text in (*parts, *added):
            if text:
                self._told.addSpacing(4)
                self._told.addWidget(label(title, "label"))
                self._told.addWidget(label(text, wrap=True))

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


def signatures(note: NoteShown, zone: ZoneInfo) -> list[str]:
    """Who wrote and signed, and when."""
    told = []
    if note.signed_at is None:
        told.append(f"By {note.author}, last saved {_at(note.written_at.astimezone(zone))}")
    else:
        told.append(f"Signed by {note.signed_by}, {_at(note.signed_at.astimezone(zone))}")
    if note.cosigned_at is not None:
        told.append(f"Co-signed by {note.cosigned_by}, {_at(note.cosigned_at.astimezone(zone))}")
    return told


def _at(moment: datetime) -> str:
    return f"{short_date(moment.date())} {moment:%Y, %H:%M}"
