"""The fields of a letter, built from its kind; what came from the course says so and can be unticked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letters import URGENCIES
from ibh_desktop.domain.letters import Field as LetterField
from ibh_desktop.queries.letters import Draft
from ibh_desktop.queries.pickers import RecipientChoice
from ui.kit.desk import Desk
from ui.kit.fields import Choice, Memo, Tick
from ui.kit.text import label

_SOURCES = {
    "course": "from the course",
    "measures": "from the measures",
    "goals": "from the goals",
    "issues": "from what lingers",
    "safety": "from the safety events",
    "visits": "from the visits",
    "clinic": "from the clinic",
    "patient": "from the patient's file",
}


class PartsEditor(QScrollArea):
    """Emits `changed` with every key."""

    changed = Signal()
    add_recipient = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(360)
        self._memos: dict[str, Memo] = {}
        self._ticks: dict[str, Tick] = {}
        self._kind = ""
        self._recipients: list[RecipientChoice] = []
        self.to = Choice[RecipientId | None]([])
        self.urgency = Choice[str]([(text.capitalize(), text) for text in URGENCIES])
        self._missing = label("", "notice", wrap=True)

    def _build(self, kind: str) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 12, 0)
        box.setSpacing(3)
        box.addWidget(self._missing)
        self.to = Choice[RecipientId | None]([("Choose a recipient", None)])
        self.to.setAccessibleName("Recipient")
        self.to.picked.connect(self.changed)
        box.addWidget(label("Recipient", "label"))
        row = QHBoxLayout()
        row.addWidget(self.to, 1)
        add = QPushButton("Add…")
        add.clicked.connect(self.add_recipient)
        row.addWidget(add)
        box.addLayout(row)
        for field in BY_ID[kind].fields:
            if not field.tick:
                self._add(box, field)
        box.addStretch()
        self.setWidget(inside)
        self._kind = kind

    def _add(self, box: QVBoxLayout, field: LetterField) -> None:
        row = QHBoxLayout()
        row.addWidget(label(field.label + ("" if field.required else " (if it matters)"), "label"))
        row.addStretch()
        box.addSpacing(6)
        box.addLayout(row)
        if field.name == "urgency":
            self.urgency.setAccessibleName(field.label)
            self.urgency.picked.connect(self.changed)
            box.addWidget(self.urgency)
            return
        memo = Memo("", field.lines)
        memo.setAccessibleName(field.label)
        memo.textChanged.connect(self.changed)
        self._memos[field.name] = memo
        if field.source:
            tick = Tick(_SOURCES[field.source], on=True)
            tick.setToolTip("Untick to leave this part out of the letter")
            tick.toggled.connect(memo.setEnabled)
            tick.toggled.connect(lambda _: self.changed.emit())
            self._ticks[field.name] = tick
            row.addWidget(tick)
        box.addWidget(memo)

    def show_draft(self, draft: Draft, recipients: list[RecipientChoice]) -> None:
        """Fill every field without calling it a change."""
        if self._kind != draft.kind:
            self._build(draft.kind)
        self.blockSignals(True)
        self.offer(recipients, draft.recipient)
        for name, memo in self._memos.items():
            memo.setPlainText(draft.parts.get(name, ""))
            if name in self._ticks:
                self._ticks[name].setChecked(True)
        if draft.parts.get("urgency") in URGENCIES:
            self.urgency.setCurrentIndex(URGENCIES.index(draft.parts["urgency"]))
        self.blockSignals(False)

    def offer(self, recipients: list[RecipientChoice], chosen: RecipientId | None) -> None:
        """Fill the address book's field."""
        self._recipients = recipients
        named = [(f"{r.name}, {r.organisation}" if r.organisation else r.name, r.id) for r in recipients]
        self.to.offer([("Choose a recipient", None), *named], chosen)

    def recipient(self) -> RecipientId | None:
        """Whom the letter goes to."""
        return self.to.value()

    def chosen_recipient(self) -> RecipientChoice | None:
        """The line of the address book that is chosen."""
        return next((r for r in self._recipients if r.id == self.recipient()), None)

    def parts(self) -> dict[str, str]:
        """Texts by field; what is unticked or empty is left out."""
        written = {
            name: memo.value() for name, memo in self._memos.items() if name not in self._ticks or self._ticks[name].value()
        }
        return {name: text for name, text in ({"urgency": self.urgency.value()} | written).items() if text}

    def write(self, name: str, text: str) -> None:
        """Type a text into a field."""
        self._memos[name].setPlainText(text)

    def show_missing(self, lacking: list[str]) -> None:
        """List what must still be written."""
        self._missing.setText(f"Still missing: {', '.join(lacking)}" if lacking else "Complete: it can be signed.")
