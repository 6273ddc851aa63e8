"""Fields of forms: each has `value()`, which raises `Refused` for what cannot be understood."""

from collections.abc import Sequence
from datetime import date, time
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from ibh_desktop.domain.errors import Refused
from ibh_desktop.domain.typed import parse_clock, parse_date, parse_day
from ui.kit.text import us_date

T = TypeVar("T")
_FRAME = 12
"""Padding and border of a field, which a style sheet does not count into its height."""


class Field(Protocol):
    """What a form needs of a field."""

    def value(self) -> object:
        """The value; raise `Refused` when what is typed makes none."""


class DateField(QLineEdit):
    """A date as people type it: 3/14/85, 19850314, tue, +1w."""

    def __init__(self, today: date, on: date | None = None, *, relative: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(us_date(on) if on else "", parent)
        self._today = today
        self._relative = relative
        self.setPlaceholderText("tue, +1w or 3/14/2027" if relative else "month/day/year")

    def value(self) -> date:
        """The date; raise `Refused` when it is none."""
        if not self.text().strip():
            raise Refused("Give a date.")
        return parse_day(self.text(), self._today) if self._relative else parse_date(self.text(), self._today)


class ClockField(QLineEdit):
    """A time as people type it: 9, 930, 2p."""

    def __init__(self, at: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(f"{at:%H:%M}" if at else "", parent)
        self.setPlaceholderText("9, 930, 2p")

    def value(self) -> time:
        """The time; raise `Refused` when it is none."""
        return parse_clock(self.text())


class WholeNumber(QLineEdit):
    """A whole number, or nothing."""

    def __init__(self, number: int | None = None, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("" if number is None else str(number), parent)
        self.setPlaceholderText(placeholder)

    def value(self) -> int | None:
        """The number, None while the field is empty; raise `Refused` when it is none."""
        typed = self.text().strip()
        if not typed:
            return None
        if not (typed.isascii() and typed.isdecimal()):
            raise Refused("Give a whole number.")
        return int(typed)


class Choice(QComboBox, Generic[T]):
    """One of a few values."""

    picked = Signal()

    def __init__(self, choices: Sequence[tuple[str, T]], chosen: T | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxVisibleItems(16)
        # A long choice must not make its form wider than its panel.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.offer(choices, chosen)
        self.currentIndexChanged.connect(lambda _: self.picked.emit())

    def offer(self, choices: Sequence[tuple[str, T]], chosen: T | None = None) -> None:
        """Replace the choices."""
        self.blockSignals(True)
        self.clear()
        self._values = [value for _, value in choices]
        self.addItems([text for text, _ in choices])
        if chosen in self._values:
            self.setCurrentIndex(self._values.index(chosen))
        self.blockSignals(False)

    def choose(self, wanted: T) -> None:
        """Choose one of the values, silently; what is not offered changes nothing."""
        self.blockSignals(True)
        if wanted in self._values:
            self.setCurrentIndex(self._values.index(wanted))
        self.blockSignals(False)

    def value(self) -> T:
        """The chosen value; raise `Refused` when there is nothing to choose from."""
        if self.currentIndex() < 0:
            raise Refused("There is nothing to choose from here yet.")
        return self._values[self.currentIndex()]


class Tick(QCheckBox):
    """Yes or no."""

    def __init__(self, text: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(on)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()


class Memo(QPlainTextEdit):
    """Several lines of plain text; Tab leaves it."""

    def __init__(self, text: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTabChangesFocus(True)
        self.fit(lines)

    def fit(self, lines: int) -> None:
        """Be as high as so many lines, in a form that is too long for its panel too."""
        height = self.fontMetrics().lineSpacing() * lines + 26
        self.setFixedHeight(height)
        # The window's sheet gives every field the least height of one line, which a long form would squeeze this one to.
        self.setStyleSheet(f"min-height: {height - _FRAME}px;")

    def value(self) -> str:
        """What is written."""
        return self.toPlainText().strip()
