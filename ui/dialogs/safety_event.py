"""One safety event: where it stands, everything that was recorded, and the buttons of the next steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ibh_desktop.domain.ids import SafetyEventId
from ibh_desktop.domain.safety import ASSESSABLE, OVER, SafetyStatus, missing_words
from ibh_desktop.queries import safety
from ibh_desktop.queries.safety import Entry, EventFile
from ibh_desktop.usecases import safety as steps
from ui.dialogs.safety_forms import About, AssessPanel, EventForm, ReasonPanel, ScreenerPanel, TellPanel
from ui.dialogs.safety_notice import print_safety_plan
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.form import Panel
from ui.kit.text import label, pill, short_date

TONES = {
    SafetyStatus.OPEN: "danger",
    SafetyStatus.IN_ASSESSMENT: "warning",
    SafetyStatus.ASSESSED: "info",
    SafetyStatus.FOLLOW_UP: "info",
    SafetyStatus.CLOSED: "neutral",
    SafetyStatus.ENTERED_IN_ERROR: "neutral",
}


class EventCard(QWidget):
    """Shows one event; `after` is what shows again when a form about it was saved."""

    def __init__(self, desk: Desk, *, after: Callable[[SafetyEventId], None] | None = None) -> None:
        super().__init__()
        self._desk, self._after = desk, after
        self.file: EventFile | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._was_here = False

    def show_event(self, file: EventFile | None) -> None:
        """Show another event, the same one as it stands now, or none."""
        self._was_here |= self.isAncestorOf(QApplication.focusWidget() or self)
        self.file = file
        if self._inside is not None:
            self._box.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None
        if file is not None:
            self._inside = self._built(file)
            self._box.addWidget(self._inside)
            self._inside.show()  # at once: a layout would show it later, and what is hidden takes no focus
            if self._was_here:
                self.start()
            self._was_here = False

    def start(self) -> None:
        """Put the keyboard on the first step."""
        buttons = self._inside.findChildren(QPushButton) if self._inside else []
        if buttons:
            buttons[0].setFocus()

    def _built(self, file: EventFile) -> QWidget:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(_pills(file))
        by = f" by {file.raised_by}" if file.raised_by else ""
        box.addWidget(label(f"{file.source}. Raised {_moment(file.raised_at)}{by}.", "secondary", wrap=True))
        if file.words:
            box.addWidget(label(file.words, wrap=True))
        box.addLayout(self._buttons(file))
        if file.missing and file.status in ASSESSABLE:
            box.addWidget(label(missing_words(file.missing), "notice", wrap=True))
        if file.entries:
            box.addWidget(label("What was recorded", "strong"))
        for entry in file.entries:
            box.addWidget(_line(entry))
        box.addStretch()
        return inside

    def _buttons(self, file: EventFile) -> FlowLayout:
        row, about = FlowLayout(), self._about(file)
        for number, (words, run) in enumerate(self._steps(file, about)):
            button = QPushButton(words)
            if number == 0 and file.status not in OVER:
                button.setObjectName("primary")
            button.clicked.connect(run)
            row.addWidget(button)
        return row

    def _about(self, file: EventFile) -> About:
        after = self._after
        return About(file.id, file.zone, None if after is None else lambda: after(file.id))

    def _steps(self, file: EventFile, about: About) -> list[tuple[str, Callable[[], None]]]:
        assess = ("Record my assessment", self._opens(AssessPanel, about))
        screener = ("Record screener answers", self._opens(ScreenerPanel, about))
        tell = ("Somebody was told", self._opens(TellPanel, about))
        blank = ("Print safety-plan blank", lambda: print_safety_plan(self._desk, self))
        if file.status is SafetyStatus.OPEN:
            begin = ("Begin assessment", self._writes(steps.begin_assessment, file, "Assessment begun"))
            error = [("Entered in error…", self._opens(partial(ReasonPanel, error=True), about))] if file.may_void else []
            return [begin, screener, assess, tell, blank, *error]
        if file.status in ASSESSABLE:
            close = ("Close event", self._writes(steps.close, file, "Event closed"))
            return [close, assess, screener, tell, blank] if not file.missing else [assess, screener, tell, blank, close]
        if file.status is SafetyStatus.CLOSED or file.may_void:
            return [("Reopen…", self._opens(partial(ReasonPanel, error=False), about))]
        return []

    def _opens(self, form: Callable[[Desk, About], EventForm], about: About) -> Callable[[], None]:
        return lambda: self._desk.panel(form(self._desk, about))

    def _writes(self, step: Callable[..., None], file: EventFile, said: str) -> Callable[[], None]:
        def run() -> None:
            self._desk.do(partial(self._desk.app.write, step, file.id), done, owner=self)

        def done(_: object) -> None:
            self._desk.say(said)
            if self._after is not None:
                self._after(file.id)

        return run


class EventPanel(Panel):
    """An event at the right of any page, for who opens it from the list of open ones."""

    def __init__(self, desk: Desk, event: SafetyEventId, title: str = "Safety event") -> None:
        super().__init__(desk, title)
        self.card = EventCard(desk, after=lambda key: desk.panel(EventPanel(desk, key, title)))
        self.box.addWidget(self.card)
        self.box.addStretch()
        desk.tasks.start(self, lambda: desk.app.read(safety.event, event), self._present, desk.fail)

    def _present(self, file: EventFile) -> None:
        self.headline.setText(file.patient_name)
        self.card.show_event(file)
        if self.isVisible():
            self.card.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card.start()


def _pills(file: EventFile) -> FlowLayout:
    row = FlowLayout()
    row.addWidget(pill(file.status.value.capitalize(), TONES[file.status]))
    if file.repeats:
        row.addWidget(pill("Open for more than 30 minutes", "danger"))
    if file.follow_up_on is not None and file.status not in OVER:
        words = "Follow-up is due" if file.follow_up_due else "Follow-up"
        row.addWidget(pill(f"{words} {short_date(file.follow_up_on)}", "warning" if file.follow_up_due else "neutral"))
    return row


def _line(entry: Entry) -> QWidget:
    card = QFrame()
    card.setObjectName("card")
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    box = QVBoxLayout(card)
    box.setContentsMargins(12, 8, 12, 8)
    box.setSpacing(2)
    box.addWidget(label(f"{_moment(entry.at)} · {entry.by}", "secondary", wrap=True))
    box.addWidget(label(entry.what, "strong", wrap=True))
    for line in entry.lines:
        box.addWidget(label(line, wrap=True))
    return card


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())}, {at:%H:%M}"
