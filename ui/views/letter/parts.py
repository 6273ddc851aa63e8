"""The fields of a letter, built from its kind: whom it goes to, on what ground, and its parts line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ibh_desktop.domain.disclosure import Basis
from ibh_desktop.domain.ids import RecipientId
from ibh_desktop.domain.letter_kinds import BY_ID
from ibh_desktop.domain.letter_lines import Line, Lines
from ibh_desktop.domain.letters import Addressee, LetterKindRule
from ibh_desktop.domain.permissions import Actor, Permission, may
from ibh_desktop.queries.letters import Draft
from ibh_desktop.queries.pickers import RecipientChoice
from ui.kit.fields import Choice
from ui.kit.spelling import Speller
from ui.kit.text import capital, label
from ui.views.letter.part import LinesPart, Part, part_of

RECIPIENT = "Recipient"
_TO = {Addressee.PATIENT: "To the patient", Addressee.ANYBODY: "To whom it may concern"}


class PartsEditor(QScrollArea):
    """Emits `changed` with every key."""

    changed = Signal()
    refused = Signal(str)
    add_recipient = Signal()

    def __init__(self, actor: Actor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actor = actor
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.parts: dict[str, Part] = {}
        self._kind = ""
        self._kept: dict[str, tuple[Line, ...]] = {}
        self._recipients: list[RecipientChoice] = []
        self._speller: Speller | None = None
        self.to = Choice[RecipientId | None]([])
        self.ground = Choice[Basis]([])
        self._ground_line = label("", "secondary", wrap=True)

    def _build(self, rule: LetterKindRule) -> None:
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, 12, 12)
        box.setSpacing(3)
        self._build_recipient(box, rule)
        box.addSpacing(6)
        box.addWidget(label("On the ground of", "label"))
        self.ground = Choice[Basis]([(capital(basis.value), basis) for basis in Basis], rule.basis)
        self.ground.setAccessibleName("On the ground of")
        self.ground.picked.connect(self.changed)
        box.addWidget(self.ground)
        self._ground_line = label("", "secondary", wrap=True)
        box.addWidget(self._ground_line)
        self.parts = {}
        clinician = may(self._actor, Permission.WRITE_LETTER)
        for field in rule.fields:
            if field.clinician and not clinician:
                continue
            part = part_of(field)
            part.changed.connect(self.changed)
            part.refused.connect(self.refused)
            if self._speller is not None:
                part.check(self._speller)
            self.parts[field.name] = part
            box.addWidget(part)
        box.addStretch()
        self.setWidget(inside)
        self._kind = rule.id

    def _build_recipient(self, box: QVBoxLayout, rule: LetterKindRule) -> None:
        self.to = Choice[RecipientId | None]([("Choose a recipient", None)])
        self.to.setAccessibleName(RECIPIENT)
        self.to.picked.connect(self.changed)
        if not rule.needs_recipient:
            box.addWidget(label(_TO[rule.to], "label"))
            return
        box.addWidget(label("The referrer" if rule.to is Addressee.REFERRER else RECIPIENT, "label"))
        row = QHBoxLayout()
        row.addWidget(self.to, 1)
        add = QPushButton("Add…")
        add.setAccessibleName("Add a recipient")
        add.clicked.connect(self.add_recipient)
        row.addWidget(add)
        box.addLayout(row)

    def show_draft(self, draft: Draft, recipients: list[RecipientChoice]) -> None:
        """Fill every field without calling it a change."""
        self.blockSignals(True)
        self.verticalScrollBar().setValue(0)
        rule = BY_ID[draft.kind]
        if self._kind != draft.kind:
            self._build(rule)
        self.offer(recipients, draft.recipient)
        self.ground.choose(draft.basis)
        for name, part in self.parts.items():
            part.show_lines(draft.lines.get(name, ()))
        self._kept = {name: lines for name, lines in draft.lines.items() if name not in self.parts}
        self.blockSignals(False)

    def say_ground(self, line: str) -> None:
        """Say what the letter will carry as its legal basis."""
        self._ground_line.setText(line)
        self._ground_line.setVisible(bool(line))

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

    def lines(self) -> Lines:
        """What is written, part by part; unticked lines are among them."""
        found = {name: part.lines() for name, part in self.parts.items()}
        return self._kept | {name: lines for name, lines in found.items() if lines}

    def write(self, name: str, text: str) -> None:
        """Put a text of one's own into a part, in place of what is there."""
        self.parts[name].show_lines((Line(text),))
        self.changed.emit()

    def first(self) -> QWidget:
        """Where writing begins: at what is missing first, or at the top."""
        rule = BY_ID[self._kind]
        if rule.needs_recipient and self.recipient() is None:
            return self.to
        lacking = (part for part in self.parts.values() if part.field.required and not part.lines())
        return next(lacking, next(iter(self.parts.values())))

    def jump(self, words: str) -> None:
        """Go to the part with this label."""
        if words == RECIPIENT:
            self.to.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(self.to)
            return
        for part in self.parts.values():
            if part.field.label == words:
                part.start()
                self.ensureWidgetVisible(part)

    def check(self, speller: Speller) -> None:
        """Mark unknown words from now on."""
        self._speller = speller
        for part in self.parts.values():
            part.check(speller)

    def lines_part(self, name: str) -> LinesPart:
        """A part that is written in lines."""
        part = self.parts[name]
        assert isinstance(part, LinesPart)
        return part
