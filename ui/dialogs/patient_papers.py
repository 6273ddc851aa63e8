"""A patient's papers in one panel: who pays and for how many sessions, what was signed, which estimates are due.

P adds a payer, C a signed paper, E notes that the patient asks for an estimate. On a line Enter changes it, G marks an estimate
as given, N as not needed, X takes a payer or a paper off; each has its Undo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from ibh_desktop.domain.cover import Payer
from ibh_desktop.domain.estimate import Outcome
from ibh_desktop.domain.ids import PatientId
from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Change, Topic
from ibh_desktop.queries import patient_papers
from ibh_desktop.queries.cover_outrun import CoverLine
from ibh_desktop.queries.estimates import EstimateLine
from ibh_desktop.queries.patient_papers import ConsentLine, PatientPapers
from ibh_desktop.usecases import coverage, desk_consents, estimates
from ui.dialogs.cover import CoverPanel
from ui.dialogs.desk_consents import ConsentPanel
from ui.dialogs.estimate import given, not_needed_panel
from ui.kit.cells import GroupRow
from ui.kit.desk import Desk
from ui.kit.flow import FlowLayout
from ui.kit.form import Panel
from ui.kit.table import Column, Table
from ui.kit.text import capital, label, us_date

Line = CoverLine | ConsentLine | EstimateLine


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the panel; `id` tells lines of different kinds apart."""

    id: str
    words: str
    below: str
    mark: str
    tone: str
    line: Line


COLUMNS = (
    Column[Row]("Paper", lambda row: f"{row.words}\n{row.below}", hint=lambda row: (row.words, row.below)),
    Column[Row]("", lambda row: row.mark, 112, tone=lambda row: row.tone),
)


