"""The composer: fields at the left, the real page at the right, refreshed as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QPushButton, QSplitter, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.ids import LetterId, RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import written
from ibh_desktop.domain.letters import LetterStatus, missing
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.letters.content import Address
from ibh_desktop.letters.kinds import pdf as render
from ibh_desktop.queries import letters, pickers
from ibh_desktop.queries.letters import Draft
from ibh_desktop.queries.pickers import RecipientChoice
from ibh_desktop.usecases import letters as writing
from ui.dialogs.recipient import RecipientPanel
from ui.kit.paper import PageView, print_pdf, save_pdf
from ui.kit.view import View
from ui.places import Course, Letter
from ui.views.letter.parts import PartsEditor

PAUSE = 120
"""Milliseconds after the last key before the page is set anew."""
SAVE_AFTER = 900


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter with the address book; for the front desk only the signed pages."""

    draft: Draft | None
    recipients: list[RecipientChoice]
    pdf: bytes


class LetterView(View[Shown | None]):
    """Saves the draft by itself; Sign freezes what the page shows."""

    title = "Letter"
    topics = frozenset({Topic.LETTERS})

    def body(self) -> QWidget:
        self._letter: LetterId | None = None
        self._draft: Draft | None = None
        self._edited = False
        self._saving = False
        self.parts = PartsEditor(self.desk)
        self.parts.changed.connect(self._typed)
        self.parts.add_recipient.connect(self._add_recipient)
        self.page = PageView()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.parts)
        split.addWidget(self.page)
        split.setSizes([430, 560])
        split.setChildrenCollapsible(False)
        self.back = self._button("Back to the course", self._to_course)
        self.edition = self._button("Change it: new version", self._new_edition)
        self.save = self._button("Save PDF…", self._save_pdf)
        self.print = self._button("Print…", self._print)
        self.sign = self._button("Sign", self._sign)
        self.sign.setObjectName("primary")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._set_page)
        self._later = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._later.timeout.connect(self.save_draft)
        self._ticket_page = 0
        return split

    def _button(self, words: str, run: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        self.head.addWidget(button)
        return button

    def go(self, place: Letter) -> None:
        """Open another letter; what was typed in the one before is saved first."""
        self.save_draft()
        self._letter, self._draft, self._edited = place.id, None, False
        self.stale()

    def load(self) -> Shown | None:
        key, app = self._letter, self.desk.app
        if key is None:
            return None
        if not may(app.actor, Permission.WRITE_LETTER):
            return Shown(None, [], app.read(letters.signed_pdf, key))
        draft = app.read(letters.composer, key)
        pdf = render(draft.content) if draft.status is LetterStatus.DRAFT else app.read(letters.signed_pdf, key)
        return Shown(draft, app.read(pickers.recipients), pdf)

    def present(self, data: Shown | None) -> None:
        if data is None:
            self.empty("No letter is open", "Choose one from the list.")
            return
        draft = data.draft
        writing_now = draft is not None and draft.status is LetterStatus.DRAFT
        if draft is not None and writing_now and self._writes_already(draft):
            # The fields stay as they are, with cursor and ticks. Unsaved words keep the version they were begun on.
            if not self._edited:
                self._draft = draft
                self.page.show_pdf(data.pdf)
            return
        self._halt()
        self._draft = draft
        self.parts.setVisible(writing_now)
        if draft is not None:
            self.heading.setText(f"{BY_ID[draft.kind].title} · {draft.patient_name}")
            self.say_under_title(f"{draft.number} · {draft.status.value}")
            if writing_now:
                self.parts.show_draft(draft, data.recipients)
        for button, on in (
            (self.sign, writing_now),
            (self.edition, draft is not None and not writing_now),
            (self.print, not writing_now),
            (self.back, draft is not None and draft.course is not None),
        ):
            button.setVisible(on)
        self.page.show_pdf(data.pdf)
        self._show_missing()

    def _writes_already(self, draft: Draft) -> bool:
        held = self._draft
        if held is None or held.id != draft.id:
            return False
        return self._edited or (held.parts, held.recipient) == (draft.parts, draft.recipient)

    def _halt(self) -> None:
        # A page that is still being set must not take the place of another letter's or of what was signed.
        self._pause.stop()
        self._ticket_page += 1

    def _typed(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._edited = True
        recipient, parts = self.parts.recipient(), self.parts.parts()
        chosen = self.parts.chosen_recipient()
        to = (
            Address(chosen.name, chosen.organisation, "", chosen.city)
            if chosen and recipient != draft.recipient
            else draft.content.to
        )
        self._draft = replace(draft, parts=parts, recipient=recipient, content=replace(draft.content, parts=parts, to=to))
        self._show_missing()
        self._pause.start()
        self._later.start()

    def _show_missing(self) -> None:
        draft = self._draft
        if draft is not None:
            lacking = missing(BY_ID[draft.kind], draft.parts, recipient=draft.recipient is not None)
            self.parts.show_missing(lacking)
            self.sign.setEnabled(not lacking)

    def _set_page(self) -> None:
        if self._draft is None:
            return
        self._ticket_page += 1
        ticket, content = self._ticket_page, self._draft.content
        self.desk.tasks.start(self, lambda: render(content), lambda pdf: self._page_set(ticket, pdf), self.desk.fail)

    def _page_set(self, ticket: int, pdf: bytes) -> None:
        if ticket == self._ticket_page:
            self.page.show_pdf(pdf)

    def save_draft(self) -> None:
        """Keep what was typed; called by itself a moment after the last key and whenever the page is left."""
        self._later.stop()
        draft = self._draft
        if draft is None or not self._edited or self._saving:
            return
        self._edited, self._saving = False, True
        self.desk.tasks.start(self, self._write(draft), partial(self._saved, draft.id), self._not_saved)

    def _write(self, draft: Draft) -> Callable[[], int]:
        lines, recipient, version = written(draft.parts), draft.recipient, draft.version
        return partial(self.desk.app.write, writing.write, draft.id, lines=lines, recipient=recipient, version=version)

    def parting(self) -> Callable[[], object] | None:
        self._later.stop()
        self._halt()
        draft, edited, self._edited = self._draft, self._edited, False
        return self._write(draft) if draft is not None and edited else None

    def _saved(self, letter: LetterId, version: int) -> None:
        self._saving = False
        if self._draft is not None and self._draft.id == letter:
            self._draft = replace(self._draft, version=version)
            self.say_under_title(f"{self._draft.number} · draft · saved {self.desk.now().astimezone():%H:%M}")

    def _not_saved(self, reason: BaseException) -> None:
        self._saving, self._edited = False, True
        self.desk.fail(reason)

    def _sign(self) -> None:
        draft = self._draft
        if draft is None:
            return
        self._later.stop()
        self._halt()
        app, edited = self.desk.app, self._edited

        def work() -> str:
            version = draft.version
            if edited:
                version = self._write(draft)()
            stored = app.read(letters.composer, draft.id)
            frozen = replace(stored.content, draft=False)
            return app.write(writing.sign, draft.id, pdf=render(frozen), version=version)

        self._edited = False
        self.desk.tasks.start(self, work, lambda _: self._signed(), self._not_signed)

    def _signed(self) -> None:
        self.desk.say("Signed. It can be printed now.")
        self.stale()

    def _not_signed(self, reason: BaseException) -> None:
        self._edited = True
        self.desk.fail(reason)

    def _print(self) -> None:
        letter = self._letter
        if letter is None:
            return
        try:
            copies = print_pdf(self.page.pdf, self)
        except IbhError as reason:
            self.desk.fail(reason)
            return
        if copies:
            self._note_printed(letter, copies, "printer")

    def _save_pdf(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save PDF", "letter.pdf", "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the page that shows to a file; a signed one counts as printed."""
        try:
            save_pdf(self.page.pdf, path)
        except IbhError as reason:
            self.desk.fail(reason)
            return
        signed = self._draft is None or self._draft.status is not LetterStatus.DRAFT
        if signed and self._letter is not None:
            self._note_printed(self._letter, 1, "file")
        else:
            self.desk.say("Saved as a draft PDF")

    def _note_printed(self, letter: LetterId, copies: int, how: str) -> None:
        work = partial(self.desk.app.write, writing.printed, letter, copies=copies, how=how)
        self.desk.do(work, lambda _: self.desk.say("Printed" if how == "printer" else "PDF saved"), owner=self)

    def _new_edition(self) -> None:
        if self._letter is not None:
            work = partial(self.desk.app.write, writing.new_edition, self._letter)
            self.desk.do(work, lambda new: self.desk.open(Letter(new)), owner=self)

    def _to_course(self) -> None:
        if self._draft is not None and self._draft.course is not None:
            self.save_draft()
            self.desk.open(Course(self._draft.course))

    def _add_recipient(self) -> None:
        self.desk.panel(RecipientPanel(self.desk, self._chose_recipient))

    def _chose_recipient(self, recipient: RecipientId) -> None:
        self.desk.do(partial(self.desk.app.read, pickers.recipients), partial(self._offer, recipient), owner=self)

    def _offer(self, recipient: RecipientId, known: list[RecipientChoice]) -> None:
        self.parts.offer(known, recipient)
        self._typed()
