"""Fields of the authorization form: several ticks as one value, days that may be left out, a purpose of one's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ibh_desktop.domain.authorization import TPO
from ui.kit.fields import Choice, DateField, Tick
from ui.kit.inputs import TextField
from ui.kit.text import capital

T = TypeVar("T")
PURPOSES = ("further treatment", TPO, "at the patient's request", "payment", "school or work")


class Ticks(QWidget, Generic[T]):
    """Any of a few values, a box each."""

    def __init__(self, choices: Sequence[tuple[str, T]], on: Collection[T] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        self.boxes: list[tuple[Tick, T]] = []
        for words, value in choices:
            tick = Tick(words, on=value in on)
            box.addWidget(tick)
            self.boxes.append((tick, value))
        self.setFocusProxy(self.boxes[0][0])

    def value(self) -> frozenset[T]:
        """The values that are ticked."""
        return frozenset(value for tick, value in self.boxes if tick.value())


class OptionalDate(DateField):
    """A date, or nothing."""

    def __init__(self, today: date, on: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__(today, on, relative=True, parent=parent)
        self.setPlaceholderText("open")

    def value(self) -> date | None:  # type: ignore[override]
        """The date, None while the field is empty; raise `Refused` when it is none."""
        return super().value() if self.text().strip() else None


class PurposeField(QWidget):
    """One of the usual purposes, or one in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        usual: list[tuple[str, str]] = [(capital(words), words) for words in PURPOSES]
        self.usual = Choice[str]([*usual, ("Something else", "")])
        self.usual.setAccessibleName("What it is for")
        self.own = TextField("", "What it is for")
        self.own.setAccessibleName("Purpose in words")
        self.own.hide()
        self.usual.picked.connect(lambda: self.own.setVisible(not self.usual.value()))
        box.addWidget(self.usual)
        box.addWidget(self.own)
        self.setFocusProxy(self.usual)

    def value(self) -> str:
        """The purpose as it is recorded."""
        return self.usual.value() or self.own.value()
