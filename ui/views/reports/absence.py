"""The absence desk: choose an absence, call from top to bottom, print the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ibh_desktop.domain.absence import Absence, Outcome
from ibh_desktop.domain.clocks import HOME_ZONE
from ibh_desktop.domain.permissions import Permission
from ibh_desktop.domain.phases import Phase
from ibh_desktop.domain.topics import Topic
from ibh_desktop.letters import list_sheet
from ibh_desktop.queries import absence, call_list
from ibh_desktop.queries.absence import AbsenceDesk, AbsenceLine, ComingAbsence
from ibh_desktop.usecases import absence as calls
from ui.dialogs.absence import AbsencePanel
from ui.dialogs.absence_call import CallPanel
from ui.kit.cells import grouped
from ui.kit.fields import Choice
from ui.kit.paper import print_pdf
from ui.kit.table import Column, Table
from ui.kit.text import short_date
from ui.places import Reports
from ui.views.reports.section import Section

PHASES = {Phase.INITIAL: "accent", Phase.MIDDLE: "success", Phase.ENDING: "warning"}
TONES = {Outcome.MOVED: "success", Outcome.MESSAGE: "info", Outcome.NO_ANSWER: "warning", Outcome.CANCELLED: "danger"}
KEYS = {"M": Outcome.MESSAGE, "A": Outcome.NO_ANSWER}


@dataclass(frozen=True, slots=True)
class Shown:
    """The absences to choose from, and the desk of the chosen one."""

    coming: list[ComingAbsence]
    desk: AbsenceDesk | None


class AbsenceSection(Section[Shown]):
    """Enter opens a person: phone, times to offer, what came of the call."""

    id = "absence"
    title = "Absence desk"
    needs = Permission.BOOK
    topics = frozenset({Topic.APPOINTMENTS, Topic.ROSTER, Topic.PATIENTS})

    def body(self) -> QWidget:
        self._absence: Absence | None = None
        self._zone = ZoneInfo(self.desk.locations[0].zone if self.desk.locations else HOME_ZONE)
        self.choice = Choice[Absence | None]([("No absence", None)])
        self.choice.setAccessibleName("Absence")
        self.choice.setMinimumWidth(300)
        self.choice.picked.connect(self._chosen)
        self.head.addWidget(self.choice)
        self.print = self._button("Print the list…", self._print)
        self.add = self._button("Somebody is away…", self._add)
        self.add.setObjectName("primary")
        self.table = Table(self._columns(), "Sessions to move")
        self.table.opens(self._open)
        self.setFocusProxy(self.table)
        return self.table

    def _button(self, words: str, run: object) -> QPushButton:
        button = QPushButton(words)
        button.clicked.connect(lambda: run())  # type: ignore[operator]
        self.head.addWidget(button)
        return button

    def _columns(self) -> tuple[Column[AbsenceLine], ...]:
        return (
            Column("Patient", lambda v: v.patient_name, strong=True),
            Column("Phone", lambda v: v.phone or "no phone", 136),
            Column("Outcome", _outcome, 188, tone=lambda v: TONES.get(v.outcome, "neutral") if v.outcome else "neutral"),
            Column("When", lambda v: "" if v.outcome is Outcome.MOVED else when(v.starts), 136),
            Column("Phase", lambda v: v.phase.value if v.phase else "", 96, tone=_phase, optional=True, kept=True),
            Column(
                "Could come", lambda v: when(v.proposals[0].slot.starts) if v.proposals else "", 136, optional=True, kept=True
            ),
            Column("Session", lambda v: v.session, 84, optional=True),
            Column("Location", lambda v: v.location_name, 108, optional=True),
        )

    def go(self, place: Reports) -> None:
        """Open the desk of an absence."""
        if place.absence is not None:
            self._absence = place.absence
            self.stale()

    def load(self) -> Shown:
        coming = self.desk.app.read(absence.coming)
        chosen = self._absence or (coming[0].absence if coming else None)
        return Shown(coming, self.desk.app.read(absence.desk, chosen) if chosen else None)

    def present(self, data: Shown) -> None:
        self._offer(data)
        self.print.setEnabled(data.desk is not None and bool(data.desk.lines))
        lines = data.desk.lines if data.desk else ()
        still, done = [v for v in lines if not v.done], [v for v in lines if v.done]
        self.say_under_title(f"{len(still)} to call, {len(done)} done. M: message left, A: no answer" if data.desk else "")
        self.table.show_rows(grouped((("Still to call", still), ("Done", done))))
        if data.desk is None:
            words = "Say who is away, and everybody with a session in that time is listed here with times to offer."
            self.empty("Nobody is away who has sessions booked", words, "Somebody is away…", self._add)
        elif not lines:
            words = f"{data.desk.therapist_name} has nothing booked in this time."
            self.empty("Nobody has to be called", words, "Somebody else is away…", self._add)

    def _offer(self, data: Shown) -> None:
        choices = [(self._words(c.therapist_name, c.absence), c.absence) for c in data.coming]
        if data.desk is not None and data.desk.absence not in [known for _, known in choices]:
            choices.append((self._words(data.desk.therapist_name, data.desk.absence), data.desk.absence))
        self.choice.offer(choices or [("No absence", None)], data.desk.absence if data.desk else None)
        self.choice.setEnabled(bool(choices))

    def _words(self, name: str, away: Absence) -> str:
        starts, ends = away.starts.astimezone(self._zone), away.ends.astimezone(self._zone)
        last = ends - timedelta(minutes=1)
        if starts.date() == last.date():
            hours = "" if ends - starts >= timedelta(hours=23) else f" {starts:%H:%M}–{ends:%H:%M}"
            return f"{name} · {short_date(starts.date())}{hours}"
        return f"{name} · {short_date(starts.date())} to {short_date(last.date())}"

    def _chosen(self) -> None:
        self._absence = self.choice.value()
        self.desk.panel(None)
        self.stale()

    def _add(self) -> None:
        self.desk.panel(AbsencePanel(self.desk))

    def _open(self, line: AbsenceLine) -> None:
        if line.done:
            self.desk.say(f"{line.patient_name} is done: {_outcome(line)}")
        else:
            self.desk.panel(CallPanel(self.desk, line))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, outcome = self.table.current(), KEYS.get(event.text().upper())
        if outcome is None or line is None or line.done:
            super().keyPressEvent(event)
            return
        self.desk.do(
            partial(self.desk.app.write, calls.called, line.id, outcome=outcome),
            lambda _: self.desk.say(
                f"{line.patient_name}: {outcome.value}",
                undo=partial(self.desk.app.write, calls.called, line.id, outcome=Outcome.WITHDRAWN),
            ),
            owner=self,
        )

    def _print(self) -> None:
        chosen = self.choice.value()
        if chosen is not None:
            self.desk.do(lambda: list_sheet.pdf(self.desk.app.read(call_list.sheet, chosen)), self._to_paper, owner=self)

    def _to_paper(self, pdf: bytes) -> None:
        if print_pdf(pdf, self, name="Call list", landscape=True):
            self.desk.say("Printed")


def when(at: datetime) -> str:
    """`Mon 5 Oct 09:00`."""
    return f"{short_date(at.date())} {at:%H:%M}"


def _outcome(line: AbsenceLine) -> str:
    if line.outcome is Outcome.MOVED:
        return f"to {when(line.starts)}"
    if line.outcome is None:
        return line.status.value if line.done else "not called yet"
    return line.outcome.value + (f", {line.calls} calls" if line.calls > 1 and not line.done else "")


def _phase(line: AbsenceLine) -> str:
    return PHASES[line.phase] if line.phase else ""
