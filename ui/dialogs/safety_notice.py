"""Notices that must not be passed over: no Esc closes them, only one of their buttons (DOMAIN.md 3.3)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.errors import IbhError
from ibh_desktop.domain.safety import PLEASE, SUPERVISOR
from ibh_desktop.queries.welcome import Welcome
from ibh_desktop.settings import Settings
from ui.dialogs.safety_forms import About, AssessPanel, ScreenerPanel, TellPanel
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.text import label

NEEDED = "A risk assessment by a clinician is needed before the patient leaves or the call ends."


def welcomed(desk: Desk) -> Welcome | None:
    """What the window read at sign-in; None at a desk without a window."""
    return cast("Welcome | None", getattr(desk, "welcomed", None))


def settings_of(desk: Desk) -> Settings:
    """The clinic's settings as the window knows them."""
    known = welcomed(desk)
    return known.settings if known else Settings()


class Notice(QDialog):
    """A headline, what is needed, and buttons; parent is the desk, so that it goes when the window locks."""

    def __init__(self, desk: Desk, headline: str, alert: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(desk if isinstance(desk, QWidget) else None)
        self.desk = desk
        self.setWindowTitle("Safety")
        self.setModal(True)
        self.setFixedWidth(500)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 16)
        box.setSpacing(12)
        self.headline = label(headline, "section", wrap=True)
        self.alert = label(alert, "alert", wrap=True)
        box.addWidget(self.headline)
        box.addWidget(self.alert)
        box.addWidget(label("\n".join(lines), wrap=True))
        self.offers = FlowLayout()
        box.addLayout(self.offers)
        self.foot = QVBoxLayout()
        box.addLayout(self.foot)

    def offer(self, words: str, run: Callable[[], None], *, stays: bool = False) -> QPushButton:
        """A button; unless it `stays`, the notice is answered by it."""
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(run if stays else lambda: self._answered(run))
        self.offers.addWidget(button)
        return button

    def answer(self, words: str) -> None:
        """The button that has the keyboard: it says that one has read it."""
        button = QPushButton(words)
        button.setObjectName("primary")
        button.clicked.connect(self.accept)
        self.foot.addWidget(button)
        button.setFocus()

    def _answered(self, run: Callable[[], None]) -> None:
        self.accept()
        run()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (box := self.layout()) is not None:
            self.setFixedHeight(box.totalHeightForWidth(self.width()))  # wrapped lines are higher than their hint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        super().done(result)
        if isinstance(self.desk, QWidget):
            self.desk.window().activateWindow()  # not every platform gives the keyboard back by itself

    def reject(self) -> None:
        """Only a button answers it."""


class SafetyDialog(Notice):
    """For a clinician: the answer in its words, what is needed, and everything that can be done about it at once."""

    def __init__(self, desk: Desk, words: str, about: About) -> None:
        settings = settings_of(desk)
        super().__init__(desk, words, NEEDED, settings.crisis_lines)
        self.foot.addWidget(label(settings.crisis_checked, "secondary", wrap=True))
        open_panel = desk.panel
        self.offer("Record screener answers", lambda: open_panel(ScreenerPanel(desk, about)))
        self.offer("Record my assessment", lambda: open_panel(AssessPanel(desk, about)))
        self.offer("Escalate to supervisor", lambda: open_panel(TellPanel(desk, about, role=SUPERVISOR)))
        self.offer("Print safety-plan blank", lambda: print_safety_plan(desk, self), stays=True)
        self.foot.addWidget(label("The event stays on the course and on Today until it is closed.", "secondary", wrap=True))
        self.answer("I will see to it now")


class HandOffDialog(Notice):
    """For everybody else: whom to tell; no answers, no score."""

    def __init__(self, desk: Desk) -> None:
        settings = settings_of(desk)
        super().__init__(desk, "A clinician is needed", f"{PLEASE}.", settings.crisis_lines)
        self.foot.addWidget(label("Today names the clinician and the phone.", "secondary", wrap=True))
        self.answer("I am telling them now")


def print_safety_plan(desk: Desk, parent: QWidget) -> None:
    """Print the blank; nothing of a patient is on it."""
    desk.tasks.start(parent, partial(_pdf, welcomed(desk)), lambda pdf: _print(desk, parent, pdf), desk.fail)


def _pdf(known: Welcome | None) -> bytes:
    from ibh_desktop.letters import safety_plan  # noqa: PLC0415 - brings ReportLab

    if known is None:
        return safety_plan.pdf(safety_plan.SafetyPlanBlank("", sample=False, lines=Settings().crisis_lines))
    clinic = known.clinic
    return safety_plan.pdf(safety_plan.SafetyPlanBlank(clinic.name, clinic.is_sample, known.settings.crisis_lines))


def _print(desk: Desk, parent: QWidget, pdf: bytes) -> None:
    from ui.kit.paper import print_pdf  # noqa: PLC0415 - brings QtPdf

    try:
        if print_pdf(pdf, parent, name="Safety plan"):
            desk.say("Printed")
    except IbhError as reason:
        desk.fail(reason)
