"""Techniques as ticks: Tab enters and leaves them as one, arrows walk, Space ticks."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ibh_desktop.domain.notes import Technique
from ui.kit.fields import Tick
from ui.kit.flow import FlowLayout

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _WalkedTick(Tick):
    walked = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.walked.emit(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class TechniqueTicks(QWidget):
    """Twelve ticks that flow over as many lines as they need."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Techniques")
        flow = FlowLayout(self)
        self.all: list[_WalkedTick] = []
        for number, technique in enumerate(Technique):
            tick = _WalkedTick(technique.value.capitalize())
            tick.setAccessibleName(f"Technique: {technique.value}")
            tick.setToolTip("Arrows walk, Space ticks")
            tick.walked.connect(partial(self._walk, number))
            tick.entered.connect(partial(self._stand_at, number))
            tick.clicked.connect(self.changed)
            flow.addWidget(tick)
            self.all.append(tick)
        self._stand_at(0)

    def _stand_at(self, number: int) -> None:
        for place, tick in enumerate(self.all):
            tick.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == number else Qt.FocusPolicy.ClickFocus)

    def _walk(self, number: int, step: int) -> None:
        self.all[(number + step) % len(self.all)].setFocus(Qt.FocusReason.TabFocusReason)

    def value(self) -> tuple[Technique, ...]:
        """Those that are ticked, in order."""
        return tuple(technique for technique, tick in zip(Technique, self.all, strict=True) if tick.value())

    def show_ticks(self, ticked: tuple[Technique, ...]) -> None:
        """Tick these and no others."""
        for technique, tick in zip(Technique, self.all, strict=True):
            tick.setChecked(technique in ticked)