class PapersPanel(Panel):
    """Opened from the file; what it lacks for the next visit stands above the list."""

    def __init__(self, desk: Desk, patient: PatientId) -> None:
        super().__init__(desk, "Papers")
        self._patient = patient
        self.says = label("", "notice", wrap=True)
        self.says.hide()
        self.box.addWidget(self.says)
        self.table = Table(COLUMNS, "Papers")
        self.table.opens(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.box.addWidget(self.table, 1)
        self.shown = label("", "secondary", wrap=True)
        self.box.addWidget(self.shown)
        self.edits = may(desk.app.actor, Permission.EDIT_PATIENT)
        self.keys: dict[str, tuple[QPushButton, Callable[[], None]]] = {}
        below = FlowLayout()
        for key, words, run in (
            ("P", "Payer", partial(self._cover, None)),
            ("C", "Signed paper", partial(self._consent, None)),
            ("E", "Estimate asked for", self._ask),
            ("G", "Given", self._give),
            ("N", "Not needed", self._not_needed),
            ("X", "Take off", self._remove),
        ):
            button = QPushButton(f"{words}  {key}")
            button.clicked.connect(lambda _=False, run=run: run())
            if not self.edits:
                button.hide()
            below.addWidget(button)
            self.keys[key] = (button, run)
        self.foot.addLayout(below, 1)
        self.setFocusProxy(self.table)
        self._show()
        self.load()

    def focus_first(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus()

    def load(self) -> None:
        """Fetch the papers anew."""
        read = partial(self.desk.app.read, patient_papers.papers_of, self._patient)
        self.desk.tasks.start(self, read, self.present, self.desk.fail)

    def present(self, data: PatientPapers) -> None:
        """Show them in three groups."""
        self.headline.setText(f"Papers of {data.name}")
        when = f"For the visit on {us_date(data.next_visit.date())}" if data.next_visit else "Today"
        lacking = f"{when}: {'; '.join(data.lacks)}" if data.lacks else ""
        said = [words for words in (data.warning, lacking) if words]
        self.says.setText("\n".join(said))
        self.says.setVisible(bool(said))
        rows: list[Row | GroupRow] = []
        for title, lines in (
            ("Who pays", [_cover_row(line, data) for line in data.covers]),
            ("Signed", [_consent_row(line, data) for line in data.consents]),
            ("Good Faith Estimates", [_estimate_row(line) for line in data.estimates]),
        ):
            rows += [GroupRow(title, len(lines)), *lines]
        self.table.show_rows(rows)
        self._show()

    def _line(self) -> Line | None:
        row = self.table.current()
        return None if row is None else row.line

    def _show(self) -> None:
        row, line = self.table.current(), self._line()
        self.shown.setText("" if row is None else f"{row.words}: {row.below}")
        is_open = isinstance(line, EstimateLine) and line.outcome is Outcome.OPEN
        for key in ("G", "N"):
            self.keys[key][0].setEnabled(is_open)
        self.keys["X"][0].setEnabled(isinstance(line, CoverLine | ConsentLine))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button, run = self.keys.get(event.text().upper(), (None, None)) if not event.modifiers() else (None, None)
        if button is None or run is None:
            super().keyPressEvent(event)
        elif self.edits and button.isEnabled():
            run()

    def _open(self, row: Row) -> None:
        if isinstance(row.line, CoverLine):
            self._cover(row.line)
        elif isinstance(row.line, ConsentLine):
            self._consent(row.line)

    def _again(self) -> None:
        self.desk.panel(PapersPanel(self.desk, self._patient))

    def _cover(self, line: CoverLine | None) -> None:
        if self.edits:
            self.desk.panel(CoverPanel(self.desk, self._patient, line, self._again))

    def _consent(self, line: ConsentLine | None) -> None:
        if self.edits:
            self.desk.panel(ConsentPanel(self.desk, self._patient, line, self._again))

    def _ask(self) -> None:
        self.desk.do(partial(self.desk.app.write, estimates.ask, self._patient), lambda _: self.desk.say("Noted"), owner=self)

    def _give(self) -> None:
        line = self._line()
        if isinstance(line, EstimateLine):
            given(self.desk, line, self)

    def _not_needed(self) -> None:
        line = self._line()
        if isinstance(line, EstimateLine):
            self.desk.panel(not_needed_panel(self.desk, line, self._again))

    def _remove(self) -> None:
        line, write = self._line(), self.desk.app.write
        if isinstance(line, CoverLine):
            off, back = partial(write, coverage.remove, line.id), partial(write, coverage.put_back, line.id)
        elif isinstance(line, ConsentLine):
            off, back = partial(write, desk_consents.remove, line.id), partial(write, desk_consents.put_back, line.id)
        else:
            return
        self.desk.do(off, lambda _: self.desk.say("Taken off the file", undo=back), owner=self)

    def heard(self, changes: list[Change]) -> None:
        """Show what was changed here or at another desk, an Undo too."""
        if any(change.topic in (Topic.PATIENTS, Topic.APPOINTMENTS) for change in changes):
            self.load()


def _cover_row(line: CoverLine, data: PatientPapers) -> Row:
    cover = line.cover
    alone = cover.payer is Payer.SELF_PAY
    said = [f"{line.used} of {cover.sessions} sessions used" if cover.sessions is not None else ""]
    said.append(f"until {us_date(cover.last)}" if cover.last else "")
    said.append(f"from {us_date(cover.first)}" if cover.first else "")
    said.append(f"member {cover.member}" if cover.member else "")
    over = cover.last is not None and cover.last < data.today
    full = cover.sessions is not None and line.used >= cover.sessions
    mark, tone = ("over", "danger") if over else ("used up", "warning") if full else (cover.payer.value, "neutral")
    below = " · ".join(part for part in said if part) or "no limit noted"
    return Row(f"cover {line.id}", "Pays alone" if alone else cover.name, below, mark, tone, line)


def _consent_row(line: ConsentLine, data: PatientPapers) -> Row:
    paper = line.paper
    said = [f"{us_date(paper.signed_on)} by the {paper.signer.value}", paper.signer_name]
    said.append(f"until {us_date(paper.expires_on)}" if paper.expires_on else "")
    mark, tone = ("on file", "success") if paper.paper_seen else ("not seen", "neutral")
    if paper.revoked_on is not None:
        mark, tone = "revoked", "danger"
    elif paper.expires_on is not None and paper.expires_on < data.today:
        mark, tone = "expired", "warning"
    return Row(f"consent {line.id}", capital(paper.kind.value), " · ".join(part for part in said if part), mark, tone, line)


def _estimate_row(line: EstimateLine) -> Row:
    words = f"Visit of {us_date(line.visit.date())}" if line.visit else "Asked for by the patient"
    if line.outcome is Outcome.GIVEN and line.given_on is not None:
        return Row(f"estimate {line.id}", words, f"given on {us_date(line.given_on)}", "given", "success", line)
    if line.outcome is Outcome.NOT_NEEDED:
        return Row(f"estimate {line.id}", words, line.reason, "not needed", "neutral", line)
    mark, tone = ("overdue", "danger") if line.days < 0 else ("due", "warning")
    below = f"due {us_date(line.due_on)}" + (", visit cancelled" if line.cancelled else "")
    return Row(f"estimate {line.id}", words, below, mark, tone, line)
