"""The rail at the left: one button a place, built from the commands."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui.commands import COMMANDS, Command
from ui.kit.icons import icon
from ui.kit.text import label
from ui.kit.theme import SECONDARY, color, font
from ui.places import Calls, Course, Letter, Permissions, Place, Recipients, Requests, Roster, Waitlist

WIDE, NARROW = 168, 56
EDGE = 8
MOST_SHOWN = 99
"""The largest number that there is room for."""
_UNDER: dict[type, str] = {
    Course: "go.courses",
    Calls: "go.today",
    Letter: "go.letters",
    Permissions: "go.patients",
    Recipients: "go.letters",
    Requests: "go.today",
    Roster: "go.therapists",
    Waitlist: "go.today",
}


class _Count(QWidget):
    """A number in a pill, or a dot where there is no room for one; the button's tooltip has the number too."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words, self._narrow = "", False

    def show_number(self, number: int) -> None:
        """Nothing at zero."""
        self._words = f"{number}" if number <= MOST_SHOWN else f"{MOST_SHOWN}+"
        self.setVisible(number > 0)

    def fold(self, *, narrow: bool) -> None:
        """A dot or a pill."""
        self._narrow = narrow
        metrics = QFontMetrics(font(SECONDARY, bold=True))
        self.setFixedSize(*((9, 9) if narrow else (metrics.horizontalAdvance(self._words) + 10, 18)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("warning" if self._narrow else "warning_soft"))
        painter.drawRoundedRect(self.rect(), self.height() / 2, self.height() / 2)
        if not self._narrow:
            painter.setFont(font(SECONDARY, bold=True))
            painter.setPen(color("warning"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)


class Rail(QWidget):
    """Folds to icons where the window is narrow."""

    def __init__(self, commands: list[Command], run: object, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box = QVBoxLayout(self)
        box.setContentsMargins(EDGE, 14, EDGE, EDGE)
        box.setSpacing(2)
        self._brand = label("IBH Desktop", "brand")
        self._brand.setContentsMargins(10, 0, 0, 12)
        box.addWidget(self._brand)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, tuple[QPushButton, Command]] = {}
        self._counts: dict[str, _Count] = {}
        self._narrow = False
        for command in commands:
            if command.place is None:
                continue
            button = QPushButton(f"  {command.label}")
            button.setObjectName("place")
            button.setCheckable(True)
            button.setIconSize(QSize(20, 20))
            button.setToolTip(f"{command.label}  {command.key}")
            button.setAccessibleName(command.label)
            button.clicked.connect(lambda _=False, c=command: run(c))  # type: ignore[operator]
            self._group.addButton(button)
            self._buttons[command.id] = (button, command)
            box.addWidget(button)
        box.addStretch()
        self.fold(narrow=False)

    def paint_icons(self) -> None:
        """Draw the icons in the colours of the scheme in force."""
        for button, command in self._buttons.values():
            button.setIcon(icon(command.icon, size=20))

    def fold(self, *, narrow: bool) -> None:
        """Icons only, or icons and words."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE)
        self._brand.setText("IBH" if narrow else "IBH Desktop")
        for button, command in self._buttons.values():
            button.setText("" if narrow else f"  {command.label}")
        self._place_counts()

    def count(self, command: str, waiting: int) -> None:
        """Say beside a place how much waits there; nothing where nothing does."""
        if command not in self._buttons:
            return
        button, place = self._buttons[command]
        if command not in self._counts:
            self._counts[command] = _Count(button)
        self._counts[command].show_number(waiting)
        told = f"{place.label}, {waiting} waiting" if waiting else place.label
        button.setAccessibleName(told)
        button.setToolTip(f"{told}  {place.key}")
        self._place_counts()

    def _place_counts(self) -> None:
        """At the right end of the word; a dot beside the icon where the rail is folded."""
        for command, count in self._counts.items():
            count.fold(narrow=self._narrow)
            room, high = self.width() - 2 * EDGE, self._buttons[command][0].sizeHint().height()
            count.move(room - count.width() - 4, 5 if self._narrow else (high - count.height()) // 2)

    def mark(self, place: Place) -> None:
        """Show where we are."""
        here = _UNDER.get(type(place)) or next((c.id for c in COMMANDS if c.place is type(place)), "")
        if here in self._buttons:
            self._buttons[here][0].setChecked(True)
