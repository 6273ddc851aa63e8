"""One call before a visit: the number, how this patient wishes to be reached, the words to say, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.appointments import Status
from ibh_desktop.domain.calls import CallOutcome
from ibh_desktop.domain.contact import in_short, may_call, may_leave_message, never_call, voicemail
from ibh_desktop.queries.calls import CallLine
from ibh_desktop.usecases import calls
from ibh_desktop.usecases.calls import Noted
from ui.dialogs.call_steps import CallSteps, about, seen
from ui.dialogs.contact import open_contact
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.form import FormPanel
from ui.kit.inputs import TextField
from ui.kit.text import clock, label, short_date


class CallPanel(FormPanel):
    """Ctrl+Enter notes that the patient confirmed; the other outcomes are a button each, and each has Undo."""

    def __init__(self, desk: Desk, line: CallLine, steps: CallSteps) -> None:
        super().__init__(desk, f"Call · {discreet.name(line.patient_name)}", save="Confirmed")
        self._line, self._steps = line, steps
        open_still = line.status is Status.SCHEDULED and not never_call(line.wishes)
        self.box.addWidget(label(about(line), "secondary", wrap=True))
        self.box.addSpacing(4)
        self.box.addWidget(label(line.phone or "There is no phone number in the file.", "section", wrap=True))
        if reason := never_call(line.wishes) or may_call(line.wishes, desk.now().astimezone(line.starts.tzinfo)):
            self.box.addWidget(label(reason, "alert", wrap=True))
        if line.custody:
            self.box.addSpacing(4)
            self.box.addWidget(label("Custody: read the file before anything is told.", "alert", wrap=True))
        self._reach()
        self.note = TextField(placeholder="calls back at four, asks for a ride…")
        if open_still:
            self._words()
            self.field("note", "A note about this call", self.note)
            self._outcomes()
        self._history()
        self.save_button.setVisible(open_still)
        self.done_adding()

    def _reach(self) -> None:
        self.box.addSpacing(8)
        self.box.addWidget(label("How to reach", "label"))
        self.box.addWidget(label(in_short(self._line.wishes), wrap=True))
        change = QPushButton("Wishes…")
        change.clicked.connect(lambda: open_contact(self.desk, self._line.patient))
        row = FlowLayout()
        row.addWidget(change)
        self.box.addLayout(row)
        self.box.addSpacing(8)

    def _words(self) -> None:
        line = self._line
        self.box.addWidget(label("On voicemail, say", "label"))
        caller = self.desk.app.actor.name
        said = voicemail(line.wishes, given=line.given, caller=caller, phone=line.call_back, starts=line.starts)
        self.box.addWidget(label(said or may_leave_message(line.wishes), "notice" if said else "alert", wrap=True))
        self.box.addSpacing(8)

    def _outcomes(self) -> None:
        others = FlowLayout()
        for words, run in (
            ("Message left", partial(self._write, CallOutcome.MESSAGE)),
            ("No answer", partial(self._write, CallOutcome.NO_ANSWER)),
            ("Move…", lambda: self._steps.move(self._line)),
            ("The patient cancels", partial(self._write, CallOutcome.CANCELLED)),
        ):
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, r=run: r())
            others.addWidget(button)
        self.box.addLayout(others)
        self.box.addSpacing(8)

    def _history(self) -> None:
        if not self._line.calls:
            return
        self.box.addWidget(label("Calls so far", "label"))
        for call in reversed(self._line.calls):
            at = call.at.astimezone(self._line.starts.tzinfo)
            told = f"{call.outcome.value.capitalize()}, {short_date(at.date())} {clock(at)}, {call.by}"
            self.box.addWidget(label(told, wrap=True))
            if call.note:
                self.box.addWidget(label(call.note, "secondary", wrap=True))

    def _work(self, outcome: CallOutcome) -> Callable[[], object]:
        self._outcome = outcome
        line, note = self._line, self.note.value()
        return partial(self.desk.app.write, calls.called, line.id, outcome=outcome, seen=seen(line), note=note)

    def _write(self, outcome: CallOutcome) -> None:
        self.clear_problems()
        self.run(self._work(outcome))

    def save(self) -> Callable[[], object]:
        return self._work(CallOutcome.CONFIRMED)

    def saved(self, result: object) -> None:
        super().saved(result)
        if isinstance(result, Noted):
            self._steps.did(self._line, self._outcome, result)
