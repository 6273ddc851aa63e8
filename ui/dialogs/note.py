"""One note that waits: to co-sign, to close after a leaver, or to write where its course went on to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.ids import AppointmentId
from ibh_desktop.domain.lifecycle import SHORTEST_REASON
from ibh_desktop.domain.notes import NoteKind, NoteState
from ibh_desktop.queries import drafts
from ibh_desktop.queries import notes as shown
from ibh_desktop.queries.drafts import Draft
from ibh_desktop.queries.notes import NoteShown
from ibh_desktop.usecases import notes
from ui.dialogs.note_editor import NoteEditor
from ui.dialogs.note_words import NoteWords
from ui.kit.desk import Desk
from ui.kit.fields import Memo
from ui.kit.form import FormPanel, Panel
from ui.kit.text import label

Show = Callable[[], None]


class _ReadPanel(FormPanel):
    """A note with one thing to do about it; nothing can be done before it was read."""

    verb = ""

    def __init__(
        self, desk: Desk, appointment: AppointmentId, title: str, zone: ZoneInfo, *, course: Show | None = None
    ) -> None:
        super().__init__(desk, title, save=self.verb)
        self._zone = zone
        self.note: NoteShown | None = None
        self.words = NoteWords()
        self.box.addWidget(self.words)
        self.box.addSpacing(8)
        self._ask()
        self.done_adding()
        if course is not None:
            button = QPushButton("Open the course")
            button.clicked.connect(lambda: course())
            self.foot.insertWidget(0, button)
        self.save_button.setEnabled(False)
        desk.tasks.start(self, partial(desk.app.read, shown.note, appointment), self._show, self._failed)

    def _ask(self) -> None:
        """Fields of its own."""

    def _may(self, note: NoteShown) -> bool:
        raise NotImplementedError

    def _show(self, note: NoteShown | None) -> None:
        if note is None:
            self.problem.setText("This note is not there any more.")
            self.problem.show()
            return
        self.note = note
        self.words.show_note(note, self._zone)
        self.save_button.setEnabled(note.intact and self._may(note))


class CosignPanel(_ReadPanel):
    """Ctrl+Enter co-signs what was read."""

    verb = "Co-sign"

    def _may(self, note: NoteShown) -> bool:
        return note.may_cosign

    def focus_first(self) -> None:
        """The keys belong to the button: there is nothing to fill in."""
        self.save_button.setFocus()

    def _show(self, note: NoteShown | None) -> None:
        super()._show(note)
        self.save_button.setFocus()  # a button that is not enabled takes no focus

    def save(self) -> Callable[[], object]:
        assert self.note is not None
        return partial(self.desk.app.write, notes.cosign, self.note.id)

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Note co-signed")


class ClosePanel(_ReadPanel):
    """Closes what a leaver left; nobody signs for another."""

    verb = "Close it"

    def _ask(self) -> None:
        told = "Its author has left and cannot sign it."
        kept = "Closing keeps the words as they stand, unsigned, with your name and reason."
        self.box.addWidget(label(f"{told} {kept}", "notice", wrap=True))
        self.box.addSpacing(4)
        self.reason = Memo(lines=3)
        self.field("reason", f"Why it is closed, in {SHORTEST_REASON} letters or more", self.reason)

    def _may(self, note: NoteShown) -> bool:
        return note.may_close

    def save(self) -> Callable[[], object]:
        assert self.note is not None
        return partial(self.desk.app.write, notes.close, self.note.id, reason=self.reason.value())

    def saved(self, result: object) -> None:
        super().saved(result)
        self.desk.say("Note closed")


class OwnNotePanel(Panel):
    """My note of a session that I held, where the course's page is not mine any more."""

    def __init__(self, desk: Desk, appointment: AppointmentId, title: str, zone: ZoneInfo) -> None:
        super().__init__(desk, title)
        self._appointment, self._zone = appointment, zone
        told = "This course is with another therapist now. The note of a session that you held is still yours to sign."
        self.box.addWidget(label(told, "secondary", wrap=True))
        self.box.addSpacing(8)
        self.editor = NoteEditor(desk)
        self.editor.setEnabled(False)
        self.box.addWidget(self.editor)
        self.box.addStretch()
        self.editor.saved.connect(self._fetch)
        self._fetch()

    def _fetch(self) -> None:
        self.desk.tasks.start(self, self._read, partial(self._show, self.editor.keeper.certain), self.desk.fail)

    def _read(self) -> tuple[NoteShown | None, Draft | None]:
        app = self.desk.app
        note = app.read(shown.note, self._appointment)
        return note, app.read(drafts.draft, app.vault, self._appointment, NoteKind.PROGRESS)

    def _show(self, certain: int, both: tuple[NoteShown | None, Draft | None]) -> None:
        if certain != self.editor.keeper.certain:
            self._fetch()  # a draft was kept meanwhile
            return
        note, draft = both
        if note is not None and note.state is not NoteState.DRAFT:
            self.close_panel()
            return
        self.editor.setEnabled(True)
        self.editor.show_note(self._appointment, note, draft, self._zone, moves=False)
        self.editor.body.setFocus()

    def rest(self) -> Callable[[], object] | None:
        """The write of what is typed and not kept yet."""
        return self.editor.keeper.rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (work := self.rest()) is not None:
            self.desk.do(work)
