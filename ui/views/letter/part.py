"""One part of a letter as it is filled in: lines, one of a few choices, or a yes-or-no."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ibh_desktop.domain.letter_lines import Line
from ibh_desktop.domain.letters import YES, Field
from ui.kit.fields import Choice, Tick
from ui.kit.spelling import Speller
from ui.kit.text import capital, label
from ui.views.letter.line import LineRow


class Part(QWidget):
    """Emits `changed` with every key; `refused` with a sentence for what was not taken."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 6, 0, 0)
        self.box.setSpacing(3)

    def _caption(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(self.field.label + ("" if self.field.required else " (if it matters)"), "label"))
        row.addStretch()
        self.box.addLayout(row)
        return row

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show other lines."""
        raise NotImplementedError

    def lines(self) -> tuple[Line, ...]:
        """What is written, ticked or not; empty where nothing is."""
        raise NotImplementedError

    def check(self, speller: Speller) -> None:
        """Mark unknown words from now on, where words are written."""

    def start(self) -> None:
        """Put the cursor here."""
        first = self.focusProxy()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class LinesPart(Part):
    """Lines with their sources, and lines of one's own."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        row = self._caption()
        self.add = QPushButton("Add a line")
        self.add.setObjectName("flat")
        self.add.setAccessibleName(f"Add a line to {field.label}")
        self.add.clicked.connect(lambda: self._add(Line("")).memo.setFocus())
        row.addWidget(self.add)
        self.rows: list[LineRow] = []
        self._speller: Speller | None = None

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        while self.rows:
            self._drop(self.rows[-1])
        for line in lines or (Line(""),):
            self._add(line, alone=len(lines) < 2 and not line.source)

    def _add(self, line: Line, *, alone: bool = False) -> LineRow:
        row = LineRow(self.field.label, line, least=self.field.lines if alone else 1)
        row.changed.connect(self.changed)
        row.refused.connect(self.refused)
        row.emptied.connect(lambda: self._emptied(row))
        if self._speller is not None:
            row.memo.check(self._speller)
        self.rows.append(row)
        self.box.addWidget(row)
        self._arrange()
        return row

    def _emptied(self, row: LineRow) -> None:
        if len(self.rows) > 1:
            at = self.rows.index(row)
            self._drop(row)
            self.rows[max(0, at - 1)].memo.setFocus()
            self.changed.emit()

    def _drop(self, row: LineRow) -> None:
        self.rows.remove(row)
        self.box.removeWidget(row)
        row.setParent(None)
        row.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        several = len(self.rows) > 1 or any(row.sourced for row in self.rows)
        for row in self.rows:
            # A text that stands alone is left out by writing nothing.
            row.tick.setVisible(several)
        self.add.setVisible(several)
        if self.rows:
            self.setFocusProxy(next((row.memo for row in self.rows if not row.value().text), self.rows[0].memo))

    def lines(self) -> tuple[Line, ...]:
        held = (row.value() for row in self.rows)
        return tuple(line for line in held if line.text or line.source)

    def check(self, speller: Speller) -> None:
        self._speller = speller
        for row in self.rows:
            row.memo.check(speller)


class ChoicePart(Part):
    """One of the texts that the part takes."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._caption()
        none = [] if field.required else [("Not chosen", "")]
        self.choice = Choice[str]([*none, *((capital(text), text) for text in field.choices)])
        self.choice.setAccessibleName(field.label)
        self.choice.picked.connect(self.changed)
        self.box.addWidget(self.choice)
        self.setFocusProxy(self.choice)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        text = next((line.text for line in lines), "")
        self.choice.choose(text if text in self.field.choices else "")

    def lines(self) -> tuple[Line, ...]:
        chosen = self.choice.value()
        return (Line(chosen),) if chosen else ()


class TickPart(Part):
    """Yes or no."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.tick = Tick(field.label)
        self.tick.setAccessibleName(field.label)
        self.tick.toggled.connect(lambda _: self.changed.emit())
        self.box.addWidget(self.tick)
        self.setFocusProxy(self.tick)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        self.tick.blockSignals(True)
        self.tick.setChecked(any(line.on and line.text == YES for line in lines))
        self.tick.blockSignals(False)

    def lines(self) -> tuple[Line, ...]:
        return (Line(YES),) if self.tick.value() else ()


def part_of(field: Field) -> Part:
    """The editor that a part takes."""
    kind = TickPart if field.tick else ChoicePart if field.choices else LinesPart
    return kind(field)
