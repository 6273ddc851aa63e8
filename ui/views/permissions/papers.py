"""What a patient signed: each paper with what it is worth today, and under it every reason why it is not enough."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ibh_desktop.domain.authorization import Signer, shown
from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.queries import authorizations
from ibh_desktop.queries.authorizations import AuthorizationLine, Permissions, Standing
from ui.dialogs.authorization import RecordPanel, end_panel, revoke_panel, void_panel
from ui.kit.table import Column, Table
from ui.kit.text import label
from ui.views.permissions.part import PermissionsPart

TONES = {
    Standing.VALID: "success",
    Standing.LACKING: "danger",
    Standing.OVER: "neutral",
    Standing.VOID: "neutral",
}
GOING = (Standing.VALID, Standing.LACKING)
KINDS = {Basis.AUTHORIZATION: "Authorization", Basis.PART2_CONSENT: "Part 2 consent"}
COLUMNS = (
    Column[AuthorizationLine]("Signed", lambda v: shown(v.record.signed_on), 100),
    Column[AuthorizationLine]("Paper", lambda v: KINDS[v.record.basis], 120),
    Column[AuthorizationLine]("For", lambda v: v.to, strong=True),
    Column[AuthorizationLine]("May be told", lambda v: v.covers, optional=True),
    Column[AuthorizationLine]("Ends", lambda v: v.ends, 148, optional=True),
    Column[AuthorizationLine]("Today", lambda v: v.standing.value, 116, tone=lambda v: TONES[v.standing]),
)


class PapersPart(PermissionsPart[Permissions | None]):
    """N records a paper; R revokes, E notes the event that ends it, V makes it void."""

    id = "papers"
    title = "Signed papers"

    def body(self) -> QWidget:
        self._data: Permissions | None = None
        self.record = self.key("N", "Record a paper", self._record)
        self.record.setObjectName("primary")
        self._of_one = (
            self.key("R", "Revoke", self._revoke),
            self.key("E", "Its event came", self._end),
            self.key("V", "Void", self._void),
        )
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.table = Table(COLUMNS, "Signed papers")
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        box.addWidget(self.table, 1)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(4)
        self.verdict = label("", "strong", wrap=True)
        self.reasons = label("", wrap=True)
        self.about = label("", "secondary", wrap=True)
        for line in (self.verdict, self.reasons, self.about):
            inside.addWidget(line)
        box.addWidget(card)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> Permissions | None:
        return None if self.patient is None else self.desk.app.read(authorizations.permissions, self.patient)

    def present(self, data: Permissions | None) -> None:
        self._data = data
        if data is None:
            return
        self.table.show_rows(data.authorizations)
        self._show()
        if not data.authorizations:
            writes = "N" in self.keys
            words = "A referral, or anything told to a school, a court or an employer, needs a paper that the patient signed."
            self.empty("Nothing signed is on record", words, "Record a paper" if writes else "", self._record)

    def _show(self) -> None:
        line = self.table.current()
        for button in self._of_one:
            button.setEnabled(line is not None and line.standing in GOING)
        if line is None:
            self.verdict.setText("Choose a paper to see what it is worth.")
            self.reasons.hide()
            self.about.hide()
            return
        over = line.standing in (Standing.OVER, Standing.VOID)
        self.verdict.setText("It is valid today." if not line.reasons else "It lets nothing out today:")
        if over:
            self.verdict.setText("It is over:" if line.standing is Standing.OVER else "It is void:")
        self.reasons.setText("\n".join(line.reasons))
        self.reasons.setVisible(bool(line.reasons))
        self.about.setText("\n".join(_facts(line)))
        self.about.show()

    def _record(self) -> None:
        if self._data is not None:
            self.desk.panel(RecordPanel(self.desk, self._data))

    def _chosen(self) -> AuthorizationLine | None:
        line = self.table.current()
        return line if line is not None and line.standing in GOING else None

    def _revoke(self) -> None:
        if self._data is not None and (line := self._chosen()) is not None:
            self.desk.panel(revoke_panel(self.desk, self._data, line))

    def _end(self) -> None:
        if self._data is not None and (line := self._chosen()) is not None:
            self.desk.panel(end_panel(self.desk, self._data, line))

    def _void(self) -> None:
        if (line := self._chosen()) is not None:
            self.desk.panel(void_panel(self.desk, line))


def _facts(line: AuthorizationLine) -> list[str]:
    held = line.record
    by = (
        "the patient"
        if held.signer is Signer.PATIENT
        else f"{held.signer_name or 'somebody'} ({held.authority or 'no right given'})"
    )
    period = [shown(on) if on else "…" for on in (held.records_from, held.records_to)]
    facts = [
        f"May be told: {line.covers}." + (f" Named for itself: {line.special}." if line.special else ""),
        f"For: {held.purpose or 'no purpose given'}. Ends: {line.ends}. Signed by {by}.",
        f"Records from {period[0]} to {period[1]}." if held.records_from or held.records_to else "",
        held.description,
    ]
    return [fact for fact in facts if fact]
