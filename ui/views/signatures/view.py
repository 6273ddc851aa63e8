"""Waiting for my signature: what to co-sign, to close, to sign and to write; Enter opens one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.signatures import Waits
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import signatures
from ibh_desktop.queries.signatures import Session, WaitingLine
from ui.dialogs.note import ClosePanel, CosignPanel, OwnNotePanel
from ui.kit.cells import grouped
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.kit.view import View
from ui.places import Course, Letter, Today

PANELS = {Waits.COSIGN: CosignPanel, Waits.CLOSE: ClosePanel}
WORDS = {
    Waits.COSIGN: "Signed by its author",
    Waits.CLOSE: "Last saved by its author",
    Waits.SIGN: "Last saved",
    Waits.WRITE: "The session ended",
}
"""What `since` counts from."""
LATE_DAYS = 7
"""Days after which a paper that waits stands out."""


class SignaturesView(View[list[WaitingLine]]):
    """The longest wait first in each group."""

    title = "Waiting for my signature"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.LETTERS, Topic.PATIENTS, Topic.STAFF})

    def body(self) -> QWidget:
        self._writing: OwnNotePanel | None = None
        self._zone = ZoneInfo(self.desk.locations[0].zone if self.desk.locations else HOME_ZONE)
        columns = (
            Column[WaitingLine]("Patient", lambda w: w.patient_name, strong=True),
            Column[WaitingLine]("Paper", lambda w: w.title, 132),
            Column[WaitingLine]("Session", lambda w: f"{w.session.number} of {w.session.planned}" if w.session else "", 82),
            Column[WaitingLine]("Held", lambda w: _moment(w.session.starts) if w.session else "", 148, optional=True),
            Column[WaitingLine]("By", lambda w: w.author, 150, optional=True, kept=True),
            Column[WaitingLine]("Waits since", self._since, 200, tone=self._tone, hint=self._what_since),
        )
        self.table = Table(columns, "Papers that wait")
        self.table.opens(self.open)
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[WaitingLine]:
        return self.desk.app.read(signatures.waiting)

    def present(self, data: list[WaitingLine]) -> None:
        self.say_under_title(_summary(data))
        self.table.show_rows(grouped((waits.value, [line for line in data if line.waits is waits]) for waits in Waits))
        if not data:
            self.empty(
                "Nothing waits for you",
                "Notes of held sessions that are not signed come here, and notes and letters that need your co-signature.",
                "Open Today",
                lambda: self.desk.open(Today()),
            )

    def _at(self, line: WaitingLine) -> datetime:
        # A letter has no session whose clock it goes by.
        return line.since if line.session else line.since.astimezone(self._zone)

    def _days(self, line: WaitingLine) -> int:
        at = self._at(line)
        return (self.desk.now().astimezone(at.tzinfo).date() - at.date()).days

    def _since(self, line: WaitingLine) -> str:
        days = self._days(line)
        waited = f", {days} days" if days > 1 else ", 1 day" if days else ""
        return f"{_moment(self._at(line))}{waited}"

    def _what_since(self, line: WaitingLine) -> tuple[str, ...]:
        return (f"{WORDS[line.waits]} {_moment(self._at(line))}",)

    def _tone(self, line: WaitingLine) -> str:
        return "warning" if self._days(line) >= LATE_DAYS else ""

    def open(self, line: WaitingLine) -> None:
        """A note to co-sign or close opens beside the list; what is to be written, and a letter, on its own page."""
        if line.letter is not None:
            self.desk.open(Letter(line.letter))
        elif line.session is not None:
            self._open_note(line, line.session)

    def _open_note(self, line: WaitingLine, session: Session) -> None:
        title = f"{line.patient_name} · session {session.number}"
        place = Course(session.course, session.appointment)
        if line.waits in PANELS:
            course = (lambda: self.desk.open(place)) if session.reachable else None
            self.desk.panel(PANELS[line.waits](self.desk, session.appointment, title, session.zone, course=course))
        elif session.reachable:
            self.desk.open(place)
        else:
            panel = OwnNotePanel(self.desk, session.appointment, title, session.zone)
            panel.destroyed.connect(partial(self._gone, panel))
            self._writing = panel
            self.desk.panel(panel)

    def _gone(self, panel: OwnNotePanel, _was: object = None) -> None:
        if self._writing is panel:  # another may be open by now
            self._writing = None

    def parting(self) -> Callable[[], object] | None:
        return None if self._writing is None else self._writing.rest()


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())} {at:%H:%M}"


def _summary(lines: list[WaitingLine]) -> str:
    counts = ((waits, sum(line.waits is waits for line in lines)) for waits in Waits)
    return " · ".join(f"{count} {waits.value.split(':')[0].lower()}" for waits, count in counts if count)
