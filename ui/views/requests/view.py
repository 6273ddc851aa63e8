"""Requests: who asked for treatment, what each waits for, and one key for each step until it is booked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import inquiries as shown
from ibh_desktop.queries import inquiry as one
from ibh_desktop.queries.inquiries import Group, InquiryLine
from ibh_desktop.queries.inquiry import InquiryFile
from ibh_desktop.usecases import inquiries
from ibh_desktop.usecases.inquiry_rows import Before
from ui.dialogs.ask import Offer
from ui.dialogs.inquiry import InquiryPanel
from ui.dialogs.inquiry_flow import put_on_waitlist, register_and_book
from ui.dialogs.inquiry_steps import TriagePanel, close_panel
from ui.kit.cells import grouped
from ui.kit.letters import Letters, push, worked
from ui.kit.table import Table
from ui.kit.text import label
from ui.kit.view import View
from ui.views.requests.columns import columns


class RequestsView(View[list[InquiryLine]]):
    """The queue at the chosen location or everywhere; it is put in order anew once a minute."""

    title = "Requests"
    topics = frozenset({Topic.INQUIRIES, Topic.CLINIC, Topic.PLACES})

    def body(self) -> QWidget:
        actor = self.desk.app.actor
        self._edits, self._triages = may(actor, Permission.EDIT_INQUIRIES), may(actor, Permission.TRIAGE_INQUIRIES)
        if self._edits:
            new = push("New request", self.add)
            new.setObjectName("primary")
            new.setToolTip("Insert")
            self.head.addWidget(new)
        undo = {"U": ("Undo", self.take_back)}
        self._letters = Letters(self._offered(), hidden=undo, add=self.add if self._edits else None)
        self.count = label("", "secondary")
        self.table = Table(columns(self.desk.now), "Requests")
        self.table.opens(self._open)
        self._lines: list[InquiryLine] = []
        self._last: Before | None = None
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self._show)
        self._minute.start()
        return worked(self, self.table, self._letters, self.count)

    def _offered(self) -> dict[str, tuple[str, Callable[[], None]]]:
        keys: dict[str, tuple[str, Callable[[], None]]] = {}
        if self._edits:
            keys["R"] = ("Register and book", lambda: self._with_file(self._go_on))
            keys["W"] = ("To the waitlist", lambda: self._with_file(self.to_waitlist))
            keys["O"] = ("Mine", self.own)
            keys["N"] = ("No answer", self.no_answer)
            keys["C"] = ("Close", lambda: self._with_file(self._close))
        if self._triages:
            keys["T"] = ("Triage", lambda: self._with_file(self._triage))
        return keys

    def load(self) -> list[InquiryLine]:
        return self.desk.app.read(shown.queue)

    def present(self, data: list[InquiryLine]) -> None:
        # Without a wish for a place a request belongs to every desk.
        here = self.desk.location
        self._lines = [line for line in data if here is None or line.location in (None, here)]
        self._show()
        if not self._lines:
            add = ("New request", self.add) if self._edits else ("", None)
            if data:
                self.empty("No requests here", "Other locations have some: choose All locations.", *add)
            elif self._edits or not self._triages:
                self.empty("No requests", "Whoever asks for treatment is noted here until they are booked.", *add)
            else:
                self.empty("No requests", "Requests that the front desk assigns to you come here.")

    def _show(self) -> None:
        now = self.desk.now()
        groups = ((group.value, [line for line in self._lines if line.group(now) is group]) for group in Group)
        self.table.show_rows(grouped(groups))
        going = [line for line in self._lines if line.standing.outcome is None]
        must = sum(line.group(now) is Group.CLINICIAN for line in going)
        self.count.setText(f"{len(going)} open" + (f", {must} for a clinician" if must else ""))

    def choose(self, inquiry: object) -> None:
        """Put the cursor on a request, now or when it has come."""
        self.table.choose_coming(inquiry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._letters.heard(event):
            super().keyPressEvent(event)

    def add(self) -> None:
        """Somebody asks for treatment."""
        self.desk.panel(InquiryPanel(self.desk))

    def _with_file(self, then: Callable[[InquiryFile], None]) -> None:
        line = self.table.current()
        if line is not None:
            self.desk.do(partial(self.desk.app.read, one.inquiry, line.id), then, owner=self)

    def _open(self, line: InquiryLine) -> None:
        self.desk.do(partial(self.desk.app.read, one.inquiry, line.id), self._show_file, owner=self)

    def _show_file(self, file: InquiryFile) -> None:
        ways: list[Offer] = []
        if self._edits and file.standing.outcome is not None:
            ways.append(("Open again", partial(self.reopen, file)))
        elif self._edits:
            ways.append(("Register and book", partial(self._go_on, file)))
        if self._triages and file.standing.outcome is None:
            ways.append(("Triage", partial(self._triage, file)))
        self.desk.panel(InquiryPanel(self.desk, file, ways, back=self._back))

    def _go_on(self, file: InquiryFile) -> None:
        register_and_book(self.desk, file)

    def to_waitlist(self, file: InquiryFile) -> None:
        """Put whoever asks on the waitlist: register or link the person where that is still to be done."""
        put_on_waitlist(self.desk, file)

    def _triage(self, file: InquiryFile) -> None:
        if file.standing.outcome is None:
            self.desk.panel(TriagePanel(self.desk, file, self._back))
        else:
            self.desk.say("This request was closed. Open it again first.")

    def _close(self, file: InquiryFile) -> None:
        if file.outcomes:
            self.desk.panel(close_panel(self.desk, file, self._back))
        elif file.standing.outcome is None:
            self.desk.say("The answer to the safety question needs a clinician: one triages this request before it is closed.")
        else:
            self.desk.say("This request is closed already.")

    def own(self) -> None:
        """I see to it."""
        self._do("yours", inquiries.assign, owner=self.desk.app.actor.staff)

    def no_answer(self) -> None:
        """Nobody answered."""
        self._do("no answer noted", inquiries.attempt)

    def reopen(self, file: InquiryFile) -> None:
        """Open a closed request again."""
        self.desk.panel(None)
        work = partial(self.desk.app.write, inquiries.reopen, file.id, version=file.version)
        self.desk.do(work, lambda before: self._done(before, f"{file.name}: open again"), owner=self)

    def _do(self, words: str, usecase: Callable[..., Before], **asked: Any) -> None:
        line = self.table.current()
        if line is not None:
            work = partial(self.desk.app.write, usecase, line.id, version=line.version, **asked)
            self.desk.do(work, lambda before: self._done(before, f"{line.name}: {words}"), owner=self)

    def _done(self, before: Before, words: str) -> None:
        self.desk.say(words, undo=self._back(before))

    def _back(self, before: Before) -> Callable[[], None]:
        self._last = before

        def work() -> None:
            self._last = None  # once, by the toast or by the key
            self.desk.app.write(inquiries.take_back, before)

        return work

    def take_back(self) -> None:
        """Undo the last step made here or in a panel of this page."""
        if self._last is not None:
            self.desk.do(self._back(self._last), lambda _: self.desk.say("Undone"), owner=self)
