"""The composer: fields at the left, the real page at the right, refreshed as one types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import Conflict
from ibh_desktop.domain.ids import LetterId, RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import texts
from ibh_desktop.domain.letters import missing
from ibh_desktop.domain.topics import Topic
from ibh_desktop.letters.content import Address
from ibh_desktop.queries import pickers
from ibh_desktop.queries.letters import Draft
from ibh_desktop.queries.pickers import RecipientChoice
from ibh_desktop.usecases import letters as writing
from ui.dialogs.print_letter import Printable, PrintLetterPanel
from ui.dialogs.recipient import RecipientPanel
from ui.kit.pages import PageView
from ui.kit.text import label
from ui.kit.view import View
from ui.places import Course, Letter
from ui.views.letter.actions import Actions
from ui.views.letter.checklist import Checklist
from ui.views.letter.clash import Clash
from ui.views.letter.parts import PartsEditor
from ui.views.letter.press import Press
from ui.views.letter.saver import Saver
from ui.views.letter.shown import Shown, shown
from ui.views.letter.spell import Spell
from ui.views.letter.steps import cosigned, done_words, left_panel, names, send_back_panel, signed, withdraw_panel


class LetterView(View[Shown | None]):
    """Saves the draft by itself; Sign freezes what the page shows. Ctrl+Enter signs, Ctrl+P prints."""

    title = "Letter"
    topics = frozenset({Topic.LETTERS, Topic.PATIENTS})

    def body(self) -> QWidget:
        self._letter: LetterId | None = None
        self.parts = PartsEditor(self.desk.app.actor)
        self.checklist = Checklist()
        self.parts.changed.connect(self._typed)
        self.parts.refused.connect(self.checklist.refuse)
        self.parts.add_recipient.connect(lambda: self.desk.panel(RecipientPanel(self.desk, self._chose_recipient)))
        self.checklist.chosen.connect(self.parts.jump)
        self.page = PageView()
        self.clash = Clash()
        self.clash.dropped.connect(self._take_theirs)
        self.said = label("", "notice", wrap=True)
        self.blocked = label("", "alert", wrap=True)
        self.press = Press(self, self.desk.tasks, self.page.show_pdf, self.desk.fail)
        self.saver = Saver(self, self.desk.app, self.desk.tasks)
        self.spell = Spell(self, self.desk.tasks, self.parts.check, self.desk.fail)
        self.saver.saved.connect(self._saved)
        self.saver.failed.connect(self._not_saved)
        self.saver.conflict.connect(self.clash.show)
        self.clash.kept.connect(self._keep_mine)
        self._build_head()
        return self._build_body()

    def _build_head(self) -> None:
        self.steps = Actions(self.head, self.desk.app.actor)
        on = self._on
        self.steps.add("back", "Back to the course", on(self._to_course))
        self.steps.add("drop", "Withdraw…", on(lambda draft: self.desk.panel(withdraw_panel(self.desk, draft))))
        self.steps.add("edition", "Change it: new version", on(self._new_edition))
        self.steps.add("send_back", "Send back…", on(lambda draft: self.desk.panel(send_back_panel(self.desk, draft))))
        self.print = self.steps.add("print", "Print…", self.print_out, "Ctrl+P")
        self.steps.add("sent", "Sent…", on(lambda draft: self.desk.panel(left_panel(self.desk, draft))))
        self.cosign = self.steps.add("cosign", "Co-sign", on(self._cosign), "Ctrl+Enter")
        self.sign = self.steps.add("sign", "Sign", on(self._sign), "Ctrl+Enter")

    def _on(self, run: Callable[[Draft], object]) -> Callable[[], object]:
        return lambda: self.saver.draft and run(self.saver.draft)

    def _build_body(self) -> QWidget:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for banner in (self.clash, self.said, self.blocked):
            box.addWidget(banner)
        self.left = QWidget()
        fields = QVBoxLayout(self.left)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(6)
        fields.addWidget(self.checklist)
        fields.addWidget(self.parts, 1)
        self.left.setMinimumWidth(370)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.left)
        split.addWidget(self.page)
        split.setSizes([460, 530])
        split.setChildrenCollapsible(False)
        box.addWidget(split, 1)
        return content

    def go(self, place: Letter) -> None:
        """Open another letter; what was typed in the one before is saved."""
        if place.id != self._letter:
            self.press.halt()
            self.saver.leave()
            self.page.canvas.clear()
            self._letter = place.id
        self.stale()

    def load(self) -> Shown | None:
        return None if self._letter is None else shown(self.desk.app, self._letter)

    def present(self, data: Shown | None) -> None:
        if data is None:
            self.empty("No letter is open", "Choose one from the list.")
            return
        draft = data.draft
        if draft is not None and draft.writable and self._writes_already(draft):
            # The fields stay as they are, with cursor and ticks. Unsaved words keep the version they were begun on.
            self._say_law(data)
            if not self.saver.edited and not self.saver.clashed:
                self.saver.hold(draft)
                self.page.show_pdf(data.pdf)
            return
        self.press.halt()
        self.clash.hide()
        if draft is not None:
            draft = self.saver.hold(draft)
            self._present_draft(draft, data.recipients)
        self._present_state(draft, data)
        self.page.show_pdf(data.pdf)

    def _present_draft(self, draft: Draft, recipients: list[RecipientChoice]) -> None:
        self.heading.setText(f"{BY_ID[draft.kind].title} · {draft.patient_name}")
        self.say_under_title(f"{draft.number} · {draft.status.value}")
        if not draft.writable:
            return
        self.parts.show_draft(draft, recipients)
        self._show_missing(draft)
        self.spell.name(names(draft))
        if self.saver.edited:  # words that could not be written before
            self.press.ask(draft.content)

    def _present_state(self, draft: Draft | None, data: Shown) -> None:
        writable = draft is not None and draft.writable
        self.left.setVisible(writable)
        self.checklist.refuse("")
        self._say_law(data)
        self.said.setText(f"Sent back by the supervisor: {draft.sent_back}" if draft is not None and draft.sent_back else "")
        self.said.setVisible(bool(self.said.text()))
        self.steps.show_for(draft, blocked=bool(data.blocks))
        self.setFocusProxy(self.parts.first() if writable else self.page)
        if self.isVisible():
            self.setFocus()

    def _say_law(self, data: Shown) -> None:
        writable = data.draft is not None and data.draft.writable
        # While nobody is chosen to receive it, the list of what is missing says so.
        addressed = data.draft is not None and (data.draft.recipient or not BY_ID[data.draft.kind].needs_recipient)
        self.checklist.blocks(data.blocks if writable and addressed else ())
        self.parts.say_ground(data.ground)
        self.blocked.setText("" if writable else "\n".join(data.blocks))
        self.blocked.setVisible(bool(self.blocked.text()))

    def _writes_already(self, draft: Draft) -> bool:
        held = self.saver.draft
        if held is None or held.id != draft.id or not held.writable:
            return False
        same = (held.lines, held.recipient, held.basis) == (draft.lines, draft.recipient, draft.basis)
        return self.saver.edited or self.saver.clashed or same

    def _typed(self) -> None:
        draft = self.saver.draft
        if draft is None or not draft.writable:
            return
        self.checklist.refuse("")
        lines, recipient = self.parts.lines(), self.parts.recipient()
        chosen, parts = self.parts.chosen_recipient(), texts(lines)
        to = draft.content.to
        if recipient != draft.recipient:
            to = Address(chosen.name, chosen.organisation, chosen.street, chosen.city_line) if chosen else None
        content = replace(draft.content, parts=parts, to=to)
        basis = self.parts.ground.value()
        draft = replace(draft, lines=lines, parts=parts, recipient=recipient, basis=basis, content=content)
        self.saver.typed(draft)
        self._show_missing(draft)
        self.press.ask(content)

    def _show_missing(self, draft: Draft) -> None:
        lacking = missing(BY_ID[draft.kind], draft.parts, recipient=draft.recipient is not None)
        self.checklist.missing(lacking, done_words(draft))
        self.sign.setEnabled(not lacking)

    def save_draft(self) -> None:
        """Keep what was typed; called by itself a moment after the last key and whenever the page is left."""
        self.saver.save()

    def parting(self) -> Callable[[], object] | None:
        self.press.halt()
        return self.saver.rest()

    def _saved(self, draft: Draft) -> None:
        self.say_under_title(f"{draft.number} · draft · saved {self.desk.now().astimezone():%H:%M}")

    def _not_saved(self, reason: BaseException) -> None:
        if self.saver.draft is not None:
            self.say_under_title(f"{self.saver.draft.number} · draft · not saved yet")
        self.desk.fail(reason)

    def _keep_mine(self) -> None:
        self.clash.hide()
        self.saver.keep_mine()

    def _take_theirs(self) -> None:
        self.clash.hide()
        self.saver.forget()
        self.stale()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not a shortcut: while a panel is open Ctrl+Enter is the panel's.
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """Ctrl+Enter: the next signature, or what it still waits for."""
        draft = self.saver.draft
        if draft is not None and draft.may_cosign:
            self._cosign(draft)
        elif draft is not None and not draft.signable:
            self.desk.say(done_words(draft) if draft.writable else f"This letter is {draft.status.value}.")
        elif draft is not None:
            lacking = missing(BY_ID[draft.kind], draft.parts, recipient=draft.recipient is not None)
            if lacking:
                self.desk.say(f"Before it can be signed: {lacking[0]}.")
                self.parts.jump(lacking[0])
            else:
                self._sign(draft)

    def _sign(self, draft: Draft) -> None:
        if self.saver.clashed:
            self.desk.say("Say first whose words stand: yours or those of the other desk.")
            return
        self.press.halt()
        work = signed(self.desk.app, self.saver, draft)
        done = "Signed" if BY_ID[draft.kind].by_hand else "Finished"
        waits = f"{done}. It waits for {draft.cosigner} to co-sign." if draft.cosigner else f"{done}. It can be printed now."
        self.desk.tasks.start(self, work, lambda _: self._signed(waits), self._not_signed)

    def _cosign(self, draft: Draft) -> None:
        work = cosigned(self.desk.app, draft)
        done = "Co-signed. It can be printed now."
        self.desk.tasks.start(self, work, lambda _: self._signed(done), self.desk.fail)

    def _signed(self, words: str) -> None:
        self.desk.say(words)
        self.stale()

    def _not_signed(self, reason: BaseException) -> None:
        if isinstance(reason, Conflict):
            self.saver.clash()
        else:
            self.saver.give_back()
            self.desk.fail(reason)

    def print_out(self) -> None:
        """Open the print panel: Ctrl+P on this page."""
        key, draft = self._letter, self.saver.draft
        if key is None or not self.print.isVisible():
            self.desk.say("Sign the letter first; then it can be printed.")
        elif not self.print.isEnabled():
            self.desk.say(self.blocked.text())
        else:
            name = f"Letter {key}" if draft is None else draft.content.number
            to_patient = draft is not None and not BY_ID[draft.kind].needs_recipient
            self.desk.panel(PrintLetterPanel(self.desk, Printable(key, name, to_patient)))

    def _new_edition(self, draft: Draft) -> None:
        work = partial(self.desk.app.write, writing.new_edition, draft.id)
        self.desk.do(work, lambda new: self.desk.open(Letter(new)), owner=self)

    def _to_course(self, draft: Draft) -> None:
        if draft.course is not None:
            self.saver.save()
            self.desk.open(Course(draft.course))

    def _chose_recipient(self, recipient: RecipientId) -> None:
        self.desk.do(partial(self.desk.app.read, pickers.recipients), partial(self._offer, recipient), owner=self)

    def _offer(self, recipient: RecipientId, known: list[RecipientChoice]) -> None:
        self.parts.offer(known, recipient)
        self._typed()
