"""Waiting for my signature: what to co-sign, to close, to sign and to write; Enter opens one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.signatures import Waits
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import signatures
from ibh_desktop.queries.signatures import WaitingLine
from ui.dialogs.note import ClosePanel, CosignPanel, OwnNotePanel
from ui.kit.table import Column, GroupRow, Table
from ui.kit.text import short_date
from ui.kit.view import View
from ui.places import Course, Today

PANELS = {Waits.COSIGN: CosignPanel, Waits.CLOSE: ClosePanel}
LATE_DAYS = 7
"""Days after which a paper that waits stands out."""


class SignaturesView(View[list[WaitingLine]]):
    """The longest wait first in each group."""

    title = "Waiting for my signature"
    topics = frozenset({Topic.COURSES, Topic.APPOINTMENTS, Topic.PATIENTS, Topic.STAFF})

    def body(self) -> QWidget:
        self._writing: OwnNotePanel | None = None
        columns = (
            Column[WaitingLine]("Patient", lambda w: w.patient_name, strong=True),
            Column[WaitingLine]("Paper", lambda w: w.paper.value, 112, optional=True),
            Column[WaitingLine]("Session", lambda w: f"{w.session} of {w.planned}", 82, right=True),
            Column[WaitingLine]("Held", lambda w: _moment(w.starts), 148, optional=True),
            Column[WaitingLine]("By", lambda w: w.author, 150),
            Column[WaitingLine]("Waits since", self._since, 200, tone=self._tone, hint=_what_since),
        )
        self.table = Table(columns, "Papers that wait")
        self.table.opens(self.open)
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[WaitingLine]:
        return self.desk.app.read(signatures.waiting)

    def present(self, data: list[WaitingLine]) -> None:
        self.say_under_title(_summary(data))
        rows: list[WaitingLine | GroupRow] = []
        for waits in Waits:
            members = [line for line in data if line.waits is waits]
            if members:
                rows += [GroupRow(waits.value, len(members)), *members]
        self.table.show_rows(rows)
        if not data:
            self.empty(
                "Nothing waits for you",
                "A note comes here when its session was held and it is not signed, or when it needs your co-signature.",
                "Open Today",
                lambda: self.desk.open(Today()),
            )

    def _days(self, line: WaitingLine) -> int:
        return (self.desk.now().date() - line.since.date()).days

    def _since(self, line: WaitingLine) -> str:
        days = self._days(line)
        waited = f", {days} days" if days > 1 else ", 1 day" if days else ""
        return f"{_moment(line.since)}{waited}"

    def _tone(self, line: WaitingLine) -> str:
        return "warning" if self._days(line) >= LATE_DAYS else ""

    def open(self, line: WaitingLine) -> None:
        """What can be signed or closed at once opens beside the list; what is to be written, on its course's page."""
        title = f"{line.patient_name} · session {line.session}"
        place = Course(line.course, line.appointment)
        if line.waits in PANELS:
            course = (lambda: self.desk.open(place)) if line.reachable else None
            self.desk.panel(PANELS[line.waits](self.desk, line.appointment, title, line.zone, course=course))
        elif line.reachable:
            self.desk.open(place)
        else:
            panel = OwnNotePanel(self.desk, line.appointment, title, line.zone)
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


def _what_since(line: WaitingLine) -> tuple[str, ...]:
    words = {
        Waits.COSIGN: "Signed by its author",
        Waits.CLOSE: "Last saved by its author",
        Waits.SIGN: "Last saved",
        Waits.WRITE: "The session ended",
    }
    return (f"{words[line.waits]} {_moment(line.since)}",)


def _summary(lines: list[WaitingLine]) -> str:
    counts = ((waits, sum(line.waits is waits for line in lines)) for waits in Waits)
    return " · ".join(f"{count} {waits.value.split(':')[0].lower()}" for waits, count in counts if count)
