"""Above the board: for the front desk whom a clinician must see now, for clinicians what is open, for a manager counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.safety import PLEASE, SafetyStatus, repeats
from ibh_desktop.queries import safety_alerts
from ibh_desktop.queries.safety_alerts import BannerLine, Counts, OpenLine
from ui.kit import discreet
from ui.kit.desk import Desk
from ui.kit.latest import Latest
from ui.kit.table import Column, Table
from ui.kit.text import label, short_date
from ui.kit.theme import ROW

SHOWN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What whoever is signed in may read; the rest is empty."""

    banner: tuple[BannerLine, ...] = ()
    events: tuple[OpenLine, ...] = ()
    counts: Counts | None = None


class Alerts(QWidget):
    """Nothing to see while there is nothing open."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest = Latest(self, desk.tasks, desk.fail)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        self.words = label("", "alert" if may(desk.app.actor, Permission.SEE_SAFETY_BANNER) else "notice", wrap=True)
        self.heading = label("Open safety events", "strong")
        self.table = Table(self._columns(), "Open safety events")
        self.table.opens(self._open)
        for part in (self.words, self.heading, self.table):
            box.addWidget(part)
            part.hide()
        self.hide()

    def _columns(self) -> tuple[Column[OpenLine], ...]:
        return (
            Column("Patient", lambda e: discreet.name(e.patient_name), strong=True),
            Column("Therapist", lambda e: e.therapist or "nobody yet", 150, optional=True),
            Column("Since", lambda e: _moment(e.since), 140, optional=True),
            Column("State", self._state, 204, tone=self._tone),
        )

    def reload(self) -> None:
        """Ask again."""
        self._latest.ask(self._load, self._present)

    def tick(self) -> None:
        """A minute has passed: how long an event waits is said anew, without asking."""
        self.table.viewport().update()

    def _load(self) -> Found:
        app = self._desk.app
        if may(app.actor, Permission.SEE_SAFETY):
            return Found(events=app.read(safety_alerts.open_events))
        if may(app.actor, Permission.SEE_SAFETY_BANNER):
            return Found(banner=app.read(safety_alerts.banner))
        return Found(counts=app.read(safety_alerts.counts))

    def _present(self, found: Found) -> None:
        words = _banner(found.banner) or _counted(found.counts)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.heading.setText(f"Open safety events: {len(found.events)}")
        self.table.show_rows(found.events)
        self.table.setFixedHeight(ROW * (1 + min(len(found.events), SHOWN_ROWS)) + 8)
        for part in (self.heading, self.table):
            part.setVisible(bool(found.events))
        self.setVisible(bool(words or found.events))

    def _state(self, event: OpenLine) -> str:
        if event.status is SafetyStatus.OPEN:
            minutes = int((self._desk.now() - event.since).total_seconds() // 60)
            waited = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
            return f"Open for {waited}" + (", overdue" if self._overdue(event) else "")
        if event.follow_up_on is not None:
            return f"Follow-up {short_date(event.follow_up_on)}" + (", due" if event.follow_up_due else "")
        return event.status.value.capitalize()

    def _tone(self, event: OpenLine) -> str:
        if event.status is SafetyStatus.OPEN:
            return "danger"
        return "warning" if event.follow_up_due or event.status is SafetyStatus.IN_ASSESSMENT else "info"

    def _overdue(self, event: OpenLine) -> bool:
        return repeats(event.status, event.since, self._desk.now()) > 0

    def _open(self, event: OpenLine) -> None:
        from ui.dialogs.safety_event import EventPanel  # noqa: PLC0415 - start-up: brings the chart

        self._desk.panel(EventPanel(self._desk, event.id))


def _banner(lines: tuple[BannerLine, ...]) -> str:
    where = [", ".join(part for part in (line.clinician, line.location, line.phone) if part) for line in lines]
    said = [f"{discreet.name(line.patient_name)} — {at}" for line, at in zip(lines, where, strict=True)]
    return "\n".join([f"{PLEASE}.", *said]) if said else ""


def _counted(counts: Counts | None) -> str:
    if counts is None or not counts.open + counts.under_way:
        return ""
    overdue = f", {counts.overdue} of them for more than 30 minutes" if counts.overdue else ""
    return f"Safety events: {counts.open} open{overdue}; {counts.under_way} under way."


def _moment(at: datetime) -> str:
    return f"{short_date(at.date())}, {at:%H:%M}"
