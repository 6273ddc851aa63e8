"""The hours of one weekday in a form: open or closed, from, to, and one press for the same as the day above."""

from __future__ import annotations

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ibh_desktop.domain.opening import OFFICE_HOURS
from ibh_desktop.domain.roster import Hours, require_hours
from ui.kit.fields import ClockField, Tick
from ui.kit.text import label

_DAY, _CLOCK = 104, 66


class DayHours(QWidget):
    """`value()` is None on a closed day; opening a day takes the hours of the day above."""

    def __init__(self, day: str, hours: Hours | None, above: DayHours | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self._above = day, above
        self.open = Tick(day, on=hours is not None)
        self.open.setToolTip("Space opens or closes this day")
        self.open.setFixedWidth(_DAY)
        self.starts, self.ends = ClockField(hours.starts if hours else None), ClockField(hours.ends if hours else None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.open)
        for field, words in ((self.starts, "opens at"), (self.ends, "closes at")):
            field.setAccessibleName(f"{day} {words}")
            field.setFixedWidth(_CLOCK)
        row.addWidget(self.starts)
        row.addWidget(label("–"))
        row.addWidget(self.ends)
        self.same = QPushButton("Same")
        self.same.setObjectName("flat")
        self.same.clicked.connect(self.copy)
        row.addWidget(self.same)
        row.addStretch()
        if above is None:
            self.same.hide()
        else:
            self.same.setToolTip(f"The same as {above.day}")
            self.same.setAccessibleName(f"{day} the same as {above.day}")
        self.open.toggled.connect(self._toggled)
        self._toggled()
        self.setFocusProxy(self.open)

    def copy(self) -> None:
        """Be as the day above, closed too."""
        if self._above is not None:
            self.starts.setText(self._above.starts.text())
            self.ends.setText(self._above.ends.text())
            self.open.setChecked(self._above.open.isChecked())

    def _toggled(self) -> None:
        on = self.open.isChecked()
        if on and not (self.starts.text() or self.ends.text()):
            self._fill()
        for field in (self.starts, self.ends):
            field.setEnabled(on)

    def _fill(self) -> None:
        above = self._above
        while above is not None and not above.open.isChecked():
            above = above._above
        self.starts.setText(above.starts.text() if above else f"{OFFICE_HOURS.starts:%H:%M}")
        self.ends.setText(above.ends.text() if above else f"{OFFICE_HOURS.ends:%H:%M}")

    def value(self) -> Hours | None:
        """The hours; raise `Refused` for what is no time, or when they end before they start."""
        return require_hours(Hours(self.starts.value(), self.ends.value())) if self.open.isChecked() else None

    def event(self, event: QEvent) -> bool:
        # A form marks the whole field as wrong; the style sheet knows the two inputs only.
        if isinstance(event, QDynamicPropertyChangeEvent) and event.propertyName() == b"wrong":
            for field in (self.starts, self.ends):
                field.setProperty("wrong", self.property("wrong"))
                field.style().unpolish(field)
                field.style().polish(field)
        return super().event(event)
