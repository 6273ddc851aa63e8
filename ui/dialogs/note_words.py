"""A progress note to read: where it stands, who signed, what it says and what was added."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.notes import NoteState
from ibh_desktop.queries.notes import NoteShown
from ui.kit.text import label, pill, short_date

TONES = {
    NoteState.DRAFT: "neutral",
    NoteState.SIGNED: "success",
    NoteState.COSIGNED: "success",
    NoteState.WAITING: "warning",
    NoteState.CLOSED: "neutral",
}


class NoteWords(QWidget):
    """Nothing here changes the note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = QVBoxLayout(self)
        self._told.setContentsMargins(0, 0, 0, 0)
        self._told.setSpacing(4)

    def show_note(self, note: NoteShown, zone: ZoneInfo) -> None:
        """Show a note in place of the one before."""
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


def signatures(note: NoteShown, zone: ZoneInfo) -> list[str]:
    """Who wrote and signed, and when."""
    told = []
    if note.signed_at is None:
        told.append(f"By {note.author}, last saved {_at(note.written_at.astimezone(zone))}")
    elif note.state is NoteState.CLOSED:
        told.append(f"By {note.author}, who left it unsigned, last saved {_at(note.written_at.astimezone(zone))}")
        told.append(f"Closed by {note.signed_by}, {_at(note.signed_at.astimezone(zone))}")
    else:
        told.append(f"Signed by {note.signed_by}, {_at(note.signed_at.astimezone(zone))}")
    if note.cosigned_at is not None:
        told.append(f"Co-signed by {note.cosigned_by}, {_at(note.cosigned_at.astimezone(zone))}")
    return told


def _at(moment: datetime) -> str:
    return f"{short_date(moment.date())} {moment:%Y, %H:%M}"
