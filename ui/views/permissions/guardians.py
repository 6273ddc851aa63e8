"""Who may act for a patient: parents, guardians, what a court ordered."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ibh_desktop.domain.permissions import Permission
from ibh_desktop.exchange.phones import shown_phone
from ibh_desktop.queries import authorizations
from ibh_desktop.queries.authorizations import GuardianLine, Permissions
from ibh_desktop.usecases import guardians
from ui.dialogs.guardian import GuardianPanel
from ui.kit.table import Column, Table
from ui.kit.text import label
from ui.views.permissions.part import PermissionsPart

COLUMNS = (
    Column[GuardianLine]("Name", lambda g: g.name, strong=True),
    Column[GuardianLine]("Relation", lambda g: g.relation, 132),
    Column[GuardianLine]("By right of", lambda g: g.authority.value, 132),
    Column[GuardianLine]("Phone", lambda g: shown_phone(g.phone), 138, optional=True),
    Column[GuardianLine]("Paper seen", lambda g: g.document or "none", optional=True),
    Column[GuardianLine]("", lambda g: _mark(g), 124, tone=lambda g: "danger" if g.restrictions else "warning"),
)


class GuardiansPart(PermissionsPart[Permissions | None]):
    """N adds somebody, Enter changes one, X takes one off the file, with Undo."""

    id = "guardians"
    title = "Guardians"
    edits = Permission.EDIT_PATIENT

    def body(self) -> QWidget:
        self.add = self.key("N", "Add a guardian", partial(self._panel, None))
        self.off = self.key("X", "Take off", self._remove)
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        self.table = Table(COLUMNS, "Guardians")
        self.table.opens(self._panel)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        box.addWidget(self.table, 1)
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 12, 16, 12)
        self.about = label("", wrap=True)
        inside.addWidget(self.about)
        box.addWidget(card)
        self.setFocusProxy(self.table)
        return content

    def load(self) -> Permissions | None:
        return None if self.patient is None else self.desk.app.read(authorizations.permissions, self.patient)

    def present(self, data: Permissions | None) -> None:
        if data is None:
            return
        self.table.show_rows(data.guardians)
        self._show()
        if not data.guardians:
            action = "Add a guardian" if "N" in self.keys else ""
            self.empty("No guardian is on file", "", action, partial(self._panel, None))

    def _show(self) -> None:
        line = self.table.current()
        self.off.setEnabled(line is not None)
        if line is None:
            self.about.setText("Choose somebody to see what a court ordered.")
            return
        told = (
            f"A court\u2019s order: {line.restrictions}" if line.restrictions else "No court\u2019s order is on file.",
            f"Custody: {line.custody_note}" if line.custody_note else "",
            "" if line.contact_allowed else "Is not to be called or written to.",
        )
        self.about.setText("\n".join(words for words in told if words))

    def _panel(self, line: GuardianLine | None) -> None:
        if self.patient is not None and self.keys:
            self.desk.panel(GuardianPanel(self.desk, self.patient, line))

    def _remove(self) -> None:
        line = self.table.current()
        if line is None:
            return
        write = self.desk.app.write
        back = partial(write, guardians.put_back, line.id)
        self.desk.do(
            partial(write, guardians.remove, line.id),
            lambda _: self.desk.say(f"{line.name} is off the file", undo=back),
            owner=self,
        )


def _mark(line: GuardianLine) -> str:
    if line.restrictions:
        return "court order"
    return "" if line.contact_allowed else "no contact"
