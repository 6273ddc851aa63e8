"""The log of what went out about a patient, for whoever asks for an accounting of disclosures."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.permissions import Permission, may
from ibh_desktop.domain.topics import Topic
from ibh_desktop.queries import disclosures
from ibh_desktop.queries.disclosures import DisclosureLine
from ui.dialogs.told import ToldPanel
from ui.kit.table import Column, Table
from ui.places import Letter
from ui.views.permissions.part import PermissionsPart

COLUMNS = (
    Column[DisclosureLine]("When", lambda d: f"{d.at:%m/%d/%Y  %H:%M}", 142),
    Column[DisclosureLine]("To", lambda d: d.to_whom, strong=True),
    Column[DisclosureLine]("What", lambda d: d.what),
    Column[DisclosureLine]("On the ground of", lambda d: d.basis, 150, optional=True, kept=True),
    Column[DisclosureLine]("How", lambda d: d.how + (f" × {d.copies}" if d.copies > 1 else ""), 122),
    Column[DisclosureLine]("By", lambda d: d.by, 128, optional=True),
    Column[DisclosureLine]("For", lambda d: d.purpose, 150, optional=True),
    Column[DisclosureLine]("Letter", lambda d: d.number, 112, optional=True),
)


class ToldPart(PermissionsPart[list[DisclosureLine] | None]):
    """Enter opens the letter, N notes what was told without one."""

    id = "told"
    title = "What was told"
    topics = frozenset({Topic.LETTERS, Topic.PATIENTS})

    def body(self) -> QWidget:
        self.note = self.key("N", "Note what was told", self._note)
        self.table = Table(COLUMNS, "What was told")
        if may(self.desk.app.actor, Permission.SEE_LETTERS):
            self.table.opens(self._open)
        self.setFocusProxy(self.table)
        return self.table

    def load(self) -> list[DisclosureLine] | None:
        return None if self.patient is None else self.desk.app.read(disclosures.log, self.patient)

    def present(self, data: list[DisclosureLine] | None) -> None:
        if data is None:
            return
        self.table.show_rows(data)
        if not data:
            words = "What is printed, saved or sent is noted here by itself. Note what is told on the phone or in person."
            self.empty("Nothing went out yet", words, "Note what was told" if self.keys else "", self._note)

    def _note(self) -> None:
        if self.patient is not None:
            self.desk.panel(ToldPanel(self.desk, self.patient))

    def _open(self, line: DisclosureLine) -> None:
        if line.letter is not None:
            self.desk.open(Letter(line.letter))
